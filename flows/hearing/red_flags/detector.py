"""The red-flag net: does anything in her words have to be taken as a red flag, or asked about?

It reads every message before anything else does. Must not know: the dialogue, her history, the clock, nor what is
done about a flag. It decides by words alone, from `red_flag_words.toml`: a pattern must be found, and must be about
her, now, and not denied. When that is doubtful the answer is `sure=False`, and the coach asks one plain question.

>>> screen("No fever but I've had chest pain since this morning")
Heard(flag='chest_pain', sure=True, phrase='chest pain')
>>> screen("My baby has a fever") is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from flows.hearing.red_flags.patterns import Hit, Sign, Table, the_table
from flows.hearing.red_flags.statements import Said, about_other, breaths, subject_of
from flows.hearing.red_flags.tokens import Clause, pieces

DENIED_WITHIN = 7  # words that a "no" reaches over
MOST_HITS = 6  # places where one sign is looked at in a breath
NEXT = 24  # words after a sign in which she may say that she has it too


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlagMatch:
    """A red flag in her words: its id, whether it is clear, and the words that it was found in."""

    flag: str
    sure: bool
    phrase: str


def detect(text: str) -> RedFlagMatch | None:
    """The gravest red flag in a text, clear ones first; None when there is nothing to act on or ask about."""
    return detect_in(tuple(pieces(text, the_table().speller)))


def detect_in(sentences: Sequence[Sequence[Clause]]) -> RedFlagMatch | None:
    """The same in sentences that were cut and spelt before (`tokens.pieces`)."""
    table = the_table()
    best: tuple[bool, int] | None = None
    heard: RedFlagMatch | None = None
    subject: str | None = None
    for sentence, reply in zip(sentences, [*sentences[1:], ()], strict=False):
        if reply and sentence[-1].asks and table.cues["denials_after"].issuperset(reply[0].words):
            continue  # "chest pain? no"
        affirmed = bool(reply) and sentence[-1].asks and table.tells("affirms", reply[0].words)
        spoken_of, subject = subject, subject_of(sentence, table)
        for said in breaths(sentence, spoken_of, table):
            for sign, hit in _found(said, best, table):
                worse = best is not None and (not sign.sure, sign.rank) >= best
                sure = None if worse else _weighed(sign, hit, said, reply, affirmed, table)
                if sure is not None and (best is None or (not sure, sign.rank) < best):
                    best = (not sure, sign.rank)
                    phrase = " ".join(said.typed[hit.start : hit.end + 1])
                    heard = RedFlagMatch(flag=sign.flag, sure=sure, phrase=phrase)
    return heard


def dismissed(sentences: Sequence[Sequence[Clause]]) -> bool:
    """Whether a sign was found and read as denied, long past, somebody else's or only supposed."""
    table = the_table()
    subject: str | None = None
    for sentence, reply in zip(sentences, [*sentences[1:], ()], strict=False):
        spoken_of, subject = subject, subject_of(sentence, table)
        for said in breaths(sentence, spoken_of, table):
            for sign, hit in _found(said, None, table):
                if _weighed(sign, hit, said, reply, False, table) is None:
                    return True
    return False


def _found(said: Said, best: tuple[bool, int] | None, table: Table) -> Iterator[tuple[Sign, Hit]]:
    """The signs in her words that are graver, or clearer, than the best found before this breath.

    A word of its `unless` near a clear sign makes it one to ask about; near an unsure one, there is none.
    """
    present = frozenset(said.words)
    for word in dict.fromkeys(said.words):  # in her order, so that the same words always give the same phrase
        for sign in table.signs.get(word, ()):
            if (best is None or (not sign.sure, sign.rank) < best) and all(
                not part.isdisjoint(present) for part in sign.pattern.parts
            ):
                for hit in islice(sign.pattern.hits(said.words), MOST_HITS):
                    first, last = said.clause[hit.start], said.clause[hit.end] + 1
                    near = {w for w, c in zip(said.words, said.clause, strict=True) if first <= c <= last}
                    split = first < last - 1 and sign.flag in table.cues["firmest"]
                    split = split and said.words[hit.end] not in table.cues["nobody_there"]
                    doubtful = not sign.pattern.unless.isdisjoint(near)
                    if not split and not (doubtful and not sign.sure):
                        yield (replace(sign, sure=False) if doubtful else sign), hit


