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
        ("The truce must last 60 days.", None),
        ("It should last three months.", None),
        ("The previous day he had left.", "2024-03-21"),
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


IN_2024 = """
    He came in early March 2024. | 2024-03-01/2024-03-14
    It opened in mid-May 2021. | 2021-05-11/2021-05-20
    It closed in late February 2024. | 2024-02-15/2024-02-29
    It closed in late December 2023. | 2023-12-15/2023-12-31
    It closed in late November. | 2023-11-15/2023-11-30
    It will close in early December. | 2024-12-01/2024-12-14
    It closed in late January. | 2024-01-15/2024-01-31
    He came last May. | 2023-05
    He came last January. | 2024-01
    He came last March. | 2023-03
    He comes next May. | 2024-05
    He comes next January. | 2025-01
    He comes next March. | 2025-03
    He comes this May. | 2024-05
    He came in January. | 2024-01
    He came in March. | 2024-03
    He comes next Monday. | 2024-03-25
    He comes next Sunday. | 2024-03-24
    He came last Saturday. | 2024-03-16
    He came last Thursday. | 2024-03-21
    He will come on Friday. | 2024-03-22
    He will come on Thursday. | 2024-03-28
    He will come this Saturday. | 2024-03-23
    He said earlier Tuesday that he would come. | 2024-03-19
    He comes later this week. | 2024-03-22/2024-03-24
    He comes later this month. | 2024-03-22/2024-03-31
    He comes later this year. | 2024-03-22/2024-12-31
    He came earlier this month. | 2024-03
    He came earlier this year. | 2024
    He came last year. | 2023
    He comes next year. | 2025
    It is this year's first. | 2024
    He left the previous month. | 2024-02
    He comes next month. | 2024-04
    It happens in the coming week. | 2024-03-25/2024-03-31
    He came this week. | 2024-03-18/2024-03-24
    He came last weekend. | 2024-03-16/2024-03-17
    He comes this weekend. | 2024-03-23/2024-03-24
    He comes next weekend. | 2024-03-30/2024-03-31
    It was built last century. | 1900-01-01/1999-12-31
    It is the deal of this century. | 2000-01-01/2099-12-31
    It was the rule of the past decade. | 2010-01-01/2019-12-31
    It is the talk of this decade. | 2020-01-01/2029-12-31
    It will be done next decade. | 2030-01-01/2039-12-31
    The year before, nothing was signed. | 2023
    The year after, all was signed. | 2025
    The month before, nothing was signed. | 2024-02
    The month after, all was signed. | 2024-04
    The week before, nothing was signed. | 2024-03-11/2024-03-17
    The week after, all was signed. | 2024-03-25/2024-03-31
    The day before, nothing was signed. | 2024-03-21
    The day after, all was signed. | 2024-03-23
    The next day all was signed. | 2024-03-23
    It ends at the end of the month. | 2024-03-31
    It began at the start of the month. | 2024-03-01
    It begins at the beginning of next month. | 2024-04-01
    It ends at the end of next month. | 2024-04-30
    It ended at the end of last month. | 2024-02-29
    It began at the start of the year. | 2024-01-01
    It ended at the end of last year. | 2023-12-31
    It begins at the start of next year. | 2025-01-01
    It ended at the end of last week. | 2024-03-17
    It ends at the end of this week. | 2024-03-24
    It ends at the end of next week. | 2024-03-31
    It begins at the start of next week. | 2024-03-25
    He came twice over the past three weeks. | 2024-03-01/2024-03-22
    He came twice in the last 12 months. | 2023-03/2024-03
    He came twice in the past two years. | 2022/2024
    He came twice in the last ten days. | 2024-03-12/2024-03-22
    He came twice in the past two decades. | 2004/2024
    He came twice in recent weeks. | 2024-03-22
    He came a couple of weeks ago. | 2024-03-22
    He came a week ago. | 2024-03-15
    He came two weeks ago. | 2024-03-08
    He came two months ago. | 2024-01
    He came three months ago. | 2023-12
    He came eleven months ago. | 2023-04
    He came a year ago. | 2023
    He came a decade ago. | 2014
    He came two decades ago. | 2004
    He came thirty years ago. | 1994
    He came twenty years earlier. | 2004
    He came twelve days ago. | 2024-03-10
    He came one day ago. | 2024-03-21
    He came 400 years ago. | 1624
    He comes in three days' time. | 2024-03-25
    He comes in two weeks' time. | 2024-04-05
    He comes in a month's time. | 2024-04
    He comes in ten months' time. | 2025-01
    He comes in a year from now. | 2025
    He comes tonight. | 2024-03-22
    He came this morning. | 2024-03-22
    He came on Friday, March 15, 2024. | 2024-03-15
    He came on Friday, 15 March, 2024. | 2024-03-15
    He came on March 1st. | 2024-03-01
    He will come on the 4th of May. | 2024-05-04
    He came on December 30. | 2023-12-30
    He came on October 1. | 2023-10-01
    He will come on October 1. | 2024-10-01
    He will come on January 5. | 2025-01-05
    He came on 2024-02-29. | 2024-02-29
    He came on 13 March 2024 and left that same day. | 2024-03-13 2024-03-13
    It has been so since 9/11. | 2001-09-11
    It was so in the spring of 2021. | 2021-03/2021-06
    It was so in the fall of 2020. | 2020-09/2020-12
    It was so from 2019 to 2021. | 2019 2021
    The pact (2008) was short. | 2008
    The mill sold 2012 tons. |
    Some 2000 dockers came. |
    It was so by May. | 2024-05
    It was so in the 1990s. | 1990-01-01/1999-12-31
    It was so in the 2010's. | 2010-01-01/2019-12-31
    He came on Wednesday, and the day after he left. | 2024-03-20 2024-03-23
    It was 13 March, and a Wednesday. | 2024-03-13 2024-03-20
    He came on the 31st of April. |
    The pact of 1924 lasted until 1931. | 1924 1931
    Votes will be held in November and January. | 2024-11 2025-01
"""
OF_OTHER_DAYS = """
    2024-03-18 | He came this weekend. | 2024-03-16/2024-03-17
    2024-03-20 | He came this weekend. | 2024-03-16/2024-03-17
    2024-03-21 | He came this weekend. | 2024-03-23/2024-03-24
    2024-03-18 | He will come this weekend. | 2024-03-23/2024-03-24
    2024-01-15 | He came last month. | 2023-12
    2024-12-15 | He comes next month. | 2025-01
    2024-12-30 | It ends at the end of the month. | 2024-12-31
    2024-12-05 | He comes later this month. | 2024-12-05/2024-12-31
    2024-01-03 | He came on December 30. | 2023-12-30
    2024-12-30 | He will come on January 3. | 2025-01-03
    2023-06-01 | He came on 29 February. | 2024-02-29
    2024-01-02 | He came in November. | 2023-11
    2024-11-20 | He will come in January. | 2025-01
    2024-03-18 | He came on Monday. | 2024-03-18
    2024-03-18 | He came last Monday. | 2024-03-11
    2024-03-18 | He came on Sunday. | 2024-03-17
    2019-12-31 | It was so this decade. | 2010-01-01/2019-12-31
    2020-01-01 | It was so last decade. | 2010-01-01/2019-12-31
    1999-05-05 | It is the deal of next century. | 2000-01-01/2099-12-31
"""


def rows(table):
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "values"), rows(IN_2024))
def test_every_way_to_name_a_day(text, values):
    assert [m.value for m in find_dates(text, FRIDAY)] == values.split()


@pytest.mark.parametrize(("day", "text", "values"), rows(OF_OTHER_DAYS))
def test_what_hangs_on_the_day_of_the_report(day, text, values):
    found = find_dates(text, date.fromisoformat(day))
    assert [m.value for m in found] == values.split()


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
