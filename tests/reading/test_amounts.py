from fractions import Fraction

import pytest

from lastyard.reading.mentions import amounts_in


@pytest.mark.parametrize(
    ("said", "unit", "expected"),
    [
        ("no fewer than 1,500 tonnes", "tonnes a year", [(">=", "1500")]),
        ("between two and three weeks", "days", [(">=", "14"), ("<=", "21")]),
        ("from 3 to 5 percent", "percent", [(">=", "3"), ("<=", "5")]),
        ("3-5%", "per cent", [(">=", "3"), ("<=", "5")]),
        ("4.5 per cent", "percent", [("==", "9/2")]),
        ("12 percentage points", "percent", [("==", "12")]),
        ("$40 million", "million dollars", [("==", "40")]),
        ("$40 million", "dollars", [("==", "40000000")]),
        ("40m euros", "million euros", [("==", "40")]),
        ("half a million dollars", "million dollars", [("==", "1/2")]),
        ("up to two hundred and fifty jobs", "jobs", [("<=", "250")]),
        ("forty-five days or more", "days", [(">=", "45")]),
        ("eight floors is the absolute ceiling", "floors", [("<=", "8")]),
        ("450 dollars and not a cent less", "dollars", [(">=", "450")]),
        ("not above 6 hours", "hours", [("<=", "6")]),
        ("a 40-hour week", "hours a week", [("==", "40")]),
        ("nothing short of 7 percent", "percent", [(">=", "7")]),
        ("nothing more than 7 percent", "percent", [("<=", "7")]),
        ("not be wider than 5 kilometres", "kilometres", [(">", "5")]),
        ("back by 15 kilometres at the very most", "kilometres", [("<=", "15")]),
        ("four and a half percent", "percent", [("==", "9/2")]),
        ("3\u00bd to 4 1/2 percent", "percent", [(">=", "7/2"), ("<=", "9/2")]),
        ("65,000 crowns", "thousand crowns", [("==", "65")]),
        ("two hundred thousand crowns", "thousand crowns", [("==", "200")]),
        ("$2.5 million", "thousand dollars", [("==", "2500")]),
        ("65", "thousand crowns", [("==", "65")]),
        ("came down to 1,150 dollars a bed from 1,280", "dollars", [("==", "1150")]),
        ("7 percent, up from the 6 it asked for", "percent", [("==", "7")]),
        ("three years", "months", [("==", "36")]),
        ("three fortnights", "days", [("==", "42")]),
        ("two fortnights", "weeks", [("==", "4")]),
        ("60 days and 5 percent", "percent", [("==", "5")]),
        ("on 22 March 2024, in three rounds, since 2019", "days", []),
        ("430 dollars a tonne", "tonnes", []),
        ("twelve ships and 1.5 crowns", "days", []),
        ("a wall of 40 m", None, []),
        # Eighths are a fraction; two numbers parted by a stroke may be one or the other.
        ("5/8 point over the rate", "pct", [("==", "5/8")]),
        ("3/16 of a point", "pct", []),
        ("1-1/8 pct", "percent", [("==", "9/8")]),
        ("1/2 year", "years", [("==", "1/2")]),
        ("1/2 years, 2/3 years, 3/4 years, 7/5 years", "years", []),
        ("4/5 percent, 4/8 percent, 9/8 percent, 5/0 percent", "percent", []),
        ("4%/2 years", "percent", [("==", "4")]),
        ("4%/2 years", "years", [("==", "2")]),
        # Cents are part of a dollar, not of a million.
        ("80 cents an hour", "dollars an hour", [("==", "4/5")]),
        ("80 cents", "million dollars", []),
        ("40 cents on the dollar", "cents on the dollar", [("==", "40")]),
        ("a wall 40m high", "million dollars", []),
    ],
)
def test_numbers_with_their_bounds_in_the_unit_asked_for(said, unit, expected):
    found = [(a.relation, str(a.number)) for a in amounts_in(said, unit)]
    assert found == expected


def test_years_only_where_numbers_are_years():
    assert amounts_in("an end to it by 2035", None) == ()
    (found,) = amounts_in("an end to it by 2035", None, years=True)
    assert found.number == Fraction(2035)


def test_amounts_are_anchored_in_the_statement():
    said = "a truce of at least 45 days"
    (found,) = amounts_in(said, "days")
    assert said[found.start : found.end] == found.words == "45 days"


def test_a_unit_of_several_words_belongs_to_the_amount():
    (found,) = amounts_in("more than 80 cubic metres a second", "cubic metres a second")
    assert (found.relation, found.words) == (">", "80 cubic metres")


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\u0966", "\uff10"])
@pytest.mark.parametrize(
    ("said", "unit", "expected"),
    [
        ("no fewer than 1\u066c500 tonnes", "tonnes", [(">=", "1500")]),
        ("no fewer than 1,500 tonnes", "tonnes", [(">=", "1500")]),
        ("at most 4\u066b5\u066a", "percent", [("<=", "9/2")]),
        ("between 3 and 5 percent", "percent", [(">=", "3"), ("<=", "5")]),
        ("on 22 March 2024, since 2019", "days", []),
    ],
)
def test_digits_of_other_scripts_are_numbers_like_others(said, unit, expected, zero):
    written = "".join(chr(ord(zero) + int(c)) if c in "0123456789" else c for c in said)
    found = amounts_in(written, unit)
    assert [(a.relation, str(a.number)) for a in found] == expected
    assert all(a.words == written[a.start : a.end] for a in found)


@pytest.mark.parametrize("step", ["steps", "stages", "phases", "tranches", "instalments", "rounds"])
def test_the_number_of_steps_is_no_end_of_a_range(step):
    found = amounts_in(f"lowered in two {step} to 8 percent", "percent")
    assert [(a.relation, str(a.number)) for a in found] == [("==", "8")]


def test_steps_that_the_unit_counts_are_ends_of_a_range():
    found = amounts_in("from 3 points to 5 points", "points")
    assert [(a.relation, str(a.number)) for a in found] == [(">=", "3"), ("<=", "5")]
