"""Who fills the places of an act: brackets stand around its actors, then its recipients."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import unmark
from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.acting.aims import MOST, aims_of
from sayso.extract.acting.triggers import find_triggers
from sayso.pipeline import Settings, code_document
from sayso.records import Event

RULES = Settings(rules_only=True)

# The act by its type; the bracketed phrases are its actors and recipients, in this order.
AIMED = [
    # whose thing it is
    ("REJECT", "[Kenya] rejected a [Norwegian] proposal."),
    ("REJECT", "[Kenya] rejected a bid by [Norway] to end the row."),
    ("REJECT", "[Kenya] rejected every offer made by [Norway]."),
    ("REJECT", "[Kenya] rejected the appeal of [a Norwegian citizen]."),
    ("ACCUSE", "[The minister] condemned [Norway]'s decision."),
    # who is to act
    ("REQUEST", "[Kenya] demanded that [the mayor] resign."),
    ("REQUEST", "[Kenya] demanded the withdrawal of [Norwegian troops]."),
    # for whom a promise is meant: not what is moved, not whose promise it is
    ("AGREE", "[Kenya] agreed to send blankets to [Norway]."),
    ("AGREE", "[Kenya] has offered to send troops to help [the Norwegian army]."),
    ("MOBILIZE", "[Kenya] mobilized troops for an assault against [the rebels]."),
    # behind a preposition
    ("REJECT", "[Kenya] rejected a deal with [Norway]."),
]
ACTING = [
    # datelines
    ("SANCTION", "OSLO -- [A court] convicted [a Kenyan envoy]."),
    ("ACCUSE", "NAIROBI, Kenya (AP) -- [Norway's parliament] condemned [the rebels]."),
    ("ACCUSE", "SAN MARCO - [The Harbour Union] is suing [Norway]."),
    # things that speak, and who brings them out
    ("ACCUSE", "[The ministry] issued a report accusing [the rebels] of theft."),
    ("ACCUSE", "[Norway]'s statement condemned [the rebels]."),
    # verbs that only carry the noun
    ("ACCUSE", "[The ministry] filed a lawsuit against [the rebels]."),
    ("SUPPORT", "[The minister] voiced strong support for [the rebels]."),
    # who has it done
    ("COERCE", "[The judge] ordered [nine ministers] jailed."),
    # who is charged with it
    ("ASSAULT", "The court convicted [the soldier] of the murder of [two farmers]."),
    # several of one office
    ("SUPPORT", "The presidents of [Kenya] and [Norway] signed a treaty."),
    # people whose office no list knows
    ("REQUEST", "[The archbishop] called on [the chambermaids] to return to work."),
    ("REQUEST", "[The envoy] put pressure on [the sultan] to free the poet."),
    # whose it is, though it is the actor's own country
    ("SUPPORT", "[Norway's premier] defended [Norway]'s purchase of a port."),
    # the speaker, where "they" is nobody else
    ("SUPPORT", "[The spokesman] said that they support [Norway]."),
]


def event_at(doc: Document, kind: str) -> Event:
    """Return the first event of a type."""
    events = code_document(doc, RULES).events
    found = [event for event in events if event.type == kind]
    assert found, [(event.type, event.trigger.quote(doc.text)) for event in events]
    return found[0]


@pytest.fixture(scope="module")
def docs() -> dict[str, Document]:
    texts = [unmark(marked)[0] for _, marked in (*AIMED, *ACTING)]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(("kind", "marked"), [*AIMED, *ACTING], ids=lambda value: value[:40])
def test_who_does_it_to_whom(kind: str, marked: str, docs: dict[str, Document]) -> None:
    text, spans = unmark(marked)
    event = event_at(docs[text], kind)
    parties = (*event.actors, *event.recipients)
    assert event.actors, "somebody acts"
    for span in spans:
        quotes = [party.text for party in parties]
        assert any(span.overlaps(party.span) for party in parties) or any(
            span.quote(text) in party.name for party in parties
        ), quotes
    assert len(parties) == len(spans)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels condemned the referendum.", "ACCUSE"),
        ("Thousands protested in the country.", "PROTEST"),
        ("Kenya rejected the plan, since Norway had asked for more.", "REJECT"),
    ],
)
def test_nobody_is_aimed_at_where_nobody_is_named(text: str, kind: str) -> None:
    assert event_at(document(text), kind).recipients == ()


def test_two_nations_before_one_noun_are_two_sides() -> None:
    event = event_at(document("Kenyan and Norwegian envoys agreed to a truce."), "AGREE")
    assert [party.country for party in event.actors] == ["KEN", "NOR"]


def test_a_party_is_not_both_actor_and_recipient() -> None:
    event = event_at(document("Kenya rejected Kenya's own plan."), "REJECT")
    assert not {party.name for party in event.actors} & {party.name for party in event.recipients}


def found_aims(doc: Document) -> Iterator[int]:
    """Yield for each trigger how many words its act may be aimed at."""
    for trigger in find_triggers(doc):
        yield len(list(aims_of(trigger)))


def test_a_long_sentence_is_not_walked_to_its_end() -> None:
    names = " and ".join(f"the plan of Town{number}" for number in range(300))
    assert all(count <= MOST for count in found_aims(document(f"Kenya rejected {names}.")))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from("Kenya rejected the plan of Norway to attack , ( ) -- by rebels".split()),
        max_size=30,
    )
)
def test_whatever_words_come_the_parties_quote(words: list[str]) -> None:
    doc = document(" ".join(words) or ".")
    for event in code_document(doc, RULES).events:
        for party in (*event.actors, *event.recipients):
            assert party.span.quote(doc.text) == party.text
