"""What changed between two versions of a case, and the two joined into one.

Example:
    >>> import lastyard as ly
    >>> text = '''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8"}
    ...   - {id: bid, party: firm, on: 2024-01-05, rejects: "wage > 2"}
    ... '''
    >>> found = diff(ly.load_text(text), ly.load_text(text.replace("> 2", "> 8")))
    >>> [(change.key, change.what) for change in found.written]
    [(('statements', 'bid'), 'changed')]
    >>> [change.name for change in found.concluded if change.kind == "blocking set"]
    ['ask, bid']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple

from lastyard.answers.check import load_text
from lastyard.answers.evidence import Finding, trace
from lastyard.answers.impasse import impasse
from lastyard.answers.standing import standing
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.diagnostics import CaseError
from lastyard.case.editing import (
    Key,
    as_content,
    fields_of,
    line_of,
    lost_comments,
    plain,
    splice,
    units,
)
from lastyard.case.model import DEFAULT_FIRMNESS, Case
from lastyard.case.said import Day, as_date, day_of
from lastyard.case.writing import as_yaml
from lastyard.errors import RequestError, need
from lastyard.records import record
from lastyard.results import As, AsOf, Count, Inline, Result, Unpublished
from lastyard.results import Key as Named

__all__ = [
    "ChangedField",
    "Changes",
    "Concluded",
    "Conflict",
    "LostComment",
    "Merged",
    "Unit",
    "Version",
    "Written",
    "changed_fields",
    "compare",
    "diff",
    "join",
    "merge",
]

What = Literal["added", "removed", "changed"]

NotCompared = Literal["package", "talks", "impasse", "vote", "moves"]

_COMPARED = (
    "verdict",
    "blocking set",
    "opening",
    "issue",
    "position",
    "gap",
    "vote",
    "equilibrium",
    "package",
)

# How many blocking sets and openings are compared where there are too many to name all.
_FIRST = 5

_UNSAID = {"firmness": DEFAULT_FIRMNESS, "confidence": Fraction(1)}

_BY_STATEMENTS = ("blocking set", "opening")


@record(frozen=True, slots=True)
class ChangedField:
    """A field that two versions of one thing hold differently.

    Attributes:
        name: The field.
        old: What it held; None where it was not there.
        new: What it holds; None where it is not there.
    """

    name: str
    old: Annotated[Any, As(plain)]
    new: Annotated[Any, As(plain)]


@record(frozen=True, slots=True)
class Unit:
    """A part of a case file that has a name.

    Attributes:
        section: The section; what the case says once, such as its title, is of ``case``.
        id: Its name there.
    """

    section: str
    id: str


def _unit(key: Key) -> Unit:
    return Unit(*key)


@record(frozen=True, slots=True)
class Written:
    """A change in what the case file says.

    Attributes:
        key: Section and name, as ``("statements", "no-major")``; what the case says once,
            such as its title, is of the section ``case``.
        what: Whether it was added, removed or changed.
        fields: The fields that differ.
    """

    key: Inline[Annotated[Key, As(_unit)]]
    what: What
    fields: tuple[ChangedField, ...]


def _values(found: Finding | None) -> Mapping[str, Any] | None:
    return None if found is None else {"id": found.id, **found.values}


@record(frozen=True, slots=True)
class Concluded:
    """A change in what follows from the case.

    Attributes:
        kind: What it is: ``verdict``, ``blocking set``, ``opening``, ``issue``,
            ``position``, ``gap``, ``vote``, ``equilibrium`` (a state at which moves could come to
            rest) or ``package`` (the best one).
        name: Its statements, or its reference.
        old: The finding before; None when it appeared.
        new: The finding after; None when it went.
    """

    kind: str
    name: str
    old: Annotated[Finding | None, As(_values)]
    new: Annotated[Finding | None, As(_values)]


@record(frozen=True, slots=True)
class Changes(Result):
    """What changed between two versions of a case.

    Attributes:
        old: The earlier version.
        case: The later version.
        day: The day at which the later was looked at.
        old_day: The day at which the earlier was.
        written: Changes in what the file says, in the order of the later, then removals.
        concluded: Changes in what follows.
        compared: The kinds of conclusions that were compared, as in :class:`Concluded`.
        not_compared: What else follows from one of them and was not, or not all of it:
            ``package`` unless it was asked for; ``talks`` (issues, positions, gaps), ``impasse``
            (verdict, blocking sets, openings), ``vote``, ``moves`` and ``package`` where one of
            the two could not be worked out, or not to its end. Of a kind that is in
            ``compared`` as well, what only one of them holds is then told as no change.
        complete: Whether all blocking sets and openings of both were compared; else only
            the likeliest were.
    """

    old: Unpublished[Case]
    case: Case
    day: AsOf
    old_day: Annotated[date | None, Named("old_as_of")]
    written: tuple[Written, ...]
    concluded: tuple[Concluded, ...]
    compared: tuple[str, ...]
    not_compared: tuple[NotCompared, ...]
    complete: bool

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.written or self.concluded)


@budgeted
def diff(
    old: Case, new: Case, day: Day = None, *, with_packages: bool = False, seed: int = 0
) -> Changes:
    """Compare two versions of a case.

    Args:
        old: The earlier version.
        new: The later version.
        day: The day to look at in both; default: each one's own.
        with_packages: Whether to compare the best package too, which is sampled: it counts
            as changed when it is another package, or when its agreement moved by more than
            twice the standard error of the difference.
        seed: Of the sampling.
    """
    day = as_date(day)
    budget = current()
    asked = _asked(with_packages, day, seed)
    # As much for the one as for the other: the same case gets the same answer in both.
    work, memory = int(budget.left * 0.45), budget.memory_left // 2
    told = []
    for which, case in (("the earlier version", old), ("the later version", new)):
        with budget.part(f"what follows in {which}", work=work, memory=memory):
            told.append([_told(each, case) for each in asked])
    written = compare(units(old), units(new))
    days = day_of(old, day), day_of(new, day)
    # Where nothing was written otherwise, what only one of two partial answers holds is no change.
    same = not written and days[0] == days[1]
    compared, concluded = list[str](), list[Concluded]()
    left_out: list[NotCompared] = []
    for each, before, after in zip(asked, *told, strict=True):
        if before is _NOTHING and after is _NOTHING:
            continue
        if before is None or after is None:
            left_out.append(each.name)
            continue
        cut = before.cut or after.cut
        if cut:
            left_out.append(each.name)
            if each.whole:
                continue
        compared += each.kinds
        if not (cut and same):
            concluded += _concluded(before, after)
    order = {kind: k for k, kind in enumerate(_COMPARED)}
    concluded.sort(key=lambda each: (order[each.kind], each.name))
    return Changes(
        old=old,
        case=new,
        old_day=days[0],
        day=days[1],
        written=written,
        concluded=tuple(concluded),
        compared=tuple(sorted(compared, key=order.__getitem__)),
        not_compared=(*(() if with_packages else ("package",)), *left_out),
        complete=all(
            each is not None and each.complete for answers in told for each in answers[:2]
        ),
    )


class _Asked(NamedTuple):
    """A question that is asked of both versions.

    Attributes:
        name: What is left out where it cannot be answered: as in :attr:`Changes.not_compared`.
        what: The same in words.
        kinds: The kinds of its findings that are compared.
        share: Of the work that is left.
        find: Answers it; None where a case has nothing for it.
        whole: Whether nothing of it can be compared where one answer was cut: with more work,
            every figure of it could be another.
    """

    name: NotCompared
    what: str
    kinds: tuple[str, ...]
    share: float
    find: Callable[[Case], Result | None]
    whole: bool = False


class _Told(NamedTuple):
    """What follows from one version, as far as one question goes.

    Attributes:
        findings: By kind and name.
        cut: Whether the answer was not finished.
        complete: Whether there are no blocking sets and openings besides those found.
    """

    findings: Mapping[tuple[str, str], Finding]
    cut: bool
    complete: bool


_NOTHING = _Told({}, cut=False, complete=True)


def _asked(with_packages: bool, day: date | None, seed: int) -> list[_Asked]:
    def votes(case: Case) -> Result | None:
        from lastyard.answers.votes import vote  # noqa: PLC0415  (brings numpy)

        return vote(case, day, seed=seed) if case.votes else None

    def movable(case: Case) -> Result | None:
        from lastyard.answers.moves import moves  # noqa: PLC0415  (brings numpy)

        return None if case.moves is None else moves(case, day)

    def best(case: Case) -> Result | None:
        from lastyard.answers.packages.find import packages  # noqa: PLC0415  (brings numpy)

        return packages(case, day, top=1, seed=seed)

    asked = [
        _Asked(
            "talks",
            "where the talks stand",
            ("issue", "position", "gap"),
            0.3,
            lambda case: standing(case, day),
        ),
        _Asked(
            "impasse",
            "what blocks a deal",
            ("verdict", "blocking set", "opening"),
            0.5,
            lambda case: impasse(case, day, first=_FIRST),
        ),
        _Asked("vote", "the votes", ("vote",), 0.5, votes, whole=True),
        _Asked("moves", "what each can do alone", ("equilibrium",), 0.5, movable),
    ]
    if with_packages:
        asked.append(_Asked("package", "the best package", ("package",), 1.0, best, whole=True))
    return asked


def _told(asked: _Asked, case: Case) -> _Told | None:
    """Return what follows from a version; None where that is too large to be worked out."""
    budget = current()
    with budget.apart() as stopped:
        try:
            with budget.part(asked.what, asked.share):
                answer = asked.find(case)
                if answer is None:
                    return _NOTHING
                findings = trace(answer).findings
        except RequestError:
            if asked.name == "package":
                raise
            return None
        except OutOfBudget:
            return None
    chosen = (
        each
        for each in findings
        if each.kind in asked.kinds and (each.kind != "package" or each.id == "package-A")
    )
    return _Told(_named(chosen), bool(stopped), getattr(answer, "complete", True))


def compare(old: Mapping[Key, Any], new: Mapping[Key, Any]) -> tuple[Written, ...]:
    """Return what differs between two sets of units."""
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key) == new.get(key):
            continue
        what: What = "added" if key not in old else "removed" if key not in new else "changed"
        found.append(Written(key, what, tuple(changed_fields(key, old.get(key), new.get(key)))))
    return tuple(found)


def changed_fields(key: Key, old: Any, new: Any) -> Iterable[ChangedField]:
    """Yield the fields in which two versions of a unit differ."""
    before, after = fields_of(key, old), fields_of(key, new)
    if key[0] == "statements" and old is not None and new is not None:
        # What a file leaves out is said all the same.
        before, after = _UNSAID | before, _UNSAID | after
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield ChangedField(name, before.get(name), after.get(name))


def _named(findings: Iterable[Finding]) -> dict[tuple[str, str], Finding]:
    """Name findings so that the same one has the same name in both versions."""
    named = {}
    for finding in findings:
        name = finding.id
        if finding.kind in _BY_STATEMENTS:  # numbered by chance, which may change
            name = ", ".join(sorted(finding.values["statements"]))
        named[finding.kind, name] = finding
    return named


def _concluded(before: _Told, after: _Told) -> Iterable[Concluded]:
    for kind, name in {**before.findings, **after.findings}:
        old, new = before.findings.get((kind, name)), after.findings.get((kind, name))
        if (old is None and before.cut) or (new is None and after.cut):
            # It may only not have been found: nobody knows whether it appeared or went.
            continue
        if old is not None and new is not None and (before.cut or after.cut):
            old, new = _both_know(old, new)
        if _differ(old, new):
            yield Concluded(kind, name, old, new)


def _both_know(old: Finding, new: Finding) -> tuple[Finding, Finding]:
    """Leave out of two findings what one of them does not know, where an answer was cut."""
    known = {key for key, value in old.values.items() if value is not None}
    known &= {key for key, value in new.values.items() if value is not None}
    one, other = (
        {key: value for key, value in each.values.items() if key in known} for each in (old, new)
    )
    return (old, new) if one != other else (old, old)


def _differ(old: Finding | None, new: Finding | None) -> bool:
    if old is None or new is None:
        told = old or new
        # A gap that cannot be told is no finding of its own.
        return told is not None and not (
            told.kind == "gap"
            and told.values["by_position"] is None
            and told.values["by_commitment"] is None
        )
    if old.kind != "package":
        return dict(old.values) != dict(new.values)
    if old.values["package"] != new.values["package"]:
        return True
    one, other = old.values["index"], new.values["index"]
    if one is None or other is None:
        return one is not other
    spread = (old.values["error"] ** 2 + new.values["error"] ** 2) ** 0.5
    return bool(abs(one - other) > 2 * spread)


Side = Literal["a", "b"]


class Version(NamedTuple):
    """A version of a case: its file's name, text and content."""

    file: str
    text: str
    case: Case


