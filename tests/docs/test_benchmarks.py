"""The table of docs/benchmarks.md holds what the benchmark measures."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

pytest.importorskip("benchmarks.table")
from benchmarks.table import END, HEAD, PAGE, ROWS, START, Measured, Row, line  # noqa: E402


def rows():
    """Return the lines of the table, split into cells."""
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition(START)[2].partition(END)[0]
    lines = [each for each in table.splitlines() if each.startswith("| ")]
    assert lines[0] == HEAD.splitlines()[0]
    return [[cell.strip() for cell in each.split("|")[1:-1]] for each in lines[1:]]


def test_the_page_has_every_row_of_the_benchmark_and_no_other():
    assert [cells[0] for cells in rows()] == [row.name for row in ROWS]


def test_every_row_was_measured():
    for name, ours, *_, note in rows():
        assert ours != "not ended", name
        assert "failed" not in note, name


@pytest.mark.parametrize(
    ("unit", "ours", "peer", "told"),
    [
        ("s", 2.0, 1.0, "| 0.5 | 1 s: missed, 2 times |"),
        ("s", 0.05, 1.0, "| 20 | 1 s: met |"),
        ("a second", 2e9, 1e9, "| 2 | 1: met |"),
        ("gap", 0.5, None, "|  | 1.000: met |"),
    ],
)
def test_a_line_tells_the_ratio_to_the_peer_and_to_the_goal(unit, ours, peer, told):
    row = Row("work", unit, 1.0, lambda: None)
    assert told in line(row, Measured(ours, {"peer": peer}))
