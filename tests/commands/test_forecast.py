"""``lastyard forecast`` from the command line."""

import json
import random

import jsonschema
import pytest

import lastyard as ly
from lastyard.show.published import ANSWERS
from program import run

TALKS = """
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}, state: {name: State}}
issues:
  wage: {name: Wage, range: [0, 10], step: 0.5, unit: "%"}
  term: {name: Term, options: [short, middle, long], ordered: true}
  place: {name: Place, options: [here, there]}
statements:
  - {id: u, party: union, on: 2024-01-05, position: {wage: 8, place: here}}
  - {id: f, party: firm, on: 2024-01-09, position: {wage: 2, place: there}}
  - {id: s, party: state, on: 2024-01-10, position: {wage: 3, term: long}}
"""
WEIGHTS = """party,issue,capability,salience
union,,2,1
firm,,1,0.5
state,,1,0.5
state,wage,1,0
"""


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS, encoding="utf-8")
    return path


def table(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_ways_stand_beside_the_baseline(talks):
    found = run("forecast", talks, "--json")
    assert found.returncode == 0, found.stderr
    content = json.loads(found.stdout)
    jsonschema.validate(content, ANSWERS["forecast"])
    (wage,) = content["issues"]
    told = {each["way"]: each["value"] for each in wage["forecasts"]}
    assert next(iter(told)) == "compromise"
    assert told["compromise"] == pytest.approx(13 / 3)
    assert told["median"] == 3.0
    assert 2.0 <= told["packages"] <= 8.0
    assert "mean" not in told  # the same as the compromise where all weigh alike
    assert content["left_out"]["place"] == "it has no order"
    assert "two parties" in content["left_out"]["term"]


def test_capability_and_salience_weigh_by_party_and_by_issue(talks, tmp_path):
    weights = table(tmp_path, WEIGHTS)
    content = json.loads(run("forecast", talks, "--weights", weights, "--json").stdout)
    told = {each["way"]: each["value"] for each in content["issues"][0]["forecasts"]}
    assert told["compromise"] == pytest.approx((2 * 8 + 0.5 * 2) / 2.5)
    assert told["mean"] == pytest.approx(13 / 3)
    assert content["weighted"]


@pytest.mark.thorough
def test_a_back_test_scores_past_issues_and_says_what_is_beyond_chance(talks, tmp_path):
    chooser = random.Random(1)
    lines = ["issue,party,position,capability,salience,outcome"]
    for number in range(60):
        places = [chooser.randrange(0, 101) for _ in range(3)]
        outcome = sorted(places)[1]  # the median decides
        lines += [f"i{number},p{k},{place},1,0.5,{outcome}" for k, place in enumerate(places)]
    past = table(tmp_path, "\n".join(lines) + "\n")
    found = run("forecast", talks, "--back-test", past, "--json")
    content = json.loads(found.stdout)
    jsonschema.validate(content, ANSWERS["forecast"])
    scores = {each["way"]: each for each in content["back_test"]}
    assert content["past_issues"] == 60
    assert scores["median"]["error"] == 0.0
    assert scores["median"]["more_high"] < 0.0
    assert scores["compromise"]["more"] == 0.0
    assert (
        scores["compromise"]["low"] < scores["compromise"]["error"] < scores["compromise"]["high"]
    )
    told = run("forecast", talks, "--back-test", past).stdout
    assert "Better than the baseline, beyond chance: " in told
    assert "median" in told


def test_errors_of_a_back_test_by_hand(talks, tmp_path):
    text = "issue,party,position,outcome,low,high\na,x,1,4,0,10\na,y,3,4,0,10\nb,x,5,5,0,10\n"
    result = ly.forecast(ly.load(talks), back_test=str(table(tmp_path, text)))
    assert result.past_issues == 1  # b has one position alone
    scores = {each.way: each.error for each in result.back_test}
    assert scores["compromise"] == scores["median"] == 20.0
    # Nobody goes past what both ask for, so the packages end between 1 and 3.
    assert 10.0 <= scores["packages"] <= 30.0


def test_packages_on_past_issues_say_what_they_say_of_such_a_case(talks, tmp_path):
    text = "issue,party,position,outcome\na,x,20,50\na,y,60,50\na,z,80,50\n"
    result = ly.forecast(ly.load(talks), back_test=str(table(tmp_path, text)), seed=5)
    case = ly.load_text("""
title: The same
parties: {x: {}, y: {}, z: {}}
issues: {a: {range: [0, 100], step: 5}}
statements:
  - {id: one, party: x, on: 2024-01-01, position: {a: 20}}
  - {id: two, party: y, on: 2024-01-01, position: {a: 60}}
  - {id: three, party: z, on: 2024-01-01, position: {a: 80}}
""")
    (issue,) = ly.forecast(case, seed=5).issues
    (ours,) = (each.value for each in issue.forecasts if each.way == "packages")
    (scored,) = (each.error for each in result.back_test if each.way == "packages")
    assert scored == abs(ours - 50)


@pytest.mark.thorough
def test_past_issues_that_take_too_long_leave_the_packages_out(talks, tmp_path):
    rows = "".join(f"i{k},x,{k % 90},50\ni{k},y,{k % 90 + 9},50\n" for k in range(400))
    past = table(tmp_path, "issue,party,position,outcome\n" + rows)
    with ly.Budget(work=100_000):
        result = ly.forecast(ly.load(talks), back_test=str(past))
    assert "packages" not in {each.way for each in result.back_test}
    assert "compromise" in {each.way for each in result.back_test}
    assert result.stopped


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--weights", "party,capability\nunion,1\n", "no column salience"),
        ("--weights", "party,capability,salience\nunoin,1,1\n", "did you mean 'union'"),
        ("--weights", "party,capability,salience\nunion,1,1\n", "no row for 'firm'"),
        ("--weights", "party,capability,salience\nunion,1,80\n", "from 0 to 1, not 80"),
        ("--weights", "party,capability,salience\nunion,much,1\n", "line 2: capability 'much'"),
        ("--back-test", "issue,party,position,outcome\na,x,1,2\n", "no issue has two positions"),
        ("--back-test", "issue,party,position,outcome\na,x,1,200\n", "must lie from 0 to 100"),
        ("--back-test", "issue,party,position,outcome\na,x,1\n", "line 2: 3 cells"),
        (
            "--back-test",
            "issue,party,position,outcome\na,x,1,2\na,x,3,2\n",
            "line 3: a second row for 'x' on issue 'a'",
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_line(talks, tmp_path, option, text, told):
    found = run("forecast", talks, option, table(tmp_path, text))
    assert found.returncode == 2
    assert told in found.stderr


def test_a_missing_table_is_told(talks, tmp_path):
    found = run("forecast", talks, "--weights", tmp_path / "nowhere.csv")
    assert found.returncode == 2
    assert "cannot be read" in found.stderr


def test_nothing_to_forecast_is_exit_code_1(tmp_path):
    text = TALKS[: TALKS.index("statements:")]
    found = run("forecast", table(tmp_path, text, "silent.yaml"))
    assert found.returncode == 1
    assert "No issue with an order" in found.stdout


@pytest.mark.thorough
def test_it_says_how_rough_it_is_and_why(talks):
    assert "off by 23 of 100" in run("forecast", talks).stdout
    why = run("forecast", talks, "--why").stdout
    assert "Scholz" in why
    one = run("forecast", talks, "--why", "forecast-wage")
    assert one.returncode == 0, one.stderr
    assert "the compromise at" in one.stdout


def test_a_small_budget_ends_and_keeps_what_is_cheap(talks):
    found = run("forecast", talks, "--budget", "3000u", "--json")
    assert found.returncode in (0, 4)
    assert "internal error" not in found.stderr


@pytest.mark.thorough
def test_the_packages_are_those_that_packages_names():
    # Fewer draws put another package first, here with a rise of 5 in place of 5.5.
    case = ly.load_text("""
title: Port workers and Harbour Company
as_of: 2025-06-20
parties:
  union: {name: Dockers' Union}
  company: {name: Harbour Company}
  members: {name: Union members, role: ratifier, of: union}
  med: {name: State mediator, role: mediator}
issues:
  wage: {name: Wage rise, range: [0, 12], step: 0.5, unit: '%'}
  shifts: {name: Night shifts a month, range: [0, 10], step: 1, unit: nights}
  jobs: {name: Job guarantee, options: [none, one year, three years], ordered: true}
  automation: {name: Automation of cranes, options: [halted, piloted, free], ordered: true}
rules:
  - {id: budget, require: "wage >= 8 implies jobs != 'three years'"}
statements:
  - {id: u-wage, party: union, on: 2025-05-01, requires: "wage >= 6", firmness: stated}
  - {id: u-ask, party: union, on: 2025-05-01, position: {wage: 9, jobs: three years}}
  - {id: u-ask2, party: union, on: 2025-06-01, position: {wage: 7.5}}
  - {id: u-nights, party: union, on: 2025-05-01, wants: {shifts: less}}
  - {id: u-auto, party: union, on: 2025-05-03, rejects: "automation == 'free'", firmness: firm}
  - {id: c-wage, party: company, on: 2025-05-02, requires: "wage <= 4", firmness: stated}
  - {id: c-offer, party: company, on: 2025-05-10, offers: {wage: 3, jobs: one year}}
  - {id: c-auto, party: company, on: 2025-05-10, requires: "automation >= 'piloted'", firmness: firm}
  - {id: u-refuses, party: union, on: 2025-05-12, refuses: {wage: 3, jobs: one year}}
  - {id: c-jobs, party: company, on: 2025-06-03, rejects: "jobs == 'three years' and automation != 'free'", firmness: 0.7}
  - {id: m-floor, party: members, on: 2025-06-05, requires: "wage >= 5", firmness: 0.5}
  - {id: med-prop, party: med, on: 2025-06-10, offers: {wage: 5, jobs: one year, automation: piloted}}
  - {id: u-acc, party: union, on: 2025-06-15, accepts: {jobs: one year}, confidence: 0.7}
  - {id: u-rank, party: union, on: 2025-06-15, ranks: [wage, jobs, automation]}
""")
    best = ly.packages(case).best.package
    for issue in ly.forecast(case).issues:
        (own,) = (each for each in issue.forecasts if each.way == "packages")
        named = case.issue(issue.issue)
        place = best.positions[issue.issue]
        assert own.value == (float(best[issue.issue]) if named.is_numeric else place)
