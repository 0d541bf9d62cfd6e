"""``lastyard vote``, ``power`` and ``moves`` through the real command line."""

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from lastyard.commands.start import STARTER
from lastyard.show.published import ANSWERS, errors_schema
from program import run

CATALOG = Path(__file__).resolve().parents[2] / "catalog"
COUNCIL = CATALOG / "news" / "sn-2024" / "security-council.yaml"
ELMIRA = CATALOG / "papers" / "xu-2007" / "elmira.yaml"
BOARD = """
title: Board
parties: {anna: {}, ben: {}, cora: {}}
issues: {site: {options: [old, new]}}
votes:
  - {id: move, body: {members: [anna, ben, cora], rule: yes >= 2}, ballots: {anna: yes}}
"""
RESTLESS = """
title: Restless
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
moves:
  options: {hide: {owner: a}, look: {owner: b}}
  preferences:
    a: {ranking: [[YN, NY], [NN, YY]]}
    b: {ranking: [[NN, YY], [YN, NY]]}
"""


def answer(command, *arguments, stdin=None):
    done = run(command, *arguments, "--json", stdin=stdin)
    assert done.stderr == ""
    content = json.loads(done.stdout)
    jsonschema.validate(content, ANSWERS[command], format_checker=jsonschema.FormatChecker())
    return content


def test_two_vetoes_settle_the_vote():
    done = run("vote", COUNCIL)
    assert (done.returncode, done.stderr) == (1, "")
    assert "The draft is not adopted, whatever the 12 unknown members do." in done.stdout
    (vote,) = answer("vote", COUNCIL)["votes"]
    assert (vote["id"], vote["probability"], vote["certain"]) == ("the-draft", 0, "rejected")
    assert (vote["pivotal"], vote["agrees"]) == ([], True)
    assert vote["cheapest"][0]["size"] == 8


@pytest.mark.thorough
def test_unknown_ballots_give_a_range_unless_they_are_assumed():
    done = run("vote", "-", stdin=BOARD)
    assert (done.returncode, done.stderr) == (0, "")
    assert "from 0.000, if all that is unknown goes against" in " ".join(done.stdout.split())
    (vote,) = answer("vote", "-", stdin=BOARD)["votes"]
    assert (vote["probability"], vote["range"]) == (None, [0, 1])
    (vote,) = answer("vote", "-", "--unknown", "0.5", stdin=BOARD)["votes"]
    assert vote["probability"] == pytest.approx(0.75)
    decides = {each["member"]: each["decides"] for each in vote["pivotal"]}
    assert decides == {"anna": 0.5, "ben": 0.5, "cora": 0.5}


def test_why_names_statements_and_method():
    told = run("vote", COUNCIL, "--why").stdout
    assert "russia-veto (Russia, 22 Mar 2024" in told
    assert "is not guessed" in told


@pytest.mark.thorough
def test_power_of_the_security_council_alone_and_with_a_vote(tmp_path):
    found = answer("power", "un-charter-1945/security-council")
    assert found["shapley_shubik"]["china"] == "421/2145"
    assert found["shapley_shubik"]["elected"] == "4/2145"
    assert Fraction(found["penrose_banzhaf"]["china"]) == Fraction(848, 2**14)
    assert Fraction(found["penrose_banzhaf"]["elected"]) == Fraction(84, 2**14)
    (vote,) = answer("vote", COUNCIL, "--power")["votes"]
    assert vote["power"]["shapley_shubik"]["russia"] == "421/2145"
    assert vote["power"]["shapley_shubik"]["elected_10"] == "4/2145"
    entry = CATALOG / "bodies" / "un-charter-1945" / "security-council.yaml"
    assert answer("power", entry) == found
    told = run("power", "security-council", "--why").stdout
    assert "Charter of the United Nations, article 27(3)" in told


def test_power_in_the_council_of_the_european_union(oracle):
    inputs = json.loads(oracle("voting/published.json").read_text())["eu27_2025_inputs"]
    found = answer("power", "eu-treaties-2016/council-on-proposal")
    indices = {name: Fraction(text) for name, text in found["shapley_shubik"].items()}
    assert sum(indices.values()) == 1
    shares = {n.lower(): s for n, s in inputs["population_share_0_01pct"].items()}
    assert max(indices, key=indices.get) == max(shares, key=shares.get)
    assert float(Fraction(found["adopting"])) == pytest.approx(0.132, abs=5e-4)


