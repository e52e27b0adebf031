"""Questions to a ledger: what meets the filters, all of it, once, and in order."""

import atexit
import contextlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import add_rows, ledger_of, number_of, pages
from ledger_files import in_memory
from sayso.errors import QueryError
from sayso.ledger import Ledger
from sayso.ledger.query import (
    Box,
    Filters,
    count_records,
    decode_filters,
    find_events,
    find_figures,
    find_forecasts,
    find_incidents,
    find_sayings,
)
from sayso.ledger.query.advice import advise
from sayso.ledger.query.finding import FINDERS
from sayso.ledger.query.sieve import days_of
from sayso.records import Event, Report

PAGES = pages(60)
KINDS = ("event", "incident", "figure", "forecast", "saying")


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    """Give a ledger of sixty pages; every second event is of an incident of its own."""
    with ledger_of(PAGES) as held:
        for index, coded in enumerate(PAGES[::2]):
            [event] = coded.events
            incident: dict[str, object] = {
                "id": f"n{index}",
                "origins": index % 4,
                "contested": index % 5 == 0,
            }
            add_rows(held, "incidents", incident)
            member: dict[str, object] = {
                "incident": number_of(held, "incidents", f"n{index}"),
                "event": number_of(held, "events", event.id),
            }
            add_rows(held, "members", member)
        yield held


def found(ledger: Ledger, **asked: str) -> list[str]:
    return [row.id for row in find_events(ledger, decode_filters(asked), 1_000).rows]


class Told(NamedTuple):
    """An event, and the report that tells of it."""

    report: Report
    event: Event


def expected(test: Callable[[Told], bool]) -> set[str]:
    return {
        event.id for coded in PAGES for event in coded.events if test(Told(coded.report, event))
    }


def always(_: Told) -> bool:
    return True


def never(_: Told) -> bool:
    return False


@cache
def ready_ledger() -> Ledger:
    """Return the ledger of sixty pages: Hypothesis and fixtures do not go together."""
    held = contextlib.ExitStack()
    atexit.register(held.close)
    return held.enter_context(ledger_of(PAGES))


# --- what meets a filter ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "test"),
    [
        ({}, always),
        ({"type": "ASSAULT"}, lambda one: one.event.type == "ASSAULT"),
        ({"type": "assault,CONSULT"}, lambda one: one.event.type != "PROTEST"),
        ({"mode": "aerial"}, lambda one: one.event.mode == "aerial"),
        ({"factuality": "future"}, lambda one: one.event.factuality == "future"),
        ({"actor": "ARMY"}, always),
        ({"actor": "sudan"}, never),
        ({"actor": "=Sudanese Army"}, always),
        ({"actor": "=army"}, never),
        ({"actor": "sdn"}, always),
        ({"actor": "MIL"}, always),
        ({"actor": "REB"}, never),
        ({"recipient": "reb"}, always),
        ({"source": "army"}, always),
        ({"source": "Abdelmoneim"}, never),
        ({"stance": "asserts"}, always),
        ({"stance": "denies"}, never),
        ({"place": "kurmuk"}, lambda one: one.event.place.name == "Kurmuk"),
        ({"place": "blue nile"}, lambda one: one.event.place.country == "SDN"),
        ({"place": "Sudan"}, lambda one: one.event.place.country == "SDN"),
        ({"place": "fji"}, lambda one: one.event.place.country == "FJI"),
        ({"place": "371827"}, lambda one: one.event.place.geonames_id == 371827),
        ({"box": "30,5,40,15"}, lambda one: one.event.place.country == "SDN"),
        ({"box": "170,-30,-170,0"}, lambda one: one.event.place.country == "FJI"),
        ({"box": "-180,-90,180,90"}, lambda one: bool(one.event.place.country)),
        ({"since": "2026-04-12", "until": "2026-04-12"}, always),
        ({"since": "2026-04"}, always),
        ({"until": "2026-04-11"}, never),
        ({"since": "2026-04-13"}, never),
        ({"outlet": "herald"}, lambda one: one.report.outlet == "Ñuevo Herald"),
        ({"outlet": "nuevo"}, lambda one: one.report.outlet == "Ñuevo Herald"),
        ({"agency": "MERIDIAN"}, always),
        ({"text": "Drones"}, always),
        ({"text": '"with drones near"'}, always),
        ({"text": '"drones with"'}, never),
        ({"text": "dron*"}, always),
        ({"text": "dron"}, never),
        ({"text": "camp"}, never),  # it stands in another sentence
        ({"text": "zeppelin"}, never),
    ],
)
def test_a_filter_finds_what_it_says(
    ledger: Ledger, asked: dict[str, str], test: Callable[[Told], bool]
) -> None:
    assert set(found(ledger, **asked)) == expected(test)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        (
            {"published_since": "2026-04-15"},
            {"2026-04-15", "2026-04-15T10:20+03:00", "2026-05"},
        ),
        ({"published_until": "2026-03"}, {"2026-03-01"}),
        ({"published_since": "2026-03-01", "published_until": "2026-03-01"}, {"2026-03-01"}),
        ({"published_since": "2026-05"}, {"2026-05"}),
        ({"published_since": "2026-05-02"}, set()),  # the month may begin before
        ({"published_since": "2026-05", "published_until": "2026-05-30"}, set()),
        ({"published_since": "2026-05", "published_until": "2026-05-31"}, {"2026-05"}),
    ],
)
def test_dates_of_publication(ledger: Ledger, asked: dict[str, str], days: set[str]) -> None:
    stamps = {coded.report.id: coded.report.published for coded in PAGES}
    rows = find_events(ledger, decode_filters(asked), 1_000).rows
    printed = [stamps[row.report.id] for row in rows]
    assert {stamp.value for stamp in printed if stamp is not None} == days
    wanted = [stamp for stamp in stamps.values() if stamp is not None and stamp.value in days]
    assert len(rows) == len(wanted)


