"""What a form says of a statement, as the case file writes it, and back.

Whoever fills in a form may call issues and options by their names: *Lake level at least 7 metres* is ``lake_level >= 7``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lastyard.case.diagnostics import CaseError, Diagnostics
from lastyard.case.issue import Issue
from lastyard.case.model import Case
from lastyard.case.shapes import Reading
from lastyard.case.statement import STATEMENT
from lastyard.case.yaml import parse_document

__all__ = [
    "example_of",
    "examples_of",
    "option_called",
    "said_line",
    "understood",
    "verb_and_words",
]

_BY_CONDITION = ("requires", "rejects")
_BY_OPTIONS = ("offers", "accepts", "refuses", "position", "prefers")
_SIGNS = {
    ">=": r"(?:is |to be |stays? )?(?:at least|no(?:t)? less than|not below|>=|=>|\u2265)",
    "<=": r"(?:is |to be |stays? )?(?:at most|no(?:t)? more than|not above|up to|<=|=<|\u2264)",
    ">": r"(?:is |stays? )?(?:more than|above|over|>)",
    "<": r"(?:is |stays? )?(?:less than|below|under|<)",
    "!=": r"(?:is not|not|!=)",
    "==": r"(?:is|equals|==|=|:)",
}
_BETWEEN = re.compile(r"(?:is )?between\b\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|to|-|\u2013)\s*", re.IGNORECASE)
_PARTED = re.compile(r"\s*(?:[;,]|\band\b)\s*", re.IGNORECASE)
# A comma before three digits may part thousands, and so is not read.
_NUMBER = re.compile(r"-?\d+(?:\.\d+|,\d{1,2}(?!\d))?")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[\u2018\u201c][^\u2019\u201d]*[\u2019\u201d]")


def said_line(verb: str, what: str) -> str:
    """Return what somebody chose and typed as a line of a case file, ``verb: value``.

    Example:
        >>> said_line("requires", "wage >= 5"), said_line("offers", "wage: 4")
        ('requires: "wage >= 5"', 'offers: {wage: 4}')
    """
    what = " ".join(what.split())
    if verb in _BY_CONDITION:
        return f"{verb}: {json.dumps(what, ensure_ascii=False)}"
    if verb == "withdraws":
        return (
            f"{verb}: [{what}]" if "," in what and not what.startswith("[") else f"{verb}: {what}"
        )
    if verb == "ranks":
        return f"{verb}: {what}" if what.startswith("[") else f"{verb}: [{what}]"
    if verb == "prefers" and " to " in what and not what.startswith("{"):
        better, _, worse = what.partition(" to ")
        return f"{{{verb}: {{{better}}}, to: {{{worse}}}}}"
    return f"{verb}: {what}" if what.startswith("{") else f"{verb}: {{{what}}}"


def verb_and_words(says: dict[str, Any]) -> tuple[str, str]:
    """Return what a case file would hold, as the two fields of a form: the reverse of :func:`said_line`."""
    verb = next(iter(says))
    value = says[verb]
    if isinstance(value, str):
        return verb, value
    if isinstance(value, list):
        return verb, ", ".join(map(str, value))
    told = _pairs(value)
    worse = says.get("to")
    return verb, f"{told} to {_pairs(worse)}" if isinstance(worse, dict) else told


def _pairs(value: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {_scalar(option)}" for name, option in value.items())


def _scalar(option: Any) -> str:
    text = str(option)
    plain = text.replace(" ", "").replace("-", "").isalnum() and not text[:1].isdigit()
    number = text.replace(".", "", 1).isdigit()
    return text if plain or number else json.dumps(text, ensure_ascii=False)


# ---- in people's own words ----------------------------------------------------------------------


def understood(case: Case, verb: str, what: str) -> str:
    """Return what somebody typed as a case file has it: as it stands where that is right, else with names as identifiers.

    What is right in neither way comes back as it was read last, for what reads it next to tell what is wrong.
    """
    if verb == "withdraws" or not case.issues or _is_right(case, verb, what):
        return what
    return _in_file_words(case, verb in _BY_OPTIONS, what)


def option_called(issue: Issue, text: str) -> str | None:
    """Return the option that somebody means by its name, in any case, or by a number with its unit; None for none.

    Example:
        >>> import lastyard as ly
        >>> wage = ly.load_text("{title: t, parties: {a: {name: A}, b: {name: B}}, issues: {wage: {name: Wage, range: [0, 8], step: 1, unit: '%'}}}").issues[0]
        >>> option_called(wage, "4 %"), option_called(wage, "four")
        ('4', None)
    """
    found = _value(issue, text.strip(), 0)
    if found is None or text.strip()[found[1] :] or issue.find(found[0]) is None:
        return None
    return found[0]


def example_of(case: Case, options: bool = False) -> str:
    """Return what could be typed of a case's first issue; nothing where there is none."""
    return next((each for verbs, each in examples_of(case) if options == ("offers" in verbs)), "")


