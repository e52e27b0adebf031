"""Totals, spreads, nouns left out, and the times that numbers and acts take or leave."""

from functools import cache, partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marked import unmark
from pages import document, documents
from sayso.extract.counting.quantity_parts import AnimalEntry, AnimalLexicon
from sayso.extract.counting.totals import TotalEntry, TotalLexicon, find_total
from sayso.extract.quantities import find_quantities
from sayso.lexicons import load_lexicon
from sayso.pipeline import code_document
from sayso.records import Coded
from steps import count_steps

PUBLISHED = "2023-05-20"  # a Saturday
TOTALS = load_lexicon("totals", TotalLexicon).entry
ANIMALS = load_lexicon("animals", AnimalLexicon).entry

# Sentence with its quantities in brackets; for each of them item, measure, low and high.
READ = [
    (
        "The number of dead was raised to [23] on Tuesday from an earlier [14].",
        [("person", "kill", 23, 23), ("person", "kill", 14, 14)],
    ),
    ("Officials lowered the toll to [17].", [("person", "kill", 17, 17)]),
    ("Police put the number of strikers at [15,000].", [("striker", "protest", 15000, 15000)]),
    (
        "The club estimated the crowd at [9,000], but police put it at [between 2,000 and 3,000].",
        [("person", "other", 9000, 9000), ("person", "other", 2000, 3000)],
    ),
    ("Rescuers put the total at [61].", [(None, "other", 61, 61)]),
    ("The ministry put the number of those killed at [35].", [("person", "kill", 35, 35)]),
    ("It brought to [88] the number of people killed.", [("person", "kill", 88, 88)]),
    ("That takes the number of arrests to [400].", [("arrest", "arrest", 400, 400)]),
    ("The band played to a crowd of [30,000].", [("person", "other", 30000, 30000)]),
    (
        "The number of injured rose from [5] to [7].",
        [("person", "injure", 5, 5), ("person", "injure", 7, 7)],
    ),
    ("[From 30 to 40 people] were hurt.", [("person", "injure", 30, 40)]),
    ("[Between 22,000 and 26,000 miners] marched.", [("miner", "protest", 22000, 26000)]),
    (
        "The ministry said [more than 60,000] had taken part in the march.",
        [("person", "protest", 60001, None)],
    ),
    ("[Some 4,000 people] walked to the palace.", [("person", "protest", None, None)]),
    ("[Thirty miners] walked home.", [("miner", "other", 30, 30)]),
    ("Police arrested [more than 40 protesters].", [("protester", "arrest", 41, None)]),
    ("The battalion lost [three soldiers].", [("soldier", "kill", 3, 3)]),
    ("The firm lost [300 jobs].", [("job", "other", 300, 300)]),
    ("The rebels took [22 soldiers] prisoner.", [("soldier", "arrest", 22, 22)]),
    ("Gunmen took [12 villagers] hostage.", [("villager", "hold", 12, 12)]),
    ("Divers found [12 bodies] in one well.", [("body", "kill", 12, 12)]),
    ("Nurses gave out [40,000 doses].", [("dose", "other", 40000, 40000)]),
    (
        "The bombing killed [12] and wounded [30].",
        [("person", "kill", 12, 12), ("person", "injure", 30, 30)],
    ),
    ("[Dozens] were hurt.", [("person", "injure", None, None)]),
    (
        "Of the [30 rebels], [12] were killed.",
        [("rebel", "other", 30, 30), ("rebel", "kill", 12, 12)],
    ),
    (
        "The farmer lost [40 sheep] and [12] were injured.",
        [("sheep", "other", 40, 40), (None, "injure", 12, 12)],
    ),
    ("He paid at 9 and rose to fame.", []),
    ("The temperature rose to 40.", []),
    ("It would cut this number to 5.", []),
    ("[Forty-one people] died in the fire.", [("person", "kill", 41, 41)]),
    ("Lagos\n\n[Forty-one people] died in the fire.", [("person", "kill", 41, 41)]),
]

# Sentence and, by quantity, what its time reads as.
DATED = [
    ("The toll was raised to 23 on Tuesday from an earlier 14.", ["2023-05-16", None]),
    ("The toll now stands at 88, up from 70 on Monday.", [None, "2023-05-15"]),
    ("The city will have 12,000 homes by 2028, but only 900 are ready.", ["2028", None]),
    ("The road was closed until Thursday after a blast that killed 12 people.", [None]),
    ("Gunmen killed nine people before Friday prayers.", [None]),
    ("The attack, the first since 2017, killed 12 people.", [None]),
    ("At least 12 people have been killed since Monday.", ["2023-05-15"]),
    ("The army had arrested 30 men by Friday.", ["2023-05-19"]),
    ("The blast killed 12 people on Monday.", ["2023-05-15"]),
]