@record(frozen=True, slots=True)
class Conflict:
    """Something that two versions hold differently, or that does not fit when joined.

    Attributes:
        key: Section and name; ``("case", "file")`` when the joined file cannot be used.
        base: What the base holds; None when it holds nothing, or there is no base.
        a: What the first version holds; None when it holds nothing.
        b: What the second holds; None when it holds nothing.
        line_a: Where that stands in the first file; None when it does not.
        line_b: Where that stands in the second.
        problem: Why the joined file cannot be used; else None.
    """

    key: Inline[Annotated[Key, As(_unit)]]
    base: Annotated[Any, As(plain)]
    a: Annotated[Any, As(plain)]
    b: Annotated[Any, As(plain)]
    line_a: Count | None
    line_b: Count | None
    problem: str | None = None


def _is_there(text: str | None) -> bool:
    return text is not None


class LostComment(NamedTuple):
    """A line of comment that is not in a joined file.

    Attributes:
        file: The file that it stands in.
        line: Its line there.
        text: The comment.
    """

    file: str
    line: int
    text: str


@record(frozen=True, slots=True)
class Merged(Result):
    """Two versions of a case, joined.

    Attributes:
        case: The joined case; the first version when they could not be joined.
        day: The day at which that is looked at.
        file_a: The first version's file.
        file_b: The second version's file.
        text: The joined file, published is whether it is there; None when there are conflicts that
            nobody settled.
        from_b: What was taken from the second version, by section and name.
        removed: What was left out because the second version removed it.
        conflicts: What could not be joined.
        settled_by: The side that was to be taken in conflicts; None for neither.
        comments_lost: Lines of comment that are not in the text.
    """

    case: Case
    day: AsOf
    file_a: Unpublished[str]
    file_b: Unpublished[str]
    text: Annotated[str | None, Named("written"), As(_is_there)]
    from_b: tuple[Annotated[Key, As(_unit)], ...]
    removed: tuple[Annotated[Key, As(_unit)], ...]
    conflicts: tuple[Conflict, ...]
    settled_by: Side | None
    comments_lost: tuple[LostComment, ...]


