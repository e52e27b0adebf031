"""Time expressions that are told from the page's day, from one another, and from the tense.

The page is of a Tuesday, 20 December 2022. Values were worked out by hand from a calendar.
"""

from functools import cache

import pytest

from marked import unmark
from pages import documents
from sayso.extract.times import Timex, find_timexes

PUBLISHED = "2022-12-20"
CLASSES: dict[str, list[tuple[str, list[str]]]] = {
    "so long ago, since, until, between": [
        ("He left [a month ago].", ["2022-11"]),
        ("He left [two weeks ago].", ["2022-W49"]),
        ("He left [some six months ago].", ["2022-06"]),
        ("He left [three days ago].", ["2022-12-17"]),
        ("He left [a decade ago].", ["2012"]),
        ("He left [half a year ago].", ["2022-06"]),
        ("He left [a year and a half ago].", ["2021-06"]),
        ("He left [hours ago].", ["PAST_REF"]),
        ("He left [three hours ago].", ["PAST_REF"]),
        ("He left [a year ago on Monday].", ["2021-12-19"]),
        ("He has ruled since [2019].", ["2019"]),
        ("The road is shut until [March].", ["2023-03"]),
    ],
    "ranges of years, months and days": [
        ("They fought between [1994] and [1996].", ["1994", "1996"]),
        ("They fought in [1994]-[1996].", ["1994", "1996"]),
        ("They fought from [May] to [July 2021].", ["2021-05", "2021-07"]),
        ("They fought from [May 3] to [July 5].", ["2022-05-03", "2022-07-05"]),
        ("They fought on [May 3]-[5].", ["2022-05-03", "2022-05-05"]),
        ("They met on [3] and [4 May].", ["2022-05-03", "2022-05-04"]),
        ("They met on [3], [4] and [5 May].", ["2022-05-03", "2022-05-04", "2022-05-05"]),
        ("They met on [May 3], [4] and [5].", ["2022-05-03", "2022-05-04", "2022-05-05"]),
    ],
    "from the date last named": [
        ("He fled on [3 May 2021]. [The next day] he was seen.", ["2021-05-03", "2021-05-04"]),
        ("He fled on [3 May 2021]. [Two days later] he was seen.", ["2021-05-03", "2021-05-05"]),
        ("He fled on [3 May 2021]. [A day earlier], he was seen.", ["2021-05-03", "2021-05-02"]),
        ("He fled on [3 May 2021]. [The day before], he was seen.", ["2021-05-03", "2021-05-02"]),
        ("He fled on [3 May 2021]. [The day after], he was seen.", ["2021-05-03", "2021-05-04"]),
        ("He fled on [3 May 2021]. [The following week] he was seen.", ["2021-05-03", "2021-W19"]),
        ("He fled on [3 May 2021]. He was seen [the week before].", ["2021-05-03", "2021-W17"]),
        (
            "He fled on [3 May 2021]. [The following month], he was seen.",
            ["2021-05-03", "2021-06"],
        ),
        ("He fled on [3 May 2021]. [That evening], he was seen.", ["2021-05-03", "2021-05-03TEV"]),
        (
            "He fled on [3 May 2021]. [That same evening], he was seen.",
            ["2021-05-03", "2021-05-03TEV"],
        ),
        ("He fled on [3 May 2021]. [The same day], he was seen.", ["2021-05-03", "2021-05-03"]),
        (
            "He fled on [3 May 2021]. [The previous evening], he was seen.",
            ["2021-05-03", "2021-05-02TEV"],
        ),
        (
            "He fled on [3 May 2021]. [The next morning], he was seen.",
            ["2021-05-03", "2021-05-04TMO"],
        ),
        ("He fled in [May 2021]. He was seen [the same month].", ["2021-05", "2021-05"]),
        ("He fled in [May 2021]. He was seen [later that month].", ["2021-05", "2021-05"]),
        ("He fled in [May 2021]. He was seen [later that year].", ["2021-05", "2021"]),
        ("He fled in [2014]. He was seen [three years later].", ["2014", "2017"]),
        ("He fled in [2014]. He was seen [the following year].", ["2014", "2015"]),
        ("He fled in [2014]. He was seen [the year before].", ["2014", "2013"]),
        ("He fled in [2014]. He was seen [a year after].", ["2014", "2015"]),
        ("Police fired on [Sunday]. [A day later], they met.", ["2022-12-18", "2022-12-19"]),
        ("Police fired on [Sunday]. By [then] he was gone.", ["2022-12-18", "2022-12-18"]),
        ("He had fled [the day before].", ["XXXX-XX-XX"]),
    ],
    "weeks, months and years by their place": [
        ("Prices rose in [the week to 14 December].", ["2022-W50"]),
        ("Prices rose in [the year] to [November].", ["P1Y", "2022-11"]),
        ("Prices rose in [the 12 months] to [November].", ["P12M", "2022-11"]),
        ("Prices rose in [the three months] ended [Sept. 30].", ["P3M", "2022-09-30"]),
        ("Prices rose week on week.", []),
        ("Prices rose year-on-year.", []),
        ("They will meet [later this week].", ["2022-W51"]),
        ("They will meet [early next week].", ["2022-W52"]),
        ("They will meet [later today].", ["2022-12-20"]),
        ("They met [earlier today].", ["2022-12-20"]),
        ("They met [earlier this month].", ["2022-12"]),
        ("They met [late last month].", ["2022-11"]),
        ("They met on [Monday evening].", ["2022-12-19TEV"]),
        ("They meet [this Friday].", ["2022-12-23"]),
        ("They will meet [next Friday].", ["2022-12-23"]),
        ("They will meet on [Friday week].", ["2022-12-30"]),
        ("They will meet [a week on Friday].", ["2022-12-30"]),
        ("They will meet [the week after next].", ["2023-W01"]),
        ("They met [the week before last].", ["2022-W49"]),
        ("They met [the year before last].", ["2020"]),
        ("They met [the month before last].", ["2022-10"]),
        ("They met [last Monday night].", ["2022-12-19TNI"]),
        ("They will meet in [three weeks' time].", ["2023-W02"]),
        ("They will meet in [two days' time].", ["2022-12-22"]),
        ("They will meet [two days from now].", ["2022-12-22"]),
        ("They will meet [a week from today].", ["2022-12-27"]),
        ("They will meet in [the coming days].", ["PXD"]),
        ("They met over [the past few days].", ["PXD"]),
        ("They met in [recent weeks].", ["PXW"]),
        ("They met [the other day].", ["PAST_REF"]),
    ],
    "ranges, speeches, names, moments": [
        ("The road will be shut from [Friday] to [Wednesday].", ["2022-12-23", "2022-12-28"]),
        ("The road will be shut from [December 28] to [January 5].", ["2022-12-28", "2023-01-05"]),
        ('"We leave [tomorrow]," he said on [Sunday].', ["2022-12-19", "2022-12-18"]),
        ('On [Sunday] he said: "They came [last night]."', ["2022-12-18", "2022-12-17TNI"]),
        ('"We leave [tomorrow]," he said. It rained on [Sunday].', ["2022-12-21", "2022-12-18"]),
        ("He said on [Sunday] that they left [yesterday].", ["2022-12-18", "2022-12-19"]),
        ("The plane landed at [6:40 p.m. (GMT +8]).", ["XXXX-XX-XXT18:40"]),
        ("It was Bloody Sunday all over again.", []),
        ("The Sunday Times reported it.", []),
        ("He read it in the Friday Post.", []),
        ("He came [early on Saturday morning].", ["2022-12-17TMO"]),
        ("They fought until [the 1990s].", ["199"]),
        ("It opened in [1Q 2021].", ["2021-Q1"]),
        ("The market fell on Black Monday.", []),
        (
            "It flew at [07:06 am] ([2206 GMT]) on [Friday].",
            ["2022-12-16T07:06", "2022-12-15T22:06Z", "2022-12-16"],
        ),
        (
            "It flew on [Friday] at [07:06 am] ([2206 GMT]).",
            ["2022-12-16", "2022-12-16T07:06", "2022-12-15T22:06Z"],
        ),
        ("It flew at [6 a.m.] ([2100 GMT Monday]).", ["2022-12-20T06:00", "2022-12-19T21:00Z"]),
        (
            "He died on [Thursday night], [October 15, 1964], in bed.",
            ["1964-10-15TNI", "1964-10-15"],
        ),
        ("He died [last Sunday] ([December 11]).", ["2022-12-11", "2022-12-11"]),
        ("It fell in [the 1960s] and [70s].", ["196", "197"]),
        ("Their Christmas market was shut.", []),
        ("He left on [the day before Friday]'s vote.", ["2022-12-15"]),
        ("They voted on [the fourth Thursday in November 2016].", ["2016-11-24"]),
        ("The mission will last [22 days].", ["P22D"]),
        ("The Long March 9 rocket exploded.", []),
        ("The [May] election was close.", ["2022-05"]),
        ("After the [August] ruling he left.", ["2022-08"]),
        (
            "It began on [Monday] at [2330] ([0530 GMT]).",
            ["2022-12-19", "2022-12-19T23:30", "2022-12-20T05:30Z"],
        ),
        ("It was a [decades-long] war.", ["PXY"]),
        ("They had asked for it in [the past].", ["PAST_REF"]),
    ],
    "by tense": [
        ("He is due to appear in court on [Thursday].", ["2022-12-22"]),
        ("The trial opens [Monday].", ["2022-12-26"]),
        ("The meeting, scheduled for [Friday], was cancelled.", ["2022-12-23"]),
        ("Talks that were to begin [Wednesday] were postponed.", ["2022-12-21"]),
        ("The vote is on [Sunday].", ["2022-12-25"]),
        ("The court will on [Monday] hear the appeal.", ["2022-12-26"]),
        ("The minister arrives on [Thursday].", ["2022-12-22"]),
        ("Protesters plan to march on [Saturday].", ["2022-12-24"]),
        ("Protesters marched on [Saturday].", ["2022-12-17"]),
        ("Police were on alert ahead of [Friday]'s match.", ["2022-12-23"]),
        ("The road has been closed since [Monday].", ["2022-12-19"]),
        ("[Sunday]'s election, in which five million voted, was calm.", ["2022-12-18"]),
        (
            "The bill passed the House on [Thursday] and goes to the Senate [next week].",
            ["2022-12-15", "2022-W52"],
        ),
        ("A ruling could come as early as [Wednesday].", ["2022-12-21"]),
        ("The kidnappers gave them until [Friday] to pay.", ["2022-12-23"]),
        (
            "The strike, which began on [Monday] and is to last until [Thursday], shut the port.",
            ["2022-12-19", "2022-12-22"],
        ),
        ("The council is meeting on [Thursday].", ["2022-12-22"]),
        ("He was to have met the envoy on [Monday].", ["2022-12-19"]),
        ("Rain is forecast for [Wednesday].", ["2022-12-21"]),
        ("Officials expect a deal by [Friday].", ["2022-12-23"]),
        (
            "He told reporters on [Monday] the talks would go on [Thursday].",
            ["2022-12-19", "2022-12-22"],
        ),
        ("He said he would resign on [Friday].", ["2022-12-23"]),
        (
            "The army said [Sunday] it had taken the town [a day earlier].",
            ["2022-12-18", "2022-12-17"],
        ),
        ("Elections are set for [March 5].", ["2023-03-05"]),
        ("Elections held on [March 5] were annulled.", ["2022-03-05"]),
        ("The ceasefire expires on [January 1].", ["2023-01-01"]),
        ("The ceasefire, which expired on [December 1], was not renewed.", ["2022-12-01"]),
        ("The summit takes place in [January].", ["2023-01"]),
        ("The summit took place in [January].", ["2022-01"]),
        ("He was arrested in [November] and faces trial in [February].", ["2022-11", "2023-02"]),
        ("The deadline is [Dec. 31].", ["2022-12-31"]),
    ],
    "pieces, years ago today, days in a row": [
        ("Police fear more protests [this weekend].", ["2022-W51-WE"]),
        ("It rained [last weekend].", ["2022-W50-WE"]),
        ("It rained at [the weekend].", ["2022-W50-WE"]),
        ("He will speak at [the weekend].", ["2022-W51-WE"]),
        ("The raid began shortly before [3 a.m. on Tuesday].", ["2022-12-20T03:00"]),
        ("He left in [the afternoon of 3 May].", ["2022-05-03TAF"]),
        ("He left [yesterday].", ["2022-12-19"]),
        ("He left [yesterday morning].", ["2022-12-19TMO"]),
        ("He will leave [tomorrow night].", ["2022-12-21TNI"]),
        ("It was built between [the 12th] and [14th centuries].", ["11", "13"]),
        ("In [the 1980s] and [early 1990s] he fled.", ["198", "199"]),
        ("In [late 2019] and [early 2020] it spread.", ["2019", "2020"]),
        ("Between [June 2019] and [May 2020], it spread.", ["2019-06", "2020-05"]),
        ("From [9] to [11 May], they met.", ["2022-05-09", "2022-05-11"]),
        ("In [the last week of May] they met.", ["2022-05"]),
        ("In [the second week of May] they met.", ["2022-05"]),
        ("On [the last day of May] they met.", ["2022-05-31"]),
        ("On [the first day of 2021] they met.", ["2021-01-01"]),
        ("In [the first week of January 2021] it began.", ["2021-01"]),
        ("In [the middle of last month] it began.", ["2022-11"]),
        ("On [New Year's Day 2021] it began.", ["2021-01-01"]),
        ("For [more than two and a half years] they fought.", ["P2Y6M"]),
        ("For [the third straight day], they fought.", ["P3D"]),
        ("For [a third day] they fought.", ["P3D"]),
        ("They fought for [a second consecutive night].", ["P2D"]),
        ("It happened [13 years ago today].", ["2009-12-20"]),
        ("It happened [a year ago this week].", ["2021-W51"]),
        ("It happened [five years ago this month].", ["2017-12"]),
        ("It happened on [this day in 1989].", ["1989-12-20"]),
        ("[Earlier on Tuesday], he left.", ["2022-12-20"]),
        ("[Later in the day], he left.", ["XXXX-XX-XX"]),
        ("[Later that same day], he left.", ["XXXX-XX-XX"]),
    ],
}
ROWS = [row for rows in CLASSES.values() for row in rows]


