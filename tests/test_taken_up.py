"""Acts told again: who did it to whom is taken from the sentence before, or not at all."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.acting.entries import Trigger
from sayso.extract.acting.taken_up import REACH, ToldActs
from sayso.extract.acting.triggers import find_triggers
from sayso.pipeline import Settings, code_document

# A page, a word that names an act again, its actors and recipients as head words.
TAKEN_UP = [
    # a definite noun without parties of its own
    ("Rebels shelled the town. The shelling went on.", "shelling", "Rebels", "town"),
    ("Rebels raided a mill. Villagers fled after it. The attack was condemned.", "attack",
     "Rebels", "mill"),
    ("Police arrested nine bakers. The arrests were condemned.", "arrests", "Police", "bakers"),
    ("Kenya deported six nuns. Norway condemned the deportations.", "deportations", "Kenya",
     "nuns"),
    # the same words say more about it
    ("Rebels attacked a mill with drones. The drone attack was condemned.", "attack", "Rebels",
     "mill"),
    # one of its parties named again
    ("Rebels attacked a mill. The attack on the mill was condemned.", "attack", "Rebels", "mill"),
    # in the same sentence
    ("The army said rebels attacked a mill, but the rebels denied the attack.", "attack",
     "rebels", "mill"),
    # a chain of them
    ("Rebels raided a mill. The raid was condemned. The attack was no surprise to anyone.",
     "attack", "Rebels", "mill"),
    # passives without a doer, right after it
    ("Rebels attacked a bus. Six nurses were killed.", "killed", "Rebels", "nurses"),
    ("Rebels attacked a bus. Six nurses were killed and a boy was wounded.", "wounded", "Rebels",
     "boy"),
]  # fmt: skip
LEFT_ALONE = [
    # indefinite, or set apart by a word
    ("Rebels raided a mill. An attack followed.", "attack"),
    ("Rebels raided a mill. The second attack was condemned.", "attack"),
    ("Rebels raided a mill. The attack that killed nobody was condemned.", "attack"),
    # another place, another time
    ("Rebels raided a mill in Garissa. The attack in Mombasa was condemned.", "attack"),
    ("Rebels raided a mill on Monday. The attack on Friday was condemned.", "attack"),
    # several against one
    ("Rebels raided a mill. The attacks were condemned.", "attacks"),
    # two that fit
    ("Rebels raided a mill and troops shelled a port. The attack was condemned.", "attack"),
    # another kind of act
    ("Rebels shelled a port. The kidnapping was condemned.", "kidnapping"),
    # other parties
    ("Rebels attacked a mill. The attack on the port was condemned.", "attack"),
]
NO_DOER = [
    # those killed may be of those who acted
    "Rebels attacked a base. Six rebels were killed.",
    # another time or place
    "Rebels attacked a bus. Earlier, six nurses were killed.",
    "Rebels attacked a bus. Six nurses had been killed.",
    "Rebels attacked a bus in Garissa. Six nurses were killed in Mombasa.",
    # not said to be done
    "Rebels attacked a bus. Six nurses were not killed.",
    # further back
    "Rebels attacked a bus. It rained. Six nurses were killed.",
    # two that acted
    "Rebels attacked a bus and troops shelled a port. Six nurses were killed.",
]


@cache
def analysed() -> dict[str, Document]:
    texts = [row[0] for row in (*TAKEN_UP, *LEFT_ALONE)] + NO_DOER
    return dict(zip(texts, documents(texts), strict=True))


def act_at(text: str, word: str) -> Trigger:
    """Return the last act that `word` names."""
    found = [t for t in find_triggers(analysed()[text]) if t.head.text == word]
    assert found, "the page tells the act"
    return found[-1]


def words(tokens: Sequence[object]) -> str:
    return " ".join(str(token) for token in tokens)


@pytest.mark.parametrize(("text", "word", "actors", "recipients"), TAKEN_UP)
def test_an_act_told_again_has_the_parties_told_before(
    text: str, word: str, actors: str, recipients: str
) -> None:
    found = act_at(text, word)
    assert (words(found.actors), words(found.recipients)) == (actors, recipients)


@pytest.mark.parametrize(("text", "word"), LEFT_ALONE)
def test_another_act_takes_nothing_up(text: str, word: str) -> None:
    found = act_at(text, word)
    assert found.again is None
    assert found.actors == ()


@pytest.mark.parametrize("text", NO_DOER)
def test_who_did_it_is_not_guessed(text: str) -> None:
    assert act_at(text, "killed").actors == ()


def test_an_act_told_again_knows_the_act() -> None:
    found = act_at(*TAKEN_UP[0][:2])
    assert found.again is not None
    assert found.again.head.text == "shelled"


def test_party_stands_where_its_words_are() -> None:
    text = "Rebels shelled the town. The shelling went on."
    [first, again] = code_document(
        document(text), Settings(rules_only=True, abstain="loose")
    ).events
    assert again.actors == first.actors
    assert again.actors[0].span.quote(text) == "Rebels"


def test_nothing_is_taken_up_from_far_away() -> None:
    text = "Rebels raided a mill." + " It rained." * REACH + " The attack was condemned."
    found = [t for t in find_triggers(document(text)) if t.head.text == "attack"]
    assert [trigger.actors for trigger in found] == [()]


def test_a_page_of_acts_is_read_in_steps_that_grow_with_it() -> None:
    """Each act looks at the acts of a few sentences, so twice the page takes twice the looks."""

    def looks(times: int) -> int:
        doc = document("Rebels raided a mill. The attack was condemned. " * times)
        told, count = ToldActs(doc.spacy_doc), 0
        for trigger in find_triggers(doc):
            told.complete(trigger)
            count += sum(len(acts) for acts in told.near(trigger))
        return count

    assert looks(40) < 3 * looks(20)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "Rebels attacked . The attack was killed in Goma that , mill they".split()
        ),
        max_size=40,
    )
)
def test_whatever_words_come_parties_quote(given_words: list[str]) -> None:
    doc = document(" ".join(given_words) or ".")
    for event in code_document(doc, Settings(rules_only=True, abstain="loose")).events:
        for party in (*event.actors, *event.recipients):
            assert party.span.quote(doc.text) == party.text