def test_contested_and_corroborated(ledger: Ledger) -> None:
    owned = [coded.events[0].id for coded in PAGES[::2]]
    disputed = {id_ for index, id_ in enumerate(owned) if index % 5 == 0}
    assert set(found(ledger, contested="yes")) == disputed
    assert set(found(ledger, contested="no")) == expected(always) - disputed
    widely = {id_ for index, id_ in enumerate(owned) if index % 4 >= 2}
    assert set(found(ledger, corroborated="2")) == widely
    assert set(found(ledger, corroborated="2", contested="yes")) == widely & disputed


def test_incidents_are_those_of_events_that_meet_all(ledger: Ledger) -> None:
    rows = find_incidents(ledger, Filters(type=("CONSULT",)), 1_000).rows
    numbers = {row.id: row.found for row in rows}
    of = {f"n{index}": coded.events[0] for index, coded in enumerate(PAGES[::2])}
    assert numbers == {id_: event.id for id_, event in of.items() if event.type == "CONSULT"}


def test_figures_sayings_and_forecasts(ledger: Ledger) -> None:
    killed = find_figures(ledger, Filters(measure=("kill",), source=("army",)), 1_000).rows
    assert {row.text for row in killed} == {"at least 60 rebels"}
    assert len(killed) == len(PAGES)
    denied = find_sayings(ledger, Filters(stance=("denies",), interest=("actor",)), 1_000).rows
    assert {quote.text for row in denied for quote in row.said} == {"soldiers may have fled"}
    assert {row.voice.via for row in denied} == {("state radio",)}
    told = find_sayings(ledger, Filters(text="rebels", type=("ASSAULT",)), 1_000).rows
    assert len(told) == len(expected(lambda one: one.event.type == "ASSAULT"))
    expects = find_forecasts(ledger, Filters(actor=("SDN",), text="camp"), 1_000).rows
    assert len(expects) == len(PAGES)
    assert {row.figure for row in expects} == {"up to 4,000 people"}


def test_a_row_can_be_cited(ledger: Ledger) -> None:
    texts = {coded.report.id: coded.report.text for coded in PAGES}
    for row in find_events(ledger, Filters()).rows:
        text = texts[row.report.id]
        assert row.act.span.quote(text) == row.act.text
        assert row.sentence.span.quote(text) == row.sentence.text
        assert all(who.span.quote(text) == who.text for who in (*row.actors, *row.recipients))
        assert row.voice is not None
        assert row.voice.source is not None
        assert row.quantities[0].text == "at least 60 rebels"


