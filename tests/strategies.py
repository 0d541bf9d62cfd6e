"""Random cases, built from the model and therefore always right."""

import datetime
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from lastyard.bodies import Body, Member
from lastyard.case.agreement import body_rule, parse_agreement
from lastyard.case.model import (
    STRESS_WORDS,
    Accepts,
    Agreement,
    Case,
    Issue,
    NumericRange,
    Offers,
    Outcome,
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
    Together,
    Values,
    Wants,
    Withdraws,
    WrittenCondition,
)
from lastyard.case.moves import MoveOption, MovePreference, Moves
from lastyard.case.parse import parse_condition
from lastyard.case.votes import Ballot, Vote

days = st.dates(datetime.date(2020, 1, 1), datetime.date(2025, 1, 1))
texts = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs"),
        # The last ones are for use inside programs: loading replaces them.
        exclude_characters="\ufeff\u2028\u2029\x85\ufffe\uffff"
        + "".join(map(chr, range(0xFDD0, 0xFDF0))),
    ),
    min_size=1,
    max_size=12,
).filter(lambda t: t.strip() not in ("", "~", "null", "Null", "NULL"))
maybe = st.none() | texts
probabilities = st.integers(0, 20).map(lambda n: Fraction(n, 20))
words = st.lists(texts, max_size=2).map(tuple)
quotes = st.none() | texts.map(Quote) | st.builds(Quote, texts, texts, texts, st.integers(0, 10**6))
_TEXTS = (texts, maybe, words)


@st.composite
def issues(draw, id, plain=False):
    if plain:
        names, more, also = st.just(f"Issue {id}"), st.none(), st.just(())
    else:
        names, more, also = texts, maybe, words
    if draw(st.booleans()):
        low = draw(st.integers(-5, 5))
        steps = draw(st.integers(1, 5))
        step = draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 10)]))
        scale = NumericRange(Fraction(low), low + steps * step, step)
        return Issue(id, draw(names), scale, True, draw(more), draw(also), note=draw(more))
    # The language has no escape: an option that conditions name has no double quote in it.
    label = texts.filter(lambda text: '"' not in text)
    if plain:
        labels = ["none", "some", "more", "all"][: draw(st.integers(2, 4))]
    else:
        labels = draw(st.lists(label, min_size=2, max_size=4, unique=True))
    listed = [(option, draw(also)) for option in labels]
    return Issue(
        id,
        draw(names),
        tuple(labels),
        draw(st.booleans()),
        draw(more),
        draw(also),
        tuple((option, own) for option, own in listed if own),
        note=draw(more),
    )


@st.composite
def packages(draw, space, complete=False):
    chosen = (
        space
        if complete
        else draw(st.lists(st.sampled_from(space), min_size=1, unique_by=lambda i: i.id))
    )
    ids = {issue.id for issue in chosen}
    return tuple((i.id, draw(st.integers(0, i.size - 1))) for i in space if i.id in ids)


@st.composite
def conditions(draw, space):
    def simple():
        issue = draw(st.sampled_from(space))
        label = issue.label(draw(st.integers(0, issue.size - 1)))
        if issue.is_numeric:
            return f"{issue.id} {draw(st.sampled_from(['<=', '>', '==', '!=']))} {label}"
        return f'{issue.id} {draw(st.sampled_from(["==", "!="]))} "{label}"'

    text = simple()
    for _ in range(draw(st.integers(0, 2))):
        text = f"({text}) {draw(st.sampled_from(['and', 'or', 'implies', 'iff']))} {simple()}"
    return WrittenCondition(text, parse_condition(text, {issue.id: issue for issue in space}))