@cache
def read_rows() -> list[tuple[Timex, ...]]:
    """Return what is found in each sentence, parsed in one batch."""
    texts = [unmark(marked)[0] for marked, _ in ROWS]
    return [find_timexes(doc) for doc in documents(texts, PUBLISHED)]


@pytest.mark.parametrize("row", range(len(ROWS)), ids=lambda row: ROWS[row][0])
def test_class_reads_as_expected(row: int) -> None:
    marked, values = ROWS[row]
    found = read_rows()[row]
    assert [timex.time.span for timex in found] == unmark(marked)[1]
    assert [timex.time.timex for timex in found] == values


UNDATED = [
    ("He fled on the 14th.", "XXXX-XX-14"),
    ("He fled overnight on Sunday.", "XXXX-WXX-7TNI"),
    ("He fled on Ramadan's last day.", "XXXX-XX-XX"),
    ("He fled on Christmas Eve.", "XXXX-12-24"),
    ("He fled in the third quarter.", "XXXX-Q3"),
    ("He fled the week before last.", "XXXX-WXX"),
    ("He fled on Thursday night.", "XXXX-WXX-4TNI"),
]


def test_without_a_page_day_the_year_stays_unknown() -> None:
    docs = documents([text for text, _ in UNDATED], None)
    found = [[timex.time for timex in find_timexes(doc)] for doc in docs]
    assert [[time.timex for time in times] for times in found] == [[value] for _, value in UNDATED]
    assert all(time.start is None for times in found for time in times)


DAYS_OFF = [  # pages are often dated in another time zone than the copy was written in
    ("Police said [Wednesday] that he had fled.", "2022-12-21"),
    ("Police said [last Wednesday] that he had fled.", "2022-12-14"),
    ("Police said [Thursday] that he had fled.", "2022-12-15"),
]


@cache
def read_days_off() -> list[tuple[Timex, ...]]:
    docs = documents([unmark(marked)[0] for marked, _ in DAYS_OFF], PUBLISHED)
    return [find_timexes(doc) for doc in docs]


@pytest.mark.parametrize("row", range(len(DAYS_OFF)))
def test_tomorrow_by_name_is_never_a_day_of_last_week(row: int) -> None:
    [found] = read_days_off()[row]
    assert found.time.timex == DAYS_OFF[row][1]
