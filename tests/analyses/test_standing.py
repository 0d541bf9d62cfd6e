"""Where the talks stand: positions, gaps, states."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given

import lastyard as ly
from lastyard.answers.standing import distance_between
from lastyard.case.diagnostics import CaseError
from lastyard.case.model import Issue, NumericRange
from lastyard.case.said import commitment_of, commitments, in_force, rules_of
from lastyard.conditions.tree import bits, holds
from strategies import cases

HEAD = """
title: T
parties: {a: {name: A}, b: {name: B}, c: {name: C, role: observer}}
issues:
  ground: {options: [none, targeted, major], ordered: true}
  border: {options: [as is, secured]}
  truce: {range: [0, 90], step: 30, unit: days}
"""


def talks(statements, day=None, head=HEAD):
    case = ly.load_text(head + "statements:\n" + statements)
    return ly.standing(case, date.fromisoformat(day) if day else None)


def test_a_position_is_what_was_last_asked_for():
    text = """
  - {id: p1, party: a, on: 2024-01-01, position: {truce: 90}}
  - {id: o1, party: a, on: 2024-01-05, offers: {truce: 60, border: secured}}
  - {id: p2, party: a, on: 2024-01-09, position: {truce: 60}}
  - {id: acc, party: a, on: 2024-01-10, accepts: {truce: 0}}
"""
    held = talks(text).issue("truce").position("a")
    assert (held.option, held.statement.id, held.since, held.basis) == (
        2, "p2", date(2024, 1, 5), "position",
    )  # fmt: skip
    held = talks(text, "2024-01-05").issue("truce").position("a")
    assert (held.option, held.statement.id, held.basis) == (2, "o1", "offer")
    held = talks(text, "2024-01-01").issue("truce").position("a")
    assert (held.option, held.since) == (3, date(2024, 1, 1))


def test_a_request_that_was_given_up_and_taken_up_again_counts_from_then():
    text = """
  - {id: p1, party: a, on: 2024-01-01, position: {truce: 90}}
  - {id: p2, party: a, on: 2024-01-05, position: {truce: 60}}
  - {id: p3, party: a, on: 2024-01-09, position: {truce: 90}}
"""
    assert talks(text).issue("truce").position("a").since == date(2024, 1, 9)


def test_on_the_same_day_a_position_comes_before_an_offer_and_a_later_line_before_an_earlier():
    text = """
  - {id: p1, party: a, on: 2024-01-01, position: {truce: 90}}
  - {id: p2, party: a, on: 2024-01-01, position: {truce: 60}}
  - {id: o1, party: a, on: 2024-01-01, offers: {truce: 0}}
"""
    assert talks(text).issue("truce").position("a").statement.id == "p2"


def test_commitments_that_leave_one_option_are_a_position():
    text = """
  - {id: r1, party: a, on: 2024-01-01, requires: "ground != 'none'"}
  - {id: r2, party: a, on: 2024-01-02, rejects: "ground == 'targeted'"}
  - {id: r3, party: a, on: 2024-01-03, requires: "truce >= 30"}
