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
from dataclasses import dataclass
from itertools import islice, pairwise

from flows.hearing.net_patterns import Hit, Sign, Table, the_table
from flows.hearing.net_words import Clause, pieces

HOT_C, HOT_F = (38.0, 43.5), (100.4, 110.0)  # a fever, from R-RED-10; above, nobody's temperature
COOL_C, COOL_F = (34.0, 38.0), (94.0, 100.4)
DENIED_WITHIN = 7  # words that a "no" reaches over
BLANK = "_"
LONGEST, OVERLAP = 60, 16  # words of one breath; a longer one is read in pieces that share some words
MOST_HITS = 6  # places where one sign is looked at in a breath


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A red flag in her words: its id, whether it is clear, and the words that it was found in."""

    flag: str
    sure: bool
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of one breath, up to a `but` or a full stop. `clause[i]` numbers the clause of word i."""

    words: tuple[str, ...]
    typed: tuple[str, ...]
    clause: tuple[int, ...]
    asks: bool
    after_other: bool


def screen(text: str) -> Heard | None:
    """The gravest red flag in a text, clear ones first; None when there is nothing to act on or ask about."""
    table = the_table()
    best: tuple[bool, int] | None = None
    heard: Heard | None = None
    sentences = list(pieces(text, table.speller))
    for sentence, reply in zip(sentences, [*sentences[1:], ()], strict=False):
        if reply and sentence[-1].asks and table.cues["denials_after"].issuperset(reply[0].words):
            continue  # "chest pain? no"
        affirmed = bool(reply) and sentence[-1].asks and table.tells("affirms", reply[0].words)
        for said in _breaths(sentence, table):
            for sign, hit in _found(said, best, table):
                worse = best is not None and (not sign.sure, sign.rank) >= best
                sure = None if worse else _weighed(sign, hit, said, affirmed, table)
                if sure is not None and (best is None or (not sure, sign.rank) < best):
                    best = (not sure, sign.rank)
                    phrase = " ".join(said.typed[hit.start : hit.end + 1])
                    heard = Heard(flag=sign.flag, sure=sure, phrase=phrase)
    return heard


def _breaths(sentence: Sequence[Clause], table: Table) -> Iterator[Said]:
    """A sentence cut where a new statement begins, its idioms blanked and its temperatures marked."""
    cues = table.cues
    words: list[str] = []
    typed: list[str] = []
    clause: list[int] = []
    after_other = False
    number = 0
    for part in sentence:
        number += 1
        marked = _measured(part.words, cues["units"])
        for at, word in enumerate(marked):
            following = marked[at + 1] if at + 1 < len(marked) else ""
            turns = word in cues["turns"] or (word == "and" and following in cues["turns_after_and"])
            number += turns
            if len(words) >= LONGEST:
                yield _said(words, typed, clause, part.asks, after_other, table)
                words, typed, clause = words[-OVERLAP:], typed[-OVERLAP:], clause[-OVERLAP:]
            fades = turns and cues["fades"].issuperset(marked[at + 1 :])  # "but it has gone"
            if turns and not fades and not cues["splits"].isdisjoint(words):
                said = _said(words, typed, clause, part.asks, after_other, table)
                yield said
                after_other = _about_other(said, len(said.words), table)
                words, typed, clause = [], [], []
            words.append(word)
            typed.append(part.words[at])
            clause.append(number)
    yield _said(words, typed, clause, sentence[-1].asks, after_other, table)


def _said(
    words: list[str], typed: list[str], clause: list[int], asks: bool, after_other: bool, table: Table
) -> Said:
    kept = list(words)
    heard = not table.signs.keys().isdisjoint(words)
    for word in sorted(set(words) & table.idioms.keys()) if heard else ():
        for idiom in table.idioms[word]:
            if idiom.unless.isdisjoint(words):
                for hit in idiom.hits(kept):
                    if idiom.gaps is None or clause[hit.start] == clause[hit.end]:
                        for at in hit.words:
                            kept[at] = BLANK
    return Said(
        words=tuple(kept), typed=tuple(typed), clause=tuple(clause), asks=asks, after_other=after_other
    )


def _measured(words: Sequence[str], units: frozenset[str]) -> list[str]:
    """Numbers that can be a temperature become `hot_c`, `hot_f` or `cool`; those with another unit do not."""
    marked = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        value = float(word.replace(",", ".")) if word[0].isdigit() and len(word) < 7 else 0.0
        if following in units:
            marked.append(word)
        elif HOT_C[0] <= value < HOT_C[1]:
            marked.append("hot_c")
        elif HOT_F[0] <= value < HOT_F[1]:
            marked.append("hot_f")
        elif COOL_C[0] <= value < COOL_C[1] or COOL_F[0] <= value < COOL_F[1]:
            marked.append("cool")
        else:
            marked.append(word)
    return marked