def join(
    a: Mapping[Key, Any],
    b: Mapping[Key, Any],
    base: Mapping[Key, Any] | None = None,
    prefer: Side | None = None,
) -> tuple[dict[Key, Any], tuple[Key, ...]]:
    """Join the units of two versions.

    A statement, party, issue, rule, source or vote is taken whole: two different changes of one
    are a conflict even where they touch different fields, since what a statement says hangs
    together. With the common base (diff3: Khanna, Kunal and Pierce 2007), what only one side
    changed, added or removed is taken. Without it, what only one side has is taken, and what
    both have differently is a conflict.

    Args:
        a: Units of the first version.
        b: Units of the second.
        base: Units of the version that both come from, if there is one.
        prefer: The side to take in conflicts; without it the joined units hold the first's.

    Returns:
        The joined units, the first version's order first, and the keys in conflict.

    Example:
        >>> from lastyard.case.load import load_text
        >>> from lastyard.case.editing import units
        >>> text = "{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}"
        >>> base, one = units(load_text(text)), units(load_text(text.replace("title: T", "title: U")))
        >>> joined, conflicts = join(one, base, base)
        >>> joined["case", "title"], conflicts
        ('U', ())
    """
    joined: dict[Key, Any] = {}
    conflicts = []
    for key in dict.fromkeys((*a, *b)):
        one, other = a.get(key), b.get(key)
        if one == other:
            taken = one
        elif base is not None and one == base.get(key):
            taken = other
        elif base is not None and other == base.get(key):
            taken = one
        elif base is None and (one is None or other is None):
            taken = one if other is None else other
        else:
            conflicts.append(key)
            taken = other if prefer == "b" else one
        if taken is not None:
            joined[key] = taken
    return joined, tuple(conflicts)


