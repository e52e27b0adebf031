"""Time expressions: values, intervals, tense, and the promises of the lexicon."""

import re
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import unmark
from pages import documents, report_of
from sayso.annotate.document import Document
from sayso.annotate.nlp import load_model
from sayso.extract.times import Timex, find_times, find_timexes
from sayso.extract.timex.calendar import interval, step
from sayso.extract.timex.feast_days import easter
from sayso.extract.timex.words import TimeEntry, load_words, parse_duration, parse_number
from watchdog import must_end

PUBLISHED = "2022-12-20"  # a Tuesday

# Sentence with its expressions in brackets, and their values in order.
READ = [
    # days by name, the year by tense and nearness
    ("The depot burned on [14 August].", ["2022-08-14"]),
    ("The depot will open on [14 August].", ["2023-08-14"]),
    ("The depot burned on [Friday, Aug. 7, 1998].", ["1998-08-07"]),
    ("The depot burned on [March eighth].", ["2022-03-08"]),
    ("The depot burned on [the 3rd of May], not on [2012-08-12].", ["2022-05-03", "2012-08-12"]),
    ("They talked from [3] to [5 May].", ["2022-05-03", "2022-05-05"]),
    ("They talked from [May 3] to [5].", ["2022-05-03", "2022-05-05"]),
    ("They signed it on [25/12/1998] and left on [7/8/1999].", ["1998-12-25", "1999-08-07"]),
    ("They signed it on [7/8/1999].", ["1999-XX-XX"]),
    # months and years
    ("The bridge fell in [February].", ["2022-02"]),
    ("The bridge fell in [August 2012].", ["2012-08"]),
    ("The bridge fell [last April].", ["2022-04"]),
    ("The court will sit in [March].", ["2023-03"]),
    ("Votes are due by [August].", ["2023-08"]),
    ("He has ruled since [2019].", ["2019"]),
    ("They fought from [2014] to [2019].", ["2014", "2019"]),
    ("The dam was built in [mid-2015].", ["2015"]),
    ("Prices rose in [January nineteen ninety-seven].", ["1997-01"]),
    # weekdays by tense
    ("The mayor resigned on [Monday].", ["2022-12-19"]),
    ("The mayor resigned on [Tuesday].", ["2022-12-20"]),
    ("The council will meet on [Friday].", ["2022-12-23"]),
    ("The council is expected to meet on [Thursday].", ["2022-12-22"]),
    ("The court reopens on [Sunday].", ["2022-12-25"]),
    ("He praised [Monday]'s vote.", ["2022-12-19"]),
    ("The mayor resigned [last Friday].", ["2022-12-16"]),
    # parts of the day
    ("Shells fell [early on Monday].", ["2022-12-19TMO"]),
    ("Shells fell on [Monday afternoon].", ["2022-12-19TAF"]),
    ("Shells fell [late Thursday].", ["2022-12-15"]),
    ("Shells fell on [the night of 14 March].", ["2022-03-14TNI"]),
    ("The depot burned [overnight].", ["2022-12-19TNI"]),
    (
        "Shells fell [early on Monday]. The depot burned [overnight].",
        ["2022-12-19TMO", "2022-12-18TNI"],
    ),
    ("The mayor resigned [last night].", ["2022-12-19TNI"]),
    ("The mayor resigned [this morning].", ["2022-12-20TMO"]),
    ("The mayor resigned [yesterday evening].", ["2022-12-19TEV"]),
    ("He fled on [Monday]. In [the morning] he was seen.", ["2022-12-19", "2022-12-19TMO"]),
    # clock times take their day from the words around them, never from the page's day
    ("Shells fell at [16:40 local time].", ["XXXX-XX-XXT16:40"]),
    ("The vote ended at [7:00 p.m. EDT on Monday].", ["2022-12-19T19:00"]),
    ("On [Monday] the vote ended at [12:05 GMT].", ["2022-12-19", "2022-12-19T12:05Z"]),
    # relative units
    ("Prices rose [last month] and [last year].", ["2022-11", "2021"]),
    ("Prices rose [last week].", ["2022-W50"]),
    ("Prices will rise [next month].", ["2023-01"]),
    ("Two men drowned over [the weekend].", ["2022-W50-WE"]),
    ("He said it [about a month ago].", ["2022-11"]),
    ("He signed it [three years ago].", ["2019"]),
    ("He signed it [ten days ago].", ["2022-12-10"]),
    ("He took office [a few days ago].", ["PAST_REF"]),
    # from the date last named
    ("He fled on [3 May 2021]. [Two days later] he was seen.", ["2021-05-03", "2021-05-05"]),
    ("He fled on [3 May 2021]. [The next day] he was seen.", ["2021-05-03", "2021-05-04"]),
    ("He fled on [3 May 2021]. [That night] shells fell.", ["2021-05-03", "2021-05-03TNI"]),
    ("The war began in [2014]. [Since then] it has spread.", ["2014", "2014"]),
    # periods
    ("Sales fell in [the fourth quarter of 2011].", ["2011-Q4"]),
    ("Sales fell in [the third quarter].", ["2022-Q3"]),
    ("The bill passed in [the first half of 2011].", ["2011-H1"]),
    ("A dam burst in [the summer of 2012].", ["2012-SU"]),
    ("The dam broke [last autumn].", ["2022-FA"]),
    ("The dam was built in [the 1960s].", ["196"]),
    ("The dam was built in [the '80s].", ["198"]),
    ("The abbey dates from [the 12th century].", ["11"]),
    ("Shells fell on [Christmas Eve] of that war, he said.", ["2022-12-24"]),
    # durations and sets
    ("The [24-hour] strike cost them [two days].", ["PT24H", "P2D"]),
    ("He led the firm for [13 years].", ["P13Y"]),
    ("The siege lasted [several weeks], not [a decade].", ["PXW", "P10Y"]),
    ("The siege lasted [two and a half years].", ["P2Y6M"]),
    ("It will take [two to three weeks].", ["PXW"]),
    ("The raid came [hours] after the talks.", ["PTXH"]),
    ("The port loads 40 ships [a month].", ["P1M"]),
    ("They rally on [Fridays].", ["XXXX-WXX-5"]),
    ("They fled in [2014]. Two of them died by [the end of the year].", ["2014", "2014"]),
    ("They fled in [2014]. He was seen [two months later].", ["2014", "P2M"]),
    (
        "The raid began at [10 a.m.] ([0700 GMT]) on [Monday].",
        ["2022-12-19T10:00", "2022-12-19T07:00Z", "2022-12-19"],
    ),
    ("The raid began at [6 a.m.] on a cold [Monday].", ["2022-12-19T06:00", "2022-12-19"]),
    ("They rally [every Monday] and [every two weeks].", ["XXXX-WXX-1", "P2W"]),
    # without a date
    ("The road is [now] shut, as it was [recently].", ["PRESENT_REF", "PAST_REF"]),
    ("In [recent months], he has been ill.", ["PXM"]),
    # telex capitals
    ("THE CONVOY LEFT THE PORT ON [4 AUGUST].", ["2022-08-04"]),
    ("GENEVA, [7 NOV 91] (XYZ) -- THE TALKS FAILED.", ["1991-11-07"]),
    # not times
    ("Rebels may strike again as thousands march.", []),
    ("Theresa May met April Jones.", []),
    ("Some 2000 people fled, the 17-year-old said.", []),
    ("He came second, and 1990 soldiers fell.", []),
    ("A quarter of the town fled.", []),
    ("Prices fall and the sun sat low.", []),
]
INTERVALS = [
    ("2022", ("2022-01-01", "2023-01-01", "year")),
    ("2022-Q4", ("2022-10-01", "2023-01-01", "quarter")),
    ("2022-12", ("2022-12-01", "2023-01-01", "month")),
    ("2022-W52", ("2022-12-26", "2023-01-02", "week")),
    ("2022-W52-WE", ("2022-12-31", "2023-01-02", "week")),
    ("2022-12-31", ("2022-12-31", "2023-01-01", "day")),
    ("2022-12-31TNI", ("2022-12-31T18:00", "2023-01-01T06:00", "part_of_day")),
    ("2022-12-31T23:59", ("2022-12-31T23:59", "2023-01-01T00:00", "minute")),
    ("2012-SU", ("2012-01-01", "2013-01-01", "year")),  # the season differs by hemisphere
    ("196", ("1960-01-01", "1970-01-01", "year")),
    ("2022-02-30", None),
    ("2022-W54", None),
    ("9999-12-31", None),
    ("XXXX-12", None),
    ("P2D", None),
    ("PAST_REF", None),
]