@st.composite
def verbs(draw, space, earlier, demands=False):
    ordered = [issue for issue in space if issue.has_order]
    # Requires, rejects, refuses.
    kind = draw(st.sampled_from((1, 2, 4)) if demands else st.integers(0, 11))
    if kind == 11:
        word = draw(st.sampled_from(STRESS_WORDS))
        return Stresses(((draw(st.sampled_from(space)).id, word),))
    if kind == 1:
        return Requires(draw(conditions(space)))
    if kind == 2:
        return Rejects(draw(conditions(space)))
    if kind == 3:
        return Accepts(draw(packages(space)))
    if kind == 4:
        return Refuses(draw(packages(space)))
    if kind == 5:
        return Position(draw(packages(space)))
    if kind == 6 and ordered:
        return Wants(((ordered[0].id, draw(st.sampled_from(["more", "less"]))),))
    if kind == 7:
        better = draw(packages(space))
        worse = tuple(
            (i, draw(st.integers(0, next(s.size for s in space if s.id == i) - 1)))
            for i, _ in better
        )
        if better != worse:
            return Prefers(better, worse)
    if kind == 8 and len(space) > 1:
        return Ranks(tuple(draw(st.permutations([issue.id for issue in space]))))
    if kind == 9:
        points = st.fractions(-10, 10, max_denominator=6)
        values = tuple((i.id, tuple(draw(points) for _ in range(i.size))) for i in space)
        together = ()
        if len(space) > 1 and draw(st.integers(0, 3)) == 0:
            when = tuple((i.id, draw(st.integers(0, i.size - 1))) for i in space[:2])
            together = (Together(when, draw(points)),)
        return Values(values, draw(st.none() | st.just("none") | points), together)
    if kind == 10 and earlier:
        return Withdraws((draw(st.sampled_from(earlier)),))
    return Offers(draw(packages(space)))


@st.composite
def agreements(draw, deciders):
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return None
    if kind == 1:
        text = draw(
            st.sampled_from(
                ["all", " or ".join(deciders), f"at least 1 of ({', '.join(deciders)})"]
            )
        )
        tree = parse_agreement(text, deciders)
        return Agreement(text, tree, tuple(deciders))
    weights = draw(st.sampled_from([{}, {deciders[0]: draw(st.integers(1, 3))}]))
    total = sum(weights.get(decider, 1) for decider in deciders)
    quota = draw(st.integers(1, total))
    veto = (deciders[-1],) if draw(st.booleans()) else ()
    return Agreement(
        text=_body_text(deciders, quota, veto, weights),
        tree=body_rule(deciders, quota, veto, weights),
        parties=tuple(deciders),
        members=tuple(deciders),
        quota=quota,
        veto=veto,
        weights=tuple(weights.items()),
    )


def _body_text(members, quota, veto, weights):
    total = sum(weights.get(member, 1) for member in members)
    text = f"{quota} of {total} {'weight' if weights else 'members'}"
    if not veto:
        return text
    must = veto[0] if len(veto) == 1 else f"each of {', '.join(veto)}"
    return f"{text}, {must} among them"


@st.composite
def ballots(draw, member, statements, source):
    kind = draw(st.integers(0, 2))
    parts = draw(st.tuples(*[st.integers(0, 3)] * 3).filter(any))
    return Ballot(
        member.name,
        draw(st.sampled_from(["yes", "abstain", "no", "present", "absent"])) if kind == 0 else None,
        tuple(Fraction(part, sum(parts)) for part in parts) if kind == 1 else None,
        (draw(st.integers(0, member.count)), 0, 0, 0, 0) if kind == 2 else None,
        draw(probabilities),
        draw(st.none() | days),
        draw(st.none() | st.sampled_from(statements)) if statements else None,
        draw(source),
        draw(maybe),
        middle=draw(st.sampled_from(["abstain", "present", "absent"]))
        if kind == 1 and parts[1]
        else "abstain",
    )


@st.composite
def votes(draw, id, space, deciders, statements, source):
    members = [Member(p.id, label=p.name) for p in deciders]
    if draw(st.booleans()):
        weights = draw(st.dictionaries(st.just("shares"), st.fractions(0, 9, max_denominator=3)))
        members.append(Member("class", weights, draw(st.integers(1, 5)), draw(st.just("") | texts)))
    groups = {"some": (members[0].name,)} if draw(st.booleans()) else {}
    name = draw(maybe)
    reference = draw(st.none() | st.just("agreement")) if len(members) == len(deciders) else None
    title = name or id
    if reference:
        body = Body(title, tuple(members), f"yes >= {len(members)}")
    else:
        body = Body(draw(st.just(title) | texts), tuple(members), "yes > no", groups)
    return Vote(
        id, body, reference, name,
        draw(st.none() | texts | packages(space)), draw(st.none() | days),
        tuple(draw(ballots(m, statements, source)) for m in members if draw(st.booleans())),
        draw(st.sampled_from([None, "adopted", "rejected"])), draw(source), draw(maybe),
    )  # fmt: skip


