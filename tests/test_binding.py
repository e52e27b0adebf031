"""Times that date a saying are not the time of what was said."""

import pytest

from pages import documents
from sayso.annotate.document import Document
from sayso.extract.attributions import find_by_rules
from sayso.extract.events import find_acts
from sayso.extract.parties import read_parties
from sayso.extract.places import find_places
from sayso.extract.times import find_times

DATED = [
    ("Tom Reed said about a month ago that troops would attack Lisbon.", "attack", None),
    ("Rebels had killed 12 soldiers, the minister said on Monday.", "killed", None),
    ("Rebels killed two men on Sunday, the minister said on Monday.", "killed", "Sunday"),
    ("Rebels killed two men, according to a statement issued on Monday.", "killed", None),
    (
        "The army denied on Friday that it had shelled the village last week.",
        "shelled",
        "last week",
    ),
]


@pytest.fixture(scope="module")
def docs() -> dict[str, Document]:
    texts = [text for text, _, _ in DATED]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(("text", "trigger", "time"), DATED)
def test_time_of_a_saying_is_no_time_of_an_act(
    text: str, trigger: str, time: str | None, docs: dict[str, Document]
) -> None:
    doc = docs[text]
    places, times = find_places(doc), find_times(doc)
    parties = read_parties(doc, places)
    acts = find_acts(doc, parties, find_by_rules(doc, parties), places, times)
    [event] = [act.event for act in acts if doc.quote(act.event.trigger) == trigger]
    assert (event.time.text if event.time is not None else None) == time
