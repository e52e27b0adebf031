"""Whether a source is a party to what it reports: by name, by state, by force, by office."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import document, documents
from sayso.extract.attributions import find_by_rules
from sayso.extract.events import find_acts
from sayso.extract.interest import with_interest
from sayso.extract.parties import read_parties
from sayso.extract.places import find_places
from sayso.extract.times import find_times
from sayso.records import Attribution

SAYINGS = [
    ("Ann Berg said she would resign.", "actor"),
    ("Ann Berg said she had been arrested in Lima.", "recipient"),
    ("Ann Berg said she knew of no raid.", "none"),
    ("“We attacked the barracks,” the rebel spokesman said.", "actor"),
    ("“They burned our homes,” a villager said.", "recipient"),
    ("Police said officers shot two men.", "actor"),
    ("The French defence ministry said French troops had attacked the camp.", "actor"),
    ("The Peruvian rebels said Peruvian rebels had seized the port.", "actor"),
    ("A spokesman for the Red Front said the Red Front had kidnapped the judge.", "actor"),
    ("The driver’s family said police had arrested the driver.", "none"),
    ("A witness said soldiers had shot two men.", "none"),
    ("A French court said French police had attacked the students.", "none"),
    ("The union plans to block the port.", "actor"),
    ("Ann Berg said Ann Berg’s party would appeal.", "actor"),
    ("“We need to renew our fleet,” a general said.", "actor"),
    ("Analysts said the rebels had attacked the port.", "none"),
]


def told(doc_text: str) -> tuple[Attribution, ...]:
    doc = document(doc_text)
    places = find_places(doc)
    parties = read_parties(doc, places)
    found = find_by_rules(doc, parties)
    acts = find_acts(doc, parties, found, places, find_times(doc))
    return with_interest(found, [act.event for act in acts], parties)


@cache
def sayings() -> list[Attribution]:
    first = []
    for doc in documents([text for text, _ in SAYINGS]):
        places = find_places(doc)
        parties = read_parties(doc, places)
        found = find_by_rules(doc, parties)
        acts = find_acts(doc, parties, found, places, find_times(doc))
        first.append(with_interest(found, [act.event for act in acts], parties)[0])
    return first


@pytest.mark.parametrize("place", range(len(SAYINGS)), ids=[text for text, _ in SAYINGS])
def test_interest_of_a_source(place: int) -> None:
    assert sayings()[place].interest == SAYINGS[place][1]


def test_without_parties_acts_alone_tell() -> None:
    found = find_by_rules(doc := document("Ann Berg said she would resign."), read_parties(doc))
    assert [each.interest for each in with_interest(found, ())] == ["none"]


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_interests(text: str) -> None:
    assert all(each.interest in ("actor", "recipient", "none") for each in told(text))
