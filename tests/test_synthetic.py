"""The stream that the ledger is measured on; and that what follows from it hangs on no order."""

import random
from collections.abc import Sequence
from functools import cache
from itertools import islice

import pytest
from bench.speed.synthetic import synthetic

from coded import sample
from ledger_files import in_memory, lines
from sayso.ledger import add_coded, begin_run
from sayso.ledger.derived import update_derived
from sayso.records import Coded
from sayso.span_law import check_quotes

COUNT = 60


@cache
def stream() -> tuple[Coded, ...]:
    return tuple(synthetic([sample()], COUNT, seed=1))


def test_every_report_of_the_stream_quotes_its_text() -> None:
    for coded in stream():
        check_quotes(coded)
        told = {quantity.value for quantity in coded.quantities if quantity.measure == "kill"}
        assert all(f"{value:,}" in coded.report.text for value in told)


def test_ids_follow_from_content() -> None:
    assert len({coded.report.id for coded in stream()}) == COUNT
    for coded in stream():
        ids = [said.id for said in coded.attributions]
        ids += [event.id for event in coded.events]
        ids += [quantity.id for quantity in coded.quantities]
        assert len(set(ids)) == len(ids)


def test_a_shorter_stream_is_the_start_of_a_longer_one() -> None:
    assert tuple(synthetic([sample()], COUNT // 4, seed=1)) == stream()[: COUNT // 4]
    [other] = islice(synthetic([sample()], 1, seed=2), 1)
    assert other != stream()[0]


def test_places_and_dates_are_others_in_words_and_in_fields() -> None:
    events = [event for coded in stream() for event in coded.events]
    countries = {event.place.country for event in events if event.place}
    days = {event.time.start for event in events if event.time}
    assert min(len(countries), len(days)) > 1


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_derived_hangs_on_no_order_and_no_batches(seed: int) -> None:
    chance = random.Random(seed)
    coded = list(stream())
    chance.shuffle(coded)
    batches = []
    while coded:
        size = chance.choice((1, 2, 7, 20))
        batches.append(coded[:size])
        del coded[:size]
    assert derived(batches) == derived([stream()])


def derived(batches: Sequence[Sequence[Coded]]) -> bytes:
    """Return all that a ledger holds into which reports came in batches."""
    with in_memory() as ledger:
        run = begin_run(ledger, "1", {})
        for batch in batches:
            add_coded(ledger, run, batch)
            update_derived(ledger)
        return lines(ledger)
