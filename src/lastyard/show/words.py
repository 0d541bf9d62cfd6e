r"""Words for what results hold: days, shares, options, statements, packages.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text("title: T\nparties: {a: {}, b: {}, un: {role: mediator}}\n"
    ...                     "issues: {i: {options: [x, y]}}")
    >>> parties_in_words(case), statements_in_words(case, None)
    ('2 parties and 1 mediator', '0 statements')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor, log10
from typing import TYPE_CHECKING, Literal

from lastyard.case.model import (
    Accepts,
    Case,
    Issue,
    Offers,
    Package,
    Party,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Stresses,
    Terms,
    Values,
    Wants,
    Withdraws,
    format_number,
)
from lastyard.case.said import made_by
from lastyard.conditions.tree import All, Any, Condition, Not, OneOf, bits, runs
from lastyard.show.marks import cite, name

if TYPE_CHECKING:
    from lastyard.answers.packages.result import AsGood

__all__ = [
    "UNBROKEN",
    "chance_in_words",
    "count_in_words",
    "count_of",
    "day_in_words",
    "estimate_in_words",
    "is_as_written",
    "joined",
    "joined_some",
    "number_in_words",
    "options_by_issue",
    "options_in_words",
    "own_issues_in_words",
    "package_by_names",
    "package_in_words",
    "parties_in_words",
    "party_in_words",
    "percent",
    "power_in_words",
    "says_by_names",
    "says_in_words",
    "share_in_words",
    "shortened",
    "silent_in_words",
    "statement_in_words",
    "statements_in_words",
    "unbroken",
    "unspoken_in_words",
    "way_in_words",
]

UNBROKEN = "\u00a0±\u00a0"
"""A sign before an error that no line is broken at."""

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_OPTIONS_NAMED = 4
_MOST_PARTS, _MOST_NOT = 4, 2


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` characters on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "\u2026"


def unbroken(text: str) -> str:
    """Return a text in which no error is parted from its number at the end of a line."""
    return text.replace(" ± ", UNBROKEN)


def day_in_words(day: date | None) -> str:
    """Write a day as ``22 Mar 2024``, the same in every locale."""
    return "no date" if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def count_of(number: int, one: str, many: str | None = None) -> str:
    """Write ``1 party`` or ``2 parties``."""
    return f"{number_in_words(number)} {one if number == 1 else many or one + 's'}"


def number_in_words(number: int) -> str:
    """Write a whole number with separators; beyond 10¹⁵ in powers of ten, as ``1.23 x 10²⁰``."""
    if number < 10**15:
        return f"{number:,}"
    digits = str(number)
    return f"{digits[0]}.{digits[1:3]} x {power_in_words(len(digits) - 1)}"


def power_in_words(power: int) -> str:
    """Write a power of ten: ``10,000``, beyond that ``10⁵``."""
    return f"{10**power:,}" if power < 5 else f"10{str(power).translate(_RAISED)}"


def percent(share: Fraction | None) -> str:
    """Write a share as a whole percentage, ``-`` for None."""
    return "-" if share is None else f"{float(share):.0%}"


def chance_in_words(chance: Fraction) -> str:
    """Write a chance as ``15 in 100``; a small one as ``1 in 75``, never as 0."""
    if chance in (0, 1):
        return "none, as coded" if chance == 0 else "certain, as coded"
    if chance < Fraction(1, 20):
        one_in = 1 / chance
        digits = max(0, len(str(int(one_in))) - 2)
        return f"1 in {number_in_words(round(one_in / 10**digits) * 10**digits)}"
    return f"{min(99, round(100 * chance))} in 100"


_LEAST_TOLD = 0.0001


def estimate_in_words(value: float, error: float) -> str:
    """Write a sampled probability with its error: ``0.22 ± 0.01``, ``0.0011 ± 0.0001``.

    With two decimals; one that is smaller than a tenth with as many as its error makes meaningful,
    never as 0.00. Of one below 0.0001 no more is told.

    Args:
        value: The probability.
        error: Its standard error; 0 where nothing was sampled.
    """
    if 0.0 < value < _LEAST_TOLD and value + 2 * error < _LEAST_TOLD:
        return f"below {_LEAST_TOLD:.4f}"
    if not error:
        return f"{value:.2f}" if value >= 0.005 or not value else f"{value:.2g}"
    if value >= 0.1:
        return f"{value:.2f} ± {max(error, 0.005):.2f}"
    if value < 0.01 and value <= 2 * error:
        return f"below {value + 2 * error:.1g}"
    digits = min(9, max(2, -floor(log10(error))))
    return f"{value:.{digits}f} ± {error:.{digits}f}"


def share_in_words(share: Fraction) -> str:
    """Write a share with two digits; very small ones as such, never as 0."""
    if share == 0 or share >= Fraction(1, 200):
        return f"{float(share):.2f}"
    return "below 0.005" if share > Fraction(1, 10**6) else "below 0.000001"


_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def count_in_words(number: int, one: str) -> str:
    """Write a small count in letters: ``three disputes``."""
    if number < len(_NUMBERS):
        return f"{_NUMBERS[number]} {one if number == 1 else one + 's'}"
    return count_of(number, one)


def joined(parts: Iterable[str], last: str = "and") -> str:
    """Write ``a, b and c``."""
    texts = list(parts)
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def own_issues_in_words(case: Case, statements: Iterable[Statement]) -> list[str]:
    """Write whose own issues are taken to weigh more with them; of who gave points, none.

    Returns:
        One sentence or two in one text, or nothing.
    """
    known = {s.party for s in statements if isinstance(s.says, Values)}
    own = [
        f"{issue.name} with {joined([case.party(id).name for id in owners])}"
        for issue in case.issues
        if (owners := [id for id in issue.of if id not in known])
    ]
    if not own:
        return []
    return [
        f"The case says whose own issue some are (`of`): {joined_some(own, 12)}. It is taken to weigh more "
        "with that party, about as if the party had called it most important; that is likely and not "
        "certain."
    ]


def silent_in_words(parties: Sequence[Party]) -> str:
    """Write that parties said nothing of what they want, without an end to the sentence."""
    names = joined_some([party.name for party in parties], 4)
    return f"{names} said nothing of what {'it wants' if len(parties) == 1 else 'they want'}"


def joined_some(parts: Sequence[str], most: int) -> str:
    """Join texts; of more than ``most`` name only the first, and count the rest."""
    if len(parts) <= most + 1:
        return joined(parts)
    return joined([*parts[:most], f"{len(parts) - most} more"])


def options_in_words(issue: Issue, mask: int) -> str:
    """Name a set of options; of long runs only the ends."""
    if not mask:
        return "none"
    if mask == issue.everything:
        return "any"
    found = list(runs(mask))
    named = [_run_in_words(issue, *run) for run in found[:_MOST_OPTIONS_NAMED]]
    rest = len(found) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def options_by_issue(case: Case, found: Sequence[AsGood], package: Terms) -> str:
    """Name the options that do as well in a package, issue by issue: runs of numbers, or the others than its own."""
    told = []
    for each in found:
        issue = case.issue(each.issue)
        others = each.options & ~(1 << package.positions[each.issue])
        if issue.is_numeric or each.options == issue.everything:
            words = options_in_words(issue, each.options)
        else:
            words = " or ".join(issue.describe(k) for k in bits(others))
        told.append(f"{issue.name}: {words}")
    return "; ".join(told)


def _run_in_words(issue: Issue, first: int, last: int) -> str:
    if issue.is_numeric and last > first + 1:
        unit = f" {issue.unit}" if issue.unit else ""
        return f"{issue.label(first)} to {issue.label(last)}{unit}"
    return ", ".join(issue.describe(k) for k in range(first, last + 1))


def package_in_words(case: Case, package: Terms | Mapping[str, int] | Package) -> str:
    """Write a package as ``Ground operation: targeted, Border: secured``."""
    return ", ".join(f"{issue}: {option}" for issue, option in _named(case, package))


def _named(case: Case, package: Terms | Mapping[str, int] | Package) -> Iterator[tuple[str, str]]:
    """Yield the names of a package's issues and options, in the order of the case."""
    chosen = package.positions if isinstance(package, Terms) else dict(package)
    for issue in case.issues:
        if issue.id in chosen:
            yield issue.name, issue.describe(chosen[issue.id])