# Sentence, trigger, and the time of the event.
ACTS = [
    ("The death toll from the attack rose to 23 on Tuesday.", "toll", None),
    ("Officials raised the toll of Monday's attack to 23 on Tuesday.", "attack", "2023-05-15"),
    ("The attack was the first since 2017.", "attack", None),
    ("Gunmen attacked the village ahead of Sunday's vote.", "attacked", None),
    ("The army attacked the town after Monday's truce.", "attacked", None),
    ("Rebels must leave the city by Friday, the army said.", "leave", None),
    ("Troops have been deployed in the town since Monday.", "deployed", "2023-05-15"),
    ("Gunmen attacked the village on Monday.", "attacked", "2023-05-15"),
    ("Gunmen attacked the village shortly after 10 p.m. on Monday.", "attacked", "2023-05-15"),
]


@cache
def coded() -> dict[str, Coded]:
    """Return what all sentences of this file were coded to, parsed in one batch."""
    texts = [unmark(marked)[0] for marked, _ in READ]
    texts += [text for text, _ in DATED] + [text for text, _, _ in ACTS]
    texts += [text for entry in (*TOTALS, *ANIMALS) for text in (*entry.fires, *entry.silent)]
    texts = list(dict.fromkeys(texts))
    docs = documents(texts, PUBLISHED)
    return {doc.text: code_document(doc) for doc in docs}


@pytest.mark.parametrize(("marked", "expected"), READ, ids=[marked for marked, _ in READ])
def test_numbers_without_their_noun(
    marked: str, expected: list[tuple[str | None, str, int | None, int | None]]
) -> None:
    text, spans = unmark(marked)
    found = coded()[text].quantities
    assert [quantity.span for quantity in found] == spans
    assert [(q.item, q.measure, q.low, q.high) for q in found] == expected


@pytest.mark.parametrize(("text", "expected"), DATED, ids=[text for text, _ in DATED])
def test_numbers_take_the_time_of_their_own_clause(text: str, expected: list[str | None]) -> None:
    found = [q for q in coded()[text].quantities if q.kind == "count"]
    assert [q.time.timex if q.time else None for q in found] == expected


@pytest.mark.parametrize(("text", "trigger", "expected"), ACTS, ids=[row[0] for row in ACTS])
def test_bounds_date_no_act(text: str, trigger: str, expected: str | None) -> None:
    page = coded()[text]
    [event] = [e for e in page.events if e.trigger.quote(text) == trigger]
    start = event.time.start if event.time else None
    assert (start[:10] if start else None) == expected


@pytest.mark.parametrize("entry", TOTALS, ids=lambda entry: entry.id)
def test_totals_keep_their_promises(entry: TotalEntry) -> None:
    for text in entry.fires:
        assert nouns_announced(text) & set(entry.nouns), text
    for text in entry.silent:
        assert not nouns_announced(text) & set(entry.nouns), text


def nouns_announced(text: str) -> set[str]:
    """Return the lemmas of the nouns that announce a total in `text`."""
    totals = (find_total(token) for token in document(text).spacy_doc if token.like_num)
    return {total.noun.lemma_.lower() for total in totals if total is not None}


@pytest.mark.parametrize("entry", ANIMALS, ids=lambda entry: entry.id)
def test_animals_keep_their_promises(entry: AnimalEntry) -> None:
    for text in entry.fires:
        assert coded()[text].quantities[-1].item != "person"
    for text in entry.silent:
        assert coded()[text].quantities[-1].item == "person"


WORDS = st.sampled_from(
    "the toll number of dead rose from to at 14 23 between and crowd it put up , .".split()
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_spans_quote_whatever_the_words(text: str) -> None:
    for quantity in code_document(document(text, PUBLISHED)).quantities:
        assert quantity.span.quote(text) == quantity.text


@pytest.mark.parametrize("unit", ["rose from 5 to ", "from 3 to 4 ", "toll of 5 to "])
def test_work_on_totals_grows_with_the_page_and_no_faster(unit: str) -> None:
    docs = documents([unit * (size // len(unit)) for size in (1_500, 3_000)])
    once, twice = (count_steps(partial(find_quantities, doc)) for doc in docs)
    assert twice <= 2.4 * once + 2_000
