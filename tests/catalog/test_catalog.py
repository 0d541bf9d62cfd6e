"""The shipped cases are right, sourced and in our own words; published answers come out of them."""

import datetime
import json
import re
from fractions import Fraction
from itertools import chain, combinations, pairwise, product
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import lastyard as ly
from lastyard.answers.check import load_with_warnings
from lastyard.case.model import Values
from lastyard.case.said import commitments, in_force, rules_of, sizes_of
from lastyard.case.schema import case_schema
from lastyard.case.writing import dump, save
from lastyard.conditions.tree import holds
from lastyard.space import Space

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "catalog"
FILES = sorted(
    path.relative_to(CATALOG).as_posix()
    for kind in ("history", "news", "papers")  # catalog/bodies holds rules, not cases
    for path in (CATALOG / kind).rglob("*")
    if path.is_file()
)
EXPECTED = [
    "history/argentina-2020.yaml",
    "history/berlin-transport-2025.yaml",
    "history/bus-netherlands-2023.yaml",
    "history/cyprus-2017.yaml",
    "history/escondida-2017.yaml",
    "history/jamaica-2017.yaml",
    "history/metal-strike-2014.yaml",
    "history/mpi-2023.yaml",
    "history/seaports-2022.yaml",
    "history/swiss-framework-2021.yaml",
    "history/winnipeg-transit-2019.yaml",
    "history/yellowknife-2023.yaml",
    "news/bufa-2011/salaries.yaml",
    "news/national-post-2020/fisheries.yaml",
    "news/new-indian-express-2024/climate-finance-goal.yaml",
    "news/sn-2024/ceasefire.yaml",
    "news/sn-2024/rafah.yaml",
    "news/sn-2024/security-council.yaml",
    "papers/abdelnabi-2023/harbour.yaml",
    "papers/baarslag-2014/itex-cypress.yaml",
    "papers/bueno-de-mesquita-1994/emission-standards.yaml",
    "papers/nash-1950/bill-and-jack.yaml",
    "papers/negotiating-to-settlement-1987/bob-and-carol.yaml",
    "papers/xu-2007/elmira.yaml",
]
HISTORY = [file for file in FILES if file.startswith("history/")]
# Warnings that a case is allowed to give, by file and code. What "limited" protection would be was left
# open in the talks, and statements of history are not changed once the end is known.
WARNINGS = {
    "history/cyprus-2017.yaml": ["lone-rejection"],
    "history/berlin-transport-2025.yaml": ["lone-refusal"],
    "history/seaports-2022.yaml": ["broad-option"],
}

every_case = pytest.mark.parametrize("file", FILES)


def load(file):
    return ly.load(str(CATALOG / file))


def text_of(file):
    return (CATALOG / file).read_text(encoding="utf-8")


def packages(case):
    """Return every package that the rules allow, as option indices."""
    ids = [issue.id for issue in case.issues]
    every = (dict(zip(ids, x, strict=True)) for x in product(*(range(i.size) for i in case.issues)))
    return [package for package in every if holds(rules_of(case), package)]


def package_of(case, **options):
    """Return a package from the labels of its options."""
    found = {}
    for issue in case.issues:
        labels = [issue.label(k) for k in range(issue.size)]
        found[issue.id] = labels.index(str(options[issue.id]))
    return found


def points(case, party):
    """Return what a package is worth to a party, and its reservation, from its `values`."""
    (values,) = [s.says for s in case.statements if s.party == party and isinstance(s.says, Values)]
    table = dict(values.points)
    return lambda x: sum(table[i][k] for i, k in x.items()), values.reservation


def subsets(things):
    return chain.from_iterable(combinations(things, n) for n in range(len(things) + 1))


# Every case


def test_the_catalog_holds_what_it_should():
    assert FILES == EXPECTED


