"""What is stored decides; a session that was read before is only used again when its text has not changed."""

from __future__ import annotations

from bot import session_cache
from bot.session_cache import SessionCache
from flows import session

HER = session.new(name="Ana", locale="en")


def test_a_session_that_is_still_what_is_stored_is_not_read_again() -> None:
    known = SessionCache()
    assert known.load(known.dump(HER)) is HER


def test_a_session_that_another_replica_changed_is_read() -> None:
    known = SessionCache()
    known.dump(HER)
    assert known.load(session.dump(session.new(name="Anna", locale="en"))).name == "Anna"


def test_a_session_that_was_read_is_not_kept() -> None:
    known = SessionCache()
    text = known.dump(HER)
    known.load(text)
    assert known.load(text) is not HER


def test_only_the_last_are_kept() -> None:
    known = SessionCache()
    names = [f"Ana {number}" for number in range(session_cache.MAX_SESSIONS + 1)]
    texts = [known.dump(session.new(name=name, locale="en")) for name in names]
    assert len(known._by_text) == session_cache.MAX_SESSIONS
    assert texts[0] not in known._by_text and texts[1] in known._by_text