def way_in_words(issue: Issue, way: Literal["more", "less"]) -> str:
    """Write which way somebody wants to go on an issue with an order: ``more nights (toward at most 2)``."""
    if issue.is_numeric:
        return f"{way} {issue.id}"
    return f"{way} {issue.id} (toward {issue.label(issue.size - 1 if way == 'more' else 0)})"


def unspoken_in_words(case: Case, package: Terms) -> str:
    """Return a sentence on the issues that a package leaves open, after a blank; none where there are none."""
    names = [issue.name for issue in case.issues if issue.id not in package]
    if not names:
        return ""
    return f" Nobody has spoken of {joined_some(names, 6)}: packages leave {'it' if len(names) == 1 else 'them'} open."


def _as_written(case: Case, package: Package) -> str:
    """Write a package as the case file does, by the ids of its issues."""
    return ", ".join(f"{id}: {case.issue(id).describe(option)}" for id, option in package)


def says_in_words(case: Case, statement: Statement) -> str:
    """Write what a statement says, as the case file does."""
    verb = statement.verb
    match statement.says:
        case Requires(condition) | Rejects(condition):
            return f"{verb} {' '.join(condition.text.split())}"
        case Offers(package) | Accepts(package) | Refuses(package) | Position(package):
            return f"{verb} {_as_written(case, package)}"
        case Wants(directions):
            ways = (way_in_words(case.issue(issue), way) for issue, way in directions)
            return f"wants {', '.join(ways)}"
        case Prefers(better, worse):
            return f"prefers {_as_written(case, better)} to {_as_written(case, worse)}"
        case Ranks(issues):
            return "ranks " + ", then ".join(issues)
        case Stresses(words):
            return "stresses " + ", ".join(f"{issue}: {word}" for issue, word in words)
        case Values(_, reservation):
            if not isinstance(reservation, Fraction):
                return "gave points for every option"
            return f"gave points for every option, no deal worth {format_number(reservation)}"
        case Withdraws(statements):
            return "withdraws " + ", ".join(statements)


