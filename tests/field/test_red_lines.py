"""Several commitments of one party: the same chance in every answer (MODEL.md section 2)."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.next_step import beliefs_of
from lastyard.answers.packages.domain import Domain
from lastyard.case.said import commitments, rules_of

FIELD = Path(__file__).parent
TEXT = (FIELD / "10-two-red-lines.yaml").read_text()


def chances(case):
    """The chance that b accepts the one package left, as each answer tells or implies it."""
    found = {}
    (opening,) = ly.impasse(case).openings
    found["impasse"] = opening.chance
    vote = ly.vote(case).votes[0]
    found["vote"] = next(m.standpoint.high[0] for m in vote.members if m.standpoint.member == "b")
    package = ly.packages(case).packages[0]
    domain = Domain(case, rules_of(case), [])
    binding = commitments(case, case.statements)
    options = np.array([list(package.package.positions.values())])
    factors = domain.giving_way(binding).chances(domain.columns(options), ["a", "b"])
    found["packages"] = Fraction(float(factors[0, 1])).limit_denominator(1000)
    over_time = ly.timeline(case).points[-1].opening
    found["timeline"] = over_time.chance
    belief = beliefs_of(case, None, seed=0).talks.beliefs[1]
    free = float(belief.weights.sum(axis=0) @ belief.free[:, 0])
    found["next"] = Fraction(free).limit_denominator(1000)
    return found


def with_statements(*statements):
    head, tail = TEXT.split("statements:\n")[0], TEXT[TEXT.index("votes:") :]
    lines = "".join(
        f"  - {{id: s{k}, party: b, on: 2024-01-01, {says}, firmness: {firmness}}}\n"
        for k, (says, firmness) in enumerate(statements)
    )
    return ly.load_text(f"{head}statements:\n{lines}{tail}")


def test_two_red_lines_of_one_party():
    assert set(chances(ly.load_text(TEXT)).values()) == {Fraction(1, 4)}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        # A repeat counts once, at the firmest.
        ((("rejects: i == 'x'", 0.5), ("rejects: i == 'x'", 0.5)), "1/2"),
        ((("rejects: i == 'x'", 0.5), ("requires: i == 'y'", 0.75)), "1/4"),
        # The whole and a part of it, and something else.
        ((("requires: i == 'y' and j == 'v'", 0.5), ("requires: i == 'y'", 0.75)), "1/4"),
        ((("requires: i == 'y'", 0.5), ("requires: i == 'y' or j == 'v'", 0.2), ("rejects: j == 'u'", 0.75)), "1/8"),
        # A third that is independent.
        ((("rejects: i == 'x'", 0.5), ("rejects: i == 'x'", 0.75), ("rejects: j == 'u'", 0.5)), "1/8"),
    ],
)  # fmt: skip
def test_levels_count_once_in_every_answer(statements, expected):
    quoted = [(f'{s.partition(": ")[0]}: "{s.partition(": ")[2]}"', f) for s, f in statements]
    assert set(chances(with_statements(*quoted)).values()) == {Fraction(expected)}


@pytest.mark.thorough
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_every_answer_tells_the_same_chance(data):
    says = st.sampled_from(
        [
            "rejects: \"i == 'x'\"",
            "requires: \"i == 'y'\"",
            "rejects: \"j == 'u'\"",
            "requires: \"j == 'v' and i == 'y'\"",
            "requires: \"j == 'v' or i == 'y'\"",
        ]
    )
    firmness = st.sampled_from([0.25, 0.5, 0.75])
    statements = data.draw(st.lists(st.tuples(says, firmness), min_size=1, max_size=4))
    found = chances(with_statements(*statements))
    exact = {name: found[name] for name in ("impasse", "vote", "packages", "timeline")}
    assert len(set(exact.values())) == 1
    # Of a tangle there may be no such distribution; then `next` comes near it.
    assert float(found["next"]) == pytest.approx(float(found["impasse"]), abs=0.1)
