"""Parties that contradict themselves: by what they said since against their own demands, or in what they like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from lastyard.budget import current
from lastyard.case.diagnostics import Diagnostic
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
    Values,
    Verb,
    Wants,
)
from lastyard.case.readings import Bound, bounds_of
from lastyard.case.said import Commitment, commitments, rules_of, sizes_of
from lastyard.conditions.tree import All, Condition, Not, OneOf, issues_of, state
from lastyard.records import record
from lastyard.space import repaired

if TYPE_CHECKING:
    from lastyard.space import Space

__all__ = [
    "BrokenCommitment",
    "ContradictoryPreferences",
    "How",
    "When",
    "broken_commitments",
    "contradictory_preferences",
    "may_contradict",
    "outbid",
    "warning_of",
]

When = Literal["later", "same day", "earlier"]
How = Literal["breaks", "asks for less"]

# A warning is not worth a long search: beyond this many steps nothing is said.
_STEPS = 20_000


@record(frozen=True, slots=True)
class BrokenCommitment:
    """A commitment in force beside what the party itself has said, also in force, that does not keep it.

    Attributes:
        party: The party.
        commitments: The commitment; several where the offer leaves room for each of them
            alone, but not for all together (then none of them is superfluous).
        statements: What the party offered, accepted, asked for or demanded, oldest first.
        when: Whether these were said ``later`` than the commitments (the latest of them),
            on the ``same day``, or ``earlier``.
        how: ``breaks``: offers, acceptances or positions leave no room for the commitment.
            ``asks for less``: later demands allow all that the commitment does and more, and are no firmer.
    """

    party: Party
    commitments: tuple[Statement, ...]
    statements: tuple[Statement, ...]
    when: When
    how: How = "breaks"

    @property
    def is_outbid(self) -> bool:
        """Whether the party has said since what makes one ask whether the commitment still stands."""
        return self.when != "earlier"


def broken_commitments(case: Case, statements: Sequence[Statement]) -> tuple[BrokenCommitment, ...]:
    """Find the commitments beside which parties' own offers, acceptances, positions and later demands ask for less.

    Exact, but where a partial package is entangled with rules and commitments beyond
    20,000 steps of search nothing is said of it.

    A party that rejects a curfew above 4 hours and later offers one of 5 either has given the
    demand up without anybody writing so into the case, or one of the two was coded wrong. While
    both are in force the demand counts in full, and blocks what the party itself has offered.

    An offer, an acceptance or a position *breaks* a commitment (``requires``, ``rejects``) when
    no package that the rules allow holds what was offered and satisfies the commitment. Demands
    that no package satisfies without the offer are no finding here but a contradiction
    (:mod:`lastyard.answers.check`), and so are refusals and points against offers
    (:func:`contradictory_preferences`).

    A later demand *asks for less* when it allows every package that the earlier one does, and
    others. If it is firmer, both are levels of one demand (a wish and a bottom line); if it is no
    firmer it adds nothing to the earlier one, and was mostly meant to take its place.

    Returns:
        One per commitment (or set of them) and order of days, in the order of the case's
        parties, then of the statements.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Night flights
        ... parties: {town: {}}
        ... issues: {curfew: {range: [0, 8], step: 1, unit: hours}}
        ... statements:
        ...   - {id: no-late, party: town, on: 2024-01-05, rejects: "curfew > 4"}
        ...   - {id: bid, party: town, on: 2024-02-01, offers: {curfew: 5}}
        ... ''')
        >>> (found,) = broken_commitments(case, case.statements)
        >>> [s.id for s in found.commitments], [s.id for s in found.statements], found.when
        (['no-late'], ['bid'], 'later')
    """
    offers = [s for s in statements if isinstance(s.says, Offers | Accepts | Position)]
    binding = commitments(case, statements)
    bound = [c for c in binding if isinstance(c.statement.says, Requires | Rejects)]
    found: list[BrokenCommitment] = []
    for party in case.deciders:
        demands = [c for c in bound if c.statement.party == party.id]
        said = sorted((s for s in offers if s.party == party.id), key=lambda s: s.on)
        if demands and said:
            found += _of_party(case, party, demands, said)
        found += _softened(case, party, demands)
    return tuple(found)


def outbid(case: Case, statements: Sequence[Statement]) -> tuple[BrokenCommitment, ...]:
    """Return those that their parties have said otherwise since; none where the budget does not allow it."""
    found: tuple[BrokenCommitment, ...] = current().attempt(
        "which commitments are broken", lambda: broken_commitments(case, statements), (), 0.3
    )
    return tuple(each for each in found if each.is_outbid)


def _softened(
    case: Case, party: Party, demands: Sequence[Commitment]
) -> Iterator[BrokenCommitment]:
    """Yield the demands of a party beside later ones that ask for less and are no firmer."""
    about: dict[frozenset[str], list[Commitment]] = {}
    for each in demands:
        about.setdefault(issues_of(each.condition), []).append(each)
    for earlier in demands:
        beside = about[issues_of(earlier.condition)]
        current().spend(len(beside))
        softer = sorted(
            (
                later.statement
                for later in beside
                if later.statement.on > earlier.statement.on
                and later.firmness <= earlier.firmness
                and _allows_more(case, later.condition, earlier.condition)
            ),
            key=lambda s: s.on,
        )
        if softer:
            told = (earlier.statement,)
            yield BrokenCommitment(party, told, tuple(softer), "later", "asks for less")


def _allows_more(case: Case, later: Condition, earlier: Condition) -> bool:
    """Return whether a condition allows all that another does, and more; no where that is too large to tell."""
    masks = [_mask(case, each) for each in (earlier, later)]
    if None not in masks:
        few, many = (mask or 0 for mask in masks)
        return few != 0 and few & many == few and few != many
    sizes = sizes_of(case, issues_of(earlier))
    # Mostly a package is found at once that one keeps and the other does not, without a search.
    if repaired(sizes, [earlier, Not(later)]) is not None:
        return False
    from lastyard.space import SearchTooLargeError, Space  # noqa: PLC0415 - seldom needed

    def possible(*conditions: Condition) -> bool:
        return Space(sizes, All(conditions), budget=_STEPS).exists()

    try:
        within = possible(earlier) and not possible(earlier, Not(later))
        return within and possible(later, Not(earlier))
    except SearchTooLargeError:
        return False


def _mask(case: Case, condition: Condition) -> int | None:
    """Return the options that a condition on one issue allows; None for any other."""
    match condition:
        case OneOf(_, mask):
            return mask
        case Not(OneOf(issue, mask)):
            return case.issue(issue).everything & ~mask
    return None


def warning_of(found: BrokenCommitment) -> Diagnostic:
    """Write the warning about one finding: who, which statements, where, and what to do."""
    if found.how == "asks for less":
        return _softer(found)
    first, *more = found.statements
    what = "acceptance" if isinstance(first.says, Accepts) else first.verb.removesuffix("s")
    alone = len(found.commitments) == 1
    demands = " and ".join(_placed(s) for s in found.commitments)
    ids = ", ".join(s.id for s in found.commitments)
    replaced = f"replaces: {ids}" if alone else f"replaces: [{ids}]"
    if found.when == "earlier":
        last = max(found.commitments, key=lambda s: s.on)
        message = (
            f"{found.party.name}: its {'demand' if alone else 'demands'} {demands} "
            f"{'leaves' if alone else 'together leave'} no room for its own earlier {what} "
            f"{_placed(first)}"
        )
        help = f"if the newer demand withdrew it, write `replaces: {first.id}` in {last.id!r}"
        place = last.place
    else:
        later = "later " if found.when == "later" else ""
        message = (
            f"{found.party.name}: its own {later}{what} {_placed(first)} breaks its "
            f"{'demand' if alone else 'demands'} {demands}{'' if alone else ' taken together'}"
        )
        help = f"if the newer {what} gave the demand up, write `{replaced}` in {first.id!r}"
        if found.when == "same day":
            other = found.commitments[-1].id
            help = (
                f"if one took the other's place, write `{replaced}` in {first.id!r}, or "
                f"`replaces: {first.id}` in {other!r}"
            )
        place = first.place
    if more:
        message += f", and so {'does' if len(more) == 1 else f'do {len(more)} more, the last'} "
        message += _placed(more[-1])
    message += "; all are in force" if more or not alone else "; both are in force"
    help += "; else one of them is coded wrong: its words, its day, or who spoke"
    people = sorted({s.by for s in (first, *found.commitments) if s.by is not None})
    if len(people) > 1:
        help += f" ({' and '.join(people)} may not say the same for the party)"
    help += ". Until then the demand counts in full and excludes what was offered"
    return Diagnostic("broken-commitment", message, place, help, "warning")


def _softer(found: BrokenCommitment) -> Diagnostic:
    """Write the warning about a demand beside which a later one asks for less."""
    (demand,), last = found.commitments, found.statements[0]
    return Diagnostic(
        "softer-demand",
        f"{found.party.name}: its later demand {_placed(last)} asks for less than its demand "
        f"{_placed(demand)}; both are in force, and the earlier one counts in full",
        last.place,
        f"if the newer demand took its place, write `replaces: {demand.id}` in {last.id!r}; if the earlier one "
        "is what it asks for and the newer one its bottom line, give the newer one more `firmness`",
        "warning",
    )


def _placed(statement: Statement) -> str:
    """Write ``'no-late' (line 8, 2024-01-05, by Ann Lee, firmness 0.80)``."""
    parts = [f"line {statement.place.line}"] if statement.place else []
    parts.append(statement.on.isoformat())
    if statement.by is not None:
        parts.append(f"by {statement.by}")
    if isinstance(statement.says, Requires | Rejects):
        parts.append(f"firmness {float(statement.firmness):.2f}")
    if statement.confidence != 1:
        parts.append(f"confidence {float(statement.confidence):.2f}")
    return f"{statement.id!r} ({', '.join(parts)})"


def _of_party(
    case: Case, party: Party, demands: Sequence[Commitment], said: Sequence[Statement]
) -> list[BrokenCommitment]:
    word = _Word(case, demands)
    grouped: dict[tuple[tuple[str, ...], When], list[Statement]] = {}
    for statement in said:
        package = getattr(statement.says, "package", ())
        for broken in word.broken_by(package):
            told = tuple(commitment.statement for commitment in broken)
            when = _order(statement, told)
            grouped.setdefault((tuple(s.id for s in told), when), []).append(statement)
    by_id = {c.statement.id: c.statement for c in demands}
    place = {id: number for number, id in enumerate(by_id)}
    return [
        BrokenCommitment(party, tuple(by_id[id] for id in ids), tuple(told), when)
        for (ids, when), told in sorted(
            grouped.items(), key=lambda item: ([place[id] for id in item[0][0]], item[1][0].on)
        )
    ]


def _order(statement: Statement, demands: Sequence[Statement]) -> When:
    last = max(demand.on for demand in demands)
    if statement.on == last:
        return "same day"
    return "later" if statement.on > last else "earlier"


class _Word:
    """The demands of one party, against which what it says is held."""

    def __init__(self, case: Case, demands: Sequence[Commitment]) -> None:
        self._case = case
        self._everything = {issue.id: issue.everything for issue in case.issues}
        self._rules = rules_of(case)
        self._demands = demands
        self._about = [issues_of(c.condition) for c in demands]
        self._on = {
            issue: [k for k, about in enumerate(self._about) if issue in about]
            for issue in self._everything
        }
        self._ruled = issues_of(self._rules)
        self._known: dict[Package, list[tuple[Commitment, ...]]] = {}
        self._kept: dict[str, bool] = {}

    def broken_by(self, package: Package) -> list[tuple[Commitment, ...]]:
        """Return the demands that a package, whole or partial, leaves no room for."""
        if package not in self._known:
            self._known[package] = self._find(package)
        return self._known[package]

    def _find(self, package: Package) -> list[tuple[Commitment, ...]]:
        chosen = {issue: 1 << option for issue, option in package}
        still = {**self._everything, **chosen}
        # Node by node first: it settles whole packages and nearly all partial ones.
        by_rules = state(self._rules, still)
        if by_rules is False:
            return []
        broken, unsure = self._sorted(
            still, chosen.keys() | (self._ruled if by_rules is None else set())
        )
        together: tuple[Commitment, ...] = ()
        if unsure:
            together = self._search(chosen, unsure, broken)
        alone = [(c,) for c in broken if self._can_be_kept(c)]
        return [*alone, together] if together else list(alone)

    def _sorted(
        self, still: Mapping[str, int], reached: Set[str]
    ) -> tuple[list[Commitment], list[Commitment]]:
        """Return the demands broken node by node, and those that a search must settle.

        A demand on none of the issues that the package reaches, by way of rules and of
        unsettled demands, is as free as without it.
        """
        broken, unsure = [], []
        seen: set[int] = set()
        fresh = set(reached)
        while fresh:
            touched = sorted({k for issue in fresh for k in self._on[issue]} - seen)
            seen.update(touched)
            fresh = set()
            for k in touched:
                known = state(self._demands[k].condition, still)
                if known is False:
                    broken.append(self._demands[k])
                elif known is None:
                    unsure.append(self._demands[k])
                    fresh |= self._about[k]
        return broken, unsure

    def _search(
        self, chosen: Mapping[str, int], unsure: Sequence[Commitment], broken: list[Commitment]
    ) -> tuple[Commitment, ...]:
        """Settle by search what node by node was left unsure.

        Returns:
            Demands broken only together; those broken alone are added to ``broken``.
        """
        fixed = [OneOf(issue, mask) for issue, mask in chosen.items()]
        conditions = [c.condition for c in unsure]
        sizes = self._sizes_of([*fixed, self._rules, *conditions])
        if repaired(sizes, [*fixed, *self._rules.parts, *conditions]) is not None:
            return ()
        from lastyard.space import SearchTooLargeError, Space  # noqa: PLC0415 - seldom needed

        space = Space(sizes, All((*fixed, self._rules)), also=conditions, budget=_STEPS)
        free = Space(sizes, self._rules, budget=_STEPS)
        try:
            return self._searched(space, free, unsure, broken)
        except SearchTooLargeError:
            return ()

    def _searched(
        self, space: Space, free: Space, unsure: Sequence[Commitment], broken: list[Commitment]
    ) -> tuple[Commitment, ...]:
        """Do the same by search in the packages with what was chosen, and in all that the rules allow."""
        if not space.exists():
            return ()  # the rules forbid the package, whatever the party demands
        left: list[Commitment] = []
        for commitment in unsure:
            alone = space.where(commitment.condition).exists()
            (left if alone else broken).append(commitment)
        if space.where(*(c.condition for c in left)).exists():
            return ()
        if not free.where(*(c.condition for c in left)).exists():
            return ()  # a contradiction that the package has no part in
        kept = list(left)
        for commitment in left:
            without = [c for c in kept if c is not commitment]
            if not space.where(*(c.condition for c in without)).exists():
                kept = without
        return tuple(kept)

    def _sizes_of(self, conditions: Iterable[Condition]) -> dict[str, int]:
        return sizes_of(self._case, frozenset[str]().union(*map(issues_of, conditions)))

    def _can_be_kept(self, commitment: Commitment) -> bool:
        """Return whether any package satisfies a demand: else it refuses everything."""
        id = commitment.statement.id
        if id not in self._kept:
            conditions = [*self._rules.parts, commitment.condition]
            sizes = self._sizes_of(conditions)
            self._kept[id] = repaired(sizes, conditions) is not None
            if not self._kept[id]:
                from lastyard.space import Space  # noqa: PLC0415 - seldom needed

                self._kept[id] = Space(sizes, All(tuple(conditions))).exists()
        return self._kept[id]


_PREFERENCES = (Offers, Accepts, Refuses, Position, Wants, Prefers, Ranks, Values)


@record(frozen=True, slots=True)
class ContradictoryPreferences:
    """Preference statements of one party that no value function fits together.

    Attributes:
        party: The party.
        statements: A minimal contradictory set: without any one of them the others fit.
        repairs: Minimal sets of statements without which all others of the party fit.
    """

    party: Party
    statements: tuple[Statement, ...]
    repairs: tuple[tuple[Statement, ...], ...]


def contradictory_preferences(
    case: Case, statements: Sequence[Statement]
) -> tuple[ContradictoryPreferences, ...]:
    """Find the parties whose preference statements contradict each other.

    Taken at their word, the preference statements of a party leave a set of value functions
    (docs/model.md, section 3). Where that set is empty, a minimal contradictory subset is found, and
    the ways to repair it. Most parties cannot contradict themselves so, which is seen from their
    statements alone, without numpy or a solver: :func:`may_contradict`.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: A party of two minds
        ... parties: {union: {}}
        ... issues: {wage: {options: [frozen, raised]}}
        ... statements:
        ...   - {id: like, party: union, on: 2024-01-05, prefers: {wage: raised}, to: {wage: frozen}}
        ...   - {id: turn, party: union, on: 2024-01-06, prefers: {wage: frozen}, to: {wage: raised}}
        ... ''')
        >>> (found,) = contradictory_preferences(case, case.statements)
        >>> [s.id for s in found.statements], [[s.id for s in repair] for repair in found.repairs]
        (['like', 'turn'], [['like'], ['turn']])
    """
    found = []
    for party in case.deciders:
        own = [s for s in statements if s.party == party.id and isinstance(s.says, _PREFERENCES)]
        bounds: dict[str, tuple[Bound, ...]] = {}
        # Of a party that gave points nothing is read from its demands.
        if not any(isinstance(s.says, Values) for s in own):
            demands = [s for s in statements if s.party == party.id and bounds_of(case, s)]
            bounds = {s.id: bounds_of(case, s) for s in demands}
            liking = {s.id for s in own}
            own = [s for s in statements if s.id in liking or s.id in bounds]
        if may_contradict(own) or _may_exclude(case, own, bounds):
            contradiction = current().attempt(
                f"whether what {party.name} likes fits together",
                partial(_solved, case, party, own),
                share=0.3,
            )
            # Demands that exclude one another are told as a contradiction of commitments.
            if contradiction is not None and any(
                isinstance(s.says, _PREFERENCES) for s in contradiction.statements
            ):
                found.append(contradiction)
    return tuple(found)


def may_contradict(own: Sequence[Statement]) -> bool:
    """Return whether some preference statements of one party could contradict each other.

    False is certain. Without refusals everything offered or accepted fits a reservation
    value of 0; without offers every refusal fits one of 1, unless values are bound to be
    high; and one preference fits any order of stakes.
    """
    if any(isinstance(s.says, Values) and s.says.together for s in own):
        return False  # such points are no additive value function: nothing is compared with them
    kinds = [type(s.says) for s in own]
    if Values in kinds:
        return len(own) > 1
    if Refuses in kinds and (Offers in kinds or Accepts in kinds):
        return True
    ranked = [set(s.says.issues) for s in own if isinstance(s.says, Ranks)]
    if any(len(one & other) > 1 for one, other in combinations(ranked, 2)):
        return True
    # Per issue, what was said before: few different things, however many statements.
    before: dict[str, set[tuple[type[Verb], object]]] = {}
    for statement in own:
        says = statement.says
        for issue in _shaped(says):
            others = before.setdefault(issue, set())
            this = type(says), _told(says, issue)
            if any(_may_clash(this, other) for other in others):
                return True
            others.add(this)
    return False


def _may_exclude(
    case: Case, own: Sequence[Statement], bounds: Mapping[str, Sequence[Bound]]
) -> bool:
    """Return whether what demands say of likes could exclude other statements, or one another.

    False is certain: on each issue, worth 1 within all bounds and 0 outside fits the demands, and
    positions and directions that lie so.
    """
    issues = {issue.id: issue for issue in case.issues}
    kept: dict[str, int] = {}
    for each in bounds.values():
        for bound in each:
            before = kept.get(bound.issue, issues[bound.issue].everything)
            kept[bound.issue] = before & bound.allowed
    told = [s.says for s in own if isinstance(s.says, _PREFERENCES)]
    return any(
        not mask or any(_may_miss(issues[id], mask, says) for says in told)
        for id, mask in kept.items()
    )


def _may_miss(issue: Issue, mask: int, says: Verb) -> bool:
    """Return whether worth 1 on some options of an issue and 0 elsewhere may not fit a statement."""
    size = issue.size
    whole = not (mask // (mask & -mask)) & (mask // (mask & -mask)) + 1
    match says:
        case Position(package):
            option = dict(package).get(issue.id)
            if option is None:
                return False
            ends = option in (0, size - 1) and (issue.has_order or size == 2)
            far = size - 1 - option
            return bool(
                not mask >> option & 1
                or (issue.has_order and not whole)
                or (ends and mask >> far & 1)
            )
        case Wants(directions):
            way = dict(directions).get(issue.id)
            top = size - 1 if way == "more" else 0
            end = size - 1 - top
            return way is not None and not (whole and mask >> top & 1 and not mask >> end & 1)
        case Prefers() | Refuses():
            return issue.id in _shaped(says)
        case _:
            return False


def _told(says: Verb, issue: str) -> object:
    """Return what a position or a direction says on an issue; None of any other statement."""
    match says:
        case Position(package):
            return dict(package)[issue]
        case Wants(directions):
            return dict(directions)[issue]
        case _:
            return None


def _may_clash(one: tuple[type[Verb], object], other: tuple[type[Verb], object]) -> bool:
    """Return whether what two statements say on one issue may clash: their kinds, and what each told."""
    if one[0] is other[0] and one[0] in (Refuses, Position, Wants):
        return one[1] != other[1]
    return True


def _shaped(says: Verb) -> set[str]:
    """Return the issues on which a statement bears on the worth of single options."""
    match says:
        case Refuses(package) | Position(package):
            return {issue for issue, _ in package}
        case Wants(directions):
            return {issue for issue, _ in directions}
        case Prefers(better, worse):
            less = dict(worse)
            return {issue for issue, option in better if less.get(issue) != option}
        case _:
            return set()


def _solved(case: Case, party: Party, own: Sequence[Statement]) -> ContradictoryPreferences | None:
    # Only here are numbers needed: most cases are checked without loading numpy.
    from lastyard.answers.packages.parties import sayings_of, scales_of  # noqa: PLC0415
    from lastyard.values import ValuesError, find_contradiction, translate  # noqa: PLC0415

    try:
        found = find_contradiction(translate(scales_of(case, own), sayings_of(case, own)))
    except ValuesError:
        return None  # statements that cannot be used are told by the analyses that use them
    if found is None:
        return None
    by_id = {s.id: s for s in own}
    return ContradictoryPreferences(
        party,
        tuple(by_id[id] for id in found.statements),
        tuple(tuple(by_id[id] for id in repair) for repair in found.repairs),
    )
