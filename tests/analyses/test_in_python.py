"""What somebody meets who asks from Python: days as text, short names, errors of our own."""

import json
import pickle
from datetime import date
from pathlib import Path

import pytest

import lastyard as ly

RAFAH = Path(__file__).parents[2] / "catalog/news/sn-2024/rafah.yaml"
ASKED = [
    ly.analyse, ly.check, ly.impasse, ly.standing, ly.packages, ly.next_step, ly.what_if, ly.report,
]  # fmt: skip


@pytest.fixture(scope="module")
def rafah():
    return ly.load(RAFAH)


@pytest.mark.parametrize("ask", ASKED, ids=lambda ask: ask.__name__)
def test_a_day_may_be_text(rafah, ask):
    options = {"without": ["no-major"]} if ask is ly.what_if else {}
    answer = ask(rafah, "2024-03-22", **options)
    assert answer.day == date(2024, 3, 22)
    with pytest.raises(ly.RequestError, match="write it as 2024-03-22"):
        ask(rafah, "22 March 2024", **options)


def test_days_of_a_timeline_may_be_text(rafah):
    assert ly.timeline(rafah, "2024-03-01", "2024-03-31", sampled=False).points


def test_a_result_and_a_case_are_one_short_line(rafah):
    assert repr(rafah) == (
        "<Case 'Rafah operation, March 2024': 2 parties, 4 issues, 6 statements>"
    )
    for ask in (ly.impasse, ly.standing, ly.analyse):
        shown = repr(ask(rafah))
        assert shown.startswith(f"<{type(ask(rafah)).__name__} of 'Rafah operation, March 2024'")
        assert len(shown) < 100
        assert "\n" not in shown


@pytest.mark.parametrize(
    "ask",
    [
        lambda case: ly.packages(case, top=0),
        lambda case: ly.packages(case, seed=-1),
        lambda case: ly.impasse(case, limit=0),
        lambda case: ly.timeline(case, seed=-1),
        lambda case: ly.next_step(case, top=0),
        lambda case: ly.simulate(case, runs=0),
        ly.vote,
        lambda case: ly.what_if(case, without=["nobody"]),
    ],
)
def test_what_cannot_be_answered_is_an_error_of_our_own(rafah, ask):
    with pytest.raises(ly.LastYardError) as told:
        ask(rafah)
    assert str(told.value)


def test_a_path_is_as_good_as_its_text():
    path = Path(__file__).parents[2] / "catalog" / "news" / "sn-2024" / "rafah.yaml"
    case = ly.load(path)
    assert case == ly.load(str(path))
    assert case.file == str(path)


def test_a_package_gives_its_options_and_shows_one_short_line():
    case = ly.load_text(
        "title: Pay\nparties: {u: {}, f: {}}\nissues: {years: {range: [5, 15], step: 1, unit: years}}\n"
        "statements:\n"
        "  - {id: ask, party: u, on: 2024-01-01, position: {years: 12}}\n"
        "  - {id: bid, party: f, on: 2024-01-01, position: {years: 8}}\n"
    )
    best = ly.packages(case).best
    index = best.package.positions["years"]
    assert best.package["years"] == case.issue("years").label(index)
    assert json.loads(json.dumps(best.package)) == {"years": best.package["years"]}
    assert pickle.loads(pickle.dumps(best)).package.positions == best.package.positions
    assert repr(best) == f"<ProposedPackage 'package-A': years {best.package['years']}>"
    assert repr(case.statements[0]) == "<Statement 'ask': u position, 2024-01-01>"
    assert len(repr(ly.impasse(case))) < 120


@pytest.mark.parametrize(
    "ask",
    [
        lambda case: ly.analyse(None),
        lambda case: ly.packages("talks.yaml"),
        lambda case: ly.impasse(None),
        lambda case: ly.diff(case, None),
        lambda case: ly.merge(case, case),
        lambda case: ly.sweep(None),
        lambda case: ly.sweep([None]),
        lambda case: ly.load_text(None),
        lambda case: ly.load_text(b"title: T"),
        lambda case: ly.load(None),
    ],
)
def test_what_is_no_case_is_refused_in_our_own_words(ask):
    case = ly.load(RAFAH)
    with pytest.raises(ly.LastYardError, match="has to be"):
        ask(case)
