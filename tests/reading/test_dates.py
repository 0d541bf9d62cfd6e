from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.reading.dates import dateline, find_dates

FRIDAY = date(2024, 3, 22)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He came on Friday.", "2024-03-22"),
        ("He came on Wednesday.", "2024-03-20"),
        ("He came on Saturday.", "2024-03-16"),
        ("He will come on Saturday.", "2024-03-23"),
        ("Talks are to open on Tuesday.", "2024-03-26"),
        ("He came last Friday.", "2024-03-15"),
        ("He comes next Friday.", "2024-03-29"),
        ("He came yesterday.", "2024-03-21"),
        ("He comes tomorrow.", "2024-03-23"),
        ("He came on March 13.", "2024-03-13"),
        ("He came on 13 March.", "2024-03-13"),
        ("He came on March 13, 2019.", "2019-03-13"),
        ("He came on the Oct. 7 attack.", "2023-10-07"),
        ("He will come in November.", "2024-11"),
        ("He came in November.", "2023-11"),
        ("He came in May 2021.", "2021-05"),
        ("He came in winter 2022.", "2022-12/2023-03"),
        ("He came in the summer of 2021.", "2021-06/2021-09"),
        ("He came in autumn 2021.", "2021-09/2021-12"),
        ("He may come.", None),
        ("He came in 1999.", "1999"),
        ("He saw 2000 people.", None),
        ("He came last week.", "2024-03-11/2024-03-17"),
        ("It is set for next week.", "2024-03-25/2024-03-31"),
        ("Earlier this week he came.", "2024-03-18/2024-03-22"),
        ("He came last month.", "2024-02"),
        ("He came two years ago.", "2022"),
        ("He came three days ago.", "2024-03-19"),
        ("It opens at the end of the year.", "2024-12-31"),
        ("In the 1930s it was new.", "1930-01-01/1939-12-31"),
        ("He came on 2024-02-30.", None),
        ("He came on February 29, 2023.", None),
        ("He was born 4000 years ago.", None),
    ],
)
def test_values(text, value):
    assert [m.value for m in find_dates(text, FRIDAY)] == ([value] if value else [])


def test_the_reports_own_dateline_is_used_without_a_date():
    text = "Talks resume\n\nFriday, March 22, 2024\n\nAda Moor came on Thursday."
    assert dateline(text) == FRIDAY
    assert [m.value for m in find_dates(text, None)] == ["2024-03-22", "2024-03-21"]


def test_without_any_day_only_full_dates_have_a_value():
    assert [m.value for m in find_dates("He came on Friday, in May 2021.", None)] == ["2021-05"]


@given(
    st.dates(),
    st.sampled_from(
        [
            "Monday",
            "last week",
            "next month",
            "May 31",
            "30 years ago",
            "tomorrow",
            "late February",
            "Feb. 29",
        ]
    ),
)
def test_any_day_of_the_calendar_works(day, words):
    for mention in find_dates(f"It was in {words}, they said.", day):
        assert mention.value


def test_last_month_before_is_has_a_value():
    found = find_dates("Last May is past, and May is warm.", date(2024, 3, 22))
    assert [mention.value for mention in found] == ["2023-05"]
