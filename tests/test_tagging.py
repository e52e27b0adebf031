"""The trained tagger: words, windows, labels, links, and what it finds on our own sentences."""

from functools import cache
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import unmark
from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.attributions import find_attributions, find_by_rules
from sayso.extract.parties import read_parties
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging import find_relations, load_tagger, sentences_of
from sayso.extract.tagging.labels import LABELS, Stretch, allowed, best_labels, stretches_of
from sayso.extract.tagging.linking import NEAR_BUCKETS, WIDTH, LinkWeights, bucket, link_stretches
from sayso.extract.tagging.windows import LONGEST_SENTENCE, find_windows
from sayso.extract.tagging.words import COLUMNS, Words, read_words, rules_at
from sayso.models.cards import load_card
from sayso.records import Span
from watchdog import must_end

# --- labels

scores_of = st.integers(1, 5).flatmap(
    lambda words: st.lists(
        st.lists(st.integers(-9, 9), min_size=LABELS, max_size=LABELS),
        min_size=words,
        max_size=words,
    )
)


def sum_of(labels: tuple[int, ...], scores: np.ndarray, steps: np.ndarray) -> float:
    """Return the score of one sequence of labels."""
    along = sum(float(steps[a, b]) for a, b in pairwise(labels))
    return along + sum(float(row[label]) for row, label in zip(scores, labels, strict=True))