def says_by_names(case: Case, statement: Statement) -> str:
    """Write what a statement says, beginning with its verb, by names in place of the case's language.

    A condition that is short enough is told in words; a longer one as it is written, so that
    nothing is lost.

    Example:
        >>> import lastyard as ly
        >>> from lastyard.show.marks import plain
        >>> case = ly.load_text('''
        ... title: T
        ... parties: {us: {}}
        ... issues:
        ...   ground: {name: Operation, options: [none, targeted, major], ordered: true}
        ...   plan: {name: Plan, options: [none, credible]}
        ... statements:
        ...   - {id: s, party: us, on: 2024-01-01, rejects: "ground == 'major' and plan == 'none'"}
        ... ''')
        >>> plain(says_by_names(case, case.statement("s")))
        'rejects Operation: major with Plan: none'
    """
    verb = statement.verb
    match statement.says:
        case Requires(condition) | Rejects(condition):
            told = _condition(case, condition.tree) or name(" ".join(condition.text.split()))
            return f"{verb} {told}"
        case Offers(package) | Accepts(package) | Refuses(package) | Position(package):
            word = "asks for" if isinstance(statement.says, Position) else verb
            return f"{word} {package_by_names(case, package)}"
        case Wants(directions):
            told = joined(f"{way} {name(case.issue(id).name)}" for id, way in directions)
            return f"{verb} {told}"
        case Prefers(better, worse):
            return f"{verb} {package_by_names(case, better)} to {package_by_names(case, worse)}"
        case Ranks(issues):
            return f"{verb} {', then '.join(name(case.issue(id).name) for id in issues)}"
        case _:
            return says_in_words(case, statement)


