"""Every result shows as HTML, and its tables are those of its JSON."""

from functools import cache
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.answers.versions import Version, merge
from lastyard.errors import RequestError
from lastyard.show.frames import tables_of
from lastyard.show.registry import _VIEWS

ROOT = Path(__file__).parents[2] / "catalog"
RAFAH = ROOT / "news/sn-2024/rafah.yaml"


def rafah():
    return ly.load(str(RAFAH))


def coded(tmp_path):
    from lastyard.drafting.adding import Coded

    return Coded(rafah(), None, ("no-major",), (), (), ("two",))


def drafting(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text('Rafah, 22 March 2024. "We reject a truce," said John Smith of Israel.\n')
    return ly.read(str(path), case=rafah())


def merged(tmp_path):
    version = Version("a.yaml", RAFAH.read_text(encoding="utf-8"), rafah())
    return merge(version, version, file=str(RAFAH))


RESULTS = {
    "Analysis": lambda _: ly.analyse(rafah()),
    "Changes": lambda _: ly.diff(rafah(), ly.load(str(ROOT / "news/sn-2024/ceasefire.yaml"))),
    "Check": lambda _: ly.check(rafah()),
    "Coded": coded,
    "Drafting": drafting,
    "Forecasts": lambda _: ly.forecast(
        ly.load(str(ROOT / "papers/bueno-de-mesquita-1994/emission-standards.yaml"))
    ),
    "Improvements": lambda _: ly.improve(
        rafah(), "ground: targeted, civilians: none, border: as is, support: withheld"
    ),
    "Impasse": lambda _: ly.impasse(rafah()),
    "Merged": merged,
    "Moves": lambda _: ly.moves(ly.load(str(ROOT / "papers/xu-2007/elmira.yaml"))),
    "NextStep": lambda _: ly.next_step(rafah(), top=2),
    "Packages": lambda _: ly.packages(rafah(), top=2),
    "Provenance": lambda _: ly.trace(ly.impasse(rafah())),
    "Reasons": lambda _: ly.why(ly.impasse(rafah()), "blocking-1"),
    "Report": lambda _: ly.report(rafah()),
    "Simulation": lambda _: ly.simulate(rafah(), runs=4, questions=4),
    "Solutions": lambda _: ly.solutions(ly.load(str(ROOT / "papers/nash-1950/bill-and-jack.yaml"))),
    "Standing": lambda _: ly.standing(rafah()),
    "Timeline": lambda _: ly.timeline(ly.load(str(next(ROOT.glob("news/*/fisheries.yaml"))))),
    "Votes": lambda _: ly.vote(ly.load(str(ROOT / "news/sn-2024/security-council.yaml"))),
    "WhatIf": lambda _: ly.what_if(rafah(), without=["no-major"]),
    "VotingPower": lambda _: ly.power("un-charter-1945/security-council"),
}


def test_every_result_of_the_registry_is_tried_here():
    assert set(RESULTS) | {"Unfinished"} == set(_VIEWS), "add the new result to RESULTS"


@pytest.fixture(scope="module")
def result_called(tmp_path_factory):
    """Find each result once, for all that is asked of it."""
    return cache(lambda name: RESULTS[name](tmp_path_factory.mktemp(name)))


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(RESULTS))
def test_every_result_shows_as_html_and_gives_tables(name, result_called):
    result = result_called(name)
    assert type(result).__name__ == name
    html = result._repr_html_()
    assert html.startswith('<div class="lastyard">')
    assert "<script" not in html
    tables = result.frames()
    assert tables
    for rows in tables.values():
        assert len({tuple(row) for row in rows}) == 1, "rows of a table have the same columns"


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(RESULTS))
def test_every_table_becomes_a_data_frame(name, result_called):
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    result = result_called(name)
    for table, rows in result.frames().items():
        assert result.to_pandas(table).shape == result.to_polars(table).shape
        assert list(result.to_pandas(table).columns) == list(rows[0])


def test_rows_inside_rows_are_tables_that_name_their_row():
    content = {
        "figure": 1,
        "packages": [
            {"id": "A", "who": {"x": {"index": 1}, "y": {"index": 2}}, "more": []},
            {"id": "B", "who": {}, "more": [{"n": 1}], "pair": {"low": 1, "high": [1, 2]}},
        ],
        "none": [],
    }
    assert tables_of(content) == {
        "answer": [{"figure": 1, "none": []}],
        "packages": [
            {"id": "A", "pair.low": None, "pair.high": None},
            {"id": "B", "pair.low": 1, "pair.high": [1, 2]},
        ],
        "packages.who": [
            {"packages": "A", "name": "x", "index": 1},
            {"packages": "A", "name": "y", "index": 2},
        ],
        "packages.more": [{"packages": "B", "n": 1}],
    }


def test_a_column_of_several_kinds_is_text():
    rows = tables_of({"t": [{"v": 1}, {"v": "x"}, {"v": [2]}, {"v": None}]})["t"]
    assert [row["v"] for row in rows] == ["1", "x", "[2]", None]


def test_the_figures_of_a_frame_are_those_of_the_result():
    result = ly.impasse(rafah())
    rows = result.frames()["openings"]
    assert [row["chance"] for row in rows] == [float(each.chance) for each in result.openings]
    assert [row["id"] for row in rows] == ["opening-1", "opening-2"]


def test_a_table_that_is_not_there_and_a_library_that_is_not():
    result = ly.impasse(rafah())
    with pytest.raises(RequestError, match="no table called 'opening': did you mean 'openings'"):
        result.to_pandas("opening")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_told_with_what_to_do(library, monkeypatch):
    import importlib
    import sys

    def without(name, *more):
        if name == library:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *more)

    real = importlib.import_module
    monkeypatch.setattr("lastyard.results.import_module", without)
    monkeypatch.delitem(sys.modules, library, raising=False)
    with pytest.raises(ModuleNotFoundError, match=f"pip install {library}.*frames"):
        getattr(ly.impasse(rafah()), f"to_{library}")("openings")
