"""Domains as case files and back: the same numbers, and nothing lost in silence."""

import json
from datetime import date
from fractions import Fraction

import pytest

from interop.domain_names import NAMES
from lastyard.case.load import load_text
from lastyard.case.writing import dump
from lastyard.interop import (
    FormatError,
    case_to_scenario,
    read_files,
    read_scenario,
    scenario_to_case,
    write_csv,
    write_genius,
    write_geniusweb,
    write_negmas,
    write_negolog,
)
from lastyard.interop.scenario import Issue, PairTerm, Profile, Scenario

DAY = date(2024, 1, 1)
WRITERS = {
    "genius": write_genius,
    "geniusweb": lambda scenario: write_geniusweb(scenario, leave_out_reservation=True),
    "negolog": write_negolog,
    "negmas": write_negmas,
    "csv": write_csv,
}


def put(folder, files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def as_shares(profile):
    """Values and reservation as shares of the best package, as some formats write them."""
    total = sum(max(issue) for issue in profile.values)
    values = [float(x / total) for issue in profile.values for x in issue]
    return values, None if profile.reservation is None else float(profile.reservation / total)


def test_the_list_of_domains_is_whole(domains):
    assert sorted(NAMES) == sorted(path.name for path in domains.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_import_loses_nothing(domains, name):
    scenario = read_scenario(domains / name)
    case, notes = scenario_to_case(scenario, DAY, origin=name)
    assert load_text(dump(case)) == case
    back, left_out = case_to_scenario(load_text(dump(case)))
    assert left_out == ()
    assert back.profiles == scenario.profiles
    assert [i.numbers for i in back.issues] == [i.numbers for i in scenario.issues]
    assert [i.options for i in back.issues] == [i.options for i in scenario.issues]
    assert [i.name for i in back.issues] == [i.name for i in scenario.issues]
    assert set(scenario.notes) <= set(notes)
    for profile in scenario.profiles:
        if profile.discount not in (None, 1):
            assert any(profile.name in note and "discount" in note for note in notes)


@pytest.mark.parametrize("target", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_import_then_export_gives_the_same_numbers(domains, tmp_path, name, target):
    case, _ = scenario_to_case(read_scenario(domains / name), DAY)
    scenario, _ = case_to_scenario(case)
    read = read_scenario(put(tmp_path / "out", WRITERS[target](scenario)))
    assert [i.options for i in read.issues] == [i.options for i in scenario.issues]
    # Files come back in the order of their names.
    by_size = sorted(range(len(scenario.profiles)), key=lambda k: as_shares(scenario.profiles[k]))
    again = sorted(range(len(read.profiles)), key=lambda k: as_shares(read.profiles[k]))
    for k, j in zip(by_size, again, strict=True):
        old, new = scenario.profiles[k], read.profiles[j]
        values, least = as_shares(old)
        found, found_least = as_shares(new)
        assert found == pytest.approx(values, abs=1e-12)
        if target != "geniusweb":
            assert found_least == (None if least is None else pytest.approx(least, abs=1e-12))
        if target in ("genius", "negmas", "csv"):
            assert new.discount == old.discount


def test_files_can_be_named_one_by_one(domains):
    folder = domains / "a04_itex_cypress_2010"
    names = ["ItexvsCypress_domain.xml", "ItexvsCypress_Itex.xml", "ItexvsCypress_Cypress.xml"]
    scenario = read_files([folder / name for name in names])
    assert [p.name for p in scenario.profiles] == ["ItexvsCypress_Itex", "ItexvsCypress_Cypress"]
    with pytest.raises(FormatError, match="is not a file"):
        read_files([folder / "nothing.xml", folder / names[0]])
    with pytest.raises(FormatError, match="expected one domain, found 0"):
        read_files([folder / names[1], folder / names[2]])


ONE = Fraction(1)


def scenario(names=("Price",), options=("low", "high"), **more):
    issues = tuple(Issue(name, options) for name in names)
    zeros = (tuple(map(Fraction, range(len(options)))),) * len(names)
    profile = Profile("Buyer", (ONE,) * len(names), zeros, **more)
    return Scenario("Sale", issues, (profile,), "by hand")


def test_names_become_identifiers_once_each():
    names = ("Unit price", "unit-price", "and", "2nd", "\u05de\u05d7\u05d9\u05e8", "!!!")
    case, _ = scenario_to_case(scenario(names), DAY)
    ids = [issue.id for issue in case.issues]
    assert ids[:4] == ["unit_price", "unit_price_2", "n_and", "n_2nd"]
    assert len(set(ids)) == len(names)
    assert [issue.name for issue in case.issues] == list(names)
    assert load_text(dump(case)) == case


def test_numbers_become_a_range_where_they_are_evenly_spaced():
    even = Issue("n", ("2", "4", "6"), (Fraction(2), Fraction(4), Fraction(6)))
    uneven = Issue("m", ("2", "4", "7"), (Fraction(2), Fraction(4), Fraction(7)))
    own = Profile("p", (ONE, ONE), ((ONE, ONE, ONE),) * 2)
    case, _ = scenario_to_case(Scenario("s", (even, uneven), (own,), "by hand"), DAY)
    assert [issue.is_numeric for issue in case.issues] == [True, False]
    assert case.issues[1].has_order


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: scenario(pairs=(PairTerm(0, 1, ((ONE, ONE),) * 2),), names=("a", "b")),
         "values options of 'a' and 'b' together"),
        (lambda: Scenario("s", (Issue("a", ("x",)),), (), "by hand"), "no profiles"),
        (lambda: scenario(options=("x", " ")), "an option without a name"),
        (lambda: scenario(options=tuple(map(str, range(10_001)))), "a case takes 10,000"),
        (lambda: Scenario("s", (Issue("a", ("x",)),),
                          (Profile("p", (Fraction(1, 3**300),), ((ONE,),)),), "by hand"),
         "more digits than a case file takes"),
    ],
)  # fmt: skip
def test_what_a_case_cannot_say(made, words):
    with pytest.raises(FormatError, match=words):
        scenario_to_case(made(), DAY)


