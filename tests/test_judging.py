"""The judge of events: chances, the same each time, and higher for what is news."""

import string
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import document, documents, report_of
from sayso.annotate.document import Document
from sayso.extract.judging import (
    THRESHOLDS,
    Themes,
    judge_events,
    key_of,
    keys_of,
    load_judge,
    looked_up,
    unit_rows,
    views_of,
)
from sayso.pipeline import Settings, code_document

LOOSE = Settings(abstain="loose")  # nothing left out: it is what the judge judges

# A word in a news sense, and in one that is none; the page around it is the sentence alone.
PAIRS = [
    (
        "Rebels attacked an army convoy near the border on Monday, killing nine soldiers.",
        "The winger attacked the second half with a goal, and the coach praised the striker.",
    ),
    (
        "The foreign minister met his Kenyan counterpart in Nairobi on Friday for talks.",
        "The couple met at a film school, and the actress hosted an awards show last year.",
    ),
    (
        "Police arrested twelve protesters outside the parliament on Thursday.",
        "Your browser will lock the files, and the app agrees to the terms of service.",
    ),
    (
        "Gunmen shot two officers dead in the capital, the interior ministry said.",
        "The team fired its coach on Saturday after the quarterback missed a shot.",
    ),
]
PAGE = " ".join(news for news, _ in PAIRS)


def judged(doc: Document) -> tuple[float, ...]:
    coded = code_document(doc, LOOSE)
    return judge_events(doc, coded.events, coded.attributions)


def test_news_is_likelier_right_than_other_senses_of_the_words() -> None:
    told = [judged(doc) for doc in documents([news for news, _ in PAIRS])]
    other = [judged(doc) for doc in documents([other for _, other in PAIRS])]
    assert all(told), "each news sentence has an event"
    meant = [max(found) for found in told]
    stray = [chance for found in other for chance in found]
    assert stray, "some of the other senses are coded"
    assert np.mean(stray) + 0.2 < np.mean(meant)


def test_figures_are_chances_one_an_event_and_the_same_each_time() -> None:
    doc = document(PAGE)
    coded = code_document(doc, LOOSE)
    first = judge_events(doc, coded.events, coded.attributions)
    assert len(first) == len(coded.events) >= len(PAIRS)
    assert all(0.0 < chance < 1.0 for chance in first)
    assert first == judge_events(doc, coded.events, coded.attributions)
    assert first == judged(document(PAGE))


def test_nothing_to_judge_needs_no_weights() -> None:
    assert judge_events(document("It rained."), (), ()) == ()


def test_an_event_is_judged_on_the_page_that_it_stands_on() -> None:
    doc = document(PAGE)
    coded = code_document(doc, LOOSE)
    alone = judge_events(doc, coded.events[:1], coded.attributions)
    assert len(alone) == 1


def test_record_of_a_word_is_found_and_an_unknown_one_is_nought() -> None:
    known = [key_of("word", word) for word in ("strike VERB", "meet VERB")]
    keys = np.array(sorted(known), np.uint32)
    odds = np.array([1.5, -2.0], np.float32)[np.argsort(np.argsort(known))]
    slots = [known[0], *(key_of("word", str(n)) for n in range(6))]
    [row] = looked_up([(slots, [known[1]])], keys, odds, np.ones(2, np.float32))
    assert row[0] == odds[np.searchsorted(keys, known[0])]
    assert not row[1:7].any()
    assert row[-1] == odds[np.searchsorted(keys, known[1])]


def test_keys_of_a_trigger_name_its_type_and_what_is_around_it() -> None:
    doc = document("Rebels attacked a convoy near the border.")
    [view, *_] = views_of(doc, code_document(doc, LOOSE).events)
    slots, around = keys_of(view)
    assert key_of("object", "ASSAULT convoy") in slots
    assert key_of("subject", "ASSAULT rebel") in slots
    assert key_of("near", "convoy") in around
    assert key_of("near", "attack") not in around


def test_topics_tell_subjects_apart() -> None:
    topics = load_judge().topics
    game, war = (
        Themes.of(doc, topics).mean(0, len(doc.spacy_doc))
        for doc in documents(
            [
                "The team won the league match in the final season after a late goal.",
                "The army shelled rebel troops, and soldiers fired artillery at militants.",
            ]
        )
    )
    assert game[0] > war[0]
    assert war[5] > game[5]


def test_rows_of_length_one_and_rows_of_noughts() -> None:
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32))
    assert rows.ravel().tolist() == pytest.approx([0.6, 0.8, 0.0, 0.0])


@settings(max_examples=25, deadline=None)  # each text is parsed
@given(st.text(alphabet=string.ascii_letters + " .,'\"\n", max_size=120))
def test_any_text_is_judged_without_a_fault(text: str) -> None:
    doc = document(text + " Rebels attacked a convoy.")
    assert all(0.0 < chance < 1.0 for chance in judged(doc))


def test_a_page_without_known_words_has_no_topic() -> None:
    doc = document("Rebels attacked a convoy.")
    bare = replace(doc, report=report_of("Rebels attacked a convoy."))
    assert judged(bare) == judged(doc)
    unknown = document("Xqzzv wvvqz.")
    topics = load_judge().topics
    assert not Themes.of(unknown, topics).mean(0, len(unknown.spacy_doc)).any()


def test_stricter_settings_leave_out_more_and_never_add() -> None:
    text = "Rebels shelled the town on Monday. The striker fired a shot. Troops left the port."
    doc = document(text)
    kept = {
        abstain: {event.id for event in code_document(doc, Settings(abstain=abstain)).events}
        for abstain in ("loose", "even", "strict")
    }
    assert kept["strict"] <= kept["even"] <= kept["loose"]
    assert kept["strict"]
    everything = code_document(doc, LOOSE)
    chances = judge_events(doc, everything.events, everything.attributions)
    likely = {
        event.id
        for event, chance in zip(everything.events, chances, strict=True)
        if chance >= THRESHOLDS["strict"]
    }
    assert {e.trigger for e in everything.events if e.id in likely} == {
        e.trigger for e in everything.events if e.id in kept["strict"]
    }
    assert THRESHOLDS["loose"] < THRESHOLDS["even"] < THRESHOLDS["strict"]