def _found(said: Said, best: tuple[bool, int] | None, table: Table) -> Iterator[tuple[Sign, Hit]]:
    """The signs in her words that are graver, or clearer, than the best found before this breath."""
    present = frozenset(said.words)
    for word in present & table.signs.keys():
        for sign in table.signs[word]:
            if (best is None or (not sign.sure, sign.rank) < best) and all(
                not part.isdisjoint(present) for part in sign.pattern.parts
            ):
                for hit in islice(sign.pattern.hits(said.words), MOST_HITS):
                    first, last = said.clause[hit.start], said.clause[hit.end] + 1
                    near = {w for w, c in zip(said.words, said.clause, strict=True) if first <= c <= last}
                    split = first < last - 1 and sign.flag in table.cues["firmest"]
                    if not split and sign.pattern.unless.isdisjoint(near):
                        yield sign, hit


def _weighed(sign: Sign, hit: Hit, said: Said, affirmed: bool, table: Table) -> bool | None:
    """True: clear. False: ask. None: denied, long past, somebody else's, or only supposed."""
    clear = sign.sure and _softened(sign, hit, said, table)
    for weigh in (_denied, _about_somebody, _long_past, _supposed):
        doubt = (affirmed and weigh is _supposed) or weigh(hit, said, table)
        if doubt is None:
            return None
        clear = clear and doubt
    over = not clear and sign.flag in table.cues["can_go"] and _over(hit, said, table)
    return None if over else clear


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
            return not _denies(words, at - 1, hit.start, cues)
        if word in cues["denials"] and _denies(words, at, hit.start, cues):
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


def _denies(words: Sequence[str], at: int, end: int, cues: dict[str, frozenset[str]]) -> bool:
    """A `no` that is not spent on something else: `no sleep`, `not well`, `not only`."""
    if words[at] not in cues["denials"]:
        return False
    return not any(word in cues["spends_no"] for word in words[at + 1 : min(at + 4, end)])


def _about_other(said: Said, end: int, table: Table) -> bool:
    """Whether the nearest one who acts before a place is somebody else."""
    cues, words = table.cues, said.words
    for at in range(end - 1, -1, -1):
        word = words[at]
        if word in cues["first"] or (word == "my" and not _other_follows(words, at, cues)):
            return False
        if word in cues["others"]:
            before = words[at - 1] if at else ""
            held = any(w in cues["handles"] for w in words[max(0, at - 3) : at])
            if not held and before not in cues["about"]:
                return True
    return False


def _other_follows(words: Sequence[str], at: int, cues: dict[str, frozenset[str]]) -> bool:
    return any(word in cues["others"] for word in words[at + 1 : at + 4])


def _about_somebody(hit: Hit, said: Said, table: Table) -> bool | None:
    cues, words = table.cues, said.words
    if any(words[at] in cues["others"] for at in hit.words):
        return True
    if not cues["first"].isdisjoint(words[hit.start : hit.end + 1]):
        return True
    here = said.clause[hit.start]
    opens = said.clause.index(here)
    if _about_other(
        Said(words=words[opens:], typed=(), clause=(), asks=False, after_other=False),
        hit.start - opens,
        table,
    ):
        return None
    ends = words[hit.end + 1 : hit.end + 4]
    if any(w in cues["others"] for w in ends) and ends[0] in cues["of_other"]:
        return None
    own = any(word in cues["first"] or word == "my" for word in words[opens : hit.end + 1])
    if own or not (_about_other(said, opens, table) or (opens == 0 and said.after_other)):
        return True
    first = next((w for w in words[opens:] if w not in cues["turns"] and w != "and"), "")
    return None if first in cues["goes_on"] else False


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
    for at in range(len(before) - 1, -1, -1):
        if words[at] in cues["ifs"] and at not in hit.words:
            acts = sum(word in cues["first"] for word in words[at : hit.start])
            if acts < 2:
                return None
            break
    if not said.asks and not (words[0] in cues["asks_first"] and words[1:2] == ("i",)):
        return True
    if table.tells("in_general", words) and not own:
        return None
    return own and words[0] not in cues["asks_first"]


def _softened(sign: Sign, hit: Hit, said: Said, table: Table) -> bool:
    near = said.words[max(0, hit.start - 4) : hit.end + 2]
    soft = table.cues["nearly"] if sign.flag in table.cues["firm"] else table.cues["softens"]
    if sign.flag in table.cues["firmest"]:
        return True
    rest = said.words[hit.end + 1 :]
    gone = not table.cues["gone"].isdisjoint(rest) and table.cues["denials"].isdisjoint(rest)
    return soft.isdisjoint(near) and not (gone and sign.flag in table.cues["can_go"])
