"""Files of other programs: what cannot be taken up is refused or named, never dropped in silence."""

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.conflict.gmcr import GmcrFileError, parse_gmcr, read_gmcr
from lastyard.interop import read_scenario
from lastyard.interop.scenario import FormatError

FIELD = Path(__file__).parent


def test_an_issue_rated_twice():
    found = read_scenario(FIELD / "06-genius-issue-rated-twice")
    assert found.profiles[0].values == ((Fraction(1), Fraction(0)),)
    assert any("'x' is rated 2 times" in note for note in found.notes)


def test_an_issue_rated_twice_with_no_telling_which(tmp_path):
    folder = shutil.copytree(FIELD / "06-genius-issue-rated-twice", tmp_path / "case")
    profile = folder / "profile.xml"
    profile.write_text(profile.read_text().replace('index="1" name="x"', 'index="3" name="x"'))
    with pytest.raises(FormatError, match="'x' is rated 2 times"):
        read_scenario(folder)


def test_a_weight_that_stands_twice():
    found = read_scenario(FIELD / "07-genius-weight-twice")
    assert found.profiles[0].weights == (Fraction(1),)
    assert any("weight 1 stands twice" in note for note in found.notes)


def test_an_uncertain_profile():
    found = read_scenario(FIELD / "08-genius-uncertain")
    (note,) = [note for note in found.notes if "UNCERTAIN" in note]
    assert "comparisons 1, errors 0" in note


DOMAIN = (
    '<negotiation_template><utility_space number_of_issues="1"><objective index="0" name="o">'
    '<issue index="1" name="x" type="discrete"><item value="a"/><item value="b"/></issue>'
    "</objective></utility_space></negotiation_template>"
)
PROFILE = (
    '<utility_space><objective index="0" name="o"><issue index="1" name="x" type="discrete">'
    '<item value="a" evaluation="1"/><item value="b" evaluation="2"/></issue>'
    '<weight index="1" value="1"/></objective></utility_space>'
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</objective>", "<constraint/></objective>", "constraint (1)"),
        ("<utility_space>", '<utility_space type="CONSTRAINT">', "type 'CONSTRAINT'"),
        ("<utility_space>", '<utility_space number_of_issues="2">', "says that it has 2 issues"),
        ('<item value="b"', '<item value="c" evaluation="3"/><item value="b"', "rates 'c' on"),
        ('<item value="b"', '<item cost="5" value="b"', "cost of an item (1)"),
        ("</objective>", '<issue index="2" name="y"/></objective>', "rates 'y', which the domain"),
        ("</utility_space>", '<reservation value="0.1"/><reservation value="0.2"/></utility_space>', "reservation stands 2 times"),
        ("</objective>", '<objective name="sub"/></objective>', "objectives within objectives"),
    ],
)  # fmt: skip
def test_what_a_genius_profile_holds_besides(tmp_path, old, new, told):
    (tmp_path / "domain.xml").write_text(DOMAIN)
    (tmp_path / "one.xml").write_text(PROFILE)
    (tmp_path / "two.xml").write_text(PROFILE.replace(old, new, 1))
    try:
        notes = read_scenario(tmp_path).notes
    except FormatError as problem:
        notes = (str(problem),)
    assert any(told in note and "two.xml" in note for note in notes), notes


@pytest.mark.parametrize(
    "bad", ["<utility_space><objective>", "no XML at all", "\0\0", PROFILE.replace("weight", "w")]
)
def test_one_unreadable_file_does_not_refuse_the_folder(tmp_path, bad):
    (tmp_path / "domain.xml").write_text(DOMAIN)
    for name in ("one", "three"):
        (tmp_path / f"{name}.xml").write_text(PROFILE)
    (tmp_path / "two.xml").write_text(bad)
    found = read_scenario(tmp_path)
    assert [profile.name for profile in found.profiles] == ["one", "three"]
    assert any("two.xml: left out" in note for note in found.notes)
    # With nobody left to negotiate, the file at fault is named.
    (tmp_path / "three.xml").unlink()
    with pytest.raises(FormatError, match=r"two\.xml"):
        read_scenario(tmp_path)


