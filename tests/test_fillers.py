"""The reader of roles: what it sees, what it gives, and where that goes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import unmark
from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.fillers import REACH, fillers_of, find_fillers, near_violence
from sayso.extract.fillers.coded import (
    ACTOR,
    INSTRUMENT,
    OTHER_TRIGGER,
    RECIPIENT,
    STATE_BODY,
    SUSPECT,
    VIOLENT_TRIGGER,
    coded_at,
)
from sayso.extract.fillers.joining import join_fillers, whole_phrase
from sayso.extract.fillers.roles import KINDS, ROLES, Filler, Role
from sayso.extract.parties import read_parties
from sayso.extract.tagging import sentences_of
from sayso.extract.tagging.words import MARK, Words
from sayso.pipeline import Settings, code_document
from sayso.records import Event, Span
from sayso.span_law import find_misquotes

PLAIN = Settings(rules_only=True, abstain="loose")


def events_of(doc: Document) -> tuple[Event, ...]:
    return code_document(doc, PLAIN).events


# --- what the reader sees of the rules


def test_characters_carry_what_they_were_coded_as() -> None:
    text, spans = unmark(
        "[Rebels] [attacked] [a convoy] with [grenades]. [Soldiers] shelled the village. "
        "Police [arrested] [two men]."
    )
    doc = document(text)
    at = coded_at(len(text), events_of(doc))
    wanted = (ACTOR, VIOLENT_TRIGGER, RECIPIENT, INSTRUMENT, STATE_BODY, OTHER_TRIGGER, SUSPECT)
    for span, number in zip(spans, wanted, strict=True):
        assert at[span.end - 1] == number, text[span.start : span.end]
    assert at[-1] == 0


def test_only_sentences_near_violence_are_read() -> None:
    quiet = "The weather was mild. "
    doc = document(quiet * 8 + "Gunmen shot a judge. " + quiet * 8)
    is_open = near_violence(sentences_of(doc), events_of(doc))
    assert is_open == [False] * 3 + [True] * (2 * REACH + 1) + [False] * 3


def test_a_page_without_violence_tells_nothing() -> None:
    doc = document("The ministers met in Oslo and signed an agreement on fishing.")
    reading = find_fillers(doc, events_of(doc))
    assert not reading.kinds
    assert not reading.fillers


# --- chances of words -> spans


def words_of(sentences: Sequence[int]) -> Words:
    """Return words of three letters and a blank, each in the sentence of its number."""
    count = len(sentences)
    starts = np.arange(count, dtype=np.int32) * 4
    return Words(
        pieces=np.zeros(count, np.int32),
        word_of=np.arange(count, dtype=np.int32),
        starts=starts,
        ends=starts + 3,
        columns=np.zeros((count, 8), np.uint8),
        sentences=np.array(sentences, np.int32),
    )


def chances_of(inside: Sequence[float], role: Role, opens: Sequence[int] = ()) -> np.ndarray:
    """Return chances that words stand in one role and in no other; those of `opens` open it."""
    chances = np.zeros((len(inside), len(ROLES), 3), np.float32)
    chances[:, :, 0] = 1
    column = ROLES.index(role)
    chances[:, column, 2] = inside
    chances[:, column, 0] -= chances[:, column, 2]
    for word in opens:
        chances[word, column, 1:] = chances[word, column, :0:-1]
    return chances


EVEN = dict.fromkeys(ROLES, 0.5)


def test_spans_go_on_while_they_are_likely_and_end_with_their_sentence() -> None:
    words = words_of([0, 0, 0, 0, 1, 1])
    found = list(fillers_of(words, 0, chances_of([0.1, 0.9, 0.42, 0.8, 0.8, 0.1], "weapon"), EVEN))
    assert [(f.role, f.span) for f in found] == [
        ("weapon", Span(4, 15)),
        ("weapon", Span(16, 19)),
    ]
    assert found[0].chance == pytest.approx(0.9)


def test_marks_are_in_a_span_but_not_at_its_ends() -> None:
    words = words_of([0] * 5)
    words.columns[[0, 2, 4], 0] = MARK
    found = list(fillers_of(words, 0, chances_of([0.9] * 5, "victim"), EVEN))
    assert [f.span for f in found] == [Span(4, 15)]


def test_a_word_that_opens_behind_a_mark_starts_anew() -> None:
    words = words_of([0] * 4)
    words.columns[2, 0] = MARK
    chances = chances_of([0.9] * 4, "organisation", opens=(0, 1, 3))
    found = list(fillers_of(words, 0, chances, EVEN))
    assert [f.span for f in found] == [Span(0, 7), Span(12, 15)]


def test_what_is_less_sure_than_its_bound_is_none() -> None:
    words = words_of([0, 0])
    chances = chances_of([0.3, 0.0], "victim")
    assert not list(fillers_of(words, 0, chances, EVEN))
    unsure = dict.fromkeys(ROLES, 0.2)
    assert [f.span for f in fillers_of(words, 0, chances, unsure)] == [Span(0, 3)]


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=40), st.sampled_from(ROLES))
def test_spans_of_one_role_never_overlap(inside: list[float], role: Role) -> None:
    words = words_of([number // 7 for number in range(len(inside))])
    found = list(fillers_of(words, 0, chances_of(inside, role), EVEN))
    assert {f.role for f in found} <= {role}
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start


# --- fillers -> acts


def fillers_in(marked: str, *roles: Role) -> tuple[Document, list[Filler]]:
    text, spans = unmark(marked)
    return document(text), [Filler(r, s, 0.9) for r, s in zip(roles, spans, strict=True)]


def joined(marked: str, *roles: Role) -> tuple[Event, ...]:
    doc, fillers = fillers_in(marked, *roles)
    return join_fillers(doc, events_of(doc), fillers, read_parties(doc))


def names(parties: Sequence[object]) -> list[str]:
    return [party.text for party in parties]  # type: ignore[attr-defined]


def test_an_empty_place_takes_the_nearest_fillers() -> None:
    [event] = joined(
        "A car bomb was detonated outside the court. [The Red Column] has claimed it. "
        "[Judge Ana Ruiz] is in hospital.",
        "organisation",
        "victim",
    )[:1]
    assert names(event.actors) == ["Red Column"]


def test_a_filled_place_keeps_what_its_clause_says() -> None:
    event = next(
        e
        for e in joined(
            "Rebels attacked a convoy. [The Red Column] is strong here.", "organisation"
        )
        if e.type == "ASSAULT"
    )
    assert names(event.actors)[0] == "Rebels"


def test_one_victim_is_not_struck_twice() -> None:
    events = joined(
        "Gunmen shot [Ana Ruiz]. There had been bombings. It was a quiet place.", "victim"
    )
    struck = [name for event in events for name in names(event.recipients)]
    assert struck.count("Ana Ruiz") == 1


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("The attack cost lives: three heavily [armed men] came.", "three heavily armed men"),
        ("The attack took place [with grenades] at noon.", "grenades"),
        ("The attack shocked the town. [Ana] Ruiz fell.", "Ana Ruiz"),
        ("The attack was led by [members] of the Red Column.", "members of the Red Column"),
    ],
)
def test_cut_phrases_are_made_whole(marked: str, words: str) -> None:
    doc, [filler] = fillers_in(marked, "victim")
    assert doc.quote(whole_phrase(doc, filler.span, read_parties(doc))) == words


def test_no_place_is_filled_of_an_act_that_was_never_done_or_is_far() -> None:
    quiet = "The weather was mild. " * 8
    for text in (
        "There was no attack. [Ana Ruiz] drove the bus.",
        "There was an attack. " + quiet + "[Ana Ruiz] sings.",
    ):
        events = joined(text, "victim")
        assert not any("Ana Ruiz" in names(event.recipients) for event in events), text


# --- the trained reader


PAGES = [
    (
        "Armed men attacked the offices of a coffee growers' union at dawn. Witnesses said that "
        "the attackers threw two grenades and burned three trucks. Ramon Vidal, the union's "
        "secretary, died in hospital. A night watchman was wounded."
    ),
    (
        "Three hooded youths kidnapped the engineer Luis Ortega outside his home on Friday. "
        "His driver was shot and killed. No message has been received."
    ),
    (
        "Eleven worshippers died when gunmen opened fire on a church in the town of Bela on "
        "Sunday. No group has claimed responsibility, but officials blamed the People's "
        "Liberation Movement (PLM), which has fought for independence since 2004."
    ),
]


def read(text: str) -> Iterator[tuple[Role, str]]:
    doc = document(text)
    for filler in find_fillers(doc, events_of(doc)).fillers:
        yield filler.role, doc.quote(filler.span)


@pytest.mark.parametrize(
    ("page", "role", "words"),
    [
        (0, "weapon", "grenades"),
        (0, "victim", "Ramon Vidal"),
        (1, "perpetrator", "youths"),
        (1, "victim", "Luis Ortega"),
        (2, "organisation", "People's Liberation Movement"),
        (2, "target", "church"),
    ],
)
def test_who_took_part_is_read_far_from_the_act(page: int, role: Role, words: str) -> None:
    assert any(role == found and words in quote for found, quote in read(PAGES[page]))


def test_kinds_are_told_apart() -> None:
    attack, kidnapping = (find_fillers(doc, events_of(doc)) for doc in documents(PAGES[:2]))
    assert set(attack.kinds) == set(KINDS)
    assert kidnapping.kinds["KIDNAPPING"] > 0.5 > attack.kinds["KIDNAPPING"]
    assert attack.kinds["ATTACK"] > kidnapping.kinds["ROBBERY"]


def test_every_span_of_a_joined_page_quotes() -> None:
    for doc in documents(PAGES):
        assert not list(find_misquotes(code_document(doc)))


def test_the_same_page_gives_the_same_reading() -> None:
    once, again = (find_fillers(doc, events_of(doc)) for doc in documents([PAGES[0]] * 2))
    assert once == again


@settings(max_examples=20)
@given(st.text(max_size=200))
def test_any_text_is_read(noise: str) -> None:
    doc = document(f"Gunmen killed a judge. {noise}")
    coded = code_document(doc)
    assert not list(find_misquotes(coded))
