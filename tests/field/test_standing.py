"""Where the talks stand: what went wrong in the field, and other inputs of the same kinds."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.trends import Talks
from lastyard.case.said import in_force

FIELD = Path(__file__).parent
HEAD = """title: T
parties: {a: {}, b: {}}
issues:
  wage: {range: [0, 20], step: 1}
  scheme: {options: [old, new, mixed], ordered: true}
"""


def test_commitments_that_reach_an_issue_through_a_rule():
    case = ly.load(FIELD / "04-near-through-rule.yaml")
    wage = ly.standing(case).issue("wage")
    assert wage.gaps[0].by_commitment == Fraction(1, 20)
    assert wage.state == "open"
    assert {s.id for s in wage.statements} == {"pa", "pb", "ra", "rb"}
    over_time = Talks(case).issues(in_force(case))["wage"]
    assert (over_time.state, over_time.gaps) == (wage.state, wage.gaps)


@pytest.mark.parametrize(
    ("rule", "demands", "expected"),
    [
        # Nobody names the wage, and yet it is settled for one: not silent.
        ("scheme == 'old' implies wage == 3", ("scheme == 'old'", "scheme != 'old'"), ("open", 0)),
        # Two demands that bind only together.
        ("scheme == 'mixed' implies wage <= 4", ("scheme >= 'new' and scheme != 'new'", "wage > 6"), ("open", Fraction(3, 20))),
        # A demand that the rule does not carry further.
        ("scheme == 'old' implies wage <= 9", ("scheme == 'mixed'", "scheme != 'old'"), ("silent", None)),
    ],
)  # fmt: skip
def test_what_rules_carry_further(rule, demands, expected):
    case = ly.load_text(
        HEAD
        + f'rules: [{{id: link, require: "{rule}"}}]\nstatements:\n'
        + "".join(
            f'  - {{id: d{k}, party: {party}, on: 2024-01-01, requires: "{demand}"}}\n'
            for k, (party, demand) in enumerate(zip("ab", demands, strict=True))
        )
    )
    found = ly.standing(case).issue("wage")
    assert (found.state, found.gaps[0].by_commitment) == expected
    over_time = Talks(case).issues(in_force(case))["wage"]
    assert (over_time.state, over_time.gaps) == (found.state, found.gaps)


def test_since_begins_anew_after_a_withdrawal():
    held = ly.standing(ly.load(FIELD / "05-since-after-withdrawal.yaml")).issues[0].positions[0]
    assert held.since == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("statements", "since"),
    [
        # A repeat goes on; so does a replacement with the same.
        ("{id: p, on: 2024-01-01, position: {wage: 8}}; {id: q, on: 2024-02-01, position: {wage: 8}}", "2024-01-01"),
        ("{id: p, on: 2024-01-01, position: {wage: 8}}; {id: q, on: 2024-02-01, position: {wage: 8}, replaces: p}", "2024-01-01"),
        # A lapse of a day breaks; one repeated on the next day does not.
        ("{id: p, on: 2024-01-01, until: 2024-01-20, position: {wage: 8}}; {id: q, on: 2024-01-22, position: {wage: 8}}", "2024-01-22"),
        ("{id: p, on: 2024-01-01, until: 2024-01-20, position: {wage: 8}}; {id: q, on: 2024-01-21, position: {wage: 8}}", "2024-01-01"),
        # Another request in between, which was withdrawn: the first stands again.
        ("{id: p, on: 2024-01-01, position: {wage: 8}}; {id: q, on: 2024-02-01, position: {wage: 9}}; {id: r, on: 2024-03-01, withdraws: q}", "2024-03-01"),
        # Commitments that leave one option, said again, and withdrawn in between.
        ("{id: p, on: 2024-01-01, requires: wage == 8}; {id: q, on: 2024-02-01, requires: wage == 8, replaces: p}", "2024-01-01"),
        ("{id: p, on: 2024-01-01, requires: wage == 8}; {id: r, on: 2024-02-01, withdraws: p}; {id: q, on: 2024-03-01, requires: wage == 8}", "2024-03-01"),
        # From a commitment to a request without a break.
        ("{id: p, on: 2024-01-01, requires: wage == 8}; {id: q, on: 2024-02-01, position: {wage: 8}}", "2024-01-01"),
    ],
)  # fmt: skip
def test_since_is_without_a_break(statements, since):
    lines = statements.replace("{id: p", "{party: a, id: p").replace("; {", "; {party: a, ")
    lines = lines.replace("party: a, party: a, ", "party: a, ").replace("wage == 8", "'wage == 8'")
    case = ly.load_text(
        HEAD + "statements:\n" + "".join(f"  - {line}\n" for line in lines.split("; "))
    )
    held = ly.standing(case).issue("wage").position("a")
    assert held.since.isoformat() == since


@given(st.data())
def test_since_agrees_with_every_day_before(data):
    """On each day from `since` on the option is the same, and on the day before it is not."""
    days = [date(2024, 1, 1) + timedelta(days=k) for k in range(8)]
    lines, ids = [], []
    for k in range(data.draw(st.integers(1, 6))):
        on = data.draw(st.integers(0, 7))
        says = data.draw(st.sampled_from(["position", "offers", "requires", "withdraws"]))
        wage = data.draw(st.sampled_from([3, 4]))
        if says == "withdraws":
            targets = [id for id, day in ids if day <= on]
            if not targets:
                continue
            what = f"withdraws: {data.draw(st.sampled_from(targets))}"
        else:
            what = (
                f"requires: wage == {wage}" if says == "requires" else f"{says}: {{wage: {wage}}}"
            )
            if data.draw(st.booleans()):
                what += f", until: {days[min(7, on + data.draw(st.integers(0, 3)))]}"
            ids.append((f"s{k}", on))
        lines.append(f"  - {{id: s{k}, party: a, on: {days[on]}, {what}}}\n")
    if not ids:
        return
    case = ly.load_text(HEAD + "statements:\n" + "".join(lines))

    def option(day):
        held = ly.standing(case, day).issue("wage").position("a")
        return None if held is None else held.option

    held = ly.standing(case, days[-1]).issue("wage").position("a")
    if held is None:
        return
    assert {option(day) for day in days if day >= held.since} == {held.option}
    assert option(held.since - timedelta(days=1)) != held.option
