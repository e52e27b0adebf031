"""Did it happen: negation, modals, conditions, governing words."""

import pytest

from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.acting.triggers import find_triggers
from sayso.extract.factuality import FactualityEntry, FactualityLexicon, factuality_of
from sayso.lexicons import load_lexicon
from sayso.pipeline import code_document
from sayso.records import Factuality

ENTRIES = load_lexicon("factuality", FactualityLexicon).entry


def factuality_in(doc: Document, word: str) -> Factuality:
    """Return the factuality of the act named by `word`."""
    token = next(token for token in doc.spacy_doc if token.lower_ == word)
    return factuality_of(token)


@pytest.mark.parametrize(
    ("text", "word", "factuality"),
    [
        ("Troops attacked the town.", "attacked", "actual"),
        ("Troops did not attack the town.", "attack", "negated"),
        ("Troops never attacked the town.", "attacked", "negated"),
        ("No soldiers attacked the town.", "attacked", "negated"),
        ("The army failed to attack the town.", "attack", "negated"),
        ("The army tried to attack the town.", "attack", "attempted"),
        ("The army will attack the town.", "attack", "future"),
        ("The army is going to attack the town.", "attack", "future"),
        ("The army plans to attack the town.", "attack", "future"),
        ("The army may attack the town.", "attack", "hypothetical"),
        ("If troops attack the town, we leave.", "attack", "hypothetical"),
        ("The army can attack the town.", "attack", "general"),
        ("She flew to Oslo to meet the king.", "meet", "future"),
        ("He said troops attacked the town.", "attacked", "actual"),
        ("It was not clear who attacked the town.", "attacked", "actual"),
        ("Troops began attacking the town.", "attacking", "actual"),
        ("A planned attack on the town was called off.", "attack", "future"),
        ("There were no attacks on the town.", "attacks", "negated"),
        ("Nobody attacked the town.", "attacked", "negated"),
        ("The army stopped short of attacking the town.", "attacking", "negated"),
        ("The army has yet to attack the town.", "attack", "negated"),
        ("Troops left without attacking the town.", "attacking", "negated"),
        ("Instead of attacking the town, troops left.", "attacking", "negated"),
        ("The army had no plans to attack the town.", "attack", "negated"),
        ("An attempt on the life of the judge failed.", "attempt", "attempted"),
        ("The house voted to expel the envoy.", "expel", "future"),
        ("The ministers met to discuss the truce.", "discuss", "actual"),
        ("The ministers will meet to discuss the truce.", "discuss", "future"),
        ("She flew to Oslo to discuss the truce.", "discuss", "future"),
        ("He went on to attack the guards.", "attack", "actual"),
        ("Boatmen helped free the hostages.", "free", "actual"),
        ("Boatmen will help free the hostages.", "free", "future"),
    ],
)
def test_factuality(text: str, word: str, factuality: str) -> None:
    assert factuality_in(document(text), word) == factuality


def test_a_page_may_start_with_a_preposition() -> None:
    assert factuality_in(document("of toll"), "toll") == "actual"


@pytest.mark.parametrize(
    "text",
    [
        "The minister dismissed speculation that troops had attacked the town.",
        "The minister denied reports that troops had attacked the town.",
        "The minister rejected claims that troops attacked the town.",
    ],
)
def test_what_is_waved_away_did_not_happen(text: str) -> None:
    coded = code_document(document(text))
    assert [e.factuality for e in coded.events if e.type == "ASSAULT"] == ["negated"]


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The ministers meet in Oslo on 23 December 2022.", "future"),
        ("The ministers met in Oslo on 19 December 2022.", "actual"),
    ],
)
def test_present_with_a_date_to_come_is_a_plan(text: str, factuality: str) -> None:
    [event] = [
        e for e in code_document(document(text, "2022-12-20")).events if e.type == "CONSULT"
    ]
    assert event.factuality == factuality


EXAMPLES = [(entry, text, True) for entry in ENTRIES for text in entry.fires] + [
    (entry, text, False) for entry in ENTRIES for text in entry.silent
]


@pytest.fixture(scope="module")
def example_docs() -> dict[str, Document]:
    texts = list(dict.fromkeys(text for _, text, _ in EXAMPLES))
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(("entry", "text", "fires"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_entry_keeps_its_promises(
    entry: FactualityEntry, text: str, fires: bool, example_docs: dict[str, Document]
) -> None:
    found = [
        factuality_of(trigger.support or trigger.head)
        if factuality_of(trigger.head) == "actual"
        else factuality_of(trigger.head)
        for trigger in find_triggers(example_docs[text])
    ]
    assert found, "the example holds an act"
    assert (entry.effect in found) == fires


@pytest.mark.parametrize(
    ("text", "word", "factuality"),
    [
        ("The mayor denied that troops had attacked the town.", "attacked", "negated"),
        ("The mayor demanded that the murder be investigated.", "murder", "actual"),
        ("The mayor refused to comment on whether the men who were killed were soldiers.",
         "killed", "actual"),
        ("The mayor expects that the men wounded by rebels will return.", "wounded", "actual"),
    ],
)  # fmt: skip
def test_what_is_only_named_in_a_saying_happened(
    text: str, word: str, factuality: Factuality
) -> None:
    doc = document(text)
    [event] = [e for e in code_document(doc).events if doc.quote(e.trigger) == word]
    assert event.factuality == factuality