def examples_of(case: Case) -> list[tuple[tuple[str, ...], str]]:
    """Return what could be typed for the verbs of a statement, with the verbs; nothing for a case without issues."""
    if not case.issues:
        return []
    first, last = case.issues[0], case.issues[-1]
    value = first.describe(first.size // 2)
    both = [
        f"{each.name}: {each.describe(each.size // 2)}" for each in dict.fromkeys((first, last))
    ]
    examples = [
        (
            ("requires", "rejects"),
            f"{first.name} {'at least' if first.has_order else 'is'} {value}",
        ),
        (("offers", "accepts", "refuses", "position"), "; ".join(both)),
        (("prefers",), f"{first.name}: {first.describe(0)} to {first.name}: {value}"),
        (("stresses",), f"{first.name}: badly needed"),
    ]
    ordered = next((each for each in case.issues if each.has_order), None)
    if ordered is not None:
        examples.append((("wants",), f"{ordered.name}: more"))
    if first is not last:
        examples.append((("ranks",), f"{first.name}, {last.name}"))
    return examples


def _is_right(case: Case, verb: str, what: str) -> bool:
    line = said_line(verb, what)
    party = json.dumps(case.parties[0].id)
    text = (
        f"{{id: x, party: {party}, on: 2000-01-01, {line[1:-1] if line.startswith('{') else line}}}"
    )
    problems = Diagnostics("form", text)
    node = parse_document(text, "form", problems)
    if node is not None:
        STATEMENT.read(node, Reading(problems, case.parties, case.issues))
    try:
        problems.raise_errors()
    except CaseError:
        return False
    return True


def _in_file_words(case: Case, options: bool, what: str) -> str:
    """Return a text with issues and options by their identifiers, and words for signs as signs."""
    names = {name.casefold(): issue for issue in case.issues for name in (issue.name, issue.id)}
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)", re.IGNORECASE
    )
    said, at = [], 0
    while at < len(what):
        quoted = _QUOTED.match(what, at)
        named = pattern.match(what, at)
        if quoted is not None:
            said.append(quoted[0])
            at = quoted.end()
        elif named is None:
            said.append(what[at])
            at += 1
        else:
            issue = names[named[0].casefold()]
            told, at = _of_issue(issue, options, what, named.end())
            said.append(told)
            parted = _PARTED.match(what, at) if options else None
            if parted is not None:
                said.append(", ")
                at = parted.end()
    return "".join(said)


def _of_issue(issue: Issue, options: bool, what: str, at: int) -> tuple[str, int]:
    """Return what is said of an issue that was named, and where that ends."""
    start = at + len(what[at:]) - len(what[at:].lstrip())
    between = _BETWEEN.match(what, start)
    if between is not None and not options:
        low = _value(issue, what, between.end())
        parted = low and _AND.match(what, low[1])
        high = _value(issue, what, parted.end()) if parted else None
        if low is not None and high is not None:
            return f"({issue.id} >= {low[0]} and {issue.id} <= {high[0]})", high[1]
    for sign, after in _signs(what, start):
        value = _value(issue, what, after)
        if value is not None and options and sign in ("==", ""):
            return f"{issue.id}: {_scalar(value[0])}", value[1]
        if value is not None and not options and sign:
            option = value[0] if issue.is_numeric else issue.in_condition(value[0])
            return f"{issue.id} {sign} {option}", value[1]
    return issue.id, at


def _signs(what: str, at: int) -> Iterator[tuple[str, int]]:
    for sign, words in _SIGNS.items():
        found = re.compile(rf"{words}\s*", re.IGNORECASE).match(what, at)
        if found is not None:
            yield sign, found.end()
    yield "", at


def _value(issue: Issue, text: str, at: int) -> tuple[str, int] | None:
    """Return the option that stands at a place, with its unit if it has one, and where it ends."""
    if issue.is_numeric:
        number = _NUMBER.match(text, at)
        if number is None:
            return None
        unit = re.compile(rf"\s*{re.escape(issue.unit)}(?!\w)" if issue.unit else "", re.IGNORECASE)
        after = unit.match(text, number.end())
        return number[0].replace(",", "."), after.end() if after else number.end()
    quote = text[at : at + 1] if text[at : at + 1] in ("'", '"') else ""
    for label in sorted(issue.labels(), key=len, reverse=True):
        end = at + len(quote) + len(label)
        same = text[at + len(quote) : end].casefold() == label.casefold()
        if same and (text[end : end + 1] == quote if quote else not re.match(r"\w", text[end:])):
            return label, end + len(quote)
    return None