@every_case
def test_it_loads_without_warnings_or_contradictions(file):
    case, warnings = load_with_warnings(str(CATALOG / file))
    found = ly.check(case, warnings=warnings)
    assert [warning.code for warning in found.warnings] == WARNINGS.get(file, [])
    assert found.contradictions == ()


@every_case
def test_it_opens_with_what_it_teaches_and_leaves_out(file):
    lines = text_of(file).splitlines()
    opening = lines[: next(k for k, line in enumerate(lines) if not line.startswith("#"))]
    assert opening[0].startswith("# What it teaches: ")
    assert any(line.startswith("# What it leaves out: ") for line in opening)


@every_case
def test_everything_in_it_has_a_source_and_every_source_is_named(file):
    case = load(file)
    for thing in (*case.statements, *case.rules):
        assert thing.source, thing.id
    for source in case.sources:
        assert source.title, source.id
        assert source.publisher or source.url or source.note, source.id


@pytest.mark.parametrize("file", [file for file in FILES if file not in HISTORY])
def test_its_path_is_its_citation(file):
    _, folder, _ = file.split("/")
    name, year = re.fullmatch(r"([a-z-]+)-(\d{4})", folder).groups()
    source = load(file).sources[0]
    told = " ".join(filter(None, (source.id, source.title, source.publisher, source.url)))
    assert name in re.sub(r"[^a-z]+", "-", told.lower())
    # Where no day is known, the year stands in the citation rather than in an invented date.
    years = [str(source.date.year)] if source.date else re.findall(r"\b[12]\d{3}\b", told)
    assert year in years


@pytest.mark.parametrize("file", HISTORY)
def test_what_history_rests_on_was_said_before_the_end(file):
    case = load(file)
    assert case.outcome is not None
    assert case.outcome.source in {source.id for source in case.sources}
    assert max(s.on for s in case.statements) <= case.as_of < case.outcome.on
    assert str(case.as_of.year) in Path(file).stem
    assert all(source.url or source.id == "coding" for source in case.sources)
    opening = text_of(file).split("\ntitle:")[0]
    assert "\n# Blind" in opening or "\n# Not blind: " in opening


@every_case
def test_it_is_valid_under_the_schema(file):
    content = yaml.load(text_of(file), Loader=_AsEditors)
    problems = Draft202012Validator(case_schema()).iter_errors(content)
    assert [error.message for error in problems] == []


class _AsEditors(yaml.SafeLoader):
    """YAML 1.2 as editors read it: days are text, and so is `on`, a key of every statement."""


_AsEditors.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_AsEditors.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


@every_case
def test_saved_and_loaded_it_is_the_same(file, tmp_path):
    case = load(file)
    assert ly.load_text(dump(case)) == case
    save(case, str(tmp_path / "case.yaml"))
    assert ly.load(str(tmp_path / "case.yaml")) == case


@every_case
def test_it_takes_no_words_from_its_sources(file):
    case = load(file)
    assert [s.id for s in case.statements if s.quote] == []
    assert [s.id for s in case.sources if s.file] == []


@pytest.mark.parametrize("file", [file for file in FILES if "/sn-2024/" in file])
def test_no_seven_words_in_a_row_stand_in_the_report(oracle, file):
    report = oracle("../reports/sn-2024-03-22.txt")
    runs = [_runs_of_seven(text) for text in (report.read_text(encoding="utf-8"), text_of(file))]
    assert runs[0] & runs[1] == set()


def _runs_of_seven(text):
    straight = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    words = re.findall(r"\w+", straight.replace("'", ""))
    return set(zip(*(words[k:] for k in range(7)), strict=False))


def test_the_documentation_has_every_case_and_its_figures():
    page = (ROOT / "docs" / "catalog.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^`catalog/(\S+)`", page, re.M)) == FILES
    rows = {
        row[0]: tuple(int(figure.replace(",", "")) for figure in row[1:])
        for row in re.findall(
            r"^\| \[([\w-]+)\]\(#\1\) \|[^|]+\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", page, re.M
        )
    }
    assert rows == {Path(file).stem: _figures(load(file)) for file in FILES}


