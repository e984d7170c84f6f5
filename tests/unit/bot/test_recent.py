"""What is stored decides; a session that was read before is only used again when nothing has changed."""

from __future__ import annotations

import json

import pytest

from bot import session_cache
from bot.session_cache import SessionCache
from flows import session
from flows.fast_replace import replace
from flows.upcasters import NewerVersion

ANA, BEA = 7, 8
HER = session.new(name="Ana", locale="en")


def test_a_session_that_is_still_what_is_stored_is_not_read_again() -> None:
    known = SessionCache()
    assert known.read(ANA, known.write(ANA, HER)) is HER


def test_a_session_that_another_replica_changed_is_read_anew() -> None:
    known = SessionCache()
    known.write(ANA, HER)
    assert known.read(ANA, session.dump(session.new(name="Anna", locale="en"))).name == "Anna"


def test_nobody_gets_the_session_of_somebody_else() -> None:
    known = SessionCache()
    text = known.write(ANA, HER)
    assert known.read(BEA, text) is not HER


def test_who_is_erased_leaves_nothing_here() -> None:
    known = SessionCache()
    text = known.write(ANA, HER)
    known.forget(ANA)
    assert known.read(ANA, text) is not HER


def test_only_the_last_are_kept() -> None:
    known = SessionCache()
    texts = [known.write(person, HER) for person in range(session_cache.MOST + 1)]
    assert known.read(1, texts[1]) is HER
    assert known.read(0, texts[0]) is not HER


def test_what_did_not_change_since_it_was_read_is_stored_as_it_stood() -> None:
    stored = session.dump(HER)
    known = SessionCache()
    after = replace(known.read(ANA, stored), seq=5, state="programme.home")
    assert known.write(ANA, after) == session.dump(after)
    odd = stored.replace('"Ana"', '"\\u0041na"')  # the same name, written as nobody writes it here
    assert odd != stored
    assert '"\\u0041na"' in known.write(BEA, replace(known.read(BEA, odd), seq=6))


def test_a_session_stored_with_spaces_is_read_and_written_like_any_other() -> None:
    known = SessionCache()
    for spaced in (json.dumps(json.loads(session.dump(HER)), indent=1), session.dump(HER) + "\n"):
        after = replace(known.read(ANA, spaced), seq=5)
        assert known.write(ANA, after) == session.dump(after)


def test_a_session_from_the_future_is_left_alone() -> None:
    for stored in ('{"version":99,"seq":4}', '{"version": 99}'):
        with pytest.raises(NewerVersion):
            SessionCache().read(ANA, stored)
