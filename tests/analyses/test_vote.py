"""Votes of a case, held against going through every vote that can happen."""

import datetime
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly

COUNCIL = """
title: Council
as_of: 2024-03-01
parties: {{a: {{name: Ana}}, b: {{}}, c: {{}}, d: {{}}}}
issues:
  site: {{options: [old, new]}}
  fee: {{options: [none, low, high], ordered: true}}
statements: {statements}
votes:
  - id: it
    draft: {{site: new, fee: high}}
    body: {{members: [a, b, c, d], rule: {rule}}}
    ballots: {ballots}
"""
BALLOTS = ("yes", "abstain", "no")
RULES = ["yes > no and no veto of a", "yes >= 3", "yes >= 2 or yes in a + yes in b >= 1"]


def council(rule="yes >= 3", ballots="{}", statements="[]"):
    return ly.load_text(COUNCIL.format(rule=rule, ballots=ballots, statements=statements))


def answer(case, **how):
    (found,) = ly.vote(case, **how).votes
    return found


@given(
    st.sampled_from(RULES),
    st.lists(st.sampled_from([*BALLOTS, None]), min_size=4, max_size=4),
    st.fractions(0, 1, max_denominator=10),
)
def test_certain_and_probable_are_what_enumeration_says(rule, known, assumed):
    given_ = {m: ballot for m, ballot in zip("abcd", known, strict=True) if ballot}
    case = council(rule, str(given_))
    body = case.votes[0].body
    completions = [
        dict(zip("abcd", votes, strict=True))
        for votes in product(BALLOTS, repeat=4)
        if all(k is None or k == v for k, v in zip(known, votes, strict=True))
    ]
    outcomes = {body.adopts(votes) for votes in completions}
    found = answer(case)
    expected = None if len(outcomes) == 2 else "adopted" if outcomes == {True} else "rejected"
    assert found.certain == expected
    assert (found.low.probability, found.high.probability) == (
        min(outcomes), max(outcomes),
    )  # fmt: skip
    assert (found.replay is not None) == (None not in known)
    chance = sum(
        prod(
            1 if k else {"yes": assumed, "no": 1 - assumed, "abstain": 0}[v]
            for k, v in zip(known, votes.values(), strict=True)
        )
        * body.adopts(votes)
        for votes in completions
    )
    assert answer(case, unknown=assumed).probability == pytest.approx(float(chance))


def test_what_confidence_leaves_open_is_a_range():
    found = answer(
        council("yes >= 4", "{a: {ballot: yes, confidence: 0.9}, b: yes, c: yes, d: yes}")
    )
    assert (found.low.probability, found.high.probability) == (pytest.approx(0.9),) * 2
    found = answer(
        council("no <= 0", "{a: {ballot: yes, confidence: 0.9}, b: yes, c: yes, d: yes}")
    )
    assert (found.low.probability, found.high.probability) == pytest.approx((0.9, 1.0))
    assert found.probability is None


def test_chances_are_taken_as_given():
    ballots = (
        "{a: {chances: {yes: 0.5, no: 0.5}}, b: {chances: {yes: 0.25, no: 0.75}}, c: yes, d: no}"
    )
    found = answer(council("yes >= 2", ballots))
    assert found.probability == pytest.approx(1 - 0.5 * 0.75)
    by_chance = [s for s in found.cheapest if s.by == "chance" and s.goal == "adopt"]
    assert [(p.members, s.chance) for s in by_chance[0].sets for p in s.picks] == [
        ((("a", 1),), pytest.approx(0.5)), ((("b", 1),), pytest.approx(0.25)),
    ]  # fmt: skip


STATEMENTS = """
  - {id: red, party: a, on: 2024-01-01, rejects: "fee == 'high'", firmness: 0.7}
  - {id: line, party: a, on: 2024-01-01, requires: "fee != 'high'", firmness: 0.9}
  - {id: bid, party: b, on: 2024-01-01, offers: {site: new, fee: high}}
  - {id: other, party: c, on: 2024-01-01, offers: {site: new}}
  - {id: later, party: d, on: 2024-02-01, refuses: {site: new, fee: high}, firmness: 0.5}
"""