def _figures(case):
    allowed = Space(sizes_of(case), rules_of(case)).count()
    return len(case.parties), allowed, len(case.statements)


# The report of 22 March 2024


def test_rafah_has_one_blocking_set_and_two_openings():
    case = load("news/sn-2024/rafah.yaml")
    allowed = packages(case)
    assert len(allowed) == 20
    binding = commitments(case, in_force(case))
    possible = {
        frozenset(c.statement.id for c in chosen)
        for chosen in subsets(binding)
        if any(all(holds(c.condition, x) for c in chosen) for x in allowed)
    }
    every = frozenset(c.statement.id for c in binding)
    impossible = {frozenset(s) for s in subsets(sorted(every))} - possible
    minimal = [s for s in impossible if not any(other < s for other in impossible)]
    assert minimal == [frozenset({"full-operation", "no-major"})]
    openings = {every - s for s in possible if not any(s < other for other in possible)}
    assert openings == {frozenset({"full-operation"}), frozenset({"no-major"})}
    chance = {c.statement.id: 1 - c.firmness for c in binding}
    assert (chance["full-operation"], chance["no-major"]) == (Fraction(2, 5), Fraction(1, 5))


def test_rafah_has_the_figures_of_the_example():
    firmness = {
        s.id: float(s.firmness)
        for s in load("news/sn-2024/rafah.yaml").statements
        if s.verb in ("requires", "rejects")
    }
    assert firmness == {
        "no-victory-without-rafah": 0.95,
        "full-operation": 0.6,
        "no-major-without-plan": 0.95,
        "no-major": 0.8,
    }


def test_the_parties_of_the_cease_fire_are_silent_on_everything():
    case = load("news/sn-2024/ceasefire.yaml")
    assert [party.id for party in case.deciders] == ["israel", "hamas"]
    for found in ly.standing(case).issues:
        assert set(found.silent) == {"israel", "hamas"}
        assert found.positions == ()


def test_either_veto_stops_the_draft_whatever_the_silent_members_do():
    case = load("news/sn-2024/security-council.yaml")
    permanent = {"us", "russia", "china", "france", "uk"}
    elected = [p.id for p in case.parties if p.id not in permanent]
    assert (len(elected), case.agreement.quota, set(case.agreement.veto)) == (10, 9, permanent)

    def passes(accepting):
        return holds(case.agreement.tree, {p.id: int(p.id in accepting) for p in case.parties})

    for chosen in subsets(elected):
        assert passes(permanent | set(chosen)) == (len(chosen) >= 4)
    for veto in permanent:
        assert not passes(permanent - {veto} | set(elected))
    spoke = {statement.party for statement in case.statements}
    assert spoke == {"us", "russia", "china"}


def test_the_vote_with_two_vetoes_is_settled_and_nothing_is_made_up():
    (answer,) = ly.vote(load("news/sn-2024/security-council.yaml")).votes
    assert (answer.certain, answer.probability, answer.agrees) == ("rejected", 0.0, True)
    assert {m.standpoint.member for m in answer.members if m.standpoint.basis == "ballot"} == {
        "russia", "china",
    }  # fmt: skip
    assert sum(s.count for s in answer.unknown) == 12
    assert answer.replay is None


def test_elmira_comes_to_rest_where_it_was_published(oracle):
    published = json.loads(oracle("conflict/elmira_9state.json").read_text())
    found = ly.moves(load("papers/xu-2007/elmira.yaml"))
    for concept, states in published["our_brute_force"]["equilibria"].items():
        assert [found.conflict.states[s] for s in found.equilibria[concept.lower()]] == states
    for id, name in zip(found.conflict.decision_makers, published["ranking"], strict=True):
        ranks = found.conflict.preferences[found.conflict.decision_maker(id)].ranks
        order = sorted(range(9), key=lambda s: -ranks[s])
        assert [[found.conflict.states[s]] for s in order] == published["ranking"][name]
        arcs = found.conflict.moves[found.conflict.decision_maker(id)]
        for state, targets in published["reachable"][name].items():
            reached = {found.conflict.states[t] for t in arcs.of(found.conflict.state(state))}
            assert reached == set(targets), (name, state)


