"""The judge of the week finds silence: work that waits while the operator sees nothing."""

from __future__ import annotations

from tests.system.torture.judge import VISIBLE_WITHIN_S, Judge, Signs, Work

HEALTHY = Signs(up=True, ready=True)
HER_UPDATE: Work = ("update", 7)
LATE = VISIBLE_WITHIN_S + 1


def judged(*looks: tuple[float, set[Work], Signs]) -> Judge:
    judge = Judge()
    for at, waiting, signs in looks:
        judge.look(waiting, signs, at=at)
    return judge


def test_work_that_waits_while_all_seems_well_is_found_once() -> None:
    judge = judged(
        (0, {HER_UPDATE}, HEALTHY), (LATE, {HER_UPDATE}, HEALTHY), (2 * LATE, {HER_UPDATE}, HEALTHY)
    )
    assert judge.findings == ["update 7 waits for 301 s, and the operator sees nothing"]


def test_a_visible_wait_is_no_finding() -> None:
    for signs in (
        Signs(up=False, ready=False),
        Signs(up=True, ready=False),
        Signs(up=True, ready=False, conditions=("sending",)),
        Signs(up=True, ready=True, oldest_message_s=LATE),
    ):
        judge = judged((0, {HER_UPDATE}, HEALTHY), (LATE, {HER_UPDATE}, signs))
        assert judge.findings == [] and judge.longest_wait_s == LATE and judge.longest_unseen_s == 0


def test_a_sign_that_goes_while_she_waits_is_found() -> None:
    judge = judged(
        (0, {HER_UPDATE}, HEALTHY),
        (200, {HER_UPDATE}, Signs(up=True, ready=False)),
        (LATE, {HER_UPDATE}, HEALTHY),
    )
    assert len(judge.findings) == 1


def test_each_piece_of_work_has_its_own_time() -> None:
    other: Work = ("message", 7)
    judge = judged((0, {HER_UPDATE}, HEALTHY), (200, {other}, HEALTHY), (LATE, {other}, HEALTHY))
    assert judge.findings == [] and judge.longest_unseen_s == LATE - 200


def test_work_that_was_served_and_waits_again_begins_from_zero() -> None:
    judge = judged((0, {HER_UPDATE}, HEALTHY), (200, set(), HEALTHY), (LATE, {HER_UPDATE}, HEALTHY))
    assert judge.findings == [] and judge.longest_unseen_s == 0
