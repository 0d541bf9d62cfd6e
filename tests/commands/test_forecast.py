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
    assert "only State has a position or a demand" in content["left_out"]["term"]


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


DEMANDS = """
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}, state: {name: State}}
issues:
  wage: {name: Wage, range: [0, 10], step: 1, unit: "%"}
  term: {name: Term, options: [short, middle, long], ordered: true}
statements:
  - {id: floor, party: union, on: 2024-01-05, requires: wage >= 6}
  - {id: cap, party: firm, on: 2024-01-09, rejects: wage > 3}
"""


def told_by(text, issue="wage"):
    result = ly.forecast(ly.load_text(text))
    (found,) = (each for each in result.issues if each.issue == issue)
    return result, found


def test_demands_stand_in_for_positions_as_the_nearest_that_they_leave():
    result, wage = told_by(DEMANDS)
    assert wage.positions == 2
    assert [(each.party, each.option) for each in wage.by_demand] == [("union", 6), ("firm", 3)]
    assert [[s.id for s in each.statements] for each in wage.by_demand] == [["floor"], ["cap"]]
    values = {each.way: each.value for each in wage.forecasts}
    assert values["compromise"] == values["median"] == 4.5
    assert [s.id for s in result.used] == ["floor", "cap"]
    shown = " ".join(str(result).split())
    assert "Wage (no position, 2 demands)" in shown
    assert "Union at least 6 % on Wage (floor)" in shown
    assert "Firm at most 3 % on Wage (cap)" in shown
    jsonschema.validate(result.as_json(), ANSWERS["forecast"])


def test_a_position_goes_before_a_demand():
    text = DEMANDS + "  - {id: ask, party: union, on: 2024-01-10, position: {wage: 8}}\n"
    result, wage = told_by(text)
    assert [each.party for each in wage.by_demand] == ["firm"]
    assert next(each.value for each in wage.forecasts if each.way == "median") == 5.5
    assert "Wage (1 position, 1 demand)" in str(result)


@pytest.mark.parametrize(
    "said",
    [
        "requires: wage >= 2 and wage <= 8",  # which end it would go to is not known
        "requires: wage <= 2 or wage >= 8",
        "rejects: wage == 5",
        "requires: wage >= 4, until: 2024-01-06",
    ],
)
def test_what_leaves_no_one_end_is_no_position(said):
    more = f"  - {{id: state, party: state, on: 2024-01-05, {said}}}\n"
    _, wage = told_by(DEMANDS + more)
    assert [each.party for each in wage.by_demand] == ["union", "firm"]


def test_one_demand_alone_is_left_out_and_it_says_whose_word_is_missing():
    text = "\n".join(line for line in DEMANDS.splitlines() if "cap" not in line)
    result = ly.forecast(ly.load_text(text))
    assert result.issues == ()
    assert "only Union has a position or a demand on it" in result.left_out["wage"]
    assert "nobody has a position or a demand on it" in result.left_out["term"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((6, 3), "between 4 and 5 %"),
        ((6, 4), "5 %"),
        ((3, 2), "between 2 and 3 %"),
        ((10, 10), "10 %"),
    ],
)
def test_a_value_between_two_options_is_told_as_such(asked, told):
    text = DEMANDS.replace("requires: wage >= 6", f"position: {{wage: {asked[0]}}}").replace(
        "rejects: wage > 3", f"position: {{wage: {asked[1]}}}"
    )
    result, wage = told_by(text)
    median = next(each for each in wage.forecasts if each.way == "median")
    assert median.value == sum(asked) / 2
    if median.value.is_integer():
        assert (median.option, median.between) == (median.value, 0)
    else:
        assert median.option is None
        assert median.between == 0b11 << int(median.value)
    row = next(line for line in str(result).splitlines() if line.strip().startswith("Wage ("))
    assert told in row.split("(2 positions)")[1]


def test_a_value_near_one_option_is_told_as_about_it():
    result, wage = told_by(TALKS)
    compromise = wage.forecasts[0]  # 13 / 3, where 4.5 is an option
    assert compromise.option is not None
    assert "about 4.5 %" in str(result)


def test_an_order_without_numbers_has_options_between():
    more = (
        "  - {id: a, party: union, on: 2024-01-05, position: {term: short}}\n"
        "  - {id: b, party: firm, on: 2024-01-05, position: {term: middle}}\n"
    )
    result, term = told_by(DEMANDS + more, "term")
    assert next(each.option for each in term.forecasts if each.way == "median") is None
    assert "between short and middle" in " ".join(str(result).split())