@pytest.mark.thorough
def test_elmira():
    done = run("moves", ELMIRA)
    assert (done.returncode, done.stderr) == (0, "")
    found = answer("moves", ELMIRA)
    assert found["equilibria"] == {
        "nash": ["s5", "s8", "s9"],
        "gmr": ["s1", "s4", "s5", "s8", "s9"],
        "smr": ["s1", "s4", "s5", "s8", "s9"],
        "seq": ["s5", "s8", "s9"],
    }
    assert len(found["states"]) == 9
    assert found["status_quo"]["by_improvements"]["s5"] == [{"by": "local", "to": "s5"}]
    told = run("moves", ELMIRA, "--why").stdout
    assert "delay (once given up, gone)" in told
    assert "MATLAB file" in told


def test_a_conflict_may_have_no_nash_equilibrium():
    done = run("moves", "-", stdin=RESTLESS)
    assert (done.returncode, done.stderr) == (0, "")  # held by what the other would do
    assert answer("moves", "-", stdin=RESTLESS)["equilibria"]["nash"] == []


def test_a_gmcr_file_and_its_reading(tmp_path):
    path = tmp_path / "chicken.gmcr"
    options = [{"name": "swerve", "permittedDirection": "both"}] * 2
    people = [
        {"name": f"Driver {k}", "options": [k], "preferences": [[[k, "N"]], [[1 - k, "Y"]]]}
        for k in range(2)
    ]
    content = {"options": options, "decisionMakers": people, "infeasibles": []}
    path.write_text(json.dumps(content), encoding="utf-8")
    found = answer("moves", path, "--reading", "single move")
    assert (found["case"], found["as_of"]) == ("chicken", None)
    assert found["reading"] == "single move"
    assert found["equilibria"]["nash"] == ["NN"]
    path.write_text("{}", encoding="utf-8")
    assert run("moves", path).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["vote", "-"], "the case has no `votes`"),
        (["moves", "-"], "the case has no `moves`"),
        (["vote", "-", "--unknown", "2"], "not in the range"),
        (["moves", "-", "--reading", "twice"], "legal sequences"),
        (["vote", "-", "--seed", "-1"], "not in the range"),
        (["power", "security-counsil", "--seed", "-1"], "not in the range"),
        (["moves", "-", "--seed", "-1"], "not in the range"),
        (["power", "security-counsil"], "no body of the catalog is called"),
        (["power", "nowhere.yaml"], "cannot read"),
        (["power", "imf-articles/board-85-per-cent"], "supply them"),
    ],
)
def test_bad_usage(arguments, words):
    done = run(*arguments, stdin=STARTER)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_rule_that_cannot_be_read_is_told_at_its_column():
    broken = BOARD.replace("rule: yes >= 2", "rule: yes >= 2 adn no veto of ben")
    done = run("vote", "-", stdin=broken)
    assert done.returncode == 2
    line = broken.splitlines()[5]
    assert f"-:6:{line.index('adn') + 1}: error[bad-rule]" in done.stderr
    done = run("vote", "-", "--json", stdin=broken)
    jsonschema.validate(json.loads(done.stdout), errors_schema())


def test_pictures_are_written(tmp_path):
    vote, conflict = tmp_path / "vote.svg", tmp_path / "conflict.svg"
    assert run("vote", COUNCIL, "--svg", vote).returncode == 1
    assert run("moves", ELMIRA, "--svg", conflict).returncode == 0
    assert all("<title>" in path.read_text(encoding="utf-8") for path in (vote, conflict))


def test_coalitions_and_a_wanted_state():
    content = answer("moves", ELMIRA, "--coalitions", "--stable", "s7")
    assert content["coalitions"]["equilibria"]["nash"] == ["s8", "s9"]
    assert content["wanted"]["state"] == "s7"
    done = run("moves", ELMIRA, "--stable", "s77")
    assert done.returncode == 2
    assert "there is no option 's77'" in done.stderr
