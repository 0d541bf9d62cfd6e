from fractions import Fraction

import pytest

from lastyard.bodies import Body, Member, RuleSyntaxError, UnknownNameError, parse_rule
from lastyard.bodies.rule import AllOf, AnyOf, Comparison, Not, NoVeto, Place, Quantity, Term


def test_security_council_rule_as_a_tree():
    rule = parse_rule("yes >= 9 and no veto of permanent")
    assert isinstance(rule, AllOf)
    comparison, veto = rule.parts
    assert isinstance(comparison, Comparison)
    assert comparison.left.terms == (Term(Fraction(1), Quantity("yes", place=Place(1, 1))),)
    assert comparison.right.terms == (Term(Fraction(9), None),)
    assert isinstance(veto, NoVeto)
    assert veto.names == ("permanent",)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("55 % of members", Fraction(11, 20)),
        ("2/3 of members", Fraction(2, 3)),
        ("0.5 of members", Fraction(1, 2)),
        ("- members", Fraction(-1)),
    ],
)
def test_factors(text, factor):
    rule = parse_rule(f"yes >= {text}")
    assert rule.right.terms[0].factor == factor


def test_and_binds_tighter_than_or_and_not_tightest():
    rule = parse_rule("not yes > 1 and yes > 2 or yes > 3  # a comment")
    assert isinstance(rule, AnyOf)
    assert isinstance(rule.parts[0], AllOf)
    assert isinstance(rule.parts[0].parts[0], Not)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("yes >= 9 annd no veto of a", 1, 10, "did you mean 'and'"),
        ("yes >=\n  %", 2, 3, "expected a number"),
        ("yes 9", 1, 5, "comparison"),
        ("(yes > 1", 1, 9, "')'"),
        ("yes >= 55 %", 1, 12, "'of'"),
        ("yes >= 1/0 of members", 1, 10, "other than zero"),
        ("no veto a", 1, 9, "'of'"),
        ("yes > 1 ; drop", 1, 9, "not part of"),
        ("", 1, 1, "is empty"),
        ("no veto of a,", 1, 14, "name of a member"),
        ("yes >= 2 # of them\n and no => 1", 2, 9, "write '>='"),
        ("yes >= 2 and 'a", 1, 14, "never closed"),
        ("yes >= 9 unless no > 1", 1, 10, "not B implies A"),
    ],
)
def test_syntax_errors_say_where(text, line, column, words):
    with pytest.raises(RuleSyntaxError) as caught:
        parse_rule(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in str(caught.value)


def test_depth_and_length_are_bounded():
    with pytest.raises(RuleSyntaxError, match="nested more than"):
        parse_rule("(" * 200 + "yes > 1" + ")" * 200)
    with pytest.raises(RuleSyntaxError, match="nested more than"):
        parse_rule("not " * 1000 + "yes > 1")
    with pytest.raises(RuleSyntaxError, match="characters"):
        parse_rule("yes > 1 and " * 5000)


def test_unknown_names_in_a_rule_have_place_and_suggestion():
    members = (Member("china"), Member("france"))
    with pytest.raises(UnknownNameError) as caught:
        Body("b", members, "yes >= 1 and no veto of\n  chnia")
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert "did you mean 'china'" in str(caught.value)
    with pytest.raises(UnknownNameError, match="no member has a weight 'pop'"):
        Body("b", members, "yes by pop >= 1")


def test_long_rules_are_not_deep_ones():
    rule = parse_rule(" and ".join(["(yes >= 1 or no < 1)"] * 300))
    assert isinstance(rule, AllOf)
    assert len(rule.parts) == 300
