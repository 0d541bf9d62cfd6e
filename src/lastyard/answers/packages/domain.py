"""The packages that are compared: all of them, or on long issues the steps that matter.

On an issue with very many steps a *menu* of them is used where all packages together
are too many to list: the steps that anybody named, those where a condition changes, and
others evenly spread. The answer then says so.

Example:
    >>> import lastyard as ly
    >>> from lastyard.case.said import rules_of
    >>> case = ly.load_text('''
    ... title: Talks
    ... parties: {us: {}}
    ... issues: {x: {options: [a, b, c]}, y: {range: [0, 7], step: 1}}
    ... ''')
    >>> domain = Domain(case, rules_of(case), named=())
    >>> domain.size, domain.coarse
    (24, ())
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.bargaining_range import BargainingRange
from lastyard.answers.packages.giving_way import GivingWay
from lastyard.answers.packages.parties import AgreementRule, PartyValues, carried_by_values
from lastyard.budget import Findings, current, spend
from lastyard.case.model import Accepts, Case, Offers, Position, Statement, Terms
from lastyard.case.said import Commitment
from lastyard.conditions.arrays import holds_on
from lastyard.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    Total,
    bits,
    cut,
    issues_of,
    nodes_of,
    state,
)
from lastyard.errors import RequestError
from lastyard.space import SearchTooLargeError, Space
from lastyard.space.pool import leaves_of
from lastyard.values import Best, Layout, Posterior, Scale, best_package, shares_of_all
from lastyard.values.certainty import PROOF

__all__ = [
    "MOST_LISTED",
    "AtTable",
    "Candidates",
    "Domain",
    "Picked",
    "effective_draws",
    "is_exact",
    "listed",
    "put_forward",
    "searched",
    "shares_on",
    "statuses_of",
    "unrivalled",
    "weighed",
]

MOST_LISTED = 1_000_000

_MOST_FIGURES = 20_000_000

# Steps of an issue up to which all are considered, up to which all are where that leaves few enough
# packages, and how many are spread evenly over it else.
_LONG, _LONGEST, _SPREAD = 101, 2_001, 41

Picked = tuple[int, ...]
"""A package by the place of each option in its issue's menu, in the order of the issues."""