def package_by_names(case: Case, package: Terms | Mapping[str, int] | Package) -> str:
    """Write a package by the names of its issues, each shown in its own direction."""
    return "; ".join(f"{name(issue)}: {name(option)}" for issue, option in _named(case, package))


def is_as_written(case: Case, statement: Statement) -> bool:
    """Whether the condition of a statement is told as it is written, if it has one."""
    says = statement.says
    return not isinstance(says, Requires | Rejects) or not _condition(case, says.condition.tree)


def _condition(case: Case, tree: Condition) -> str:
    """Tell a condition of at most four comparisons on one level; nothing of any other."""
    match tree:
        case OneOf() | Not(OneOf()):
            return _comparison(case, tree)
        case All(parts) | Any(parts) if 1 <= len(parts) <= _MOST_PARTS:
            told = [_comparison(case, part) for part in parts]
            return (" with " if isinstance(tree, All) else " or ").join(told) if all(told) else ""
        case _:
            return ""


def _comparison(case: Case, tree: Condition) -> str:
    match tree:
        case OneOf(id, mask):
            issue = case.issue(id)
        case Not(OneOf(id, without)):
            issue = case.issue(id)
            mask = issue.everything & ~without
        case _:
            return ""
    if mask in (0, issue.everything):
        return ""
    rest = issue.everything & ~mask
    if not issue.has_order and rest.bit_count() <= _MOST_NOT < mask.bit_count():
        return f"{name(issue.name)}: not {name(options_in_words(issue, rest))}"
    return f"{name(issue.name)}: {name(options_in_words(issue, mask))}"


def statement_in_words(case: Case, statement: Statement, *, judged: bool = True) -> str:
    """Write ``full-operation (Israel, 22 Mar 2024, firmness 0.60)``.

    Firmness is told of what binds; confidence only where it is not certain.

    Args:
        case: The case.
        statement: The statement.
        judged: Whether to tell firmness and confidence.
    """
    parts = [case.party(statement.party).name, day_in_words(statement.on)]
    if not judged:
        return f"{cite(statement)} ({', '.join(parts)})"
    if isinstance(statement.says, Requires | Rejects | Refuses):
        parts.append(f"firmness {float(statement.firmness):.2f}")
    if statement.confidence != 1:
        parts.append(f"confidence {float(statement.confidence):.2f}")
    return f"{cite(statement)} ({', '.join(parts)})"


def parties_in_words(case: Case) -> str:
    """Count the parties that decide, and mediators and observers apart from them."""
    at_the_table = sum(party.role == "party" for party in case.parties)
    told = [count_of(at_the_table, "party", "parties")]
    for role in ("ratifier", "mediator", "observer"):
        count = sum(party.role == role for party in case.parties)
        told += [count_of(count, role)] if count else []
    return joined(told)


def party_in_words(case: Case, party: Party) -> str:
    """Name a party; of one that ratifies, say for whom: ``Senate (ratifies for Country)``."""
    if party.of is None:
        return party.name
    return f"{party.name} (ratifies for {case.party(party.of).name})"


def statements_in_words(
    case: Case,
    day: date | None,
    in_force: Sequence[Statement] | None = None,
    *,
    with_later: bool = False,
) -> str:
    """Count the statements made up to a day, and how many of them are in force.

    Args:
        case: The case.
        day: The day looked at; None when nothing was said.
        in_force: Those in force on it, where they are to be counted.
        with_later: Whether to count those made later, too.
    """
    made = len(made_by(case, day))
    told = count_of(made, "statement")
    if in_force is not None and len(in_force) < made:
        told = f"{len(in_force)} of {told} in force"
    later = len(case.statements) - made
    return f"{told}, {later} made later" if later and with_later else told
