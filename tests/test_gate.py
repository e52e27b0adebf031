"""The gate: which sentences are read for attributions, the words it knows, hostile pages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import unmark
from pages import report_of
from sayso.extract.saying.cues import CueEntry, load_cues
from sayso.extract.saying.gate import (
    SignEntry,
    Signs,
    cue_forms,
    find_open_sentences,
    has_sign,
    load_sign_lexicon,
    load_signs,
    noun_forms,
    sign_forms,
    verb_forms,
    words_of,
)
from sayso.extract.saying.quotations import find_quotations
from sayso.records import Span
from watchdog import must_end

LEXICON = load_sign_lexicon()
ENTRIES = LEXICON.entry


def open_sentences(marked: str) -> tuple[list[bool], list[str]]:
    """Return which of the bracketed sentences are open, and their words."""
    text, sentences = unmark(marked)
    quotations = find_quotations(text, report_of(text).paragraphs)
    found = find_open_sentences(text, sentences, quotations)
    return found, [sentence.quote(text) for sentence in sentences]


@pytest.mark.parametrize(
    "sentence",
    [
        "The road is shut, according to the police.",
        "THE ROAD IS SHUT, THE MAYOR SAID.",
        "Residents fear the worst.",
        "The envoy’s denial came late.",
        "Two in three backed the plan in a poll.",
        "The firm aims to hire 40 people.",
        "It seemed the storm had passed.",
        "The song is “Home”.",
        "The song is ``Home''.",
        "MR. HAHN: When will you start?",
        "Anna Berg (mayor): the bridge will reopen.",
        "— Anna Berg, mayor",
        "[Harbour Times]",
        "The premier ruled out an early vote.",
        "The union made it clear.",
        "They would like a new pier.",
        "Satellite images show a burnt hangar.",
        "The agent overheard them and travelled on.",
    ],
)
def test_sentence_with_a_sign_is_open(sentence: str) -> None:
    assert has_sign(sentence, load_signs())


@pytest.mark.parametrize(
    "sentence",
    [
        "About 9,000 men were in the unit.",
        "Firefighters rescued five people from the roof.",
        "The ferry left the United States at 10:45.",
        "She put the cup on the table.",
        "He took the train home.",
        "Six villages were destroyed.",
        "The plant began work in 1998.",
        "Washington, D.C.",
    ],
)
def test_sentence_without_a_sign_is_shut(sentence: str) -> None:
    assert not has_sign(sentence, load_signs())


def test_quotation_opens_every_sentence_that_it_touches() -> None:
    found, _ = open_sentences(
        "[The ship sank.] [“The water rose.] [Six men were on deck.] [It was night.”] [It rained.]"
    )
    assert found == [False, True, True, True, False]


def test_quotation_that_runs_on_opens_the_next_paragraph() -> None:
    found, _ = open_sentences(
        "[“The water rose.] [Six men were on deck.]\n\n"
        "[“It was night.] [It rained.”]\n\n[Fog came.]"
    )
    assert found == [True, True, True, True, False]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_entry_keeps_its_promises(entry: SignEntry) -> None:
    signs = Signs.of(sign_forms(entry, LEXICON.irregular))
    assert [each for each in entry.fires if not signs.are_in(words_of(each))] == []
    assert [each for each in entry.silent if has_sign(each, load_signs())] == []


def test_ids_are_unique() -> None:
    ids = [entry.id for entry in ENTRIES]
    assert len(set(ids)) == len(ids)


def test_no_word_is_listed_twice_or_without_need() -> None:
    cues = {form for cue in load_cues().entry for form in cue_forms(cue, LEXICON.irregular)}
    for entry in ENTRIES:
        for words in (entry.verbs, entry.nouns, entry.words, entry.phrases):
            assert len(set(words)) == len(words)
        assert all(tuple(words_of(word)) not in cues for word in entry.words)
    used = {verb.split()[0] for entry in ENTRIES for verb in entry.verbs}
    used |= {lemma.split()[0] for cue in load_cues().entry for lemma in cue.lemmas}
    assert set(LEXICON.irregular) <= used


def test_every_phrase_can_open_a_sentence() -> None:
    signs = load_signs()
    phrases = [phrase for entry in ENTRIES for phrase in entry.phrases]
    assert [each for each in phrases if not signs.words.isdisjoint(words_of(each))] == []
    assert all(signs.are_in(words_of(phrase)) for phrase in phrases)


@pytest.mark.parametrize("cue", load_cues().entry, ids=lambda cue: cue.id)
def test_examples_of_cues_pass_the_gate(cue: CueEntry) -> None:
    assert [text for text in cue.fires if not has_sign(text, load_signs())] == []


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("say", {"say", "says", "said", "saying"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("urge", {"urge", "urges", "urged", "urging"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("travel", {"travel", "travels", "travelled", "traveled"}),
        ("lie", {"lie", "lies", "lied", "lying"}),
        ("stress", {"stress", "stresses", "stressed"}),
        ("stay", {"stay", "stays", "stayed", "staying"}),
    ],
)
def test_forms_of_a_verb(base: str, forms: set[str]) -> None:
    assert forms <= set(verb_forms(base, LEXICON.irregular))


def test_forms_of_a_noun() -> None:
    assert set(noun_forms("spokeswoman")) >= {"spokeswoman", "spokeswomen"}
    assert set(noun_forms("story")) == {"story", "stories"}
    assert set(noun_forms("speech")) == {"speech", "speeches"}


TEXTS = st.text(st.sampled_from("aS“”\"'’: .—\n[]") | st.characters(codec="utf-8"), max_size=60)


@given(st.lists(TEXTS.filter(str.strip), max_size=6))
def test_any_text_gets_one_answer_a_sentence(parts: list[str]) -> None:
    text, ends = "".join(parts), [0]
    for part in parts:
        ends.append(ends[-1] + len(part))
    sentences = [Span(start, end) for start, end in pairwise(ends)]
    quotations = find_quotations(text, report_of(text).paragraphs)
    found = find_open_sentences(text, sentences, quotations)
    assert len(found) == len(sentences)
    without = find_open_sentences(text, sentences, ())
    assert all(more or not less for more, less in zip(found, without, strict=True))


@given(TEXTS.filter(str.strip), TEXTS)
def test_more_words_never_shut_a_sentence(sentence: str, more: str) -> None:
    signs = load_signs()
    assert has_sign(f"{sentence} {more}", signs) or not has_sign(sentence, signs)


@given(st.text(st.characters(codec="ascii"), min_size=1, max_size=60))
def test_capitals_pass_as_small_letters_do(sentence: str) -> None:
    signs = load_signs()
    assert has_sign(sentence.upper(), signs) == has_sign(sentence.lower(), signs)


@pytest.mark.parametrize("piece", ["a", "to ", ": ", "made it ", "'", "–", "\n", "x." * 3])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    with must_end(2):
        sentences = [Span(0, len(text))]
        find_open_sentences(text, sentences, find_quotations(text, report_of(text).paragraphs))
