"""The frontier and the solutions that `packages` gives on request."""

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.packages.fair import undominated
from lastyard.show.published import ANSWERS
from lastyard.show.solutions import efficient_svg

CATALOG = Path(__file__).parents[2] / "catalog"
TOYS = CATALOG / "papers/nash-1950/bill-and-jack.yaml"
TALKS = """
title: Talks
parties: {a: {name: A}, b: {name: B}, c: {name: C}}
issues: {x: {options: [low, middle, high], ordered: true}, y: {options: [no, yes]}}
rules: [{id: never, require: "not (x == 'high' and y == 'yes')"}]
statements:
  - {id: ask, party: a, on: 2024-01-01, position: {x: high}}
  - {id: line, party: b, on: 2024-01-02, rejects: "x == 'high'", firmness: 0.5}
  - {id: want, party: b, on: 2024-01-02, prefers: {y: "yes"}, to: {y: "no"}}
  - {id: less, party: c, on: 2024-01-02, wants: {x: less}}
  - {id: fine, party: b, on: 2024-01-03, accepts: {x: middle, y: "yes"}}
  - {id: good, party: c, on: 2024-01-03, accepts: {x: middle, y: "yes"}}
  - {id: well, party: a, on: 2024-01-03, accepts: {x: middle, y: "yes"}}
"""


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=30),
    st.integers(1, 3),
)
@settings(deadline=None)
def test_undominated_rows_are_those_of_the_definition(rows, parties):
    values = np.array(rows)[:, :parties] / 7
    found = undominated(values)
    expected = {
        tuple(own)
        for own in values
        if not any((other >= own).all() and (other > own).any() for other in values)
    }
    shown = [tuple(values[row]) for row, _ in found]
    assert sorted(shown, reverse=True) == shown
    assert set(shown) == expected
    assert [same for _, same in found] == [
        (values == values[row]).all(axis=1).sum() for row, _ in found
    ]


@pytest.mark.thorough
def test_where_points_are_known_it_is_the_exact_answer():
    case = ly.load(str(TOYS))
    result = ly.packages(case, frontier=True, solutions=True)
    content, exact = result.as_json(), ly.solutions(case).as_json()
    jsonschema.validate(content, ANSWERS["packages"])
    assert content["measure"] == "points"
    for key in ("frontier", "points", "exact", "epsilon", "solutions", "disagreement"):
        assert content[key] == exact[key]
    assert content["solutions"]["nash"]["values"] == {"bill": 24, "jack": 11}
    assert content["solutions"]["nash"]["bound"] == 60
    assert "The frontier has exactly 7" in str(result)
    assert "Efficient packages" in str(result)
    asked = ly.packages(case, frontier=True, require="pen == 'Jack'").as_json()
    pens = {point["package"]["pen"] for point in asked["frontier"]}
    assert pens == {"Jack"}


@pytest.mark.thorough
def test_otherwise_it_is_of_acceptability_and_expected_values():
    case = ly.load_text(TALKS)
    result = ly.packages(case, frontier=True, solutions=True, top=20, seed=3, beyond=True)
    content = result.as_json()
    jsonschema.validate(content, ANSWERS["packages"])
    assert content["measure"] == "acceptability"
    assert content["exact"] is True
    # All five packages are shown, so the frontier can be read off their indices.
    listed = {
        tuple(each["package"].values()): tuple(i["index"] for i in each["acceptability"].values())
        for each in content["packages"]
    }
    assert len(listed) == 5
    undominated_ones = {
        package
        for package, own in listed.items()
        if not any(
            all(o >= s for o, s in zip(other, own, strict=True)) and other != own
            for other in listed.values()
        )
    }
    assert {tuple(point["package"].values()) for point in content["frontier"]} <= undominated_ones
    assert content["points"] == len({listed[package] for package in undominated_ones})
    nash = content["solutions"]["nash"]
    assert (
        nash["objective"] == nash["bound"] == pytest.approx(np.prod(list(nash["values"].values())))
    )
    assert content["solutions"]["utilitarian"]["objective"] == pytest.approx(
        sum(content["solutions"]["utilitarian"]["values"].values())
    )
    assert nash["package"] == result.as_json()["fair"]["nash"]["package"]


@pytest.mark.thorough
def test_only_what_was_asked_for_is_given():
    case = ly.load_text(TALKS)
    neither, one = ly.packages(case), ly.packages(case, solutions=True, seed=3)
    assert neither.efficient is None
    assert not {"frontier", "solutions", "measure"} & neither.as_json().keys()
    assert "frontier" not in one.as_json()
    assert "Fair packages by expected values" in str(one)
    assert "Efficient packages" not in str(one)
    short = ly.packages(case, frontier=True, listed=1)
    assert len(short.as_json()["frontier"]) == 1
    with pytest.raises(ValueError, match="listed"):
        ly.packages(case, listed=0)


def test_too_many_to_list_is_said(monkeypatch):
    monkeypatch.setattr("lastyard.answers.packages.domain.MOST_LISTED", 2)
    result = ly.packages(ly.load_text(TALKS), frontier=True, solutions=True)
    content = result.as_json()
    jsonschema.validate(content, ANSWERS["packages"])
    assert (content["frontier"], content["exact"]) == ([], False)
    assert "too many packages" in content["reason"]
    assert content["solutions"] == {}
    assert "too many packages" in str(result)
    assert "too many packages" in efficient_svg(result)


def test_the_picture_of_indices_and_in_notebooks():
    result = ly.packages(ly.load_text(TALKS), frontier=True)
    root = ElementTree.fromstring(efficient_svg(result))
    titles = [e.text for e in root.iter("{http://www.w3.org/2000/svg}title")]
    assert any(title.startswith("A ") and ", B " in title for title in titles)
    assert "<figure>" in result._repr_html_()
    assert "<figure>" not in ly.packages(ly.load_text(TALKS))._repr_html_()
    with pytest.raises(ValueError, match="frontier=True"):
        efficient_svg(ly.packages(ly.load_text(TALKS)))
    html = ly.solutions(ly.load(str(TOYS)))._repr_html_()
    assert html.count("<svg ") == html.count("</svg>") == 1


def test_every_point_can_be_had_one_after_another():
    result = ly.solutions(ly.load(str(TOYS)), listed=2)
    everything = list(result.everything())
    assert len(everything) == result.points == 7
    for point, (package, values) in zip(result.frontier, everything, strict=False):
        assert package == point.package
        assert values == {id: float(value) for id, value in point.values.items()}
    assert json.dumps(everything)