CASE = """
title: Sale
parties: {a: {name: Ann}, b: {name: Bob}, m: {role: mediator}}
issues: {i: {options: [x, y]}}
rules: [{id: r, require: "i == 'x'"}]
agreement: a and b
status_quo: {i: x}
statements:
  - {id: pa, party: a, on: 2024-01-01, values: {i: {x: 1, y: 2}}, reservation: none}
  - {id: pb, party: b, on: 2024-01-01, values: {i: {x: 3, y: 0}}, reservation: 1, note: agreed by phone}
  - {id: no-y, party: b, on: 2024-01-01, rejects: "i == 'y'"}
"""


def test_what_the_formats_cannot_say_is_an_error_or_left_out_on_purpose():
    case = load_text(CASE)
    with pytest.raises(FormatError) as problem:
        case_to_scenario(case)
    for words in ("rules between issues (r)", "an agreement rule (a and b)", "a status quo",
                  "statements other than points (no-y)", "parties that do not decide (m)",
                  "--leave-out"):  # fmt: skip
        assert words in str(problem.value)
    made, notes = case_to_scenario(case, leave_out=True)
    assert len(notes) == 6
    assert any("Ann: every package is better than no deal" in note for note in notes)
    assert [p.reservation for p in made.profiles] == [None, 1]
    assert [p.values for p in made.profiles] == [((1, 2),), ((3, 0),)]
    with pytest.raises(FormatError, match="no points in force from Bob"):
        case_to_scenario(
            load_text(
                CASE.replace("party: b, on: 2024-01-01, values", "party: a, on: 2024-01-01, values")
            )
        )


def test_notes_of_people_are_not_taken_for_weights():
    case = load_text(CASE.replace("agreed by phone", "weights as agreed; discount to be seen"))
    made, _ = case_to_scenario(case, leave_out=True)
    assert made.profiles[1].weights == (1,)
    assert made.profiles[1].discount is None


def test_geniusweb_says_that_it_has_no_reservation_values():
    with pytest.raises(FormatError, match="no reservation values, only bids"):
        write_geniusweb(scenario(reservation=ONE / 2))
    bid = write_geniusweb(scenario(reservation=ONE))
    assert any("high" in text for name, text in bid.items() if "Buyer" in name)


def test_json_of_all_formats_is_plain(tmp_path):
    for text in write_negolog(scenario()).values():
        assert json.loads(text)["issues"]["Price"] == {"low": 0.0, "high": 1.0}
