"""From a :class:`~lastyard.case.model.Case` to the text of a case file.

``load_text(dump(case)) == case``. Files are written whole or not at all.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text("{title: Talks, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
    >>> load_text(dump(case)) == case
    True
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import yaml

from lastyard.case.model import (
    DEFAULT_FIRMNESS,
    Accepts,
    Agreement,
    Case,
    Issue,
    NumericRange,
    Offers,
    Outcome,
    Package,
    Party,
    Position,
    Prefers,
    Quote,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Rule,
    Source,
    Statement,
    Stresses,
    Values,
    Wants,
    Withdraws,
    format_number,
)
from lastyard.case.writing_votes import OneLine, moves_as_mapping, vote_as_mapping
from lastyard.files import write_whole
from lastyard.showing import needs_quotes_in_yaml, yaml_text

__all__ = [
    "EscapedText",
    "as_yaml",
    "case_as_mapping",
    "dump",
    "flat_as_yaml",
    "in_one_line",
    "save",
    "source_as_mapping",
    "statement_as_mapping",
]

Mapping = dict[str, Any]


def dump(case: Case) -> str:
    """Return the text of a case file."""
    return as_yaml(case_as_mapping(case))


def case_as_mapping(case: Case) -> Mapping:
    """Return a case as the mapping that its file holds, without what is empty."""
    return _without_empty(
        {
            "title": case.title,
            "as_of": case.as_of,
            "note": case.note,
            "parties": {party.id: _party(party) for party in case.parties},
            "issues": {issue.id: _issue(issue) for issue in case.issues},
            "rules": [_rule(rule) for rule in case.rules],
            "agreement": _agreement(case.agreement) if case.agreement else None,
            "status_quo": _package(case, case.status_quo) if case.status_quo else None,
            "outcome": _outcome(case, case.outcome) if case.outcome else None,
            "sources": {source.id: source_as_mapping(source) for source in case.sources},
            "statements": [statement_as_mapping(case, s) for s in case.statements],
            "votes": [vote_as_mapping(case, vote) for vote in case.votes],
            "moves": moves_as_mapping(case, case.moves) if case.moves else None,
        }
    )


def as_yaml(content: Any) -> str:
    """Return plain content (mappings, lists, texts, days, exact numbers) as YAML text."""
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return yaml_text(text)


def in_one_line(content: Any) -> str:
    """Return plain content as YAML text on one line, however long: a place within a text."""
    text = yaml.dump(
        [content], Dumper=_InLine, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    return yaml_text(text).strip()[1:-1]


def flat_as_yaml(content: Mapping) -> str:
    """Return a mapping without lists as YAML text, six times as fast as :func:`as_yaml`."""
    text = yaml.dump(content, Dumper=_Quick, sort_keys=False, allow_unicode=True, width=100)
    return yaml_text(text)


def save(case: Case, path: str) -> None:
    """Write a case file, whole or not at all.

    Raises:
        RequestError: If it cannot be written.
    """
    write_whole(path, dump(case), like=[case.file])


def statement_as_mapping(case: Case, statement: Statement) -> Mapping:
    """Return a statement as the mapping that a case file holds for it.

    Args:
        case: Names the options of its issues.
        statement: The statement.
    """
    binding = isinstance(statement.says, Requires | Rejects | Refuses)
    return _without_empty(
        {
            "id": statement.id,
            "party": statement.party,
            "by": statement.by,
            "on": statement.on,
            "source": statement.source,
            "quote": _quote(statement.quote) if statement.quote else None,
            **_says(case, statement),
            "firmness": statement.firmness
            if binding and statement.firmness != DEFAULT_FIRMNESS
            else None,
            "confidence": statement.confidence if statement.confidence != 1 else None,
            "until": statement.until,
            "replaces": list(statement.replaces),
            "confidential": statement.confidential or None,
            "note": statement.note,
        }
    )


def _quote(quote: Quote) -> str | Mapping:
    around = {"prefix": quote.prefix, "suffix": quote.suffix}
    anchor: Mapping = {name: EscapedText(text) for name, text in around.items() if text is not None}
    if quote.at is not None:
        anchor["start"] = quote.at
    return {"exact": quote.exact, **anchor} if anchor else quote.exact


def _says(case: Case, statement: Statement) -> Mapping:
    verb = statement.verb
    match statement.says:
        case Requires(condition) | Rejects(condition):
            return {verb: condition.text}
        case Offers(package) | Accepts(package) | Refuses(package) | Position(package):
            return {verb: _package(case, package)}
        case Wants(directions):
            return {verb: OneLine(directions)}
        case Prefers(better, worse):
            return {verb: _package(case, better), "to": _package(case, worse)}
        case Ranks(issues):
            return {verb: list(issues)}
        case Stresses(words):
            return {verb: OneLine(words)}
        case Withdraws(statements):
            return {verb: list(statements)}
        case Values(points, reservation, together):
            return {
                verb: {id: _points(case.issue(id), values) for id, values in points},
                "reservation": reservation,
                "together": [
                    OneLine({"when": _package(case, pair.when), "points": pair.points})
                    for pair in together
                ],
            }


def _points(issue: Issue, points: tuple[Fraction, ...]) -> Mapping:
    """Write points; of a numeric issue only where the slope changes."""
    last = len(points) - 1
    kept = [
        k
        for k in range(len(points))
        if not issue.is_numeric
        or k in (0, last)
        or points[k] - points[k - 1] != points[k + 1] - points[k]
    ]
    return OneLine({issue.label(k): points[k] for k in kept})


def _package(case: Case, package: Package) -> Mapping:
    return OneLine({id: _label(case.issue(id), k) for id, k in package})


def _label(issue: Issue, index: int) -> str | Fraction:
    return (
        issue.scale.number(index) if isinstance(issue.scale, NumericRange) else issue.label(index)
    )


def _party(party: Party) -> Mapping:
    return _without_empty(
        {
            "name": party.name if party.name != party.id else None,
            "role": party.role if party.role != "party" else None,
            "of": party.of,
            "words": list(party.words),
            "note": party.note,
        }
    )


def _issue(issue: Issue) -> Mapping:
    scale: Mapping
    if isinstance(issue.scale, NumericRange):
        scale = {"range": [issue.scale.low, issue.scale.high], "step": issue.scale.step}
    else:
        scale = {"options": list(issue.scale), "ordered": issue.ordered or None}
    return _without_empty(
        {
            "name": issue.name if issue.name != issue.id else None,
            **scale,
            "unit": issue.unit,
            "words": list(issue.words),
            "option_words": {option: list(words) for option, words in issue.option_words},
            "of": issue.of[0] if len(issue.of) == 1 else list(issue.of),
            "note": issue.note,
        }
    )


def _rule(rule: Rule) -> Mapping:
    return _without_empty(
        {
            "id": rule.id,
            "require": rule.condition.text,
            "source": rule.source,
            "note": rule.note,
        }
    )


def source_as_mapping(source: Source) -> Mapping:
    """Return a source as the mapping that a case file holds for it."""
    return _without_empty(
        {
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "url": source.url,
            "file": source.file,
            "note": source.note,
        }
    )


def _outcome(case: Case, outcome: Outcome) -> Mapping:
    agreed = "none" if outcome.package is None else _package(case, outcome.package)
    return _without_empty(
        {"agreed": agreed, "on": outcome.on, "source": outcome.source, "note": outcome.note}
    )


def _agreement(agreement: Agreement) -> str | Mapping:
    if not agreement.members:
        return agreement.text
    return _without_empty(
        {
            "members": list(agreement.members),
            "quota": agreement.quota,
            "veto": list(agreement.veto),
            "weights": dict(agreement.weights),
        }
    )


def _without_empty(content: Mapping) -> Mapping:
    return {key: value for key, value in content.items() if value not in (None, [], {})}


class EscapedText(str):
    """A text whose line breaks are written as escapes, so that it stays small in the file."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes exact numbers and days plainly, lists of names on one line, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _InLine(_Dumper):
    """Writes everything on one line."""