@cache
def read_table() -> list[tuple[Timex, ...]]:
    """Return what is found in each sentence of the table, parsed in one batch."""
    texts = [unmark(marked)[0] for marked, _ in READ]
    return [find_timexes(doc) for doc in documents(texts, PUBLISHED)]


@pytest.mark.parametrize("row", range(len(READ)), ids=lambda row: READ[row][0])
def test_expression_reads_as_expected(row: int) -> None:
    marked, values = READ[row]
    found = read_table()[row]
    assert [timex.time.span for timex in found] == unmark(marked)[1]
    assert [timex.time.timex for timex in found] == values


@pytest.mark.parametrize(("value", "expected"), INTERVALS)
def test_value_covers_its_interval(value: str, expected: tuple[str, str, str] | None) -> None:
    assert interval(value) == expected


def test_since_then_runs_to_the_day_of_the_page() -> None:
    [doc] = documents(["The war began in 2014. Since then it has spread."], PUBLISHED)
    *_, since = find_times(doc)
    assert (since.start, since.end, since.precision) == ("2014-01-01", PUBLISHED, "year")


def test_without_a_page_day_nothing_relative_is_dated() -> None:
    texts = ["He fled on Monday.", "He fled last month.", "He fled in May.", "He fled on 3 May."]
    texts += [
        "He fled a week ago.",
        "He fled today.",
        "He fled this summer.",
        "He fled overnight.",
    ]
    for doc in documents(texts, None):
        [found] = find_times(doc)
        assert (found.start, found.end, found.precision) == (None, None, None)
        assert "X" in found.timex


