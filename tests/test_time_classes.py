"""Time expressions by class: each sentence with its expressions in brackets, and their values.

The page is of a Tuesday, 20 December 2022. Values were worked out by hand from a calendar.
"""

from functools import cache

import pytest

from marked import unmark
from pages import documents
from sayso.extract.times import Timex, find_timexes

PUBLISHED = "2022-12-20"
CLASSES: dict[str, list[tuple[str, list[str]]]] = {
    "dates in figures and names": [
        ("The depot burned on [2022-05-12].", ["2022-05-12"]),
        ("The depot burned on [2022/05/12].", ["2022-05-12"]),
        ("The depot burned on [25.12.2021].", ["2021-12-25"]),
        ("The depot burned on [12.05.2021].", ["2021-05-12"]),
        ("The depot burned on [25-12-2021].", ["2021-12-25"]),
        ("The depot burned on [5 May].", ["2022-05-05"]),
        ("The depot burned on [May 5th, 2021].", ["2021-05-05"]),
        ("The depot burned on [the 5th of May].", ["2022-05-05"]),
        ("The depot burned on [the 5th of May, 2020].", ["2020-05-05"]),
        ("The depot burned on [the fifth of May].", ["2022-05-05"]),
        ("The depot burned in [mid-May].", ["2022-05"]),
        ("The depot burned in [early May].", ["2022-05"]),
        ("The depot burned in [late 2021].", ["2021"]),
        ("The depot burned in [early May].", ["2022-05"]),
    ],
    "centuries, fiscal years, quarters and halves": [
        ("The abbey dates from [the 12th century].", ["11"]),
        ("The abbey dates from [the XIIth century].", ["11"]),
        ("The abbey dates from [the eighteenth century].", ["17"]),
        ("The abbey dates from [the late 19th century].", ["18"]),
        ("Revenue rose in [FY2021].", ["FY2021"]),
        ("Revenue rose in [FY 2021-22].", ["FY2021"]),
        ("Revenue rose in [fiscal year 2021].", ["2021"]),
        ("Sales fell in [Q3].", ["2022-Q3"]),
        ("Sales fell in [Q3 2021].", ["2021-Q3"]),
        ("Sales fell in [3Q 2021].", ["2021-Q3"]),
        ("Sales fell in [the third quarter].", ["2022-Q3"]),
        ("Sales fell in [1H 2021].", ["2021-H1"]),
        ("Sales fell in [H1 2021].", ["2021-H1"]),
        ("Sales fell in [the first half of the year].", ["2022-H1"]),
    ],
    "parts of days and clock times": [
        ("The raid came on [Tuesday night].", ["2022-12-20TNI"]),
        ("The raid came at [dawn on Monday].", ["2022-12-19TMO"]),
        ("The raid came [before dawn on Monday].", ["2022-12-19TMO"]),
        ("The raid came at [dawn].", ["XXXX-XX-XXTMO"]),
        ("The raid came at [3 a.m. local time].", ["XXXX-XX-XXT03:00"]),
        ("The raid came at [0530 GMT on Monday].", ["2022-12-19T05:30Z"]),
        ("The raid came at [05:30 GMT].", ["XXXX-XX-XXT05:30Z"]),
        ("The raid came at [5.30pm on Monday].", ["2022-12-19T17:30"]),
        ("The raid came at about [5:30 pm].", ["XXXX-XX-XXT17:30"]),
        ("The raid came at [15:45 on Monday].", ["2022-12-19T15:45"]),
        ("The raid came in [the early hours of Monday].", ["2022-12-19TMO"]),
        ("The raid came in [the small hours of Monday].", ["2022-12-19TMO"]),
        ("The raid came in [the early morning of 14 March].", ["2022-03-14TMO"]),
        ("The raid came [early Monday morning].", ["2022-12-19TMO"]),
        ("The raid came [late on Monday night].", ["2022-12-19TNI"]),
        ("The raid came on [the evening of 14 March].", ["2022-03-14TEV"]),
        ("The raid came [overnight on Sunday].", ["2022-12-18TNI"]),
        ("They met on [Monday] at [noon].", ["2022-12-19", "2022-12-19T12:00"]),
        ("They met at [noon on Monday].", ["2022-12-19T12:00"]),
        ("They met at [midnight on Sunday].", ["2022-12-18T24:00"]),
        (
            "The curfew runs from [9 p.m.] to [5 a.m.] [daily].",
            ["XXXX-XX-XXT21:00", "XXXX-XX-XXT05:00", "P1D"],
        ),
    ],
    "sets": [
        ("They rally [every Friday].", ["XXXX-WXX-5"]),
        ("They rally [every Friday night].", ["XXXX-WXX-5TNI"]),
        ("They rally [twice a week].", ["P1W"]),
        ("They rally [three times a month].", ["P1M"]),
        ("They rally [daily].", ["P1D"]),
        ("They rally once [every two weeks].", ["P2W"]),
        ("They vote [every four years].", ["P4Y"]),
        ("They vote [every other year].", ["P2Y"]),
        ("They rally [each morning].", ["XXXX-XX-XXTMO"]),
        ("They rally on [weekends].", ["XXXX-WXX-WE"]),
        ("They rally on a [daily] basis.", ["P1D"]),
    ],
    "ages are no times": [
        ("A 3-year-old died.", []),
        ("A man aged 40 died.", []),
        ("A girl aged two years died.", []),
        ("The boy is 12 years old.", []),
        ("The 40-year-old mother of two died.", []),
        ("A six-month-old baby died.", []),
        ("He died at the age of 78.", []),
        ("He was 25 years of age.", []),
    ],
    "durations before and after": [
        ("The raid came [hours] after the talks.", ["PTXH"]),
        ("The raid came [two days] before the vote.", ["P2D"]),
        ("The raid came [days] before the vote.", ["PXD"]),
        ("The raid came just [hours] after the talks.", ["PTXH"]),
        ("It happened in [the first weeks] of the war.", ["PXW"]),
        ("It happened in the war's [first weeks].", ["PXW"]),
        ("It happened in [the first days] of the siege.", ["PXD"]),
        ("It happened in [the early days] of the siege.", ["PXD"]),
        ("It happened in [the final days] of the siege.", ["PXD"]),
    ],
    "seasons and decades": [
        ("The dam burst in [the summer of 2012].", ["2012-SU"]),
        ("The dam burst in [summer 2012].", ["2012-SU"]),
        ("The dam burst [last winter].", ["2021-WI"]),
        ("The dam burst in [the winter of 2020-21].", ["2020-WI"]),
        ("The dam will open [next spring].", ["2023-SP"]),
        ("The dam was built in [the 1990s].", ["199"]),
        ("The dam was built in [the late 1990s].", ["199"]),
        ("The dam was built in [the late nineties].", ["199"]),
        ("The dam was built in [the mid-1980s].", ["198"]),
        ("The dam was built in [the 2000s].", ["200"]),
        ("He ruled for [the past decade].", ["P10Y"]),
        ("He has led it for [the last five years].", ["P5Y"]),
    ],
    "feasts and observances": [
        ("The shop shut over [Easter].", ["2022-04-17"]),
        ("The shop shut on [Christmas Eve].", ["2022-12-24"]),
        ("He arrived on [New Year's Eve].", ["2022-12-31"]),
        ("He will arrive for [New Year].", ["2023-01-01"]),
        ("The shop will shut for the [New Year].", ["2023-01-01"]),
        ("They marched on [Thanksgiving].", ["2022-11-24"]),
        ("They fasted during [Ramadan].", ["2022"]),
        ("They met on [Eid al-Fitr].", ["2022-05"]),
        ("They met during [Passover].", ["2022-04"]),
        ("They lit lamps for [Diwali].", ["2022-10-24"]),
        ("They lit lamps for [Hanukkah].", ["2022-12"]),
        ("They feasted on [Nowruz] and slept.", ["2022-03"]),
        ("They met on [Lunar New Year].", ["2022-02-01"]),
        ("They met over [Ramadan 2021].", ["2021"]),
        ("They marched on [May Day].", ["2022-05-01"]),
        ("They marched on [International Women's Day].", ["2022-03-08"]),
        ("They marched on [World Refugee Day].", ["2022-06-20"]),
    ],
    "lengths of time": [
        ("He is jailed for life.", []),
        ("He was jailed for [15 years].", ["P15Y"]),
        ("He was jailed for [two years and six months].", ["P2Y6M"]),
        ("It took [an hour and a half].", ["PT1H30M"]),
        ("It took [one and a half hours].", ["PT1H30M"]),
        ("It took [half an hour].", ["PT30M"]),
        ("It took [a quarter of an hour].", ["PT15M"]),
        ("It took [two hours and 15 minutes].", ["PT2H15M"]),
        ("It took [72 hours].", ["PT72H"]),
        ("It took [48hrs].", ["PT48H"]),
        ("It took [three-and-a-half years].", ["P3Y6M"]),
        ("It took [six to eight weeks].", ["PXW"]),
        ("It took [a day and a half].", ["P1DT12H"]),
        ("It took [decades].", ["PXY"]),
        ("It took [a fortnight].", ["P2W"]),
        ("It took [more than a year].", ["P1Y"]),
        ("The [three-day] siege ended.", ["P3D"]),
        ("The [months-long] siege ended.", ["PXM"]),
        ("The [day-long] siege ended.", ["P1D"]),
        ("The [year-long] siege ended.", ["P1Y"]),
        ("The 30-year-old siege ended.", []),
        ("The siege ended its third day on [Monday].", ["2022-12-19"]),
        ("It was the third day of talks.", []),
    ],
    "days of a month, years and eras": [
        ("[Today], he left.", ["2022-12-20"]),
        ("He left on [the 14th].", ["2022-12-14"]),
        ("The talks are due on [the 23rd].", ["2022-12-23"]),
        ("He came to power in the [2011] uprising.", ["2011"]),
        ("He took part in the [2011] uprising.", ["2011"]),
        ("The [2015] deal collapsed.", ["2015"]),
        ("The [July 2015] deal collapsed.", ["2015-07"]),
        ("The [6 January 2021] riot shook them.", ["2021-01-06"]),
        ("The [Sept. 11, 2001], attacks shook them.", ["2001-09-11"]),
        ("The [September 11] attacks shook them.", ["XXXX-09-11"]),
        ("He came in [the mid-19th century].", ["18"]),
        ("He came in [44 BC].", ["BC0044"]),
        ("He came in [AD 79].", ["0079"]),
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