def test_statements_give_ballots_and_say_what_would_have_to_change():
    case = council(statements=STATEMENTS)
    found = {m.standpoint.member: m.standpoint for m in answer(case).members}
    assert (found["a"].ballot, found["a"].confidence) == ("no", Fraction(9, 10))
    assert [s.id for s in found["a"].statements] == ["red", "line"]
    assert list(found["a"].changes) == [(("fee", 1),)]
    assert (found["b"].ballot, found["b"].confidence) == ("yes", 1)
    assert found["c"].is_unknown
    assert found["d"].ballot == "no"
    assert len(found["d"].changes) == 2
    before = answer(case, day=datetime.date(2024, 1, 15))
    assert {m.standpoint.member for m in before.members if m.standpoint.is_unknown} == {"c", "d"}


def test_a_ballot_in_the_file_goes_before_statements():
    case = council(ballots="{a: yes}", statements=STATEMENTS)
    found = answer(case).members[0].standpoint
    assert (found.ballot, found.basis) == ("yes", "ballot")


def test_demands_that_only_together_exclude_a_draft():
    text = """
  - {id: one, party: a, on: 2024-01-01, requires: "site == 'new' implies fee != 'low'", firmness: 0.5}
  - {id: two, party: a, on: 2024-01-01, requires: "site == 'new' implies fee == 'low'", firmness: 0.5}
"""
    case = ly.load_text(
        COUNCIL.format(rule="yes >= 3", ballots="{}", statements=text).replace(", fee: high}", "}")
    )
    found = answer(case).members[0].standpoint
    assert (found.ballot, found.confidence) == ("no", Fraction(1, 4))
    assert [s.id for s in found.statements] == ["one", "two"]


UNION = """
title: Ballot
parties: {firm: {}}
issues: {pay: {options: [old, new]}}
votes:
  - id: strike
    on: 2024-02-01
    body: {members: [{name: crew, count: 10}, chair], groups: {all: [crew, chair]}, rule: "yes in crew > no in crew and no veto of chair and yes in all >= 4"}
    ballots: {crew: {counts: {yes: 4, abstain: 1, no: 3}}, chair: abstain}
    outcome: adopted
"""


def test_a_class_may_vote_in_parts_and_partly_be_unknown():
    found = answer(ly.load_text(UNION), day=datetime.date(2024, 3, 1))
    assert [(m.standpoint.member, m.standpoint.count) for m in found.members] == [
        ("crew: yes", 4), ("crew: abstain", 1), ("crew: no", 3), ("crew: unknown", 2), ("chair", 1),
    ]  # fmt: skip
    assert (found.certain, found.agrees) == (None, None)
    settled = answer(ly.load_text(UNION.replace("no: 3", "no: 5")))
    assert (settled.certain, settled.agrees) == ("rejected", False)
    assert (settled.replay.yes, settled.replay.abstain, settled.replay.no) == (4, 2, 5)


def test_a_large_class_whose_ballots_are_counted_is_exact():
    text = UNION.replace("count: 10}", "count: 1000000}").replace(
        "yes: 4, abstain: 1, no: 3", "yes: 500000, no: 499999"
    )
    found = answer(ly.load_text(text))
    assert (found.low.method, found.high.method) == ("exact", "exact")
    assert (found.low.probability, found.high.probability) == (0, 1)
    part = {m.standpoint.member: m for m in found.members}["crew: no"]
    assert part.if_yes == (1, 1)
    assert part.if_no == (0, 1)