def _weighed(
    sign: Sign, hit: Hit, said: Said, reply: Sequence[Clause], affirmed: bool, table: Table
) -> bool | None:
    """True: clear. False: ask. None: denied, long past, somebody else's, or only supposed."""
    clear = sign.sure and _softened(sign, hit, said, table)
    for weigh in (_denied, _about_somebody, _long_past, _supposed):
        doubt = (affirmed and weigh is _supposed) or weigh(hit, said, table)
        if doubt is None and not _hers_now(weigh is not _denied, hit, said, reply, table):
            return None
        clear = clear and doubt is True
    over = not clear and sign.flag in table.cues["can_go"] and _over(hit, said, table)
    return None if over else clear


def _hers_now(elsewhere: bool, hit: Hit, said: Said, reply: Sequence[Clause], table: Table) -> bool:
    """Whether she goes on to say that she has it too: `my friend had chest pain and now I have it`."""
    answer = reply[0].words if reply else ()
    rest = (*said.words[hit.end + 1 :], *said.rest, *answer)[:NEXT]
    if table.tells("now_hers", rest):
        return True
    said_so = len(rest) > 2 and rest[-2] == "i"
    said_so = said_so and rest[-3] in table.cues["and_i"] and rest[-1] in table.cues["i_do"]
    return elsewhere and (said_so or table.tells("hers_too", rest))


def _over(hit: Hit, said: Said, table: Table) -> bool:
    """Whether what was doubtful anyway is said to have passed: `but it has gone`, `but fine now`."""
    cues = table.cues
    for word, following in pairwise([*said.words[hit.end + 1 :], ""]):
        if word in cues["over"]:
            return not following or following in cues["now"]
        if word in cues["over_now"]:
            return following in cues["now"]
        if word not in cues["before_over"] and word not in table.little:
            return False
    return False


def _denied(hit: Hit, said: Said, table: Table) -> bool | None:
    cues, words, here = table.cues, said.words, said.clause[hit.start]
    ends = hit.end + 2 >= len(words) or said.clause[hit.end + 2] != said.clause[hit.end + 1]
    if hit.end + 1 < len(words) and words[hit.end + 1] in cues["denials_after"] and ends:
        return None
    if "never" in words[: hit.start] and not cues["before"].isdisjoint(words[hit.end + 1 : hit.end + 3]):
        return True
    carried = False
    for at in range(hit.end, -1, -1):
        if at in hit.words:
            continue
        if said.clause[at] < here and not carried:
            carried = True
        word = words[at]
        if carried and (word in cues["first"] or word in cues["resets"]) and at > 0:
            return not _denies(words, at - 1, hit.start, table)
        if word in cues["denials"] and _denies(words, at, hit.start, table):
            if not carried:
                if hit.start - at > DENIED_WITHIN:
                    return True
                return False if "and" in words[at : hit.start] and "or" not in words else None
            listed = not {"or", "nor"}.isdisjoint(words[at:])
            if listed:
                return None
            return not any(w in table.signs for w in words[at + 1 : hit.start] if w != "i")
        if at < hit.start and not carried and word in cues["first"] and words[at - 1] not in cues["thinks"]:
            return True
    return True


def _never_so(words: Sequence[str], at: int, end: int, table: Table) -> bool:
    """A `never` that says how bad it is now: `never been so dizzy`, `never bled this much`."""
    reach = end + DENIED_WITHIN
    return table.tells("never_so", words[at:end]) or table.tells("never_this", words[at:reach])