class _Quick(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes mappings by the C library, which cannot indent lists as :class:`_Dumper` does."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # PyYAML writes this line break of other days in a way that it does not read back.
    style = '"' if "\x85" in text or needs_quotes_in_yaml(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number_node(dumper: yaml.SafeDumper, number: Fraction) -> yaml.Node:
    text = format_number(number)
    tag = "int" if number.denominator == 1 else "str" if "/" in text else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text)


def _escaped_node(dumper: yaml.SafeDumper, text: EscapedText) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


def _date_node(dumper: yaml.SafeDumper, day: date) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


def _list_node(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    in_line = not any(isinstance(item, dict) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=in_line)


def _list_in_line(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


def _text_in_line(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    if "\n" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    return _text_node(dumper, text)


def _one_line_node(dumper: yaml.SafeDumper, content: OneLine) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", content.items(), flow_style=True)


def _mapping_node(dumper: yaml.SafeDumper, content: Mapping) -> yaml.Node:
    in_line = not content or isinstance(dumper, _InLine)
    node = dumper.represent_mapping("tag:yaml.org,2002:map", content.items(), flow_style=in_line)
    for key, _ in node.value:
        # YAML 1.1 takes `on` for true and would quote it; our loader and YAML 1.2 do not.
        if key.value == "on":
            key.tag = "tag:yaml.org,2002:bool"
    return node


for _kind in (_Dumper, _Quick):
    _kind.add_representer(str, _text_node)
    _kind.add_representer(Fraction, _number_node)
    _kind.add_representer(EscapedText, _escaped_node)
    _kind.add_representer(date, _date_node)
_Dumper.add_representer(list, _list_node)
_Dumper.add_representer(dict, _mapping_node)
_Quick.add_representer(dict, _mapping_node)
_Dumper.add_representer(OneLine, _one_line_node)
_InLine.add_representer(str, _text_in_line)
_InLine.add_representer(list, _list_in_line)