def geniusweb(**more):
    space = {
        "name": "p",
        "issueUtilities": {
            "x": {"DiscreteValueSetUtilities": {"valueUtilities": {"a": 1, "b": 0}}}
        },
        "issueWeights": {"x": 1},
    }
    return {"LinearAdditiveUtilitySpace": {"domain": {"name": "d", "issuesValues": {"x": {"values": ["a", "b"]}}}, **space, **more}}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"riskAttitude": 2}, "'riskAttitude'"),
        ({"issueWeights": {"x": 0.5, "z": 0.5}}, "'z'"),
        ({"issueWeights": {"x": 0.5}}, "weights sum to 0.5"),
        ({"domain": {"name": "d", "issuesValues": {"x": {"values": ["a"]}}}}, "its own copy of the domain"),
    ],
)  # fmt: skip
def test_what_a_geniusweb_profile_holds_besides(tmp_path, more, told):
    domain = {"name": "d", "issuesValues": {"x": {"values": ["a", "b"]}}}
    (tmp_path / "domain.json").write_text(json.dumps(domain))
    (tmp_path / "one.json").write_text(json.dumps(geniusweb()))
    (tmp_path / "two.json").write_text(json.dumps(geniusweb(**more)))
    (tmp_path / "three.json").write_text(json.dumps({"PartialOrdering": {"domain": domain}}))
    notes = read_scenario(tmp_path).notes
    assert any(told in note and "two.json" in note for note in notes)
    assert any("three.json: left out: a profile of kind 'PartialOrdering'" in n for n in notes)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"constraint": "x"}, "'constraint'"),
        ({"values": {"x": {"a": 1, "b": 0, "c": 2}}}, "'c'"),
        ({"weights": {"x": 1, "y": 2}}, "'y'"),
    ],
)
def test_what_a_negmas_function_holds_besides(tmp_path, more, told):
    function = {"type": "LinearAdditiveUtilityFunction", "values": {"x": {"a": 1, "b": 0}}}
    domain = {"issues": [{"name": "x", "values": ["a", "b"]}]}
    for name, content in (("domain", domain), ("one", function), ("two", function | more)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    assert any(told in n and "two.json" in n for n in read_scenario(tmp_path).notes)


def test_what_wraps_a_negmas_function_is_understood_or_refused(tmp_path):
    function = {"type": "LinearAdditiveUtilityFunction", "values": {"x": {"a": 1, "b": 0}}}
    wrapped = {"type": "NoisyUFun", "ufun": function}
    domain = {"issues": [{"name": "x", "values": ["a", "b"]}]}
    for name, content in (("domain", domain), ("one", function), ("two", wrapped)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    with pytest.raises(FormatError, match="class 'NoisyUFun'"):
        read_scenario(tmp_path)


def test_what_a_negolog_profile_holds_besides(tmp_path):
    profile = {"issues": {"x": {"a": 1, "b": 0}}, "issueWeights": {"x": 1}, "reservationValue": 0.1}
    (tmp_path / "one.json").write_text(json.dumps(profile))
    (tmp_path / "two.json").write_text(json.dumps(profile | {"interaction": []}))
    assert any("'interaction'" in note for note in read_scenario(tmp_path).notes)


def test_misperceptions_are_named():
    path = FIELD / "09-misperception.gmcr"
    (note,) = read_gmcr(path).notes
    assert note.startswith("what North misperceives (1 in the file) is left out")
    found = ly.moves(path)
    assert "Left out of the file" in str(found)
    assert found.as_json()["notes"] == [note]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"coalitions": [[0, 1]]}, "the coalition of North, South is left out"),
        ({"coalitions": [0, 1]}, None),
        ({"coalitions": [[0], {"members": [1]}]}, None),
        ({"attitudes": []}, "'attitudes' of the file"),
    ],
)
def test_what_a_gmcr_file_holds_besides(change, told):
    data = json.loads((FIELD / "09-misperception.gmcr").read_text())
    data["decisionMakers"][0]["misperceptions"] = []
    notes = parse_gmcr(json.dumps(data | change)).notes
    assert notes == () if told is None else notes[0].startswith(told)


def test_a_combination_that_contradicts_itself_is_refused():
    data = json.loads((FIELD / "09-misperception.gmcr").read_text())
    data["infeasibles"] = [[[0, "Y"], [0, "N"]]]
    with pytest.raises(GmcrFileError, match="both taken and not taken"):
        parse_gmcr(json.dumps(data))