def test_named_dates_need_no_page_day() -> None:
    [doc] = documents(["He fled on 3 May 2021."], None)
    [found] = find_times(doc)
    assert (found.start, found.end) == ("2021-05-03", "2021-05-04")


BOUNDED = [
    ("The depot burned on Monday.", None),
    ("The depot has been shut since Monday.", "since"),
    ("The depot is shut until Monday.", "until"),
    ("The depot is shut until at least Monday.", "until"),
    ("The depot must shut by the end of March.", "by"),
    ("The depot burned before Monday's vote.", "before"),
    ("The depot burned ahead of Monday's vote.", "before"),
    ("The depot burned after Monday's vote.", "after"),
    ("The depot burned after a vote on Monday.", None),
    ("It was the first fire since 2017.", "since"),
]


@cache
def read_bounded() -> list[tuple[Timex, ...]]:
    return [find_timexes(doc) for doc in documents([text for text, _ in BOUNDED], PUBLISHED)]


@pytest.mark.parametrize("row", range(len(BOUNDED)))
def test_a_preposition_makes_a_time_a_bound(row: int) -> None:
    [found] = read_bounded()[row]
    assert found.bound == BOUNDED[row][1]


REPORTED = [
    (
        "The bank had said in [February] that it expected prices to fall by [the end of March].",
        ["2022-02", "2022-03"],
    ),
    ("The bank will say by [March].", ["2023-03"]),
    ("The bank said it will pay by [March].", ["2023-03"]),
    (
        "The bank said on [3 February] that it would pay on [7 April].",
        ["2022-02-03", "2022-04-07"],
    ),
    (
        "The mayor said on [Thursday] that talks would resume on [Sunday].",
        ["2022-12-15", "2022-12-18"],
    ),
    ("The toll stands at 88, up from 70 on [Thursday].", ["2022-12-15"]),
]


@cache
def read_reported() -> list[tuple[Timex, ...]]:
    docs = documents([unmark(marked)[0] for marked, _ in REPORTED], PUBLISHED)
    return [find_timexes(doc) for doc in docs]


@pytest.mark.parametrize("row", range(len(REPORTED)))
def test_what_was_to_come_is_told_from_when_it_was_said(row: int) -> None:
    marked, values = REPORTED[row]
    found = read_reported()[row]
    assert [timex.time.span for timex in found] == unmark(marked)[1]
    assert [timex.time.timex for timex in found] == values


def test_expression_knows_its_verb_type_and_mod() -> None:
    [doc] = documents(["Shells fell on Monday, and the council met about a month ago."], PUBLISHED)
    monday, month = find_timexes(doc)
    assert (str(monday.verb), monday.type, monday.mod) == ("fell", "DATE", None)
    assert (str(month.verb), month.type, month.mod) == ("met", "DATE", "APPROX")