# --- order and pages ----------------------------------------------------------------------------


def all_pages(ledger: Ledger, kind: Any, filters: Filters, limit: int) -> list[str]:
    ids: list[str] = []
    token = None
    for _ in range(500):
        page = FINDERS[kind](ledger, filters, limit, token)
        ids += [row.id for row in page.rows]
        assert page.next is None or len(page.rows) == limit
        token = page.next
        if token is None:
            return ids
    raise AssertionError("the pages do not end")


def test_the_newest_come_first(ledger: Ledger) -> None:
    stamps = [row.report.published for row in find_events(ledger, Filters(), 1_000).rows]
    order = ("2026-05", "2026-04-15T10:20+03:00", "2026-04-15", "2026-03-01", None)
    assert stamps == sorted(stamps, key=order.index)


asked_filters = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from([("ASSAULT",), ("CONSULT", "PROTEST"), ("AGREE",)]),
        "factuality": st.sampled_from([("actual",), ("negated", "future")]),
        "actor": st.sampled_from([("army",), ("SDN", "nobody"), ("nobody",)]),
        "place": st.sampled_from([("Suva",), ("SDN",), ("blue", "Fiji")]),
        "outlet": st.sampled_from([("herald",), ("post", "dispatch")]),
        "since": st.sampled_from(["2026-04-01", "2026-06-01"]),
        "published_since": st.sampled_from(["2026-03-15", "2026-01-01"]),
        "stance": st.sampled_from([("asserts",), ("denies",)]),
        "text": st.sampled_from(["rebels", "army sunday", "people"]),
        "box": st.sampled_from([Box(0, 0, 90, 45), Box(170, -45, -170, 45)]),
    },
)


@settings(max_examples=60, deadline=None)
@given(
    asked_filters, st.sampled_from(("event", "incident", "figure", "saying")), st.integers(1, 70)
)
def test_pages_joined_are_all_rows_once(asked: dict[str, Any], kind: Any, limit: int) -> None:
    ledger = ready_ledger()
    filters = Filters(**asked)
    whole = [row.id for row in FINDERS[kind](ledger, filters, 1_000).rows]
    assert all_pages(ledger, kind, filters, limit) == whole
    assert len(set(whole)) == len(whole)
    assert count_records(ledger, kind, filters).number == len(whole)


@settings(max_examples=60, deadline=None)
@given(asked_filters)
def test_filters_agree_with_the_records(asked: dict[str, Any]) -> None:
    filters = Filters(**asked)
    ledger = ready_ledger()
    rows = {row.id for row in find_events(ledger, filters, 1_000).rows}
    assert rows == expected(lambda one: meets(one, filters))


def meets(one: Told, filters: Filters) -> bool:
    """Tell whether an event of these pages meets the filters, without any SQL."""
    report, event, place = one.report, one.event, one.event.place
    assert place is not None
    codes = {"army", "sdn"}
    where = {place.name.lower(), *(place.admin1 or "").lower().split(), place.country}
    if place.country == "FJI":
        where.add("Fiji")
    printed = report.published.value[:10] if report.published else ""
    box = filters.box
    tests = (
        not filters.type or event.type in filters.type,
        not filters.factuality or event.factuality in filters.factuality,
        not filters.actor or any(name.lower() in codes for name in filters.actor),
        not filters.place or any(name in where or name.lower() in where for name in filters.place),
        not filters.outlet
        or any(name in (report.outlet or "").lower() for name in filters.outlet),
        filters.since is None or filters.since <= "2026-04-12",
        filters.published_since is None or printed >= filters.published_since,
        not filters.stance or "asserts" in filters.stance,
        filters.text != "people",
        box is None or (place.country == ("SDN" if box.west == 0 else "FJI")),
    )
    return all(tests)


