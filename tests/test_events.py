"""Who did what to whom: frames, places, times, numbers and say-so come together."""

import msgspec
import pytest

from pages import document, documents, report_of
from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.extract.acting.triggers import find_triggers
from sayso.extract.events import ContextEntry, ContextLexicon, contexts_of
from sayso.lexicons import load_lexicon
from sayso.pipeline import code_document
from sayso.records import Coded, Event

CONTEXTS = load_lexicon("contexts", ContextLexicon).entry


def code(text: str, published: str | None = "2022-12-20") -> Coded:
    """Return what a page with this body is coded to."""
    return code_document(document(text, published))


def event_of_type(coded: Coded, kind: str) -> Event:
    """Return the only event of a type."""
    [event] = [event for event in coded.events if event.type == kind]
    return event


def test_act_with_all_its_parts() -> None:
    coded = code("Kenyan troops struck two camps near Garissa with drones on Monday.")
    event = event_of_type(coded, "ASSAULT")
    text = coded.report.text
    assert event.trigger.quote(text) == "struck"
    assert [party.country for party in event.actors] == ["KEN"]
    assert event.actors[0].sectors == ("MIL",)
    assert event.instrument is not None
    assert event.instrument.name == "drone"
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Garissa", "KEN")
    assert event.time is not None
    assert event.time.start == "2022-12-19"
    assert event.factuality == "actual"
    assert event.attribution is None
    assert [q.text for q in coded.quantities if q.id in event.quantities] == ["two camps"]


def test_act_that_somebody_says_stands_in_the_saying() -> None:
    coded = code("Rebels killed nine soldiers in Goma, the army said.")
    event = event_of_type(coded, "ASSAULT")
    [attribution] = coded.attributions
    assert event.attribution == attribution.id
    assert attribution.source is not None
    assert attribution.source.sectors == ("MIL",)
    [quantity] = coded.quantities
    assert (quantity.event, quantity.attribution) == (event.id, attribution.id)
    assert (quantity.value, quantity.measure) == (9, "kill")


def test_outlets_own_voice_has_no_attribution() -> None:
    assert event_of_type(code("Police arrested two men in Oslo."), "COERCE").attribution is None


def test_what_is_denied_did_not_happen() -> None:
    coded = code("The army denied that its soldiers attacked the village.")
    assert [event.factuality for event in coded.events if event.type == "ASSAULT"] == ["negated"]


def test_what_an_order_itself_does_is_done() -> None:
    event = event_of_type(code("The court ordered the arrest of two ministers."), "COERCE")
    assert event.factuality == "actual"


def test_time_of_the_saying_is_not_the_time_of_the_act() -> None:
    coded = code("Mayor Ana Ruiz said on Monday that police had arrested two men.")
    assert event_of_type(coded, "COERCE").time is None


def test_place_of_the_source_is_not_the_place_of_the_act() -> None:
    coded = code("Police arrested two men, according to officials in Oslo.")
    assert event_of_type(coded, "COERCE").place is None


def test_material_act_without_a_place_takes_that_of_the_scene() -> None:
    coded = code("Gunmen attacked a bus near Garissa. They killed four passengers.")
    assert [event.place.name for event in coded.events if event.place] == ["Garissa", "Garissa"]


def test_dead_of_an_act_are_no_second_event() -> None:
    coded = code("Gunmen attacked a bus near Garissa and four people died.")
    assert [event.type for event in coded.events] == ["ASSAULT"]


def test_meeting_has_two_sides() -> None:
    coded = code("Foreign Minister Ola Berg of Norway met President Ivo Lang of Kenya in Nairobi.")
    event = event_of_type(coded, "CONSULT")
    assert {party.name for party in (*event.actors, *event.recipients)} == {"Ola Berg", "Ivo Lang"}


def test_source_that_acts_in_what_it_says_has_an_interest() -> None:
    coded = code("The army said that its troops had killed nine rebels near Goma.")
    assert coded.attributions[0].interest == "actor"
    coded = code("Analysts in Oslo said that rebels had killed nine soldiers.")
    assert coded.attributions[0].interest == "none"


def test_ids_come_from_content() -> None:
    text = "Rebels killed nine soldiers in Goma, the army said."
    assert msgspec.json.encode(code(text)) == msgspec.json.encode(code(text))


@pytest.fixture(scope="module")
def context_docs() -> dict[str, Document]:
    texts = [text for entry in CONTEXTS for text in (*entry.fires, *entry.silent)]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize("entry", CONTEXTS, ids=lambda entry: entry.id)
def test_context_entry_keeps_its_promises(
    entry: ContextEntry, context_docs: dict[str, Document]
) -> None:
    def contexts_in(text: str) -> set[str]:
        found = [contexts_of(trigger) for trigger in find_triggers(context_docs[text])]
        assert found, "the example holds an act"
        return {context for contexts in found for context in contexts}

    assert all(entry.context in contexts_in(text) for text in entry.fires)
    assert not any(entry.context in contexts_in(text) for text in entry.silent)


def test_forecast_says_what_when_and_by_whom() -> None:
    text = (
        "Tom Reed, a minister of Kenya, said on Monday that he expected "
        "between 20 and 30 ships to leave Mombasa by the end of January 2023."
    )
    [doc] = annotate([report_of(text, "2022-12-20")])
    coded = code_document(doc)
    assert coded.forecasts, "an expectation with a number is a forecast"
    forecast = coded.forecasts[0]
    assert forecast.outcome == "open"
    assert (forecast.expects.low, forecast.expects.high) == (20, 30)
    assert forecast.made is not None
    assert forecast.made.start == "2022-12-19"
    assert forecast.horizon is not None
    assert forecast.horizon.timex.startswith("2023-01")


def test_plain_report_of_the_past_is_no_forecast() -> None:
    assert code("Police said that two men had been arrested in Oslo.").forecasts == ()


@pytest.mark.parametrize(
    "text",
    [
        "The grid operator said that about 6,000 homes remained without power.",
        "Dozens of people in Kurmuk are feared to have died.",
    ],
)
def test_what_is_over_is_no_forecast(text: str) -> None:
    assert code(text).forecasts == ()


def test_what_is_left_bounds_what_can_come() -> None:
    text = "Minister Tom Reed of Kenya said that the rebels only have two boats left for raids."
    [forecast] = code(text).forecasts
    assert (forecast.expects.item, forecast.expects.low) == ("boat", 2)