"""
    issue = talks(text).issue("ground")
    held = issue.position("a")
    assert (held.option, held.statement.id, held.since, held.basis) == (
        2, "r2", date(2024, 1, 2), "commitment",
    )  # fmt: skip
    assert talks(text).issue("truce").position("a") is None
    assert list(bits(talks(text).issue("truce").open_to("a"))) == [1, 2, 3]


def test_a_commitment_can_settle_an_issue_through_a_rule():
    head = HEAD + "rules: [{id: r, require: \"truce > 0 implies border == 'secured'\"}]\n"
    text = '  - {id: r1, party: a, on: 2024-01-01, requires: "truce > 0"}\n'
    held = talks(text, head=head).issue("border").position("a")
    assert (held.option, held.statement.id) == (1, "r1")


def test_what_the_rules_settle_is_nobodys_position():
    head = HEAD + "rules: [{id: r, require: \"border == 'secured'\"}]\n"
    found = talks(
        "  - {id: r1, party: a, on: 2024-01-01, requires: \"border == 'secured'\"}\n", head=head
    )
    assert found.issue("border").positions == ()
    assert found.issue("border").ruled_out == 0b01


STATES = [
    ("", "truce", "silent"),
    ("a {truce: 30}", "truce", "open"),
    ("a {truce: 30}; b {truce: 30}", "truce", "agreed"),
    ("a {truce: 0}; b {truce: 30}", "truce", "open"),  # a third of the range apart
    ("a {ground: none}; b {ground: targeted}", "ground", "near"),
    ("a {ground: none}; b {ground: major}", "ground", "open"),
    ("a {border: as is}; b {border: secured}", "border", "open"),  # no order: never near
    ("a {ground: none}; b {ground: targeted}; a !ground != 'none'", "ground", "near"),
    (
        "a {ground: none}; b {ground: targeted}; a !ground == 'none'; b !ground != 'none'",
        "ground",
        "open",
    ),
    ("a {truce: 30}; b {truce: 30}; b !truce > 60", "truce", "open"),  # not open to b
]


@pytest.mark.parametrize(("what", "issue", "state"), STATES)
def test_states(what, issue, state):
    lines = []
    for k, part in enumerate(filter(None, what.split("; "))):
        party, said = part.split(" ", 1)
        verb = f'requires: "{said[1:]}"' if said.startswith("!") else f"position: {said}"
        lines.append(f"  - {{id: s{k}, party: {party}, on: 2024-01-01, {verb}}}\n")
    assert talks("".join(lines)).issue(issue).state == state


def test_near_on_numbers_is_a_tenth_of_the_range():
    head = HEAD.replace("[0, 90], step: 30", "[0, 100], step: 1")
    for bid, state in ((40, "near"), (41, "open")):
        text = (
            "  - {id: p, party: a, on: 2024-01-01, position: {truce: 30}}\n"
            f"  - {{id: q, party: b, on: 2024-01-01, position: {{truce: {bid}}}}}\n"
        )
        assert talks(text, head=head).issue("truce").state == state


def test_gaps_between_those_that_decide():
    text = """
  - {id: p, party: a, on: 2024-01-01, position: {truce: 90}}
  - {id: q, party: b, on: 2024-01-01, position: {truce: 30}}
  - {id: r, party: a, on: 2024-01-01, requires: "truce >= 60"}
  - {id: o, party: c, on: 2024-01-01, position: {truce: 0}}
"""
    (gap,) = talks(text).issue("truce").gaps
    assert (gap.between, gap.by_position, gap.by_commitment) == (("a", "b"), Fraction(2, 3), 0)
    (gap,) = talks(text).issue("ground").gaps
    assert (gap.by_position, gap.by_commitment) == (None, None)


def test_a_party_that_contradicts_itself_is_named():
    text = """
  - {id: r1, party: a, on: 2024-01-01, requires: "truce >= 60"}
  - {id: r2, party: a, on: 2024-01-01, rejects: "truce >= 60"}
"""
    found = talks(text)
    assert found.parties_without_package == ("a",)
    assert found.issue("truce").gaps[0].by_commitment is None
    assert "What A has committed to leaves no package at all." in str(found)


def test_silence_is_told_as_such():
    found = talks("")
    assert {issue.state for issue in found.issues} == {"silent"}
    observed = talks("  - {id: o, party: c, on: 2024-01-01, position: {truce: 30}}\n")
    assert observed.issue("truce").state == "silent"
    assert "C, which does not decide, asks for truce: 30 days (o)." in str(observed)
    assert "cannot be told from what was said" in " ".join(str(found).split())


def test_distance_between_sets():
    numbers = Issue("n", "N", NumericRange.parse("0", "10", "1"), ordered=True)
    plain = Issue("o", "O", ("x", "y", "z"))
    assert distance_between(numbers, 0b11, 0b11000) == Fraction(2, 10)
    assert distance_between(numbers, 0b11, 0b10) == 0
    assert distance_between(numbers, 0, 0b10) is None
    assert distance_between(plain, 0b1, 0b100) == 1
    assert distance_between(plain, 0b011, 0b110) == 0


@pytest.mark.thorough
@given(cases(plain=True))
def test_what_commitments_leave_open_agrees_with_listing(case):
    packages = [
        dict(zip([i.id for i in case.issues], chosen, strict=True))
        for chosen in product(*(range(issue.size) for issue in case.issues))
    ]
    allowed = [p for p in packages if holds(rules_of(case), p)]
    found = ly.standing(case)
    binding = commitments(case, in_force(case))
    for party in case.deciders:
        own = [c.condition for c in binding if c.statement.party == party.id]
        left = [p for p in allowed if all(holds(condition, p) for condition in own)]
        for issue in found.issues:
            mask = sum(1 << k for k in {p[issue.issue.id] for p in left})
            assert issue.open_to(party.id) == mask
        assert (party.id in found.parties_without_package) == (not left and bool(allowed))
    assert all(
        0 <= g.by_position <= 1 for i in found.issues for g in i.gaps if g.by_position is not None
    )


def test_what_binds():
    case = ly.load_text(
        HEAD
        + """statements:
  - {id: all, party: a, on: 2024-01-01, refuses: {ground: major, border: as is, truce: 0}}
  - {id: part, party: a, on: 2024-01-01, refuses: {ground: major}}
  - {id: v, party: b, on: 2024-01-01, reservation: 0.5, values: {
      ground: {none: 0, targeted: 0.25, major: 1}, border: {as is: 0, secured: 0.25},
      truce: {0: 0, 90: 0.3}}}
  - {id: w, party: a, on: 2024-01-01, wants: {truce: more}}
