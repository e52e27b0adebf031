"""Did it happen: negation, modals, conditions, governing words."""

import pytest

from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.acting.triggers import find_triggers
from sayso.extract.factuality import FactualityEntry, FactualityLexicon, factuality_of
from sayso.lexicons import load_lexicon
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
    ],
)
def test_factuality(text: str, word: str, factuality: str) -> None:
    assert factuality_in(document(text), word) == factuality


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