# Other news


def test_salaries_differ_from_date_to_date_until_the_settlement():
    case = load("news/bufa-2011/salaries.yaml")
    assert sum(bool(s.replaces) for s in case.statements) >= 10
    days = sorted({s.on for s in case.statements if s.verb == "offers"})
    assert len(days) == 11
    asked = [_offered(case, "bufa", day) for day in days]
    assert all(later <= earlier for earlier, later in pairwise(asked))
    assert (asked[0], _offered(case, "university", days[0])) == (15, 2)
    assert asked[-1] == _offered(case, "university", days[-1]) == Fraction("5.5")
    assert {found.state for found in ly.standing(case).issues} == {"agreed"}
    last_offers = ly.standing(case, datetime.date(2011, 11, 20))
    assert [i.issue.id for i in last_offers.issues if i.state != "agreed"] == ["year2"]


def _offered(case, party, day):
    """Return the sum of the first three increases; of those left open, what was asked before."""
    total = Fraction(0)
    for id in ("year1", "year2", "year3"):
        asked = [
            option
            for s in sorted(case.statements, key=lambda s: s.on)
            if s.party == party and s.verb == "offers" and s.on <= day
            for issue, option in s.says.package
            if issue == id
        ]
        total += Fraction(asked[-1], 20)
    return total


def test_fisheries_red_lines_leave_a_range_in_which_the_agreement_fell():
    case = load("news/national-post-2020/fisheries.yaml")
    binding = commitments(case, in_force(case, datetime.date(2020, 12, 22)))
    left = [x for x in packages(case) if all(holds(c.condition, x) for c in binding)]
    assert sorted({x["cut"] for x in left}) == list(range(19, 26))
    assert package_of(case, cut=25, years=5.5) in left
    assert {found.state for found in ly.standing(case).issues} == {"agreed"}


def test_climate_finance_demands_can_be_met_together_but_not_by_what_is_offered():
    case = load("news/new-indian-express-2024/climate-finance-goal.yaml")
    binding = commitments(case, in_force(case))
    left = [x for x in packages(case) if all(holds(c.condition, x) for c in binding)]
    assert len(left) == 81 * 1 * 14 * 8
    core = ly.standing(case).issue("core")
    offered = core.issue.label(core.position("developed").option)
    assert offered == "300"
    assert min(int(case.issues[0].label(x["core"])) for x in left) == 500


# Papers


def test_nash_1950_the_swap_with_the_greatest_product(oracle):
    case = load("papers/nash-1950/bill-and-jack.yaml")
    published = json.loads(oracle("bargaining/nash_1950_bill_jack.json").read_text())
    bill, before_bill = points(case, "bill")
    jack, before_jack = points(case, "jack")
    status_quo = dict(case.status_quo)
    assert (bill(status_quo), jack(status_quo)) == (before_bill, before_jack)
    gains = {
        tuple(sorted(x.items())): (bill(x) - before_bill, jack(x) - before_jack)
        for x in packages(case)
    }
    accepted = {x: gain for x, gain in gains.items() if min(gain) >= 0}
    best = max(accepted, key=lambda x: accepted[x][0] * accepted[x][1])
    assert list(accepted[best]) == published["published"]["gains"]
    given = {issue for issue, option in best if option != status_quo[issue]}
    assert given == set(published["computed_by_us"]["given"])
    assert {tuple(point) for point in published["published"]["listed_points"]} <= set(
        gains.values()
    )
    binding = commitments(case, in_force(case))
    both = [x for x in packages(case) if all(holds(c.condition, x) for c in binding)]
    assert sorted(tuple(sorted(x.items())) for x in both) == sorted(accepted)
    assert len(both) == 293


