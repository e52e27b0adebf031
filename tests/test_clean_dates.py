"""Dates of publication, in the forms that pages print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.clean.signs.dates import MonthEntry, date_words, far_months, read_date_line
from sayso.clean.signs.published import Order, Published, choose_published


def published(*lines: str, habit: Order = "") -> Published:
    """Return what the date lines of a page say."""
    stamps = [stamp for line in lines for stamp in read_date_line(line).stamps]
    return choose_published(stamps, habit)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("21/11/2020", "2020-11-21"),
        ("11/21/2020", "2020-11-21"),
        ("2020-11-21", "2020-11-21"),
        ("21.11.2020", "2020-11-21"),
        ("05.11.2020, 15:30", "2020-11-05T15:30"),  # points: the day comes first
        ("5 November 2020 6:20pmShare", "2020-11-05T18:20"),
        ("21 NOV 87", "1987-11-21"),
        ("21-Nov-1987", "1987-11-21"),
        ("Saturday, November 21, 2020", "2020-11-21"),
        ("Nov. 21st, 2020", "2020-11-21"),
        ("5:30pm UK, Saturday 21 November 2020", "2020-11-21T17:30"),
        ("21 November 2020 — 8:47am", "2020-11-21T08:47"),
        ("12:05 a.m. EST November 21, 2020", "2020-11-21T00:05-05:00"),
        ("21 November 2020, 18:02 GMT", "2020-11-21T18:02Z"),
        ("Sat 21 Nov 2020 06.00 BST", "2020-11-21T06:00+01:00"),
        ("2020-11-21T09:10:11+03:00", "2020-11-21T09:10+03:00"),
        ("21 November 2020 12:00 GMT+3", "2020-11-21T12:00+03:00"),
        ("November 2020", "2020-11"),
    ],
)
def test_forms_of_dates(line: str, value: str) -> None:
    stamp = published(line).published
    assert stamp is not None
    assert (stamp.value, stamp.basis) == (value, "text")
    assert stamp.precision == {7: "month", 10: "day"}.get(len(value), "minute")


@pytest.mark.parametrize(
    "line", ["10", "Page 3 of 17", "31/02/2020", "20 December", "Room 12:30B", "1.2.3.4", ""]
)
def test_what_is_no_full_date_stays_unknown(line: str) -> None:
    assert published(line) == Published(published=None, updated=None)


def test_order_of_numbers_is_never_guessed() -> None:
    def day(*lines: str, habit: Order = "") -> str | None:
        stamp = published(*lines, habit=habit).published
        return stamp.value if stamp else None

    assert day("03/04/2019") is None
    assert day("Wednesday 03/04/2019") == "2019-04-03"
    assert day("Monday 03/04/2019") == "2019-03-04"
    assert day("Friday 03/04/2019") is None
    assert day("03/04/2019", "28/03/2019") == "2019-04-03"
    assert day("03/04/2019", "03/28/2019") == "2019-03-04"
    assert day("03/04/2019", "4 March 2019") == "2019-03-04"
    assert day("03/04/2019", habit="month_first") == "2019-03-04"
    assert day("03.04.2019") == "2019-04-03"
    assert day("03.04.2019", habit="month_first") == "2019-03-04"


@pytest.mark.parametrize("entry", date_words(), ids=lambda entry: entry.id)
def test_other_languages_keep_their_promises(entry: MonthEntry) -> None:
    days = [[stamp.readings for stamp in read_date_line(line).stamps] for line in entry.fires]
    assert all(len(stamps) == 1 and stamps[0][0][:4] == "2021" for stamps in days)
    assert not any(read_date_line(line).stamps for line in entry.silent)


def test_month_names_are_whole_and_mean_one_month() -> None:
    names = [
        (form, number)
        for entry in date_words()
        for number, forms in enumerate(entry.months, start=1)
        for form in forms
    ]
    assert all(len(entry.months) == 12 for entry in date_words())
    assert len(far_months()) == len(set(names))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("3. M\u00e4rz 2021, 17:47 Uhr", "2021-03-03T17:47"),
        ("Mi\u00e9rcoles 3 de marzo de 2021", "2021-03-03"),
        ("Mis \u00e0 jour le 3 mars 2021 \u00e0 10h17", "2021-03-03"),  # shown as changed then
        ("2021\u5e743\u67083\u65e5 21\u664237\u5206", "2021-03-03T21:37"),
        ("03. 03. 2021, 14:59 Uhr", "2021-03-03T14:59"),
        ("Marzo 3, 2021", "2021-03-03"),
    ],
)
def test_dates_of_other_languages(line: str, value: str) -> None:
    stamp = published(line).published
    assert stamp is not None
    assert stamp.value == value


@pytest.mark.parametrize("line", ["3 mars", "3 ago", "12 out of 15", "5 des 7", "2021 mai"])
def test_short_month_names_need_a_year(line: str) -> None:
    assert read_date_line(line).stamps == ()


def test_day_in_the_address_decides() -> None:
    stamps = read_date_line("Posted 04/03/2021 by us, 3 May 2021").stamps
    found = choose_published(stamps, "", "2021-03-04").published
    assert found is not None
    assert found.value == "2021-03-04"


def test_publication_and_update_are_told_apart() -> None:
    found = published("Published: 2 May 2011 10:00 | Updated: 3 May 2011 11:30")
    assert found.published is not None
    assert found.updated is not None
    assert (found.published.value, found.updated.value) == ("2011-05-02T10:00", "2011-05-03T11:30")
    alone = published("3 May 2011 Last updated at 02:13 GMT")
    assert alone.published is not None
    assert alone.updated is not None
    assert (alone.published.value, alone.updated.value) == ("2011-05-03", "2011-05-03T02:13Z")


@given(st.text(alphabet="0123456789/:.- apmAPMGTUCjanfeb,+", max_size=80))
def test_any_line_is_read_without_fault(line: str) -> None:
    choose_published(read_date_line(line).stamps, "")
