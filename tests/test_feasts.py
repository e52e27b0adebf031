"""On which days feasts fall, against almanacs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import documents
from sayso.extract.times import find_times, find_timexes
from sayso.extract.timex.calendar import interval
from sayso.extract.timex.feast_days import (
    FeastEntry,
    FeastLexicon,
    feast_in,
    listed_days,
    value_of_days,
)
from sayso.extract.timex.words import forms_of
from sayso.lexicons import load_lexicon

# Feast, year, and the day that almanacs print; of a feast that lasts, its first.
KNOWN = [
    ("Easter", 2000, "2000-04-23"),
    ("Easter", 2011, "2011-04-24"),
    ("Easter", 2038, "2038-04-25"),
    ("Easter-2", 2022, "2022-04-15"),
    ("Easter+49", 2022, "2022-06-05"),
    ("Orthodox", 2022, "2022-04-24"),
    ("Orthodox", 2017, "2017-04-16"),
    ("Passover", 2022, "2022-04-16"),
    ("Passover", 2016, "2016-04-23"),
    ("Passover-30", 2021, "2021-02-26"),
    ("Rosh", 2023, "2023-09-16"),
    ("Rosh+9", 2023, "2023-09-25"),
    ("Hanukkah", 2022, "2022-12-19"),
    ("Hanukkah", 2013, "2013-11-28"),
    ("4-11-4", 2022, "2022-11-24"),
    ("L-05-1", 2022, "2022-05-30"),
    ("3-01-1", 2021, "2021-01-18"),
    ("12-25", 2022, "2022-12-25"),
    ("Lunarnewyear", 2022, "2022-02-01"),
    ("Lunarnewyear", 2034, "2034-02-19"),
    ("Diwali", 2022, "2022-10-24"),
    ("Midautumn", 2022, "2022-09-10"),
    ("Holi", 2022, "2022-03-18"),
]
# Muslim feasts, as Saudi Arabia kept them.
SIGHTED = [
    ("I1001", "2022-05-02"),
    ("I1001", "2021-05-13"),
    ("I1210", "2022-07-09"),
    ("I1210", "2019-08-11"),
    ("I0901", "2022-04-02"),
    ("I0901", "2000-11-27"),
    ("I0110", "2022-08-08"),
    ("I0312", "2022-10-08"),
]


@pytest.mark.parametrize(("rule", "year", "day"), KNOWN)
def test_feast_falls_where_it_falls(rule: str, year: int, day: str) -> None:
    assert [days[0].isoformat() for days in feast_in(rule, year)] == [day]


@pytest.mark.parametrize(("rule", "day"), SIGHTED)
def test_sighted_feast_lies_within_its_days(rule: str, day: str) -> None:
    kept = date.fromisoformat(day)
    assert any(first <= kept <= last for first, last in feast_in(rule, kept.year))


def test_two_ramadans_in_one_year() -> None:
    assert len(list(feast_in("I0901", 2030))) == 2


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("12-25", "2022-12-25"),
        ("Passover/8", "2022-04"),
        ("I1001", "2022-05"),  # the second of May here, the third there
        ("I0901/30", "2022"),
        ("03-20/2", "2022-03"),
    ],
)
def test_value_is_as_fine_as_the_day_is_known(rule: str, value: str) -> None:
    [days] = feast_in(rule, 2022)
    assert value_of_days(days) == value


@given(st.sampled_from(sorted(set(forms_of("holiday").values()))), st.integers(-10, 10_010))
def test_every_rule_holds_in_every_year(rule: str, year: int) -> None:
    for first, last in feast_in(rule, year):
        assert first <= last
        assert interval(value_of_days((first, last))) or value_of_days((first, last)) == "XXXX"


def test_years_that_are_not_listed_are_not_known() -> None:
    assert list(feast_in("Diwali", 1900)) == []
    [doc] = documents(["He fled on Diwali 1900."])
    [found] = find_times(doc)
    assert found.timex == "1900"


@pytest.mark.parametrize("entry", load_lexicon("feast_days", FeastLexicon).entry, ids=str)
def test_listed_feast_is_in_order_and_keeps_its_promises(entry: FeastEntry) -> None:
    years = listed_days()[entry.id.replace("-", "")]
    assert sorted(years) == list(years)
    found = [bool(find_timexes(doc)) for doc in documents([*entry.fires, *entry.silent])]
    assert found == [True] * len(entry.fires) + [False] * len(entry.silent)