def test_baarslag_2014_table_3(oracle):
    case = load("papers/baarslag-2014/itex-cypress.yaml")
    published = json.loads(oracle("bargaining/itex_cypress.json").read_text())
    worth = {party.id: points(case, party.id)[0] for party in case.parties}
    every = packages(case)
    assert len(every) == published["published"]["size"]
    for name in published["parties"]:
        party = name.lower()
        scores = [
            {f"${k}" if k[0].isdigit() and "." in k else k: v for k, v in issue.items()}
            for issue in published["utilities"][name]
        ]
        says = next(s.says for s in case.statements if s.party == party)
        for issue, (id, given), score in zip(case.issues, says.points, scores, strict=True):
            assert id == issue.id
            assert [float(v) for v in given] == [score[issue.label(k)] for k in range(issue.size)]
    nash = max(every, key=lambda x: worth["itex"](x) * worth["cypress"](x))
    found = [round(float(worth[party](nash)), 2) for party in ("itex", "cypress")]
    assert found == published["published"]["nash"] == published["published"]["ks"]
    deal = published["computed_by_us"]["nash"]["deal"]
    assert [case.issues[k].label(i) for k, i in enumerate(nash.values())] == list(deal.values())


def test_abdelnabi_2023_deals_that_pass(oracle):
    case = load("papers/abdelnabi-2023/harbour.yaml")
    published = json.loads(oracle("bargaining/scorable_base.json").read_text())
    ids = dict(zip(published["parties"], (party.id for party in case.parties), strict=True))
    takes = {}
    for name, known in published["parties"].items():
        says = next(s.says for s in case.statements if s.party == ids[name])
        assert [list(given) for _, given in says.points] == known["scores"]
        assert says.reservation == known["threshold"]
        worth, least = points(case, ids[name])
        takes[ids[name]] = [worth(x) >= least for x in packages(case)]
    every = list(zip(*takes.values(), strict=True))
    expected = published["computed_by_us"]
    assert len(every) == expected["outcomes"]
    assert sum(map(all, every)) == expected["n_unanimous"]
    passing = [
        holds(case.agreement.tree, dict(zip(takes, map(int, accepts), strict=True)))
        for accepts in every
    ]
    assert sum(passing) == expected["n_pass_n_minus_1_with_vetoes"]
    for name, count in expected["passing_count_by_party"].items():
        both = zip(takes[ids[name]], passing, strict=True)
        assert sum(takes_it and passes for takes_it, passes in both) == count


def test_bueno_de_mesquita_1994_table_1(oracle):
    case = load("papers/bueno-de-mesquita-1994/emission-standards.yaml")
    published = json.loads(oracle("forecast/bdm1994_emission_standards.json").read_text())
    (found,) = ly.standing(case).issues
    asked = {held.party: found.issue.label(held.option) for held in found.positions}
    assert asked == {
        actor["name"].lower(): f"{12 * actor['position_years']:g}" for actor in published["actors"]
    }
    outcome = round(12 * published["published"]["actual_outcome"])
    assert outcome == 106
    assert str(outcome) in [found.issue.label(k) for k in range(found.issue.size)]


def test_adjusted_winner_of_bob_and_carol():
    case = load("papers/negotiating-to-settlement-1987/bob-and-carol.yaml")
    bob, _ = points(case, "bob")
    carol, _ = points(case, "carol")
    published = package_of(case, custody="Carol", alimony="as Bob asks", house=60)
    assert (bob(published), carol(published)) == (69, 69)
    every = packages(case)
    # Equitable and efficient: nothing gives both more, and nothing gives the worse off more.
    assert max(min(bob(x), carol(x)) for x in every) == 69
    assert not [x for x in every if bob(x) >= 69 and carol(x) >= 69 and x != published]
    best = [max(range(i.size), key=lambda k, i=i: bob({i.id: k})) for i in case.issues[:1]]
    assert case.issues[0].label(best[0]) == "Bob"