@pytest.mark.parametrize(
    ("printed", "unit", "duration"),
    [
        ("24", "TH", "PT24H"),
        ("2 1/2", "Y", "P2Y6M"),
        ("5 1/2", "TH", "PT5H30M"),
        ("twenty-four", "TH", "PT24H"),
        ("several", "D", "PXD"),
        ("two", "DE", "P20Y"),
        ("a", "2W", "P2W"),
    ],
)
def test_duration_is_written_as_timex3(printed: str, unit: str, duration: str) -> None:
    assert parse_duration(parse_number(printed), unit) == duration


@cache
def promised() -> dict[str, tuple[Timex, ...]]:
    """Return what is found in every example of the lexicon, parsed in one batch."""
    texts = sorted({text for entry in load_words().entry for text in entry.fires + entry.silent})
    docs = documents(texts, PUBLISHED)
    return {doc.text: find_timexes(doc) for doc in docs}


def speaks(entry: TimeEntry, text: str) -> bool:
    """Tell whether an expression found in `text` holds a form of `entry`."""
    found = [" ".join(timex.time.text.lower().split()) for timex in promised()[text]]
    forms = "|".join(re.escape(form) for form in entry.forms)
    return any(re.search(rf"(?<!\w)(?:{forms})(?!\w)", words) for words in found)


@pytest.mark.parametrize("entry", load_words().entry, ids=lambda entry: entry.id)
def test_entry_keeps_its_promises(entry: TimeEntry) -> None:
    assert [text for text in entry.fires if not speaks(entry, text)] == []
    assert [text for text in entry.silent if speaks(entry, text)] == []


def test_entry_ids_are_unique() -> None:
    ids = [entry.id for entry in load_words().entry]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("year", "day"), [(2000, "2000-04-23"), (2011, "2011-04-24"), (2024, "2024-03-31")]
)
def test_easter_falls_where_it_falls(year: int, day: str) -> None:
    assert easter(year).isoformat() == day


def bare(text: str) -> Document:
    """Return `text` as a document with tokens and no parse."""
    return Document(report=report_of(text), spacy_doc=load_model().make_doc(text))


WORDS = st.sampled_from(
    (
        *("the", "3", "May", "2012", "Monday", "last", "next", "week", "years", "two", "a", "ago"),
        *("later", "to", ",", "-", "'", "10", "p.m.", "night", "early", "of", "quarter", "third"),
        *("since", "then", "1/2", "'80s", "every", "year-end", "12:30", "GMT", "overnight", "\n"),
    )
)


@given(st.text() | st.lists(WORDS).map(" ".join))
def test_every_span_quotes_its_document(text: str) -> None:
    doc = bare(text)
    found = find_times(doc)
    assert all(doc.quote(one.span) == one.text for one in found)
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))
    assert all(one.start is None or one.end is None or one.start <= one.end for one in found)


@given(st.dates(), st.integers(-5000, 5000), st.sampled_from(["D", "W", "M", "Q", "Y"]))
def test_a_step_lands_on_an_interval(day: date, count: int, unit: str) -> None:
    value = step(day, count, unit)
    covered = interval(value) if value else None
    if covered:
        assert date.fromisoformat(covered[0]) < date.fromisoformat(covered[1])
    if covered and count == 0:
        assert covered[0] <= day.isoformat() < covered[1]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-60, 60))
def test_day_steps_are_days(day: date, count: int) -> None:
    assert step(day, count, "D") == (day + timedelta(days=count)).isoformat()


@pytest.mark.parametrize(
    "unit", ["?", "1", " ", "19", "two ", "May ", "1/", "a year earlier ", "from 3 to 5 May "]
)
def test_hostile_text_ends(unit: str) -> None:
    model = load_model()
    text = (unit * 100_000)[:100_000]
    pieces = [text[start : start + 5] for start in range(0, len(text), 5)]
    spacy_doc = type(model.make_doc("x"))(model.vocab, words=pieces, spaces=[False] * len(pieces))
    doc = Document(report=report_of(text), spacy_doc=spacy_doc)
    with must_end():
        found = find_times(doc)
    assert all(doc.quote(one.span) == one.text for one in found)


def test_infinitives_below_infinitives_do_not_recurse() -> None:
    for text in ("to agree on Monday", "to plan " * 1500 + "to meet on Monday"):
        assert len(find_times(documents([text])[0])) == 1
