"""Where each ordered issue may end, by several ways of forecasting, and how good they were.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
    ...   - {id: bid, party: firm, on: 2024-01-09, position: {wage: 2}}
    ... ''')
    >>> [(each.way, each.value) for each in forecast(case).issues[0].forecasts][:2]
    [('compromise', 5.0), ('median', 5.0)]
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.packages.find import brief_work, compared
from lastyard.answers.standing import HeldPosition, IssueStanding, standing
from lastyard.budget import OutOfBudget, budgeted, current, spend
from lastyard.case.model import Case, Issue, NumericRange, Party, Position, Statement
from lastyard.case.said import Day, as_date, commitments
from lastyard.conditions.tree import issues_of
from lastyard.deals.forecast import Round, Stand, challenge, compromise, mean, median
from lastyard.errors import RequestError, did_you_mean, need_seed
from lastyard.files import read_at_most
from lastyard.records import record
from lastyard.results import Amount, AsOf, Choice, Choices, Count, Key, Result
from lastyard.showing import spreadsheet_text

__all__ = ["BackTest", "ByDemand", "Forecast", "Forecasts", "IssueForecast", "Way", "forecast"]

Way = Literal["compromise", "mean", "median", "challenge", "packages"]

_MOST_BYTES = 20_000_000
_SCALE = (0.0, 100.0)
_RESAMPLES = 1_000
# Nearer than this to an option, in steps, a value is told as about that option.
_NEAR = 0.35
_STEPS = 20  # of a past issue, for the packages
_ANY_DAY = date(2000, 1, 1)
_TWO = 2

Weights = Mapping[tuple[str, str | None], tuple[float, float]]


@record(frozen=True, slots=True)
class Forecast:
    """Where an issue may end, by one way of forecasting.

    Attributes:
        way: ``compromise``: the mean of positions by capability times salience, the plain mean
            where these are not given; it is the baseline. ``mean``: the plain mean.
            ``median``: the plain median. ``challenge``: the weighted median after the first round of
            the challenge model. ``packages``: the option in the package with the best agreement index.
        value: A number of the issue, or how many steps from its first option.
        option: The nearest option; None where the value lies between two, more than a third of a step from both.
        between: These two; none where the value has a nearest option.
    """

    way: Way
    value: float
    option: Choice | None
    between: Choices


@record(frozen=True, slots=True)
class ByDemand:
    """A party that asks for nothing on an issue, and whose demands leave one end of it.

    Attributes:
        party: Identifier of the party.
        option: The last option that its commitments leave open, nearest to those it excludes.
        at_least: Whether it demands at least that; else at most.
        statements: The commitments.
    """

    party: str
    option: Choice
    at_least: bool
    statements: tuple[Statement, ...]


@record(frozen=True, slots=True)
class IssueForecast:
    """Where one issue may end.

    Attributes:
        issue: Identifier of the issue.
        positions: How many parties that decide have a position on it, those of ``by_demand`` included.
        by_demand: Of these, those that asked for nothing: what their demands leave stands for their position,
            though they may want more than they demand.
        forecasts: By each way, the baseline first.
        rounds: The rounds of the challenge model, as values.
    """

    issue: str
    positions: Count
    by_demand: tuple[ByDemand, ...]
    forecasts: tuple[Forecast, ...]
    rounds: tuple[Round, ...]


@record(frozen=True, slots=True)
class BackTest:
    """How far a way of forecasting was off on past issues.

    Attributes:
        way: The way.
        error: Mean distance to the outcome, in hundredths of the issue's range.
        low: Lower end of its 95 % bootstrap interval over issues.
        high: Upper end.
        more: By how much that is more than the baseline's, on the same issues.
        more_low: Lower end of the interval of that.
        more_high: Upper end.
    """

    way: Way
    error: Amount
    low: Amount
    high: Amount
    more: float
    more_low: float
    more_high: float


@record(frozen=True, slots=True)
class Forecasts(Result):
    """Where the issues of a case may end, by several ways.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        issues: The issues that have an order and two positions, or demands that stand for them.
        left_out: Per other issue, why it is left out.
        weighted: Whether capability and salience were given.
        back_test: Per way, how far it was off on past issues; empty where none were given.
        past_issues: How many past issues that rests on.
        seed: The seed.
        used: The statements it rests on.
    """

    case: Case
    day: AsOf
    issues: tuple[IssueForecast, ...]
    left_out: Mapping[str, str]
    weighted: bool
    back_test: tuple[BackTest, ...]
    past_issues: Count
    seed: Count
    used: Annotated[tuple[Statement, ...], Key("statements")]


@budgeted
def forecast(
    case: Case,
    day: Day = None,
    *,
    weights: str | None = None,
    back_test: str | None = None,
    seed: int = 0,
) -> Forecasts:
    """Forecast each ordered issue in several ways, with what they were worth on past issues.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        weights: A CSV file with the columns ``party``, ``capability`` and ``salience``, and
            ``issue`` where these differ by issue; all weigh alike when left out.
        back_test: A CSV file of past issues: ``issue``, ``party``, ``position``, ``capability``,
            ``salience``, ``outcome``, a row a party; and ``low`` and ``high``, the ends of the
            issue's range, where that is not 0 to 100.
        seed: Same seed, same answer.

    Raises:
        RequestError: If a file cannot be used, or the seed is negative.
    """
    need_seed(seed)
    given = _weights(case, weights) if weights is not None else {}
    past = _past_issues(back_test) if back_test is not None else ()
    talks = standing(case, day)
    best = _best_package(case, talks.day, seed)
    found: list[IssueForecast] = []
    left_out: dict[str, str] = {}
    used: dict[str, Statement] = {}
    deciders = {party.id for party in case.deciders}
    for each in talks.issues:
        held = [position for position in each.positions if position.party in deciders]
        demands = _by_demands(case, each) if each.issue.has_order else ()
        spoke = {one.party for one in held} | {one.party for one in demands}
        if not each.issue.has_order:
            left_out[each.issue.id] = "it has no order"
        elif len(spoke) < _TWO:
            who = f"only {case.party(spoke.pop()).name}" if spoke else "nobody"
            left_out[each.issue.id] = f"{who} has a position or a demand on it that leaves one end"
        else:
            found.append(_issue(each, held, demands, given, best))
            used |= {position.statement.id: position.statement for position in held}
            used |= {s.id: s for one in demands for s in one.statements}
    return Forecasts(
        case=case,
        day=talks.day,
        issues=tuple(found),
        left_out=left_out,
        weighted=weights is not None,
        back_test=_scored(past, seed),
        past_issues=len(past),
        seed=seed,
        used=tuple(s for s in case.statements if s.id in used),
    )


def _by_demands(case: Case, found: IssueStanding) -> tuple[ByDemand, ...]:
    """Return the parties that ask for nothing on an issue, and whose commitments exclude one end of it alone."""
    issue, allowed = found.issue, found.issue.everything & ~found.ruled_out
    told = []
    for party in case.deciders:
        left = found.open_to(party.id)
        missing = allowed & ~left
        if found.position(party.id) is not None or not left or not missing:
            continue
        at_least, at_most = missing < left & -left, missing & -missing > left
        if at_least or at_most:
            option = (left & -left if at_least else left).bit_length() - 1
            said = tuple(
                c.statement
                for c in commitments(case, found.statements)
                if c.statement.party == party.id and issue.id in issues_of(c.condition)
            )
            told.append(ByDemand(party.id, option, at_least, said))
    return tuple(told)


def _issue(
    each: IssueStanding,
    held: Sequence[HeldPosition],
    demands: tuple[ByDemand, ...],
    weights: Weights,
    best: Mapping[str, int] | None,
) -> IssueForecast:
    issue = each.issue
    at = [(one.party, one.option) for one in held]
    at += [(one.party, one.option) for one in demands]
    stands = [
        Stand(_value(issue, option), *_weight(weights, party, issue.id)) for party, option in at
    ]
    rounds = challenge(stands)
    values = _values(stands, rounds, weighted=bool(weights))
    if best is not None:
        values["packages"] = _value(issue, best[issue.id])
    forecasts = tuple(
        Forecast(way, round(value, 9), *_place(issue, value)) for way, value in values.items()
    )
    return IssueForecast(issue.id, len(stands), demands, forecasts, tuple(rounds))


def _values(
    stands: Sequence[Stand], rounds: Sequence[Round], *, weighted: bool
) -> dict[Way, float]:
    """Return where an issue may end, by each way that positions alone allow."""
    values: dict[Way, float] = {"compromise": compromise(stands)}
    if weighted:
        values["mean"] = mean(stands)
    values["median"] = median(stands)
    values["challenge"] = rounds[0].median if rounds else values["median"]
    return values


def _value(issue: Issue, option: int) -> float:
    if isinstance(issue.scale, NumericRange):
        return float(issue.scale.low + option * issue.scale.step)
    return float(option)


def _steps(issue: Issue, value: float) -> float:
    """Return how many steps a value is from the first option."""
    if isinstance(issue.scale, NumericRange):
        value = (value - float(issue.scale.low)) / float(issue.scale.step)
    return min(max(value, 0.0), issue.size - 1.0)


def _nearest(issue: Issue, value: float) -> int:
    return int(_steps(issue, value) + 0.5)


def _place(issue: Issue, value: float) -> tuple[int | None, int]:
    """Return the option that a value is near, or a mask of the two between which it lies."""
    steps = _steps(issue, value)
    before = int(steps)
    if _NEAR < steps - before < 1 - _NEAR:
        return None, 0b11 << before
    return _nearest(issue, value), 0


def _weight(weights: Weights, party: str, issue: str) -> tuple[float, float]:
    if not weights:
        return 1.0, 1.0
    found = weights.get((party, issue), weights.get((party, None)))
    if found is None:
        raise RequestError(
            f"the weights have no row for {party!r}, which has a position on {issue!r}"
        )
    return found


def _best_package(case: Case, day: Day, seed: int) -> Mapping[str, int] | None:
    """Return the package with the best agreement index, as ``packages`` has it; None where it cannot be told."""

    def found() -> Mapping[str, int]:
        work = brief_work(case, as_date(day), seed=seed)
        return work.answer(compared(work), 1).best.package.positions

    try:
        return current().attempt("the best package", found, None, share=0.6)
    except (OutOfBudget, RequestError):
        return None


@record(frozen=True, slots=True)
class _Past:
    """An issue that was decided."""

    stands: tuple[Stand, ...]
    outcome: float
    low: float
    high: float
    weighted: bool


def _scored(past: Sequence[_Past], seed: int) -> tuple[BackTest, ...]:
    """Return how far each way was off, with intervals over issues."""
    if not past:
        return ()
    ours = current().attempt(
        "the packages on past issues",
        lambda: [_by_package(each, seed) for each in past],
        None,
        share=0.6,
    )
    errors: dict[Way, list[float]] = {}
    weighted = any(one.weighted for one in past)
    for place, each in enumerate(past):
        values = _values(each.stands, challenge(each.stands, 1), weighted=weighted)
        if ours is not None:
            values["packages"] = ours[place]
        for way, value in values.items():
            errors.setdefault(way, []).append(
                100.0 * abs(value - each.outcome) / (each.high - each.low)
            )
    base = np.array(errors["compromise"])
    spend(1 + _RESAMPLES * len(past) // 100)
    picks = np.random.default_rng(seed).integers(len(past), size=(_RESAMPLES, len(past)))
    return tuple(
        BackTest(way, *_interval(np.array(found), picks), *_interval(np.array(found) - base, picks))
        for way, found in errors.items()
    )


def _by_package(past: _Past, seed: int) -> float:
    """Return where the best package of a past issue lies, as a case of the positions alone."""
    low, high = Fraction(past.low), Fraction(past.high)
    issue = Issue("issue", "Issue", NumericRange(low, high, (high - low) / _STEPS))
    places = [_nearest(issue, stand.position) for stand in past.stands]
    case = Case(
        "A past issue",
        tuple(Party(f"p{k}", f"p{k}") for k in range(len(places))),
        (issue,),
        statements=tuple(
            Statement(f"s{k}", f"p{k}", Position((("issue", place),)), _ANY_DAY)
            for k, place in enumerate(places)
        ),
    )
    best = _best_package(case, _ANY_DAY, seed)
    if best is None:
        raise OutOfBudget("the packages on past issues were not finished within the budget")
    return _value(issue, best["issue"])


def _interval(figures: NDArray[np.float64], picks: NDArray[np.int64]) -> tuple[float, float, float]:
    low, high = np.quantile(figures[picks].mean(axis=1), [0.025, 0.975])
    return round(float(figures.mean()), 6), round(float(low), 6), round(float(high), 6)


def _weights(case: Case, path: str) -> Weights:
    """Read capability and salience.

    Raises:
        RequestError: If the file cannot be used.
    """
    found: dict[tuple[str, str | None], tuple[float, float]] = {}
    parties = [party.id for party in case.parties]
    issues = [issue.id for issue in case.issues]
    for where, row in _rows(path, ("party", "capability", "salience")):
        party, issue = row["party"], row.get("issue") or None
        if party not in parties:
            raise RequestError(
                f"{where}: no party is called {party[:40]!r}: {did_you_mean(party, parties)}"
            )
        if issue is not None and issue not in issues:
            raise RequestError(
                f"{where}: no issue is called {issue[:40]!r}: {did_you_mean(issue, issues)}"
            )
        if (party, issue) in found:
            raise RequestError(
                f"{where}: a second row for {party!r}; one a party, or one a party and issue"
            )
        found[party, issue] = _weights_of(where, row)
    return found


def _past_issues(path: str) -> tuple[_Past, ...]:
    """Read past issues with their outcomes.

    Raises:
        RequestError: If the file cannot be used.
    """
    stands: dict[str, list[Stand]] = {}
    ends: dict[str, tuple[float, float, float]] = {}
    weighted: set[str] = set()
    told_of: set[tuple[str, str]] = set()
    for where, row in _rows(path, ("issue", "party", "position", "outcome")):
        issue, party = row["issue"], row["party"]
        if (issue, party) in told_of:
            raise RequestError(
                f"{where}: a second row for {party[:40]!r} on issue {issue[:40]!r}; one a party"
            )
        told_of.add((issue, party))
        low = _number(where, row, "low") if row.get("low") else _SCALE[0]
        high = _number(where, row, "high") if row.get("high") else _SCALE[1]
        outcome = _number(where, row, "outcome")
        position = _number(where, row, "position")
        if not low < high or not all(low <= value <= high for value in (position, outcome)):
            raise RequestError(
                f"{where}: position and outcome must lie from {low:g} to {high:g}; other ends "
                "go into the columns low and high"
            )
        if ends.setdefault(issue, (outcome, low, high)) != (outcome, low, high):
            raise RequestError(f"{where}: issue {issue[:40]!r} has another outcome or range above")
        if row.get("capability") or row.get("salience"):
            weighted.add(issue)
            stands.setdefault(issue, []).append(Stand(position, *_weights_of(where, row)))
        else:
            stands.setdefault(issue, []).append(Stand(position))
    found = tuple(
        _Past(tuple(told), *ends[issue], weighted=issue in weighted)
        for issue, told in stands.items()
        if len(told) >= _TWO
    )
    if not found:
        raise RequestError(f"{path[:200]}: no issue has two positions")
    return found


def _weights_of(where: str, row: Mapping[str, str]) -> tuple[float, float]:
    capability, salience = _number(where, row, "capability"), _number(where, row, "salience")
    if capability < 0 or salience < 0:
        raise RequestError(f"{where}: capability and salience must not be negative")
    if salience > 1:
        raise RequestError(f"{where}: salience must be from 0 to 1, not {salience:g}")
    return capability, salience


def _number(where: str, row: Mapping[str, str], column: str) -> float:
    text = row.get(column, "")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise RequestError(f"{where}: {column} {text[:40]!r} is not a number")
    return value


def _rows(path: str, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a table, each with where it stands."""
    try:
        content = read_at_most(path, _MOST_BYTES)
        if len(content) > _MOST_BYTES:
            raise RequestError(f"{path[:200]} is larger than {_MOST_BYTES // 1_000_000} MB")
        text = content.decode("utf-8-sig")
    except OSError as problem:
        raise RequestError(
            f"{path[:200]} cannot be read: {problem.strerror or 'no such file'}"
        ) from None
    except UnicodeDecodeError:
        raise RequestError(f"{path[:200]} is not text in UTF-8") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        missing = [name for name in needed if name not in header]
        if missing:
            raise RequestError(
                f"{path[:200]}: no column {', '.join(missing)}; needed are {', '.join(needed)}"
            )
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            where = f"{path[:200]}, line {rows.line_num}"
            if len(row) != len(header):
                raise RequestError(f"{where}: {len(row)} cells, the header has {len(header)}")
            spend(1)
            cells = (spreadsheet_text(cell.strip()) for cell in row)
            yield where, dict(zip(header, cells, strict=True))
    except csv.Error as problem:
        raise RequestError(f"{path[:200]}, line {rows.line_num}: not CSV: {problem}") from None