def merge(
    a: Version,
    b: Version,
    base: Case | None = None,
    *,
    prefer: Side | None = None,
    file: str = "merged.yaml",
) -> Merged:
    """Join two versions of a case; the first one's comments and layout are kept.

    Args:
        a: The first version.
        b: The second version.
        base: The version that both come from, if it is known.
        prefer: The side to take in conflicts; None: conflicts leave nothing joined.
        file: Name of the file to be; sources' files are looked for beside it.
    """
    for which, version in (("first", a), ("second", b)):
        need(
            version,
            "Version",
            f"merge: the {which}",
            "a version: the name, the text and the case of a file",
        )
    old = units(base) if base is not None else None
    one, other = units(a.case), units(b.case)
    joined, keys = join(one, other, old, prefer)
    conflicts = tuple(
        Conflict(
            key,
            old.get(key) if old else None,
            one.get(key),
            other.get(key),
            line_of(a.text, key),
            line_of(b.text, key),
        )
        for key in keys
    )
    text, case = None, a.case
    if not conflicts or prefer is not None:
        try:
            text, case = _written(a, b, joined, file)
        except CaseError as problem:
            does_not_fit = Conflict(("case", "file"), None, None, None, None, None, str(problem))
            conflicts = (*conflicts, does_not_fit)
    return Merged(
        case=case,
        day=day_of(case),
        file_a=a.file,
        file_b=b.file,
        text=text,
        from_b=tuple(key for key in joined if joined[key] != one.get(key)),
        removed=tuple(key for key in one if key not in joined),
        conflicts=conflicts,
        settled_by=prefer,
        comments_lost=()
        if text is None
        else tuple(
            LostComment(version.file, line, comment)
            for version in (a, b)
            for line, comment in lost_comments(version.text, text)
        ),
    )


def _written(a: Version, b: Version, joined: Mapping[Key, Any], file: str) -> tuple[str, Case]:
    """Write the joined case, as little changed from the first file as can be.

    Raises:
        CaseError: If the joined case cannot be used.
    """
    fresh = as_yaml(as_content(joined))
    # Whatever the layout, this is what the file has to say.
    wanted = units(load_text(fresh, file))
    one, other = units(a.case), units(b.case)
    spliced = splice(a.text, b.text, joined, one, other)
    if spliced is not None:
        try:
            case = load_text(spliced, file)
        except CaseError:
            pass  # the layout of one file does not go into the other: write it afresh
        else:
            if units(case) == wanted:
                return spliced, case
    return fresh, load_text(fresh, file)