"""
    )
    bound = {s.id: commitment_of(case, s) for s in case.statements}
    assert bound["part"] is None
    assert bound["w"] is None
    package = {"ground": 2, "border": 0, "truce": 0}
    assert not holds(bound["all"].condition, package)
    assert holds(bound["all"].condition, {**package, "truce": 1})
    # 0.25 + 0.25 + 0 reaches 0.5 exactly; 0.25 + 0 + 0.2 does not.
    assert holds(bound["v"].condition, {"ground": 1, "border": 1, "truce": 0})
    assert not holds(bound["v"].condition, {"ground": 1, "border": 0, "truce": 2})
    assert bound["v"].firmness == 1


class TestCheck:
    def test_a_contradiction_is_minimal_and_absolute_ones_come_first(self):
        text = """
  - {id: soft, party: a, on: 2024-01-01, requires: "truce >= 60"}
  - {id: r1, party: a, on: 2024-01-01, rejects: "truce >= 60"}
  - {id: r2, party: a, on: 2024-01-01, requires: "ground == 'none'", firmness: 1}
  - {id: r3, party: a, on: 2024-01-01, requires: "ground == 'major'", firmness: 1}
  - {id: other, party: b, on: 2024-01-01, requires: "truce >= 60"}
"""
        case = ly.load_text(HEAD + "statements:\n" + text)
        (found,) = ly.check(case).contradictions
        assert ([s.id for s in found.statements], found.absolute) == (["r2", "r3"], True)
        (found,) = ly.check(
            ly.load_text(
                HEAD + "statements:\n" + text.replace(", firmness: 1}", ", until: 2024-01-01}")
            ),
            date(2024, 1, 2),
        ).contradictions
        assert ([s.id for s in found.statements], found.absolute) == (["soft", "r1"], False)

    def test_a_refusal_of_everything_is_no_contradiction(self):
        rules = "rules: [{id: vote, require: \"ground == 'major'\"}]\n"
        veto = (
            "statements: [{id: veto, party: a, on: 2024-01-01, rejects: \"ground == 'major'\"}]\n"
        )
        case = ly.load_text(HEAD + rules + veto)
        assert ly.check(case).contradictions == ()
        assert ly.standing(case).parties_without_package == ("a",)

    def test_rules_that_leave_nothing_are_named(self):
        rules = """rules:
  - {id: fine, require: "ground != 'none'"}
  - {id: one, require: "truce > 30"}
  - {id: two, require: "truce < 60"}
"""
        with pytest.raises(CaseError, match="these rules together: one, two"):
            ly.load_text(HEAD + rules)

    def test_a_partial_refusal_is_told(self):
        case = ly.load_text(
            HEAD + "statements: [{id: s, party: a, on: 2024-01-01, refuses: {truce: 0}}]"
        )
        assert [w.code for w in ly.check(case).warnings] == ["partial-refusal"]