@given(scores_of, st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_best_labels_are_best_of_all_sequences(rows: list[list[int]], seed: int) -> None:
    scores = np.array(rows, np.float32)[:3]  # 7 ** 3 sequences to try
    steps = np.random.default_rng(seed).integers(-5, 5, (LABELS, LABELS)).astype(np.float32)
    firsts = np.zeros(LABELS, np.float32)
    found = tuple(best_labels(scores, steps, firsts))
    best = max(
        sum_of(labels, scores, steps) for labels in product(range(LABELS), repeat=len(scores))
    )
    assert sum_of(found, scores, steps) == pytest.approx(best)


@given(scores_of)
@settings(max_examples=50, deadline=None)
def test_no_span_goes_on_before_it_opens(rows: list[list[int]]) -> None:
    after, first = allowed()
    steps = np.where(after, 0, -1e4).astype(np.float32)
    labels = best_labels(np.array(rows, np.float32), steps, np.where(first, 0, -1e4))
    for before, label in zip([0, *labels], labels, strict=False):
        assert label == 0 or label % 2 == 1 or before in (label, label - 1)


def test_stretches_are_read_off_the_labels() -> None:
    assert list(stretches_of([1, 2, 3, 0, 5, 6, 5, 3])) == [
        Stretch("source", 0, 2),
        Stretch("cue", 2, 3),
        Stretch("content", 4, 6),
        Stretch("content", 6, 7),
        Stretch("cue", 7, 8),
    ]
    assert list(stretches_of([])) == []


# --- links


def weights_of(none: float) -> LinkWeights:
    return LinkWeights(
        none=np.array([none, none], np.float32),
        distance=np.zeros((2, 2 * NEAR_BUCKETS), np.float32),
    )


def test_links_follow_the_vectors() -> None:
    stretches = [
        Stretch("source", 0, 1),
        Stretch("cue", 1, 2),
        Stretch("content", 2, 4),
        Stretch("source", 4, 5),
        Stretch("cue", 5, 6),
        Stretch("content", 6, 7),
    ]
    vectors = np.zeros((7, 4 * WIDTH), np.float32)
    for one, other in ((1, 4), (5, 0)):  # crosswise: no nearest-neighbour rule would give it
        vectors[one, one] = vectors[other, WIDTH + one] = 8
    for content, cue in ((2, 5), (3, 5), (6, 1)):
        vectors[content, 2 * WIDTH + cue] = vectors[cue, 3 * WIDTH + cue] = 8
    links = link_stretches(stretches, vectors, weights_of(0))
    assert [(link.source, link.content) for link in links] == [
        (stretches[3], [stretches[5]]),
        (stretches[0], [stretches[2]]),
    ]


def test_a_cue_without_a_fitting_source_has_none_and_without_content_is_dropped() -> None:
    stretches = [Stretch("source", 0, 1), Stretch("cue", 1, 2), Stretch("content", 2, 3)]
    vectors = np.zeros((3, 4 * WIDTH), np.float32)
    [link] = link_stretches(stretches, vectors, weights_of(1))
    assert link.source is None
    assert link_stretches(stretches[:2], vectors, weights_of(0)) == []


@given(st.integers(-400, 400))
def test_buckets_tell_direction_and_grow_with_distance(distance: int) -> None:
    assert 0 <= bucket(distance) < 2 * NEAR_BUCKETS
    assert (bucket(distance) < NEAR_BUCKETS) == (distance < 0)
    if distance >= 0:
        assert bucket(distance) <= bucket(distance + 1)


# --- words and windows


def words_of(doc: Document) -> Words:
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    by_rules = find_by_rules(doc, read_parties(doc))
    tokenizer = load_tagger().encoder.tokenizer
    return read_words(
        doc, sentences_of(doc), quotations, rules_at(len(doc.text), by_rules), tokenizer
    )


def test_words_say_what_parse_and_rules_know() -> None:
    doc = document("Anna Berg said: “The bridge is shut.”\n\nNobody disagreed.")
    words = words_of(doc)
    shown = [doc.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    assert shown[:6] == ["Anna", "Berg", "said", ":", "“", "The"]
    column = {name: words.columns[:, place].tolist() for place, name in enumerate(COLUMNS)}
    assert column["shape"][:5] == [5, 5, 3, 1, 1]
    assert column["quotation"][:6] == [0, 0, 0, 0, 1, 2]
    assert column["rules"][:5] == [3, 4, 5, 0, 1]
    assert [shown[i] for i, place in enumerate(column["place"]) if place == 2] == [
        "Anna",
        "Nobody",
    ]


def toy_words(lengths: list[int]) -> Words:
    """Return words of one piece each, in sentences of these lengths."""
    count = sum(lengths)
    numbers = np.arange(count, dtype=np.int32)
    return Words(
        pieces=numbers,
        word_of=numbers,
        starts=numbers,
        ends=numbers + 1,
        columns=np.zeros((count, len(COLUMNS)), np.uint8),
        sentences=np.repeat(np.arange(len(lengths)), lengths).astype(np.int32),
    )


@given(st.lists(st.tuples(st.integers(1, 300), st.booleans()), max_size=25), st.integers(5, 200))
@settings(deadline=None)
def test_windows_hold_every_open_sentence_once_and_stay_short(
    sentences: list[tuple[int, bool]], longest: int
) -> None:
    words = toy_words([length for length, _ in sentences])
    is_open = [open_ for _, open_ in sentences]
    windows = list(find_windows(words, is_open, longest))
    held = [word for start, end in windows for word in range(start, end)]
    assert held == sorted(set(held))
    opened = {word for word in range(len(words.starts)) if is_open[words.sentences[word]]}
    assert opened <= set(held)
    assert all(opened & set(range(start, end)) for start, end in windows)
    most = max(longest, LONGEST_SENTENCE)
    assert all(0 < end - start <= most for start, end in windows)


def test_closed_sentences_far_from_open_ones_are_not_read() -> None:
    words = toy_words([4, 4, 4, 4, 4])
    assert list(find_windows(words, [False, False, True, False, False])) == [(4, 12)]
    assert list(find_windows(words, [False] * 5)) == []


# --- what it finds

# Marked: source, cue, and the parts of the content, as they come in the text.
FOUND = [
    ("[Anna Berg] [said] [the bridge would stay shut until March].", "SCX"),
    ("[“The bridge will stay shut,”] [the mayor] [told] reporters on Monday.", "XSC"),
    ("[The harbour was mined], [according to] [two officials in the port].", "XCS"),
    ("[“We have no choice,”] [said] [Ivo Lang, the union's leader]. [“Nobody has.”]", "XCSX"),
    ("[Aid groups] [fear] [that thousands may be trapped in the valley].", "SCX"),
    ("[The army] [denied] [that its planes had bombed the market].", "SCX"),
]


@cache
def marked_documents() -> list[tuple[Document, list[Span], str]]:
    unmarked = [(*unmark(text), roles) for text, roles in FOUND]
    docs = documents([text for text, _, _ in unmarked])
    return [
        (doc, list(spans), roles) for doc, (_, spans, roles) in zip(docs, unmarked, strict=True)
    ]


def bare(doc: Document, span: Span) -> str:
    """Return the words of a span without the marks around them."""
    return doc.quote(span).strip(" .,“”")


@pytest.mark.parametrize("index", range(len(FOUND)))
def test_plain_attributions_are_found(index: int) -> None:
    doc, spans, roles = marked_documents()[index]
    [relation] = find_relations(doc, find_by_rules(doc, read_parties(doc)))
    assert relation.source is not None
    found = {
        "S": [bare(doc, relation.source)],
        "C": [bare(doc, relation.cue)],
        "X": [bare(doc, part) for part in relation.content],
    }
    wanted: dict[str, list[str]] = {"S": [], "C": [], "X": []}
    for span, role in zip(spans, roles, strict=True):
        wanted[role].append(bare(doc, span))
    assert found == wanted


def test_a_page_without_speech_is_not_read() -> None:
    doc = document("The river rose. Twelve houses were flooded.\n\nRoads are under water.")
    assert find_relations(doc, ()) == ()


def test_what_stood_before_on_other_pages_changes_nothing() -> None:
    docs = [doc for doc, _, _ in marked_documents()]
    forward = [find_attributions(doc, read_parties(doc)) for doc in docs]
    backward = [find_attributions(doc, read_parties(doc)) for doc in reversed(docs)]
    assert forward == backward[::-1]


def test_the_card_tells_what_the_weights_are_made_from() -> None:
    card = load_card("attributions")
    assert card.columns == len(COLUMNS)
    assert "PolNeAR corpus states no licence" in card.licence
    assert card.scores["exact_source"] > 0.5


@pytest.mark.parametrize("piece", ["said “", "“", "a" * 50, "He said she said ", "\u0301", ": "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    doc = document(piece * (100_000 // len(piece)))
    with must_end(60):
        for relation in find_relations(doc, ()):
            assert relation.content