def test_how_many_of_one_large_class_to_win_over():
    rule = "yes > no and yes >= 40 % of members"
    case = ly.load_text(
        "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\nvotes:\n"
        f"  - {{id: v, body: {{members: [{{name: m, count: 12000}}], rule: {rule}}}}}\n"
    )
    found = answer(case)
    sizes = {s.goal: [each.size for each in s.sets] for s in found.cheapest}
    # Of 12,000 against, 6,001 make a majority; of 12,000 for, 6,000 make a tie.
    assert sizes == {"adopt": [6001], "reject": [6000]}
    assert found.left_out == ()


def test_a_vote_on_record_is_not_known_before_it_was_held():
    early = answer(ly.load_text(UNION), day=datetime.date(2024, 1, 1))
    assert sum(s.count for s in early.unknown) == 11
    assert early.agrees is None


@pytest.mark.parametrize(
    ("agreement", "passing"),
    [
        ("all", [{"a", "b", "c"}]),
        ("a and (b or c)", [{"a", "b"}, {"a", "c"}, {"a", "b", "c"}]),
        ("at least 2 of (a, b, c)", [{"a", "b"}, {"a", "c"}, {"b", "c"}, {"a", "b", "c"}]),
        (
            "{members: [a, b, c], quota: 3, veto: [b], weights: {a: 2}}",
            [{"a", "b"}, {"a", "b", "c"}],
        ),
    ],
)
def test_the_agreement_rule_can_be_the_body(agreement, passing):
    case = ly.load_text(
        "title: T\nparties: {a: {}, b: {}, c: {}}\nissues: {i: {options: [x, y]}}\n"
        f"agreement: {agreement}\nvotes: [{{id: v, body: agreement}}]\n"
    )
    body = case.votes[0].body
    for votes in product(("yes", "abstain"), repeat=3):
        ballots = dict(zip("abc", votes, strict=True))
        yes = {name for name, ballot in ballots.items() if ballot == "yes"}
        assert body.adopts(ballots) == (yes in passing), ballots


def test_results_print_and_show():
    found = ly.vote(council(statements=STATEMENTS), with_power=True)
    assert "What the draft would have to change" in str(found)
    assert "<table>" in found._repr_html_()
    assert "Shapley-Shubik" in str(found)
    assert "1/4" in str(ly.power(council().votes[0].body))


def test_questions_that_cannot_be_answered():
    with pytest.raises(ly.RequestError, match="no `votes`"):
        ly.vote(ly.load_text("title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\n"))
    with pytest.raises(ly.RequestError, match="not a probability"):
        ly.vote(council(), unknown=2)
    with pytest.raises(ly.RequestError, match="did you mean"):
        ly.power("un-charter-1945/security-counsil")
    with pytest.raises(ly.RequestError, match="supply them"):
        ly.power("imf-articles/board-85-per-cent")
    with pytest.raises(ly.RequestError, match="cannot read"):
        ly.power("nowhere.yaml")


def test_a_cast_no_is_told_what_would_win_it():
    case = ly.load_text("""
title: Council
parties: {a: {name: Ada}, b: {name: Bo}, c: {}}
issues: {truce: {options: [none, short, long], ordered: true}, aid: {options: [no, yes]}}
statements:
  - {id: red, party: a, on: 2024-01-05, rejects: "truce == 'long' and aid == 'no'", firmness: 0.9}
votes:
  - id: draft
    draft: {truce: long, aid: no}
    body: {members: [a, b, c], rule: yes >= 2}
    ballots: {a: no, b: yes}
""")
    found = ly.vote(case)
    ada = found.votes[0].members[0].standpoint
    assert (ada.basis, ada.ballot) == ("ballot", "no")
    assert list(ada.changes) == [(("truce", 1),), (("aid", 1),)]
    text = " ".join(str(found).split())
    assert "What the draft would have to change" in text
    assert "would no longer exclude it with aid: yes" in text