# --- what cannot be asked -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("tipe", "ASSAULT", "did you mean type?"),
        ("type", "ASSALT", "did you mean ASSAULT?"),
        ("stance", "shouts", "it is one of asserts"),
        ("since", "yesterday", "is no date"),
        ("since", "2026-02-30", "is no date"),
        ("until", "2026-13", "is no date"),
        ("box", "1,2,3", "is no box"),
        ("box", "1,2,3,nan", "west,south,east,north"),
        ("box", "0,50,10,40", "south below north"),
        ("contested", "maybe", "yes or no"),
        ("corroborated", "two", "is a number"),
        ("corroborated", "0", "1 or more"),
        ("actor", "!?", "no letter and no number"),
        ("place", "Kurmuk\udcff", "no UTF-8"),
        ("text", '"', "has no word"),
        ("text", "* NEAR(" * 400, "characters"),
        ("text", "a " * 40, "words"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(name: str, value: str, says: str) -> None:
    with pytest.raises(QueryError, match=says.replace("?", r"\?")) as fault:
        decode_filters({name: value})
    assert "\n" not in str(fault.value)


def test_a_stretch_that_ends_before_it_begins() -> None:
    with pytest.raises(QueryError, match="change the two round"):
        decode_filters({"since": "2026-05", "until": "2026-04"})


def test_a_record_without_such_a_part(ledger: Ledger) -> None:
    with pytest.raises(QueryError, match="forecasts have no recipient"):
        find_forecasts(ledger, Filters(recipient=("REB",)))


@pytest.mark.parametrize("token", ["", "x", "ZXZlbnQ", "🦊", "c2F5aW5nIDEgMQ", "A" * 5_000])
def test_a_token_that_is_none(ledger: Ledger, token: str) -> None:
    with pytest.raises(QueryError, match="no token"):
        find_events(ledger, Filters(), 5, token)


@pytest.mark.parametrize("limit", [0, -1, 1_001])
def test_a_page_of_no_size(ledger: Ledger, limit: int) -> None:
    with pytest.raises(QueryError, match="1 to 1,000"):
        find_events(ledger, Filters(), limit)


ANY_TEXT = st.text(st.characters())  # stray bytes of the command line among them


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(Filters.__struct_fields__), ANY_TEXT, max_size=4),
    st.sampled_from(KINDS),
)
def test_no_words_of_a_user_are_an_error_of_ours(asked: dict[str, str], kind: Any) -> None:
    ledger = ready_ledger()
    with contextlib.suppress(QueryError):
        FINDERS[kind](ledger, decode_filters(asked))


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="ab\"*^:(){}-+'\\ \0ANDORNEAR\u0301ß", max_size=40), st.sampled_from(KINDS)
)
def test_no_sign_in_the_words_is_syntax(words: str, kind: Any) -> None:
    ledger = ready_ledger()
    with contextlib.suppress(QueryError):
        FINDERS[kind](ledger, decode_filters({"text": words}))


def test_a_hostile_question_is_soon_answered(ledger: Ledger) -> None:
    for sign in ('"', "*", "a", "\u0301", "="):
        with pytest.raises(QueryError):
            decode_filters({"text": sign * 100_000, "actor": sign * 100_000})


@pytest.mark.parametrize("name", Filters.__struct_fields__)
def test_every_filter_has_a_meaning_and_examples_that_can_be_asked(name: str) -> None:
    meta = get_type_hints(Filters, include_extras=True)[name].__metadata__[0]
    assert meta.description
    assert meta.examples
    for example in meta.examples:
        assert decode_filters({name: example}).used() == (name,)


# --- what to try --------------------------------------------------------------------------------


def test_what_to_try_where_nothing_is_found(ledger: Ledger) -> None:
    told = advise(ledger, "event", Filters(type=("ASSAULT",), actor=("nobody",)))
    assert told == "no events meet all of these filters; without --actor there are 30"
    assert advise(ledger, "event", Filters(actor=("nobody",), place=("nowhere",))).endswith(
        "ask for less"
    )


def test_what_to_try_in_an_empty_ledger() -> None:
    with in_memory() as empty:
        assert advise(empty, "event", Filters()).startswith("the ledger holds no reports yet")
        assert find_events(empty, Filters()).rows == ()


@given(st.dates(), st.dates())
def test_days_cover_a_stretch(one: Any, other: Any) -> None:
    first, last = sorted((one, other))
    days = days_of(first.isoformat(), last.isoformat())
    assert len(days) == len(set(days))
    assert len(days) <= 500 + 2 * (11 + 30) + 1
