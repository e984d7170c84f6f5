"""`restride decide` and `restride rules`: cases as text in, decisions as JSON lines out; the rules as plain text.

Reads JSON, YAML, a list of either, several YAML documents, or JSON Lines. Knows no file and no terminal.

>>> from flows.rulebook import load
>>> lines, code = decide_text('{"kind": "screening", "days_since_birth": 10, "id": "a"}', load())
>>> lines[0][:40], code
('{"id": "a", "decision": "not_yet_time", ', 0)
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import yaml

from flows.hearing.listening import Heard, limits_of, listen
from flows.hearing.phrases import nearest_phrases
from flows.hearing.report import read_signs
from flows.hearing.utterance import Utterance
from flows.plan.cases.case import AfterSessionCase, Case, Sign
from flows.plan.cases.case_reader import read_case
from flows.plan.cases.enums import Symptom
from flows.plan.cases.field_reader import CaseError, shown
from flows.plan.decide import decide
from flows.plan.verdict import Verdict, to_json
from flows.rulebook.model import Rule, RuleBook

ALL_DECIDED, SOME_WRONG, NOTHING_DECIDED = 0, 1, 2
BYTE_ORDER_MARK = "\ufeff"


def decide_text(text: str, book: RuleBook, *, explain: bool = False) -> tuple[list[str], int]:
    """One line a case, in order, and the exit code.

    0: all decided. 1: a list in which some were wrong, each of those with its own error line. 2: a single case that
    is wrong, or a text that cannot be read; the one line is then the error, for people, and nothing was decided.
    `explain` adds `heard`: the words of her text that counted, and the nearest known phrases.
    """
    try:
        data, several = _parsed(text.removeprefix(BYTE_ORDER_MARK))
    except CaseError as error:
        return [f"error: {error}"], NOTHING_DECIDED
    if not several:
        try:
            return [_line(data[0], book, explain)], ALL_DECIDED
        except CaseError as error:
            return [f"error: {error}"], NOTHING_DECIDED
    lines, wrong = [], False
    for item in data:
        try:
            lines.append(_line(item, book, explain))
        except CaseError as error:
            lines.append(json.dumps({"id": _id_of(item), "error": str(error)}, ensure_ascii=False))
            wrong = True
    return lines, SOME_WRONG if wrong else ALL_DECIDED


def decide_case(case: Case, book: RuleBook) -> Verdict:
    """The verdict on a case, with what she typed heard first: her text, and what she called the place."""
    site = case.pain.site if isinstance(case, AfterSessionCase) else None
    typed = "\n".join(filter(None, (case.text, site)))
    return decide(with_told_symptoms(case), book, hear(typed, book))


def with_told_symptoms(case: Case) -> Case:
    """The case with the symptoms that its text clearly names: they count as told (R-RED-16, R-RED-18, R-POST)."""
    told = tuple(Symptom(sign) for sign in read_signs(case.text or ""))
    if isinstance(case, AfterSessionCase):
        known = {sign.sign for sign in case.signs}
        new = tuple(Sign(sign=symptom) for symptom in told if symptom not in known)
        return replace(case, signs=(*case.signs, *new)) if new else case
    return replace(case, symptoms=tuple(dict.fromkeys((*case.symptoms, *told)))) if told else case


def hear(typed: str, book: RuleBook) -> Heard | None:
    """What her words may mean as warning signs."""
    return listen(Utterance(typed), limits_of(book)) if typed else None


def explained(typed: str, book: RuleBook) -> dict[str, object]:
    """The words that counted, what they were taken for, and the nearest known phrases."""
    heard = hear(typed, book)
    words = typed if heard is None or not heard.phrase else heard.phrase
    near = [{"text": one.text, "label": one.label, "reading": one.reading} for one in nearest_phrases(words)]
    if heard is None:
        return {"flags": [], "nearest": near}
    return {"flags": list(heard.flags), "sure": heard.sure, "words": heard.phrase, "nearest": near}


def rules_text(book: RuleBook, rule_id: str | None = None) -> str:
    """Every rule with its sentence, one a line; or one rule whole. `KeyError` when there is no such rule."""
    if rule_id is None:
        return "\n".join(f"{rule.id:<13} {rule.says}" for rule in book.rules)
    return "\n".join(_whole(book.rule(rule_id), book))


def _whole(rule: Rule, book: RuleBook) -> list[str]:
    numbers = {} if rule.value is None else {"value": f"{rule.value:g} {rule.unit}".strip()}
    numbers.update({name: str(number) for name, number in rule.values.items()})
    lines = [
        f"{rule.id}  {rule.title}",
        "",
        rule.says,
        "",
        f"When:      {rule.when}",
        f"Then:      {rule.then}",
    ]
    lines += [f"Number:    {name} = {number}" for name, number in numbers.items()]
    lines += [f"Certainty: {rule.certainty.replace('_', ' ')}", f"Since:     version {rule.since}"]
    lines += [f"Ours:      {rule.ours}"] if rule.ours else []
    sources = [book.source(cited) for cited in rule.cites]
    lines += [f"Source:    {source.id}, {source.title} {source.url}".rstrip() for source in sources]
    lines += [f"Example:   {'fires' if e.fires else 'does not fire'}: {e.says}" for e in rule.examples]
    return lines


def _line(data: object, book: RuleBook, explain: bool) -> str:
    _complain(data, "", set())
    case = read_case(data)
    found = to_json(decide_case(case, book), case.id)
    if explain and case.text:
        found["heard"] = explained(case.text, book)
    return json.dumps(found, ensure_ascii=False)


def _id_of(data: object) -> str | int | None:
    found = data.get("id") if isinstance(data, Mapping) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


# --- reading ------------------------------------------------------------------------------------


class _Twins(dict[Any, Any]):
    """An object in which a field was given twice: `twin` is the field."""

    twin: str = ""


class _Unread:
    """A line of JSON Lines that is no JSON."""

    def __init__(self, error: str) -> None:
        self.error = error


def _complain(data: object, path: str, seen: set[int]) -> None:
    """`CaseError` for a line that could not be read or a field given twice. Anything shared is looked at once."""
    if id(data) in seen:
        return
    if isinstance(data, _Unread):
        raise CaseError(data.error)
    if isinstance(data, _Twins):
        raise CaseError(f"{_under(path, data.twin)}: is given twice")
    if isinstance(data, Mapping):
        seen.add(id(data))
        for name, part in data.items():
            _complain(part, _under(path, str(name)), seen)
    if isinstance(data, list):
        seen.add(id(data))
        for place, part in enumerate(data):
            _complain(part, f"{path}[{place}]", seen)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _parsed(text: str) -> tuple[list[object], bool]:
    """The cases in a text, and whether it is a list of them; `CaseError` when it can be read in no way."""
    if not text.strip():
        raise CaseError("there is no case: the input is empty")
    whole = _json(text)
    if not isinstance(whole, _Unread):
        return (whole, True) if isinstance(whole, list) else ([whole], False)
    lines = [line for line in text.splitlines() if line.strip()]
    if (
        len(lines) > 1
        and lines[0].lstrip()[0] != "["
        and any(isinstance(_json(line), dict) for line in lines)
    ):
        return [_json(line) for line in lines], True
    return _yaml(text, whole.error if text.lstrip()[0] in "{[" else None)


def _json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError:
        return _Unread("nested too deeply to be a case")
    except ValueError as error:
        return _Unread(f"not JSON: {error}")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen: dict[str, object] = {}
    for name, part in pairs:
        if name in seen:
            return _twins(name)
        seen[name] = part
    return seen


def _twins(name: str) -> _Twins:
    twins = _Twins()
    twins.twin = name
    return twins


class _Loader(yaml.SafeLoader):
    """YAML as it is safe to read, with a field given twice kept as the mistake that it is."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    written = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    for name in written:
        if isinstance(name, str) and written.count(name) > 1:
            return _twins(name)
    loader.flatten_mapping(node)
    made: dict[Any, Any] = {}
    for key_node, part in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise CaseError(f"line {key_node.start_mark.line + 1}: the name of a field must be text")
        made[key] = loader.construct_object(part, deep=True)
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _yaml(text: str, json_error: str | None) -> tuple[list[object], bool]:
    try:
        documents = [found for found in yaml.load_all(text, Loader=_Loader) if found is not None]
    except RecursionError:
        raise CaseError("nested too deeply to be a case") from None
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, CaseError):
            raise
        raise CaseError(json_error or f"not YAML: {' '.join(str(error).split())}") from None
    if not documents:
        raise CaseError("there is no case: the input is empty")
    if len(documents) > 1:
        return documents, True
    if isinstance(documents[0], list):
        return documents[0], True
    if not isinstance(documents[0], Mapping):
        raise CaseError(f"case: must be an object with named fields, not {shown(documents[0])}")
    return documents, False
