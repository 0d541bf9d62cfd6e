import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lastyard.bodies import (
    BALLOTS,
    Body,
    Member,
    MemberError,
    MonotoneError,
    QuotaError,
    UnknownNameError,
    VoteError,
    WeightError,
    abstaining,
    check_monotone,
)

PERMANENT = ("china", "france", "russia", "uk", "us")


def council():
    members = (*(Member(n) for n in PERMANENT), Member("elected", count=10))
    return Body(
        "Council", members, "yes >= 9 and no veto of permanent", groups={"permanent": PERMANENT}
    )


def test_eleven_votes_fail_by_a_veto_and_pass_with_an_abstention():
    votes = dict.fromkeys(PERMANENT, "yes") | {"elected": (7, 3, 0)}
    assert council().adopts(votes)
    assert not council().adopts(votes | {"russia": "no"})
    assert council().adopts(votes | {"russia": "abstain"})
    assert council().adopts(abstaining(votes | {"russia": "no"}, ["russia"]))


def test_shares_weights_and_blocking_minorities():
    body = Body(
        "b",
        (Member("a", {"w": 5}), Member("b", {"w": 3}), Member("c", {"w": 2})),
        "yes by w >= 60 % of members by w and yes >= 2 or no + abstain < 2",
    )
    assert body.adopts({"a": "yes", "b": "yes", "c": "no"})
    assert body.adopts({"a": "yes", "b": "no", "c": "yes"})
    assert not body.adopts({"a": "yes", "b": "no", "c": "abstain"})
    assert body.adopts({"a": "abstain", "b": "yes", "c": "yes"})


def _read(rule, tally):
    """The rule's meaning written out in Python, for the property test."""
    yes, abstain, no = (sum(t[k] for t in tally) for k in range(3))
    if rule == 0:
        return 3 * yes >= 2 * (yes + no) and yes >= 1
    if rule == 1:
        return yes > no and tally[0][2] == 0
    return not (no + abstain >= 2 or yes < 1)


RULES = (
    "yes >= 2/3 of voting and yes >= 1",
    "yes > no and no veto of m0",
    "not (no + abstain >= 2 or yes < 1)",
)


@given(st.integers(0, 2), st.lists(st.integers(0, 2), min_size=2, max_size=6))
def test_compiled_rules_mean_what_they_say(rule, ballots):
    body = Body("b", tuple(Member(f"m{i}") for i in range(len(ballots))), RULES[rule])
    tally = [tuple(int(b == k) for k in range(3)) for b in ballots]
    assert body.compiled.passes(tally) == _read(rule, tally)


@settings(max_examples=60, deadline=None)
@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3), st.integers(-4, 6))
@example(2, -1, 0, 1)
@example(2, 1, 0, 3)
def test_monotone_check_agrees_with_trying_all_votes(yes, abstain, no, threshold):
    text = f"{yes} of yes + {abstain} of abstain + {no} of no >= {threshold}"
    text = text.replace("+ -", "- ")
    try:
        body = Body("b", tuple(Member(n) for n in "abc"), text, must_be_monotone=False)
    except QuotaError:
        return
    answer = check_monotone(body.compiled)
    hurts = False
    for ballots in itertools.product(range(3), repeat=3):
        for i in range(3):
            if ballots[i] > 0:
                better = (*ballots[:i], ballots[i] - 1, *ballots[i + 1 :])
                now, then = (
                    body.adopts(dict(zip("abc", (BALLOTS[b] for b in vote), strict=True)))
                    for vote in (ballots, better)
                )
                hurts |= now and not then
    assert answer.monotone == (not hurts)
    if answer.counterexample:
        case = answer.counterexample
        assert body.compiled.passes(case.votes)
        moved = [list(v) for v in case.votes]
        moved[case.member][BALLOTS.index(case.before)] -= 1
        moved[case.member][BALLOTS.index(case.after)] += 1
        assert not body.compiled.passes([tuple(v) for v in moved])


@pytest.mark.parametrize(
    ("reached", "beyond"),
    [
        ("no - yes <= -4", "no - yes <= -5"),
        ("no - yes < -3", "no - yes < -4"),
        ("yes - no >= 4", "yes - no >= 5"),
        ("2 of yes - abstain > 7", "2 of yes - abstain > 8"),
    ],
)
def test_a_class_reaches_what_all_its_members_reach(reached, beyond):
    floor = (Member("floor", count=4),)
    assert Body("b", floor, reached, must_be_monotone=False)
    with pytest.raises(QuotaError):
        Body("b", floor, beyond, must_be_monotone=False)


def test_a_rule_that_likes_abstentions_better_is_not_monotone():
    body = Body(
        "b", tuple(Member(n) for n in "abc"), "yes + 2 of abstain >= 2", must_be_monotone=False
    )
    case = check_monotone(body.compiled).counterexample
    assert (case.before, case.after) == ("abstain", "yes")


