"""What every finding rests on, question by question: the statements, rules and parameters behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lastyard.answers.evidence import Finding, Parameter, Run, Use, binds, linked, rules_on
from lastyard.budget import current
from lastyard.case.model import Case, Statement, Terms
from lastyard.case.readings import issues_about
from lastyard.case.said import commitments, in_force
from lastyard.conditions.tree import issues_of

if TYPE_CHECKING:
    from lastyard.answers.analyse import Analysis
    from lastyard.answers.check import Check
    from lastyard.answers.forecast import Forecasts
    from lastyard.answers.impasse import Impasse
    from lastyard.answers.improve import Improvements
    from lastyard.answers.moves import Moves
    from lastyard.answers.next_step import NextQuestion, NextStep, Proposal
    from lastyard.answers.packages.result import Packages, ProposedPackage
    from lastyard.answers.questions import Question
    from lastyard.answers.simulate import Simulation
    from lastyard.answers.solutions import Disagreement, Solutions
    from lastyard.answers.standing import IssueStanding, Standing
    from lastyard.answers.votes import VoteAnswer, VoteMember, Votes
    from lastyard.answers.within_reach import Deal
    from lastyard.case.model import Case

__all__ = [
    "SEED",
    "Found",
    "agreement_rule",
    "analysis_findings",
    "check_findings",
    "every_rule",
    "firmness",
    "forecasts_findings",
    "impasse_findings",
    "improvements_findings",
    "moves_findings",
    "named_issues",
    "nextstep_findings",
    "packages_findings",
    "said",
    "simulation_findings",
    "solutions_findings",
    "standing_findings",
    "votes_findings",
]

Found = tuple[tuple[Run, ...], tuple[Finding, ...]]
"""The runs of an answer, and its findings."""

_EXACT = "exact: nothing is sampled or estimated"

SEED = (Use("parameter", "parameter:seed"),)
_DRAWN = (*SEED, Use("parameter", "parameter:draws"))


def analysis_findings(result: Analysis) -> Found:
    """Return the findings of the main answer: those of its parts, and the questions."""
    (standing,), talks = standing_findings(result.standing)
    (impasse,), blocked = impasse_findings(result.impasse)
    asked = tuple(
        Finding(
            f"question-{k}",
            "question",
            "analyse",
            _asked_values(result.case, question),
            (
                *_asked_uses(question),
                *(
                    Use("found from", each.id)
                    for each in blocked
                    if question.about
                    and each.kind == "opening"
                    and set(said("gives way", question.about)) <= set(each.uses)
                ),
                *(
                    Use("found from", f"issue:{id}")
                    for id in (*question.issues, *_refused(question))
                ),
            ),
        )
        for k, question in enumerate(result.questions, 1)
    )
    (run,), named = ((None,), ()) if result.best is None else packages_findings(result.best)
    return (
        (Run("analyse", (), _how(result)), standing, impasse, *([run] if run else [])),
        (*talks, *blocked, *_deal_findings(result.case, result.deals, "analyse"), *named, *asked),
    )


def _how(result: Analysis) -> str:
    """Return how far what the main answer adds to its parts is exact."""
    if not result.deals or result.best is None:
        return _EXACT
    return (
        "what settles each dispute, and its chance, is exact; what else a deal holds, and how acceptable it is, "
        f"rests on {result.best.draws:,} draws a party"
    )


def _asked_values(case: Case, question: Question) -> dict[str, Any]:
    return {
        "to": [party.id for party in question.parties],
        "issues": list(question.issues),
        "package": _package(case.terms(dict(question.would_take))) if question.would_take else None,
    }


def _asked_uses(question: Question) -> tuple[Use, ...]:
    return (
        *said("blocks" if question.since else "gives way", question.about),
        *said("said", (each.statement for each in question.if_given)),
        *said("said", question.since),
    )


def _refused(question: Question) -> tuple[str, ...]:
    """Return the issues on which what the parties ask for is refused, where that is why they are asked."""
    return tuple(issue for issue, _ in question.would_take) if question.refused_by else ()


def _deal_findings(case: Case, deals: Sequence[Deal], run: str) -> Iterable[Finding]:
    for each in deals:
        disputes = [way.dispute for way in each.ways] if run == "analyse" else []
        gives = [statement for way in each.ways for statement in way.gives]
        yield Finding(
            each.id,
            "deal",
            run,
            {
                "package": _package(each.package),
                "chance": float(each.chance),
                "breaks": [s.id for s in each.breaks],
            },
            (
                *said("gives way", gives),
                *said("breaks", each.breaks),
                *(Use("found from", id) for id in disputes),
                *every_rule(case),
                *agreement_rule(case),
                *firmness(gives),
                *SEED,
            ),
        )


def said(role: Any, statements: Iterable[Statement]) -> tuple[Use, ...]:
    """Return statements as things that a finding rests on, each once."""
    return tuple(dict.fromkeys(Use(role, f"statement:{statement.id}") for statement in statements))


def firmness(statements: Iterable[Statement]) -> tuple[Use, ...]:
    """Return the firmness of those statements of which it matters."""
    return tuple(Use("parameter", f"parameter:firmness.{s.id}") for s in statements if binds(s))


def every_rule(case: Case) -> tuple[Use, ...]:
    """Return all rules of a case."""
    return tuple(Use("rule", f"rule:{rule.id}") for rule in case.rules)


def agreement_rule(case: Case) -> tuple[Use, ...]:
    """Return the agreement rule, where the case writes one."""
    return (Use("agreement rule", "agreement"),) if case.agreement else ()


def named_issues(case: Case, statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """Return, per statement that binds, the issues that its condition names."""
    return {
        each.statement.id: frozenset(issues_of(each.condition))
        for each in commitments(case, statements)
    }


def standing_findings(result: Standing) -> Found:
    """Return the findings about positions and gaps."""
    run = Run("standing", (), _EXACT)
    found: list[Finding] = []
    bearing = _Bearing(result)
    budget = current()

    def tell() -> None:
        for each in result.issues:
            for finding in _issue_findings(result, each, bearing):
                # What is shown of it, in several forms, costs far more than finding it.
                budget.spend(60 + 15 * len(finding.uses))
                budget.hold(1_000 + 200 * len(finding.uses))
                found.append(finding)

    budget.attempt("what positions and gaps rest on (the first are given)", tell, share=0.8)
    return (run,), tuple(found)


def _issue_findings(result: Standing, found: IssueStanding, bearing: _Bearing) -> Iterable[Finding]:
    case, issue = result.case, found.issue
    rules = rules_on(case, {issue.id})
    yield Finding(
        f"issue:{issue.id}",
        "issue",
        "standing",
        {"issue": issue.id, "state": found.state},
        (
            *said("concerns", found.statements),
            *(Use("found from", f"position:{issue.id}:{held.party}") for held in found.positions),
            *rules,
        ),
    )
    for held in found.positions:
        own = bearing.commitments(issue.id, (held.party,))
        yield Finding(
            f"position:{issue.id}:{held.party}",
            "position",
            "standing",
            {
                "issue": issue.id,
                "party": held.party,
                "option": issue.label(held.option),
                "since": held.since.isoformat(),
                "basis": held.basis,
            },
            said("asks", (held.statement,))
            + ((*said("holds", own), *rules) if held.basis == "commitment" else ()),
        )
    held_by = {held.party for held in found.positions}
    for gap in found.gaps:
        yield Finding(
            f"gap:{issue.id}:{':'.join(gap.between)}",
            "gap",
            "standing",
            {
                "issue": issue.id,
                "between": list(gap.between),
                "by_position": _number(gap.by_position),
                "by_commitment": _number(gap.by_commitment),
            },
            (
                *(
                    Use("found from", f"position:{issue.id}:{party}")
                    for party in gap.between
                    if party in held_by and gap.by_position is not None
                ),
                *(
                    (*said("holds", bearing.commitments(issue.id, gap.between)), *rules)
                    if gap.by_commitment is not None
                    else ()
                ),
            ),
        )


class _Bearing:
    """Which commitments bear on an issue, through rules as well; worked out once a result."""

    def __init__(self, result: Standing) -> None:
        case = result.case
        self._statements = {s.id: s for each in result.issues for s in each.statements}
        self._named: dict[str, dict[str, frozenset[str]]] = {}
        every = named_issues(case, self._statements.values())
        for id, issues in every.items():
            self._named.setdefault(self._statements[id].party, {})[id] = issues
        self._place = {id: place for place, id in enumerate(self._statements)}
        self._rules = {f"rule:{rule.id}": issues_of(rule.condition.tree) for rule in case.rules}

    def commitments(self, issue: str, parties: Iterable[str]) -> tuple[Statement, ...]:
        """Return the commitments of some parties that bear on an issue."""
        own: dict[str, frozenset[str]] = {}
        for party in parties:
            own |= self._named.get(party, {})
        bearing = linked({issue}, {**own, **self._rules})
        chosen = sorted((id for id in bearing if id in own), key=self._place.__getitem__)
        return tuple(self._statements[id] for id in chosen)


def _number(share: Any) -> float | None:
    return None if share is None else float(share)


def impasse_findings(result: Impasse) -> Found:
    """Return the findings about what blocks a deal and what would open one."""
    case = result.case
    everything = every_rule(case)
    verdict = Finding(
        "verdict",
        "verdict",
        "impasse",
        {
            "agreement_exists": result.agreement_exists,
            "packages": result.packages,
            "packages_allowed": result.packages_allowed,
        },
        (*said("holds", result.binding), *everything, *agreement_rule(case)),
    )
    ways = list(_opening_findings(result, everything))
    whole = [each for each in ways if each.kind == "opening"]
    found = [verdict, *_blocking_findings(result), *whole]
    found += [
        Finding(
            each.id,
            "dispute",
            "impasse",
            {
                "issues": [issue.id for issue in each.issues],
                "between": [party.id for party in each.parties],
                "chance": each.chance,
            },
            (
                *said("blocks", each.statements),
                *(Use("found from", id) for id in each.blocking_sets),
                *agreement_rule(case),
                *firmness(each.statements),
            ),
        )
        for each in result.disputes
    ]
    found += ways[len(whole) :]
    found += [
        Finding(
            f"tightest-{k}",
            "tight statement",
            "impasse",
            {"statement": each.statement.id, "packages_without": each.packages_without},
            (
                *said("concerns", (each.statement,)),
                *said("holds", (s for s in result.binding if s != each.statement)),
                *everything,
                *agreement_rule(case),
            ),
        )
        for k, each in enumerate(result.tightest, 1)
    ]
    how = _EXACT if result.complete else "every set shown is exact; there may be more sets"
    return (Run("impasse", (), how),), tuple(found)


def _blocking_findings(result: Impasse) -> Iterable[Finding]:
    named = named_issues(result.case, result.binding)
    for k, each in enumerate(result.blocking_sets, 1):
        issues = {issue for s in each.statements for issue in named[s.id]}
        yield Finding(
            f"blocking-{k}",
            "blocking set",
            "impasse",
            {
                "statements": [s.id for s in each.statements],
                "chance_all_hold": float(each.chance_all_hold),
            },
            (
                *said("blocks", each.statements),
                *rules_on(result.case, issues),
                *agreement_rule(result.case),
                *firmness(each.statements),
            ),
        )


def _opening_findings(result: Impasse, rules: tuple[Use, ...]) -> Iterable[Finding]:
    """Yield the openings of the whole, and of each dispute what would settle it."""
    of_set: Mapping[str, list[str]] = {s.id: [] for s in result.binding}
    for k, blocking in enumerate(result.blocking_sets, 1):
        for statement in blocking.statements:
            of_set[statement.id].append(f"blocking-{k}")
    settling = [(each, dispute.id) for dispute in result.disputes for each in dispute.openings]
    for each, dispute_id in [*((each, "") for each in result.openings), *settling]:
        gone = {s.id for s in each.statements}
        hit = dict.fromkeys(id for s in each.statements for id in of_set[s.id])
        about = {"dispute": dispute_id} if dispute_id else {}
        yield Finding(
            each.id,
            "way to settle" if dispute_id else "opening",
            "impasse",
            {
                **about,
                "statements": [s.id for s in each.statements],
                "chance": float(each.chance),
                "packages": each.packages,
            },
            (
                *said("gives way", each.statements),
                *(Use("found from", id) for id in hit),
                *said("holds", (s for s in result.binding if s.id not in gone)),
                *rules,
                *agreement_rule(result.case),
                *firmness(each.statements),
            ),
        )


def check_findings(result: Check) -> Found:
    """Return the findings of a check: parties that contradict themselves."""
    named = named_issues(
        result.case, (s for each in result.contradictions for s in each.statements)
    )
    found = tuple(
        Finding(
            f"contradiction-{k}",
            "contradiction",
            "check",
            {
                "party": each.party.id,
                "statements": [s.id for s in each.statements],
                "absolute": each.absolute,
            },
            (
                *said("blocks", each.statements),
                *rules_on(result.case, {i for s in each.statements for i in named[s.id]}),
                *firmness(each.statements),
            ),
        )
        for k, each in enumerate(result.contradictions, 1)
    )
    return (Run("check", (), _EXACT),), found


def votes_findings(result: Votes) -> Found:
    """Return the findings about votes and ballots."""
    parameters = [Parameter("seed", result.seed)]
    if result.assumed is not None:
        parameters.append(Parameter("unknown", float(result.assumed)))
    errors = [each.low.standard_error for each in result.votes]
    how = "sampled, with the error told beside each figure" if any(errors) else "exact"
    found: list[Finding] = []
    for answer in result.votes:
        found += _vote_findings(result, answer, tuple(parameters))
    return (Run("vote", tuple(parameters), how),), tuple(found)


def _vote_findings(
    result: Votes, answer: VoteAnswer, parameters: tuple[Parameter, ...]
) -> Iterable[Finding]:
    vote = answer.vote
    ballots = [
        Finding(
            f"ballot:{vote.id}:{member.standpoint.member}",
            "ballot",
            "vote",
            {
                "member": member.standpoint.label,
                "ballot": member.standpoint.ballot,
                "basis": member.standpoint.basis,
            },
            _ballot_uses(answer, member),
        )
        for member in answer.members
        if not member.standpoint.is_unknown
    ]
    sampled = answer.low.standard_error or answer.high.standard_error
    shown = [p for p in parameters if p.id != "seed" or sampled]
    yield Finding(
        f"vote:{vote.id}",
        "vote",
        "vote",
        {
            "vote": vote.id,
            "rule": answer.body.rule,
            "probability": answer.probability,
            "range": [answer.low.probability, answer.high.probability],
            "certain": answer.certain,
        },
        (
            *(Use("found from", each.id) for each in ballots),
            *((Use("source", f"source:{vote.source}"),) if vote.source else ()),
            *(agreement_rule(result.case) if vote.reference == "agreement" else ()),
            *(Use("parameter", f"parameter:{each.id}") for each in shown),
        ),
    )
    yield from ballots


def _ballot_uses(answer: VoteAnswer, member: VoteMember) -> tuple[Use, ...]:
    standpoint = member.standpoint
    given = [b for b in answer.vote.ballots if b.member == standpoint.member and b.source]
    return (
        *said("ballot", standpoint.statements),
        *(Use("source", f"source:{ballot.source}") for ballot in given),
    )


def moves_findings(result: Moves) -> Found:
    """Return the findings about states at which nobody would leave."""
    states = result.conflict.states
    moves = result.case.moves if result.case else None
    uses = (Use("moves", "moves"),) if moves is not None else ()
    if moves is not None and moves.source is not None:
        uses = (*uses, Use("source", f"source:{moves.source}"))
    reading = Parameter("reading", result.reading)
    found = tuple(
        Finding(
            f"state:{states[state]}",
            "equilibrium",
            "moves",
            {
                "state": states[state],
                "pattern": result.graph.labels[state],
                "concepts": [c for c, where in result.equilibria.items() if state in where],
            },
            (*uses, Use("parameter", "parameter:reading")),
        )
        for state in result.any_equilibria
    )
    return (Run("moves", (reading,), "exact"),), found


def packages_findings(result: Packages) -> Found:
    """Return the findings about the packages most likely to be agreed."""
    run = Run(
        "packages",
        (Parameter("seed", result.seed), Parameter("draws", result.draws)),
        f"sampled: {result.draws:,} draws a party, with the error told beside each figure",
    )
    found: list[Finding] = []
    for each in result.packages:
        found += _package_findings(result, each, str(each.id), "package")
    for name, each in result.fair.items():
        found += _package_findings(result, each, f"fair-{name}", "fair package")
    found += [
        Finding(
            f"hinge-{k}",
            "hinge",
            "packages",
            {"statement": each.statement.id, "low": each.low, "high": each.high},
            (
                *said("concerns", (each.statement,)),
                *firmness((each.statement,)),
                Use("found from", "package-A"),
            ),
        )
        for k, each in enumerate(result.hinges, 1)
    ]
    found += [
        Finding(
            f"self-contradiction-{k}",
            "contradiction",
            "packages",
            {
                "party": conflict.party.id,
                "statements": [s.id for s in conflict.statements],
                "absolute": False,
            },
            said("blocks", conflict.statements),
        )
        for k, conflict in enumerate(result.contradictions, 1)
    ]
    return (run,), tuple(found)


def _package_findings(result: Packages, each: ProposedPackage, id: str, kind: str) -> list[Finding]:
    case = result.case
    of_parties = [
        Finding(
            f"{id}:{party}",
            "acceptability",
            "packages",
            {"party": party, "index": found.index, "error": found.error, "status": found.status},
            (
                *said("said", (s for s in result.used if s.party == party)),
                *said("breaks", (s for s in each.breaks if s.party == party)),
                *firmness(s for s in each.breaks if s.party == party),
                *_DRAWN,
            ),
        )
        for party, found in each.acceptability.items()
    ]
    whole = Finding(
        id,
        kind,
        "packages",
        {
            "package": dict(each.package),
            "index": each.agreement.index,
            "error": each.agreement.error,
            "breaks": [s.id for s in each.breaks],
        },
        (
            *(Use("found from", found.id) for found in of_parties),
            *said("breaks", each.breaks),
            *every_rule(case),
            *agreement_rule(case),
            *firmness(each.breaks),
            *_DRAWN,
        ),
    )
    return [whole, *of_parties]


def solutions_findings(result: Solutions) -> Found:
    """Return the findings about the frontier and the fair packages."""
    case = result.case
    rules = every_rule(case)
    counted = [
        Finding(
            f"disagreement:{party}",
            "disagreement point",
            "solutions",
            {"party": party, "value": _number(each.value), "basis": each.basis},
            (
                *said("points", (s for s in result.statements if s.party == party)),
                *_basis_uses(party, each),
            ),
        )
        for party, each in result.disagreement.items()
    ]
    frontier = Finding(
        "frontier",
        "frontier",
        "solutions",
        {"points": result.points, "exact": result.exact},
        (*said("points", result.statements), *rules),
    )
    fair = [
        Finding(
            f"solution-{each.name}",
            "solution",
            "solutions",
            {
                "name": each.name,
                "package": None if each.package is None else dict(each.package),
                "values": {party: float(value) for party, value in each.values.items()},
                "breaks": [s.id for s in each.breaks],
            },
            (
                *said("points", result.statements),
                *(Use("found from", found.id) for found in counted),
                *said("breaks", each.breaks),
                *rules,
            ),
        )
        for each in result.fair
    ]
    how = "exact" if result.exact else f"approximate, {result.reason}"
    asked = tuple(
        Parameter(f"disagreement.{party}", float(each.value))
        for party, each in result.disagreement.items()
        if each.basis == "asked" and each.value is not None
    )
    return (Run("solutions", asked, how),), (*counted, frontier, *fair)


def _basis_uses(party: str, point: Disagreement) -> tuple[Use, ...]:
    if point.basis == "asked":
        return (Use("parameter", f"parameter:disagreement.{party}"),)
    return (Use("status quo", "status_quo"),) if point.basis == "status quo" else ()


def nextstep_findings(result: NextStep) -> Found:
    """Return the findings about what to ask and what to propose."""
    run = Run(
        "next",
        (Parameter("seed", result.seed), Parameter("draws", result.draws)),
        f"sampled: {result.draws:,} draws a party and {result.worlds:,} joint samples, with the "
        "error told beside each figure; answers taken as true",
    )
    certain = [each for each in result.unsampled if not each.issues]
    silences = [each for each in result.unsampled if each.issues]
    asked = [
        *(_unsampled(result, each, k) for k, each in enumerate(certain, 1)),
        *(_question(result, each) for each in result.questions),
        *(
            _unsampled(result, each, k)
            for k, each in enumerate(silences, 1 + len(certain) + len(result.questions))
        ),
    ]
    offered = [
        *_deal_findings(result.case, result.deals, "next"),
        *(_proposal(result, each, k) for k, each in enumerate(result.proposals)),
    ]
    better = [
        Finding(
            each.id,
            "question for the best deal",
            "next",
            {
                "to": [each.party.id],
                "asks": each.kind,
                "package": _package(each.package),
                "other": _package(each.other),
                "rise": each.rise,
            },
            (*said("said", result.used), *_model(result)),
        )
        for each in (result.best_deal.questions if result.best_deal else ())
    ]
    return (run,), (*asked, *offered, *better)


def _unsampled(result: NextStep, each: Question, number: int) -> Finding:
    refused = set(_refused(each))
    there = (s for s in in_force(result.case, result.day) if refused.intersection(issues_about(s)))
    uses = (*_asked_uses(each), *said("concerns", there))
    values = _asked_values(result.case, each)
    return Finding(f"question-{number}", "question", "next", values, uses)


def _question(result: NextStep, each: NextQuestion) -> Finding:
    others = (s for s in result.used if s not in each.uses)
    values = {
        "to": [each.party.id],
        "asks": each.kind,
        "statement": each.statement.id if each.statement else None,
        "package": _package(each.package),
        "other": _package(each.other),
        "chance": each.chance.index,
        "bits": each.information.bits,
        "error": each.information.error,
        "rise": each.rise,
        "if_yes": each.if_yes.index,
        "if_no": each.if_no.index,
    }
    uses = (*said("said", each.uses), *said("concerns", others), *_model(result))
    return Finding(each.id, "question in confidence", "next", values, uses)


def _proposal(result: NextStep, each: Proposal, place: int) -> Finding:
    values = {
        "package": _package(each.package),
        "index": each.agreement.index,
        "error": each.agreement.error,
        "breaks": [s.id for s in each.breaks],
        "refusal_bits": each.refusal.bits if each.refusal else None,
    }
    uses = (*said("said", result.used), *said("breaks", each.breaks), *_model(result))
    return Finding(each.id, "package", "next", values, uses)


def forecasts_findings(result: Forecasts) -> Found:
    """Return the findings about where issues may end."""
    run = Run(
        "forecast",
        (Parameter("seed", result.seed),),
        "means and medians of positions, and the challenge model: exact on what was given; "
        "the best package sampled",
    )
    found = tuple(
        Finding(
            f"forecast-{each.issue}",
            "forecast",
            "forecast",
            {"issue": each.issue, **{one.way: one.value for one in each.forecasts}},
            (*said("said", result.used), Use("parameter", "parameter:seed")),
        )
        for each in result.issues
    )
    return (run,), found


def improvements_findings(result: Improvements) -> Found:
    """Return the findings about what to offer in the place of a deal."""
    run = Run(
        "improve",
        (Parameter("seed", result.seed), Parameter("draws", result.draws)),
        f"sampled: {result.draws:,} draws a party, with the error told beside each figure",
    )
    uses = (*said("said", result.used), *_model(result))
    offers = tuple(
        Finding(
            each.id,
            "offer",
            "improve",
            {
                "package": _package(each.package),
                "in_place_of": _package(result.deal),
                "index": each.adopted.index,
                "error": each.adopted.error,
                "worse": {id: marks.worse for id, marks in each.marks.items()},
            },
            uses,
        )
        for each in result.offers
    )
    return (run,), offers


def simulation_findings(result: Simulation) -> Found:
    """Return the findings about ways of asking."""
    parameters = (
        ("seed", result.seed),
        ("draws", result.draws),
        ("runs", result.runs),
        ("questions", result.questions),
    )
    run = Run(
        "simulate",
        tuple(Parameter(*each) for each in parameters),
        f"sampled: {result.runs:,} hidden truths drawn from what is believed",
    )
    found = tuple(
        Finding(
            f"way-{k}",
            "way of asking",
            "simulate",
            {"name": way.name, "mean": way.mean, "error": way.error},
            (
                *said("said", result.used),
                *_model(result),
                Use("parameter", "parameter:runs"),
                Use("parameter", "parameter:questions"),
            ),
        )
        for k, way in enumerate(result.ways, 1)
    )
    return (run,), found


def _model(result: NextStep | Improvements | Simulation) -> tuple[Use, ...]:
    """Return the firmness, rules and parameters that every sampled figure rests on."""
    return (
        *firmness(result.used),
        *every_rule(result.case),
        *agreement_rule(result.case),
        *_DRAWN,
    )


def _package(package: Terms | None) -> dict[str, Any] | None:
    return None if package is None else dict(package)