class Domain:
    """Packages as places in menus of options.

    Attributes:
        case: The case.
        condition: What every package must satisfy.
        issues: Identifiers of the issues.
        menus: Per issue the options considered, ascending.
        coarse: Issues of which only some steps are considered.
        size: How many combinations of options there are.
        listed: Whether these are few enough to be gone through.
        settled: The issues that packages settle: all but those of which nobody has spoken.
        key: The menus, to compare by.

    Args:
        case: The case.
        condition: What every package must satisfy: the rules and what was asked for.
        named: Packages, complete or partial, whose options must be in the menus.
        binding: The commitments, whose turning points must be in the menus.
        ranges: Within which options of issues are considered; all of an issue without one.
    """

    def __init__(
        self,
        case: Case,
        condition: Condition,
        named: Iterable[Mapping[str, int]],
        binding: Sequence[Commitment] = (),
        ranges: Iterable[BargainingRange] = (),
    ) -> None:
        self.case, self.condition = case, condition
        self.issues = tuple(issue.id for issue in case.issues)
        ranges = tuple(ranges)
        unspoken = {each.issue for each in ranges if each.unspoken}
        self.settled = tuple(id for id in self.issues if id not in unspoken)
        self._giving: dict[tuple[str, ...], GivingWay] = {}
        self._named = sorted(issues_of(condition))
        self._broken: dict[tuple[int, ...], bool] = {}
        ends = {issue.id: (0, issue.size - 1) for issue in case.issues}
        ends |= {each.issue: (each.low, each.high) for each in ranges}
        sizes = [high - low + 1 for low, high in ends.values()]
        listable = (
            max(sizes) <= _LONGEST
            and prod(sizes) <= MOST_LISTED
            and (prod(sizes) * len(case.deciders) <= _MOST_FIGURES)
        )
        wanted: dict[str, set[int]] = {id: set() for id in self.issues}
        for package in named:
            for id, option in package.items():
                wanted[id].add(option)
        self.menus: list[NDArray[np.intp]] = []
        coarse = []
        for issue in case.issues:
            low, high = ends[issue.id]
            if listable or high - low < _LONG:
                self.menus.append(np.arange(low, high + 1))
                continue
            coarse.append(issue.id)
            turning = (condition, *(each.condition for each in binding))
            steps = wanted[issue.id].union(
                *(_turns(each, issue.id, issue.size) for each in turning)
            )
            spread = np.linspace(low, high, _SPREAD).round().astype(int).tolist()
            within = {step for step in (*steps, *spread) if low <= step <= high}
            self.menus.append(np.array(sorted(within), dtype=np.intp))
        self.coarse = tuple(coarse)
        # What is left of each issue in a sum is gone through option by option.
        sums = [t for t in leaves_of((condition,)) if isinstance(t, Total)]
        sizes_left = dict(zip(self.issues, (menu.size for menu in self.menus), strict=True))
        self._looked_at = 2 * nodes_of(condition) + sum(
            sizes_left[id] for total in sums for id, _ in total.terms
        )
        self.key = b"".join(menu.tobytes() for menu in self.menus)
        self._of_places: list[dict[int, int]] = [{} for _ in self.menus]
        self.size = prod(menu.size for menu in self.menus)
        self.listed = self.size <= MOST_LISTED and self.size * len(case.deciders) <= _MOST_FIGURES

    def options(self, picked: NDArray[np.integer]) -> NDArray[np.intp]:
        """Return the option indices of packages, shape (packages, issues)."""
        columns = [menu[picked[:, k]] for k, menu in enumerate(self.menus)]
        return np.column_stack(columns).astype(np.intp)

    def terms(self, options: Mapping[str, int] | NDArray[np.integer]) -> Terms:
        """Return a package by the index of its options, on the issues that packages settle."""
        terms = self.case.terms(options)
        return terms if len(self.settled) == len(self.issues) else terms.only(self.settled)

    def agree_with(
        self, options: NDArray[np.integer], package: Mapping[str, int]
    ) -> NDArray[np.bool_]:
        """Return which packages, given by option indices, have the options of one, complete or partial."""
        columns = self.columns(options)
        same = [columns[id] == option for id, option in package.items()]
        found: NDArray[np.bool_] = np.logical_and.reduce(same, axis=0)
        return found

    def place(self, package: Mapping[str, int]) -> Picked | None:
        """Return the places of a complete package; None if an option is in no menu."""
        found = []
        for id, menu in zip(self.issues, self.menus, strict=True):
            at = int(np.searchsorted(menu, package[id]))
            if at >= menu.size or menu[at] != package[id]:
                return None
            found.append(at)
        return tuple(found)

    def places(self, options: NDArray[np.integer]) -> NDArray[np.intp]:
        """Return the places of packages whose options are all in the menus."""
        columns = [np.searchsorted(menu, options[:, k]) for k, menu in enumerate(self.menus)]
        return np.column_stack(columns).astype(np.intp)

    def space(self, budget: int | None = None) -> Space:
        """Return the packages that the condition allows, by the places of options in the menus."""
        kept = {id: menu.tolist() for id, menu in zip(self.issues, self.menus, strict=True)}
        sizes = {id: len(menu) for id, menu in kept.items()}
        allowed = cut(self.condition, kept)
        return Space(sizes, allowed) if budget is None else Space(sizes, allowed, budget=budget)

    def everything(self) -> NDArray[np.intp]:
        """Return the places of every package, last issue fastest."""
        shape = tuple(menu.size for menu in self.menus)
        return np.column_stack(np.unravel_index(np.arange(self.size), shape)).astype(np.intp)

    def giving_way(self, binding: Sequence[Commitment]) -> GivingWay:
        """Return the commitments that values do not carry, ready to be asked about."""
        counted = [each for each in binding if not carried_by_values(each.statement)]
        key = tuple(each.statement.id for each in counted)
        if key not in self._giving:
            sizes = {issue.id: issue.size for issue in self.case.issues}
            self._giving[key] = GivingWay(counted, sizes)
        return self._giving[key]

    def columns(self, options: NDArray[np.integer]) -> dict[str, NDArray[np.integer]]:
        """Return the options of packages by issue."""
        return {id: options[:, k] for k, id in enumerate(self.issues)}

    def satisfy(self, condition: Condition, options: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return which packages, given by option indices, satisfy a condition."""
        return holds_on(condition, self.columns(options))

    def on_menus(self, posterior: Posterior) -> Posterior:
        """Return the same draws, over the options in the menus."""
        scales = tuple(
            Scale(s.name, menu.size, s.kind, s.breaks, s.lower[menu], s.share[menu])
            for s, menu in zip(posterior.layout.scales, self.menus, strict=True)
        )
        return replace(posterior, layout=Layout(scales))

    def ceiling(
        self, giving: GivingWay, parties: Sequence[str], left: Sequence[int]
    ) -> list[float]:
        """Return the most that each party's factor can be over a box of packages.

        For each issue the places of its menu that are left are given as a mask.
        """
        open_options = {}
        for id, menu, places, known in zip(
            self.issues, self.menus, left, self._of_places, strict=True
        ):
            if places not in known:
                known[places] = sum(1 << int(menu[at]) for at in bits(places))
            open_options[id] = known[places]
        spend(5 + len(self.issues) // 2)
        # Boxes differ on one issue or two: what the others allow was worked out before.
        key = tuple(open_options[id] for id in self._named)
        if key not in self._broken:
            spend(self._looked_at)
            self._broken[key] = state(self.condition, open_options) is False
        if self._broken[key]:
            return [0.0] * len(parties)
        return giving.most(parties, open_options)


def _turns(condition: Condition, issue: str, size: int) -> set[int]:
    """Return the options of an issue next to which a set that a condition names ends."""
    match condition:
        case OneOf(named, options) if named == issue:
            inside = set(bits(options))
            near = {k for k in inside if k - 1 not in inside or k + 1 not in inside}
            return {j for k in near for j in (k - 1, k, k + 1) if 0 <= j < size}
        case All(parts) | Any(parts) | AtLeast(_, _, parts):
            return set[int]().union(*(_turns(part, issue, size) for part in parts))
        case Not(part):
            return _turns(part, issue, size)
        case Same(left, right):
            return _turns(left, issue, size) | _turns(right, issue, size)
        case _:
            return set()


def put_forward(case: Case, said: Iterable[Statement]) -> list[dict[str, int]]:
    """Return the packages, complete or partial, that hold now or that somebody put forward."""
    named = [dict(case.status_quo or ())]
    named += [dict(s.says.package) for s in said if isinstance(s.says, Offers | Accepts | Position)]
    return [package for package in named if package]


def unrivalled(case: Case, said: Iterable[Statement]) -> dict[int, int]:
    """Return the places of issues on which somebody put one option forward, and nobody another, with it.

    Example:
        >>> from lastyard import load_text
        >>> case = load_text('''
        ... title: A small dispute
        ... parties: {union: {}, firm: {}}
        ... issues: {wage: {options: [frozen, raised]}, days: {options: [few, many]}}
        ... statements:
        ...   - {id: asked, party: union, on: 2024-01-05, position: {wage: raised, days: many}}
        ...   - {id: offered, party: firm, on: 2024-01-06, offers: {wage: frozen}}
        ... ''')
        >>> unrivalled(case, case.statements)
        {1: 1}
    """
    forward: dict[str, set[int]] = {}
    for statement in said:
        if isinstance(statement.says, Offers | Accepts | Position):
            for issue, option in statement.says.package:
                forward.setdefault(issue, set()).add(option)
    places = {issue.id: place for place, issue in enumerate(case.issues)}
    return {places[issue]: min(named) for issue, named in forward.items() if len(named) == 1}


_MOST_JUDGED = 2_000

# Standard errors within which agreements are taken as equal, and how many such groups are formed.
_LEVEL, _MOST_LEVELS = 3.0, 200

_SEARCH_DRAWS = 1_024

# Boxes of packages that the search looks at for the sake of a proof, and to find what ascents missed.
_MOST_NODES, _FEW_NODES = 50_000, 2_000

_COUNTING = 100_000

_VARIANTS = 4_000

_BLOCK = 1 << 21

# Shares of all packages in this process: 16 MB of them. Several answers ask for the same.
_SHARES: Findings[NDArray[np.float64]] = Findings(2_000_000, len)


def is_exact(posterior: Posterior) -> bool:
    """Return whether nothing was sampled: values and reservation value are known."""
    return posterior.known and not np.ptp(posterior.reservations())


def effective_draws(wants: PartyValues) -> float:
    """Return how many independent draws stand behind a party's shares; infinite where known."""
    posterior = wants.posterior
    if posterior is None or is_exact(posterior):
        return np.inf
    return max(posterior.effective, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class AtTable:
    """Who decides on some day.

    Attributes:
        everyone: What each party that decides may want.
        binding: What these parties have committed themselves to.
        rule: Who must accept.
        unrivalled: Places of issues on which one option alone was put forward, with it.
    """

    everyone: tuple[PartyValues, ...]
    binding: tuple[Commitment, ...]
    rule: AgreementRule
    unrivalled: Mapping[int, int]

    @property
    def ids(self) -> list[str]:
        """The identifiers of the parties."""
        return [wants.party.id for wants in self.everyone]

    @property
    def statements(self) -> set[str]:
        """The identifiers of the statements that say what they want, or bind them."""
        said = {s.id for wants in self.everyone for s in wants.statements}
        return said | {each.statement.id for each in self.binding}

    def factors(self, domain: Domain, options: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return each party's chance of giving way on all that each package breaks.

        Additive points with a reservation value are left out: the values themselves carry them.
        """
        return domain.giving_way(self.binding).chances(domain.columns(options), self.ids)

    def untold(self, shares: NDArray[np.float64], factors: NDArray[np.float64], one: int) -> float:
        """Return by how much another may be off the agreement of one that the draws do not tell apart from it."""
        effective = np.array([effective_draws(wants) for wants in self.everyone])
        own, factor = shares[one : one + 1], factors[one : one + 1]
        errors = np.sqrt(own * (1.0 - own) / effective) * factor
        if not errors.any():
            return 0.0
        shared = [wants.shared for wants in self.everyone]
        return _LEVEL * float(self.rule.error(own * factor, errors, shared)[0])

    def levelled(
        self, agreed: NDArray[np.float64], shares: NDArray[np.float64], factors: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return agreement with what draws do not tell apart made equal, among the best.

        From the largest on, all those within three standard errors of it are as large; then on from
        the next. Errors are those of independent draws, more than those of a difference.
        """
        level = agreed.copy()
        effective = np.array([effective_draws(wants) for wants in self.everyone])
        if not np.isfinite(effective).any():
            return level
        order = np.argsort(-agreed, kind="stable")[:_MOST_JUDGED]
        falling = -agreed[order]
        start = groups = 0
        while start < len(order) and falling[start] < 0.0 and groups < _MOST_LEVELS:
            least = -falling[start] - self.untold(shares, factors, int(order[start]))
            end = max(start + 1, int(np.searchsorted(falling, -least, side="right")))
            level[order[start:end]] = -falling[start]
            start, groups = end, groups + 1
        return level


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Packages with what is known of each.

    Few enough packages are listed, all of them. Otherwise the best is searched for with a bound,
    and joined by what the parties put forward themselves and by its neighbours.

    Attributes:
        options: Option indices, shape (packages, issues).
        shares: Share of draws that accept, commitments aside; where certain or impossible,
            1 or 0. Shape (packages, parties).
        factors: Chance of giving way on all commitments broken, same shape.
        agreement: Probability of agreement, shape (packages,).
        level: The same, with those that the draws do not tell from the best of them made equal.
        farthest: The largest share of its way that any commitment gives, shape (packages,).
        considered: How many packages stand behind them.
        bound: The search's bound; None when listed.
        gap: Its distance to what was found.
    """

    options: NDArray[np.intp]
    shares: NDArray[np.float64]
    factors: NDArray[np.float64]
    agreement: NDArray[np.float64]
    level: NDArray[np.float64]
    farthest: NDArray[np.float64]
    considered: int
    bound: float | None = None
    gap: float | None = None

    def where(self, fits: NDArray[np.bool_], at: AtTable) -> Candidates:
        """Return some of them."""
        shares, factors, agreement = self.shares[fits], self.factors[fits], self.agreement[fits]
        return replace(
            self,
            options=self.options[fits],
            shares=shares,
            factors=factors,
            agreement=agreement,
            level=at.levelled(agreement, shares, factors),
            farthest=self.farthest[fits],
        )


def statuses_of(wants: PartyValues, options: NDArray[np.integer]) -> NDArray[np.int8]:
    """Return 0 possible, 1 certain, 2 impossible; all possible where nothing follows."""
    if wants.joint is not None and wants.joint.known:
        return np.where(wants.joint.accepts(options), 1, 2).astype(np.int8)
    if wants.sure is None or not wants.sure.sayings:
        return np.zeros(len(options), dtype=np.int8)
    if wants.posterior is not None and wants.fixed:
        # One value function is left: whatever it says is certain, without linear programs.
        layout = wants.posterior.layout
        rows = layout.rows(options)
        rows[:, layout.reservation] -= 1.0
        gains = np.einsum("pu,u->p", rows, wants.posterior.draws[0], optimize=False)
        return np.where(gains >= -PROOF, 1, 2).astype(np.int8)
    return wants.codes(options)


def listed(
    domain: Domain, at: AtTable, drawn: dict[tuple[int, bytes], NDArray[np.float64]] | None = None
) -> Candidates:
    """Go through all packages of the domain.

    In `drawn` are shares by identity of posterior and :attr:`Domain.key`, worked out before
    under the same condition; those worked out now are added.

    Example:
        >>> import lastyard as ly
        >>> from lastyard.answers.packages.find import brief_work, compared
        >>> case = ly.load_text('''
        ... title: Talks
        ... parties: {us: {}, them: {}}
        ... issues: {x: {options: [a, b]}}
        ... statements: [{id: s, party: us, on: 2024-01-05, requires: "x == 'a'", firmness: 0.9}]
        ... ''')
        >>> found = compared(brief_work(case, None)).candidates
        >>> found.options.tolist(), found.factors.round(2).tolist()
        ([[0], [1]], [[1.0, 1.0], [0.1, 1.0]])
    """
    picked = domain.everything()
    options = domain.options(picked)
    allowed = domain.satisfy(domain.condition, options)
    shares = np.ones((int(allowed.sum()), len(at.everyone)))
    drawn = {} if drawn is None else drawn
    for k, wants in enumerate(at.everyone):
        if wants.posterior is not None:
            key = id(wants.posterior), domain.key
            if key not in drawn:
                drawn[key] = _shares(domain.on_menus(wants.posterior))[allowed]
            shares[:, k] = drawn[key]
    return weighed(domain, at, options[allowed], shares)


def _shares(posterior: Posterior) -> NDArray[np.float64]:
    """Return the share of draws that accept, for all packages; not to be changed."""
    if posterior.key is None:
        return shares_of_all(posterior)
    key = posterior.key, tuple(scale.key for scale in posterior.layout.scales)
    return _SHARES.find(key, lambda: shares_of_all(posterior))


def weighed(
    domain: Domain, at: AtTable, options: NDArray[np.intp], shares: NDArray[np.float64]
) -> Candidates:
    """Bring in commitments and what is certain; the latter for the best where they are many.

    Option indices are of shape (packages, issues), the shares of draws that accept of
    (packages, parties); these are written to.
    """
    factors = at.factors(domain, options)
    agreed = at.rule.probability(shares * factors)
    judged = _first(agreed, shares.mean(axis=1), _MOST_JUDGED)
    for k, wants in enumerate(at.everyone):
        codes = statuses_of(wants, options[judged])
        shares[judged[codes == 1], k] = 1.0
        shares[judged[codes == 2], k] = 0.0
    agreed[judged] = at.rule.probability(shares[judged] * factors[judged])
    farthest = domain.giving_way(at.binding).farthest(domain.columns(options))
    level = at.levelled(agreed, shares, factors)
    return Candidates(options, shares, factors, agreed, level, farthest, len(options))


def _first(agreed: NDArray[np.float64], second: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """Return the places of the largest, in the order of listing."""
    order = np.lexsort((-second, -agreed))[:most]
    return np.sort(order).astype(np.intp)


def searched(
    domain: Domain,
    at: AtTable,
    named: Sequence[Mapping[str, int]],
    seed: int,
    *,
    proved: bool = True,
) -> Candidates:
    """Search for the best package, and gather others around it and from what was said.

    It begins at what somebody put forward (`named`), and looks for a proof that no package is
    better as far as that goes, if one is wanted (`proved`).

    Raises:
        RequestError: The rules are too entangled to find any package.
    """
    if all(w.joint is not None for w in at.everyone):
        raise RequestError(
            "there are too many packages to list, and every party gave points with pairs "
            "(`together`): ask for `solutions`, which searches such points exactly"
        )
    start = _anywhere(domain)
    bound = gap = None
    told = [w.posterior for w in at.everyone if w.posterior is not None]
    found = start
    if told:
        parties = [at.everyone[k] for k in at.rule.columns]
        ids = [w.party.id for w in parties]
        giving = domain.giving_way(at.binding)
        best: Best | None = current().attempt(
            "the search for the best package",
            lambda: best_package(
                [domain.on_menus(_thinned(w.posterior or _willing(told[0]))) for w in parties],
                at.rule.form,
                lambda left: domain.ceiling(giving, ids, left),
                factors=lambda picked: _complete(domain, giving, ids, picked),
                most_nodes=_MOST_NODES if proved else _FEW_NODES,
                starts=1,
                seed=seed,
            ),
            share=0.6,
        )
        bound = 1.0 if best is None else best.bound
        if best is not None and _allowed(domain, [best.package]).all():
            found = best.package
    picked = np.array(_around(domain, found, start, named), dtype=np.intp)
    picked = picked[_allowed(domain, picked)]
    # Each is held against all draws of every party: those further off are left out first.
    draws = sum(len(p.draws) for p in told)
    each = 20 + len(domain.issues) * draws // 300 + 4 * len(at.binding)
    most = max(1, current().left // (2 * each))
    if len(picked) > most:
        current().note("work", "the packages around the best", f"{most:,} of {len(picked):,}")
        picked = picked[:most]
    options = domain.options(picked)
    shares = np.ones((len(picked), len(at.everyone)))
    for k, wants in enumerate(at.everyone):
        if wants.posterior is not None:
            shares[:, k] = shares_on(domain.on_menus(wants.posterior), picked)
    found_all = weighed(domain, at, options, shares)
    if bound is not None:
        gap = max(0.0, bound - float(found_all.agreement.max()))
    return replace(found_all, considered=_counted(domain), bound=bound, gap=gap)


def _counted(domain: Domain) -> int:
    """Return how many packages of the menus the conditions allow.

    Where counting takes too long, all combinations of options are counted.
    """
    try:
        return domain.space(_COUNTING).count()
    except SearchTooLargeError:
        return domain.size


def _complete(
    domain: Domain, giving: GivingWay, ids: Sequence[str], picked: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return what :meth:`Domain.ceiling` gives, for many complete packages at once."""
    options = domain.options(picked)
    factors = giving.chances(domain.columns(options), ids)
    factors[~domain.satisfy(domain.condition, options)] = 0.0
    return factors


def _anywhere(domain: Domain) -> Picked:
    """Return some package that the rules allow and the menus hold."""
    try:
        package = domain.space().find()
        if package is not None:
            return tuple(package[id] for id in domain.issues)
    except SearchTooLargeError:
        current().note("size", "whether there is a package to start from")
        raise
    raise RequestError(
        "no package that satisfies all conditions was found among the steps considered; "
        "make the steps of the longest issues coarser"
    )


def _thinned(posterior: Posterior) -> Posterior:
    step = max(1, len(posterior.draws) // _SEARCH_DRAWS)
    return replace(posterior, chains=posterior.chains[:, ::step])


def _willing(posterior: Posterior) -> Posterior:
    """Stand for a party of which nothing can be told: only its commitments count."""
    chains = posterior.chains.copy()
    chains[:, :, posterior.layout.reservation] = -1.0
    return replace(posterior, chains=chains)


def _allowed(domain: Domain, picked: Sequence[Picked] | NDArray[np.intp]) -> NDArray[np.bool_]:
    table = np.array(picked, dtype=np.intp).reshape(-1, len(domain.menus))
    return domain.satisfy(domain.condition, domain.options(table))


def _around(
    domain: Domain, found: Picked, start: Picked, named: Sequence[Mapping[str, int]]
) -> list[Picked]:
    """Return what was found, what was named completed by it, and neighbours of it."""
    around: dict[Picked, None] = {found: None, start: None}
    base = {
        id: int(menu[at]) for id, menu, at in zip(domain.issues, domain.menus, found, strict=True)
    }
    for package in named:
        place = domain.place({**base, **package})
        if place is not None:
            around[place] = None
    for width in (1, 2):
        for issues in combinations(range(len(found)), width):
            for options in product(*(range(domain.menus[i].size) for i in issues)):
                if len(around) > _VARIANTS:
                    return list(around)
                trial = list(found)
                for issue, option in zip(issues, options, strict=True):
                    trial[issue] = option
                around[tuple(trial)] = None
    return list(around)


def shares_on(posterior: Posterior, picked: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the share of draws that accept, per package; no commitments.

    Packages are places in the menus, of shape (packages, issues).
    """
    levels = posterior.reservations()
    # Draws along rows: picking rows runs through memory in order.
    tables = [np.ascontiguousarray(table.T) for table in posterior.tables()]
    step = max(1, _BLOCK // len(levels) // 8)
    found = [np.zeros(0)]
    for start in range(0, len(picked), step):
        part = picked[start : start + step]
        spend(1 + len(part) * len(levels) * len(tables) // 300)
        total = -np.repeat(levels[None], len(part), axis=0)
        for issue, table in enumerate(tables):
            total += table[part[:, issue]]
        found.append(np.count_nonzero(total >= -1e-12, axis=1) / len(levels))
    return np.concatenate(found)
