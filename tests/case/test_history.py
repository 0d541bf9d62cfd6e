"""Which statements are in force on a day."""

from datetime import date

import pytest

from lastyard.case.load import load_text
from lastyard.case.said import dates_of_change, day_of, ended_by, in_force

HEAD = "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\nstatements:\n"
CASE = load_text(
    HEAD
    + """
  - {id: first, party: a, on: 2024-01-10, position: {i: x}}
  - {id: second, party: a, on: 2024-02-10, position: {i: y}, replaces: first}
  - {id: third, party: a, on: 2024-03-10, withdraws: [second]}
  - {id: short, party: a, on: 2024-01-20, wants: {i: more}, until: 2024-02-20}
""".replace("wants: {i: more}", "position: {i: x}")
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-01-09", []),
        ("2024-01-10", ["first"]),
        ("2024-02-09", ["first", "short"]),
        ("2024-02-10", ["short", "second"]),
        ("2024-02-20", ["short", "second"]),
        ("2024-02-21", ["second"]),
        ("2024-03-10", []),  # what was replaced does not come back
    ],
)
def test_in_force(day, expected):
    assert [s.id for s in in_force(CASE, date.fromisoformat(day))] == expected


def test_the_day_of_a_case():
    assert day_of(CASE) == date(2024, 3, 10)
    assert day_of(load_text("as_of: 2025-01-01\n" + HEAD)) == date(2025, 1, 1)
    assert day_of(CASE, date(2023, 1, 1)) == date(2023, 1, 1)
    nothing = load_text(HEAD)
    assert day_of(nothing) is None
    assert in_force(nothing) == ()


def test_what_ended_a_statement():
    assert ended_by(CASE, "first").id == "second"
    assert ended_by(CASE, "short") is None


def test_dates_of_change():
    assert [d.isoformat() for d in dates_of_change(CASE)] == [
        "2024-01-10", "2024-01-20", "2024-02-10", "2024-02-21", "2024-03-10",
    ]  # fmt: skip