def test_a_quorum_of_votes_cast_has_no_full_order_and_a_yes_never_hurts():
    members = tuple(Member(n) for n in "abcd")
    quorum = Body("b", members, "yes > no and voting >= 4")
    assert not quorum.ordered
    assert quorum.adopts({"a": "yes", "b": "yes", "c": "yes", "d": "no"})
    assert not quorum.adopts({"a": "yes", "b": "yes", "c": "yes", "d": "abstain"})
    assert Body("b", members, "yes > no").ordered
    with pytest.raises(MonotoneError, match="moves from no to abstain"):
        Body("b", members, "yes > 0 and (no >= 1 or yes >= 4)")
    assert check_monotone(Body("b", members, "yes > no").compiled).method == "construction"


def test_not_over_a_rule_that_punishes_support_is_monotone():
    body = Body("b", tuple(Member(n) for n in "abc"), "not (no >= 1 or yes < 2)")
    assert body.adopts({"a": "yes", "b": "yes", "c": "abstain"})


def test_bad_bodies_say_what_and_where():
    two = (Member("a", {"w": 1}), Member("b", {"w": 2}))
    with pytest.raises(QuotaError) as caught:
        Body("b", two, "yes >= 1 and\n yes >= 3")
    assert (caught.value.line, caught.value.column) == (2, 2)
    with pytest.raises(QuotaError, match="even if everyone votes yes"):
        Body("b", two, "yes == 1 and no == 1")
    with pytest.raises(MemberError, match="'a' is named twice"):
        Body("b", (Member("a"), Member("a")), "yes >= 1")
    with pytest.raises(MemberError, match="veto of 'a' is named twice"):
        Body("b", two, "no veto of a, a")
    with pytest.raises(MemberError, match="veto of 'b' is named twice"):
        Body("b", two, "no veto of b, all", groups={"all": ("a", "b")})
    with pytest.raises(MemberError, match="no members"):
        Body("b", (), "yes >= 1")
    with pytest.raises(MemberError, match="stands for 0"):
        Body("b", (Member("a", count=0),), "yes >= 1")
    with pytest.raises(WeightError, match=r"adds up to 3 .* not to 4"):
        Body("b", two, "yes by w >= 2", totals={"w": 4})
    with pytest.raises(WeightError, match="'c' has no w"):
        Body("b", (*two, Member("c")), "yes by w >= 2")
    with pytest.raises(WeightError, match="negative"):
        Body("b", (Member("a", {"w": -1}),), "yes >= 1")
    with pytest.raises(UnknownNameError, match="did you mean 'alice'"):
        Body("b", (Member("alice"),), "yes >= 1", groups={"g": ("alcie",)})
    with pytest.raises(MemberError, match="both a group and a member"):
        Body("b", two, "yes >= 1", groups={"a": ("b",)})


def test_decimal_weights_are_what_they_look_like():
    body = Body(
        "b",
        (Member("a", {"w": 0.1}), Member("b", {"w": 0.2}), Member("c", {"w": 0.7})),
        "yes by w >= 0.3",
        totals={"w": 1},
    )
    assert body.adopts({"a": "yes", "b": "yes", "c": "no"})
    with pytest.raises(WeightError, match="finite"):
        Body("b", (Member("a", {"w": float("nan")}),), "yes by w >= 1")


def test_bad_votes_say_what():
    body = council()
    full = dict.fromkeys(PERMANENT, "yes")
    with pytest.raises(VoteError, match="no ballot of 'elected'"):
        body.adopts(full)
    with pytest.raises(UnknownNameError, match="did you mean 'elected'"):
        body.adopts(full | {"electd": "yes"})
    with pytest.raises(VoteError, match="add up to 10"):
        body.adopts(full | {"elected": (5, 5, 5)})
    with pytest.raises(VoteError, match="present or absent"):
        body.adopts(full | {"elected": "maybe"})


def test_what_hangs_on_no_ballot_is_settled_by_the_body_itself():
    members = (Member("a"), Member("b"))
    none = {"a": "no", "b": "no"}
    for rule, adopted in (
        ("members >= 2 or yes >= 2", True),
        ("members > 1 or yes >= 2", True),
        ("not members >= 2 or yes >= 2", False),
        ("not members > 1 or yes >= 2", False),
    ):
        assert Body("b", members, rule).adopts(none) is adopted
    for rule in ("members >= 3 or yes >= 2", "members > 2 or yes >= 2", "members == 1 or yes >= 2"):
        with pytest.raises(QuotaError, match="no vote can satisfy"):
            Body("b", members, rule)


def test_equality_can_be_reached_at_its_ends():
    members = (Member("a"), Member("b"))
    none, all_of_them = {"a": "no", "b": "no"}, {"a": "yes", "b": "yes"}
    assert Body("b", members, "yes == 0 or yes >= 2", must_be_monotone=False).adopts(none)
    assert Body("b", members, "yes == 2", must_be_monotone=False).adopts(all_of_them)
    with pytest.raises(QuotaError):
        Body("b", members, "yes == 3 or yes >= 2", must_be_monotone=False)