def _denies(words: Sequence[str], at: int, end: int, table: Table) -> bool:
    """A `no` that is not spent on something else: `no sleep`, `not well`, `not only`."""
    if words[at] not in table.cues["denials"]:
        return False
    if words[at] == "never" and _never_so(words, at, end, table):
        return False
    return not any(word in table.cues["spends_no"] for word in words[at + 1 : min(at + 4, end)])


def _about_somebody(hit: Hit, said: Said, table: Table) -> bool | None:
    cues, words = table.cues, said.words
    if any(words[at] in cues["others"] for at in hit.words):
        return True
    if not cues["first"].isdisjoint(words[hit.start : hit.end + 1]):
        return True
    here = said.clause[hit.start]
    opens = said.clause.index(here)
    if about_other(words[opens:], hit.start - opens, table):
        return None
    ends = words[hit.end + 1 : hit.end + 4]
    handles = words[hit.end] in cues["handles"]  # "too tired to lift my baby"
    if not handles and any(w in cues["others"] for w in ends) and ends[0] in cues["of_other"]:
        return None
    own = any(word in cues["first"] or word == "my" for word in words[opens : hit.end + 1])
    if own or not (about_other(words, opens, table) or (opens == 0 and said.after)):
        return True
    first = next((w for w in words[opens:] if w not in cues["turns"] and w != "and"), "")
    well = said.after is not None and not cues["well"].isdisjoint(said.after.words)  # "baby is fine but ..."
    return None if first in cues["goes_on"] and not well else False


def _long_past(hit: Hit, said: Said, table: Table) -> bool | None:
    here = {said.clause[at] for at in hit.words}
    near = tuple(w for w, c in zip(said.words, said.clause, strict=True) if c in here)
    if not table.cues["present"].isdisjoint(near):
        return True
    if table.tells("past", near):
        return None
    if table.tells("past", said.words):
        return None if not table.cues["was"].isdisjoint(near) else False
    return not table.tells("while_ago", said.words)


def _supposed(hit: Hit, said: Said, table: Table) -> bool | None:
    cues, words = table.cues, said.words
    before = words[: hit.end]
    own = any(word in cues["first"] or word == "my" for word in before)
    if table.tells("how_known", before):
        return None
    if "if" in before and any(word in cues["wonders"] for word in before[: before.index("if")]):
        return False
    if table.tells("asked_about", before) and not own:
        return None
    if table.tells("asked_to_run", before) and not own:
        return False
    for at in range(len(before) - 1, -1, -1):
        if words[at] in cues["ifs"] and at not in hit.words:
            acts = sum(word in cues["first"] for word in words[at : hit.start])
            if acts > 1:
                break
            hers = words[at + 1 : at + 2] == ("im",) or (acts and "my" in words[at : hit.start])
            return False if hers else None  # "if I run fast my chest hurts"
    if table.tells("said_of_it", words[hit.end + 1 : hit.end + 5]) or table.tells("feared", before):
        return False  # "palpitations can be caused by coffee"
    if not said.asks and not (words[0] in cues["asks_first"] and words[1:2] == ("i",)):
        return True
    if table.tells("in_general", words) and not own:
        return False if "i" in words and words[0] not in cues["asks_first"] else None
    return own and words[0] not in cues["asks_first"]


def _softened(sign: Sign, hit: Hit, said: Said, table: Table) -> bool:
    near = said.words[max(0, hit.start - 4) : hit.end + 2]
    soft = table.cues["nearly"] if sign.flag in table.cues["firm"] else table.cues["softens"]
    if sign.flag in table.cues["firmest"]:
        return True
    rest = said.words[hit.end + 1 :]
    gone = not table.cues["gone"].isdisjoint(rest) and table.cues["denials"].isdisjoint(rest)
    return soft.isdisjoint(near) and not (gone and sign.flag in table.cues["can_go"])