@st.composite
def moves(draw, parties, source):
    owners = [draw(st.sampled_from(parties)).id for _ in range(2)]
    options = tuple(
        MoveOption(f"o{k}", owner, draw(texts), draw(st.sampled_from([None, "taken", "left"])))
        for k, owner in enumerate(owners)
    )
    ways = [
        {"priorities": ("o0", "not o1")},
        {"ranking": (("YN", "NY"), ("first",), ("YY",))},
        {"payoffs": (("first", Fraction(1, 3)), ("Y-", Fraction(2)), ("NY", Fraction(-1)))},
        {"prefers": (("first", "YY"), ("YY", "NY"))},
    ]
    preferences = tuple(
        MovePreference(owner, **draw(st.sampled_from(ways)), note=draw(maybe))
        for owner in dict.fromkeys(owners)
        if draw(st.booleans())
    )
    return Moves(
        options, states=(("first", "not o0 and not o1"),), preferences=preferences,
        status_quo=draw(st.sampled_from([None, "first", "NY"])), source=draw(source),
        note=draw(maybe), same=draw(st.sampled_from([(), ("NN",)])),
    )  # fmt: skip


@st.composite
def cases(draw, plain=False, demands=False):
    """Draw a case; a plain one has no free text, sources, votes or moves.

    With ``demands`` all that is said binds, so that most cases have something that blocks a deal.

    Three quarters of the time goes into those. Tests of figures on which none of them bears take
    plain cases, and have more of what does bear on them to draw.
    """
    names, maybe, words = (st.just("A party"), st.none(), st.just(())) if plain else _TEXTS
    parties = tuple(
        Party(
            f"p{k}",
            draw(names),
            role,
            draw(words),
            draw(maybe),
            of="p0" if role == "ratifier" else None,
        )
        for k, role in enumerate(
            [
                "party",
                *draw(
                    st.lists(
                        st.sampled_from(["party", "ratifier", "mediator", "observer"]), max_size=2
                    )
                ),
            ]
        )
    )
    space = [draw(issues(f"i{k}", plain)) for k in range(draw(st.integers(1, 3)))]
    owners = st.lists(
        st.sampled_from([p.id for p in parties if p.decides]), unique=True, max_size=2
    )
    space = [replace(issue, of=tuple(draw(owners))) for issue in space]
    sources = tuple(
        Source(
            f"s{k}",
            draw(maybe),
            draw(maybe),
            draw(st.none() | days),
            draw(maybe),
            None,
            draw(maybe),
        )
        for k in range(0 if plain else draw(st.integers(0, 2)))
    )
    source = st.none() | st.sampled_from([s.id for s in sources]) if sources else st.none()
    statements = []
    for k in range(draw(st.integers(0, 6))):
        party = draw(st.sampled_from(parties)).id
        earlier = [s.id for s in statements if s.party == party]
        says = draw(verbs(space, earlier, demands))
        on = datetime.date(2020, 1, 1) + datetime.timedelta(days=40 * k + draw(st.integers(0, 30)))
        binds = isinstance(says, Requires | Rejects | Refuses)
        ends = (
            ()
            if isinstance(says, Withdraws) or not earlier
            else draw(st.sampled_from([(), (earlier[-1],)]))
        )
        statements.append(
            Statement(
                id=f"t{k}", party=party, says=says, on=on, by=draw(maybe), source=draw(source),
                quote=draw(st.none() if plain else quotes),
                firmness=draw(probabilities) if binds else Fraction(4, 5),
                confidence=draw(probabilities),
                until=draw(st.none() | st.just(on + datetime.timedelta(days=50))),
                replaces=ends, note=draw(maybe),
            )
        )  # fmt: skip
    rules = tuple(
        Rule(f"r{k}", draw(conditions(space)), draw(source), draw(maybe))
        for k in range(draw(st.integers(0, 2)))
    )
    deciders = [party.id for party in parties if party.decides]
    agreement = draw(agreements(deciders))
    voting = ()
    if agreement is None and not plain:
        voters = [party for party in parties if party.decides]
        named = [s.id for s in statements]
        voting = tuple(
            draw(votes(f"v{k}", space, voters, named, source))
            for k in range(draw(st.integers(0, 2)))
        )
    return Case(
        title=draw(names), parties=parties, issues=tuple(space), rules=rules,
        agreement=agreement, sources=sources, statements=tuple(statements),
        votes=voting, moves=draw(st.none() if plain else st.none() | moves(parties, source)),
        as_of=draw(st.none() | days), status_quo=draw(st.none() | packages(space)), note=draw(maybe),
        outcome=draw(
            st.none()
            | st.builds(Outcome, st.none() | packages(space), st.none() | days, source, maybe)
        ),
    )  # fmt: skip