def test_a_draft_of_yes_or_no_cannot_be_changed_into_itself():
    case = ly.load_text("""
title: Council
parties: {a: {}, b: {}}
issues: {draft: {options: [not adopted, adopted]}}
statements: [{id: veto, party: a, on: 2024-01-05, rejects: "draft == 'adopted'"}]
votes:
  - {id: v, draft: {draft: adopted}, body: {members: [a, b], rule: yes >= 2}}
""")
    assert ly.vote(case).votes[0].members[0].standpoint.changes == ()


FIVE = """
title: Quotas
parties: {a: {name: Ann}, b: {}, c: {}, d: {}, e: {}}
issues: {fee: {options: [low, high]}, site: {options: [old, new]}}
agreement: {members: [a, b, c, d, e], quota: 4, veto: [a]}
statements:
  - {id: one, party: c, on: 2024-01-01, rejects: "fee == 'high'", firmness: 0.7}
  - {id: two, party: c, on: 2024-01-01, refuses: {fee: high, site: new}, firmness: 0.8}
votes:
  - {id: v, body: agreement, draft: {fee: high, site: new}, ballots: {a: yes, b: {chances: {yes: 0.6, no: 0.4}}}}
"""


def test_to_be_sure_everybody_not_sure_is_taken_against_the_aim():
    found = answer(ly.load_text(FIVE))
    sure = {
        each.goal: {tuple(sorted((p.count, *p.members) for p in s.picks)) for s in each.sets}
        for each in found.cheapest
        if each.by == "number"
    }
    others = (("b", 1), ("c", 1), ("d", 1), ("e", 1))
    # Four of five with Ann's yes: three more, whoever they are; b's 0.6 is no certainty.
    assert sure["adopt"] == {((3, *others),)}
    # c's no is not certain either: with it there would be five, so one turned is not enough.
    assert sure["reject"] == {((1, ("a", 1)),), ((2, *others),)}


def test_the_agreement_rule_is_told_as_the_case_has_it():
    text = " ".join(str(ly.vote(ly.load_text(FIVE))).split())
    assert "5 members vote; adopted by the agreement rule: 4 of 5 members, a among them." in text
    assert "whoever is unknown or not sure counts as no" in text
    assert "exclude the draft would no longer exclude it with fee: low" in text
    by_default = FIVE.replace("agreement: {members: [a, b, c, d, e], quota: 4, veto: [a]}\n", "")
    assert "adopted by the agreement rule: all." in str(ly.vote(ly.load_text(by_default)))


OFFERED = """
title: Coalition
parties: {red: {name: Reds}, lib: {name: Liberals}, con: {name: Conservatives}}
agreement: at least 2 of (red, lib, con)
issues: {pm: {options: [red, con]}}
statements:
  - {id: bid, party: con, on: 2025-04-01, offers: {pm: con}}
  - {id: yes, party: lib, on: 2025-04-02, accepts: {pm: con}}
votes:
  - {id: investiture, name: Investiture, draft: {pm: con}, body: agreement%s}
"""


def test_a_vote_that_rests_on_what_parties_have_said_is_not_told_as_held():
    case = ly.load_text(OFFERED % "")
    told = "adopted, whatever the one unknown member does, if Liberals and Conservatives vote as they have said."
    assert f"The draft would be {told}" in " ".join(str(ly.vote(case)).split())
    headline = " ".join(str(ly.analyse(case)).split())
    assert "Investiture would be adopted, whatever" in headline
    assert "if Liberals and Conservatives vote as they have said." in headline
    cast = ly.load_text(OFFERED % ", ballots: {lib: yes, con: yes}")
    assert "The draft is adopted, whatever" in " ".join(str(ly.vote(cast)).split())
    assert "Investiture is adopted, whatever" in " ".join(str(ly.analyse(cast)).split())


def test_one_of_two_to_turn_is_named_as_such():
    case = ly.load_text(OFFERED % ", ballots: {lib: yes, con: yes, red: no}")
    text = " ".join(str(ly.vote(case)).split())
    assert (
        "It would be rejected for sure if these turned (fewest members) - Liberals or Conservatives"
        in text
    )
