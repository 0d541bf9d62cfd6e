from fractions import Fraction
from pathlib import Path

import pytest

from lastyard.bodies import BodyError, Member, MemberError, power, read_entry

CATALOG = Path(__file__).resolve().parents[2] / "catalog" / "bodies"
FILES = sorted(CATALOG.rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_entry_has_sources_and_makes_a_body(path):
    entry = read_entry(path)
    assert entry.sources
    if path.parent.name != "examples":
        assert all(source.url and source.says for source in entry.sources)
    if entry.members is None:
        with pytest.raises(MemberError, match="supply them"):
            entry.body()
        body = entry.body(tuple(Member(n, dict.fromkeys(entry.weights, 1)) for n in "abc"))
    else:
        body = entry.body()
    assert body.compiled.passes([(m.count, 0, 0) for m in body.members])
    assert not body.compiled.passes([(0, 0, m.count) for m in body.members])


def test_security_council():
    body = read_entry(CATALOG / "un-charter-1945" / "security-council.yaml").body()
    assert str(power(body).members[0].shapley_shubik) == "421/2145"


def test_eu_council_variants():
    on = read_entry(CATALOG / "eu-treaties-2016" / "council-on-proposal.yaml").body()
    off = read_entry(CATALOG / "eu-treaties-2016" / "council-not-on-proposal.yaml").body()
    votes = dict.fromkeys([m.name for m in on.members], "yes")
    three_large = votes | dict.fromkeys(["germany", "france", "italy"], "no")
    assert on.adopts(three_large)  # 24 states, under 65 %: no blocking minority of four
    assert not off.adopts(three_large)
    small = ["malta", "luxembourg", "cyprus", "estonia", "latvia", "slovenia", "lithuania"]
    assert off.adopts(votes | dict.fromkeys(small, "abstain"))
    assert not off.adopts(votes | dict.fromkeys([*small, "croatia"], "abstain"))
    assert on.adopts(votes | dict.fromkeys([*small, "croatia"], "abstain"))


def test_general_assembly_counts_only_those_voting():
    body = read_entry(CATALOG / "un-charter-1945" / "general-assembly-important.yaml").body()
    assert body.adopts({"members": (20, 163, 10)})
    assert not body.adopts({"members": (19, 164, 10)})


def test_federal_law_override():
    body = read_entry(CATALOG / "us-constitution" / "federal-law.yaml").body()
    votes = {"house": (290, 0, 145), "senate": (67, 0, 33), "vice_president": "no"}
    assert body.adopts(votes | {"president": "no"})
    assert not body.adopts(votes | {"president": "no", "senate": (66, 0, 34)})
    tie = {"house": (218, 0, 217), "senate": (50, 0, 50), "president": "yes"}
    assert body.adopts(tie | {"vice_president": "yes"})
    assert not body.adopts(tie | {"vice_president": "no"})


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "holds no body"),
        ("name: x\nrule: yes > 1\nsources: []", "no 'members'"),
        ("name: x\nmembres: []", "unknown key 'membres'"),
        ("title: T\nparties: {}\nissues: {}", "is a case, not a body"),
        ("name: x\nrule: yes > 1\nsources: []\nmembers: [{count: 2}]", "not written as a body"),
        ("name: [", "cannot read"),
        ("[" * 3_000, "cannot read"),
    ],
)
def test_bad_files(tmp_path, text, words):
    path = tmp_path / "body.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BodyError, match=words):
        read_entry(path)


@pytest.mark.parametrize("weight", ["1e10", "2.5e+00010", "0.1", "7/3", "1" + "0" * 59])
def test_weights_are_read_exactly(tmp_path, weight):
    path = tmp_path / "body.yaml"
    path.write_text(
        f"name: B\nmembers: [{{name: a, weights: {{v: {weight}}}}}]\nrule: yes >= 1\nsources: []\n",
        encoding="utf-8",
    )
    assert read_entry(path).members[0].weights["v"] == Fraction(weight)


@pytest.mark.parametrize("weight", ["1e100", "1" + "0" * 60])
def test_a_weight_that_would_fill_the_memory_is_no_number(tmp_path, weight):
    path = tmp_path / "body.yaml"
    path.write_text(
        f"name: B\nmembers: [{{name: a, weights: {{v: {weight}}}}}]\nrule: yes >= 1\nsources: []\n",
        encoding="utf-8",
    )
    with pytest.raises(BodyError, match="is not a number"):
        read_entry(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "name: B\nmembers:\n  - {name: a}\n  - {name: a}\nrule: yes >= 1\nsources: []\n",
            ":4:5: ",
        ),
        ("name: B\nmembers: [{name: a}]\nrule: yes >= 2\nsources: []\n", ":3:7: no vote can"),
        ('name: B\nmembers: [{name: a}]\nrule: "yes >= 1 of"\nsources: []\n', ":3:19: "),
        ("name: B\nmembers: [{name: a}]\nrule: |\n  yes\n  >=\nsources: []\n", " of the rule)"),
        (
            "name: B\nmembers: [{name: a, weights: {v: 1}}]\ntotals: {v: 2}\n"
            "rule: yes by v >= 1\nsources: []\n",
            ":3:1: v adds up to 1",
        ),
        ("name: [\n", ":2:1: cannot read"),
        ("name: B\nmembres: []\n", ":2:1: unknown key"),
    ],
)
def test_errors_of_body_files_have_their_place(tmp_path, text, told):
    path = tmp_path / "body.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BodyError) as caught:
        read_entry(path).body()
    assert f"{path}:" in str(caught.value)
    assert told in str(caught.value)
