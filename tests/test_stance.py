"""How the source stands to what it says, and how sure it is: cues, hedges, denials."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Token

from marked import unmark
from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.attributions import find_by_rules
from sayso.extract.parties import read_parties
from sayso.extract.saying.cues import load_cues
from sayso.extract.saying.senses import load_stances
from sayso.extract.saying.stance import certainty_of, read_cue, stance_of
from sayso.records import Span
from watchdog import must_end

# Marked: the cue. Then stance, and certainty as far as the cue tells.
CUES = [
    ("The judge [said] the door was locked.", "asserts", "certain"),
    ("The judge [has repeatedly denied] the report.", "denies", "certain"),
    ("The bridge [is expected to] reopen in May.", "expects", "probable"),
    ("The bridge [is not expected to] reopen in May.", "doubts", "possible"),
    ("The coach [expressed hope] that the captain would play.", "expects", "probable"),
    ("The judge [was not convinced] that the clerk lied.", "doubts", "unknown"),
    ("The judges [were divided on whether] the law was void.", "doubts", "unknown"),
    ("The mayor [vowed] to rebuild the bridge.", "intends", "certain"),
    ("The rebels [claim] that they hold the town.", "alleges", "certain"),
    ("[In the view of] the bishop, the law is a mistake.", "asserts", "certain"),
    ("The airline [plans] to cut jobs.", "intends", "probable"),
    ("The airline [wants to] cut jobs.", "intends", "probable"),
    ("The airline [does not plan to] cut jobs.", "denies", "certain"),
    ("The airline [has no plans to] cut jobs.", "denies", "certain"),
    ("The airline [refused to rule out] job cuts.", "concedes", "possible"),
    ("The airline [did not rule out] job cuts.", "concedes", "possible"),
    ("The airline [did not deny] that it would cut jobs.", "concedes", "possible"),
    ("The airline [declined to say] whether it would cut jobs.", "doubts", "unknown"),
    ("The airline [did not say] whether it would cut jobs.", "doubts", "unknown"),
    ("The airline [refused to] meet the unions.", "denies", "certain"),
    ("The airline [has yet to say] how many jobs would go.", "doubts", "unknown"),
    ("[No one expects] the airline to survive.", "doubts", "possible"),
    ("The analyst [has no doubt] that the truce will hold.", "asserts", "certain"),
    ("The analyst [cast serious doubt on] the figures.", "doubts", "possible"),
    ("The analyst [may have said] that the figures were wrong.", "asserts", "possible"),
    ("The king [is said to have] wept.", "asserts", "probable"),
    ("The clerk [did not admit] the theft.", "doubts", "unknown"),
    ("The clerk [admitted] the theft.", "concedes", "certain"),
    ("The union [accused] the firm of lying.", "alleges", "certain"),
    ("The union [called for] a strike.", "asks", "unknown"),
    ("The union [demanded] that the manager resign.", "asks", "unknown"),
    ("The mayor [suggested] that the manager resign.", "asks", "unknown"),
    ("The mayor [suggested] that the manager had resigned.", "asserts", "probable"),
    ("The mayor [warned] drivers to stay at home.", "asks", "unknown"),
    ("The mayor [warned] that the road was icy.", "asserts", "certain"),
    ("The mayor [told] residents to leave.", "asks", "unknown"),
    ("The mayor [told] residents that the dam had burst.", "asserts", "certain"),
    ("The board [is considering] selling the plant.", "intends", "possible"),
    ("The captain [considers] the coast unsafe.", "asserts", "probable"),
    ("The guild [opposes] the toll.", "asserts", "certain"),
    ("The guild [does not support] the toll.", "asserts", "certain"),
    ("He [went on to deny] the report.", "denies", "certain"),
    ("The firm [issued a statement denying] the report.", "denies", "certain"),
    ("The firm [not only denied] the report but sued.", "denies", "certain"),
    ("The firm [reportedly denied] the charge.", "denies", "probable"),
]


@cache
def cues() -> list[tuple[Document, list[Token]]]:
    return [
        (doc, list(doc.tokens_in(unmark(marked)[1][0])))
        for doc, (marked, _, _) in zip(
            documents([unmark(marked)[0] for marked, _, _ in CUES]), CUES, strict=True
        )
    ]


@pytest.mark.parametrize("place", range(len(CUES)), ids=[marked for marked, _, _ in CUES])
def test_cue_tells_stance_and_certainty(place: int) -> None:
    _, stance, certainty = CUES[place]
    found = read_cue(cues()[place][1])
    assert (found.stance, found.certainty) == (stance, certainty)


# Marked: a cue that no lexicon knows, and what it reports.
UNKNOWN = [
    ("The firm [zarped] [to cut jobs].", "intends"),
    ("The firm [zarped] [whether jobs would go].", "asks"),
    ("The firm [zarped] [the job cuts].", "asserts"),
]


@pytest.mark.parametrize(("marked", "stance"), UNKNOWN)
def test_unknown_cue_is_told_by_its_content(marked: str, stance: str) -> None:
    text, [cue, content] = unmark(marked)
    doc = document(text)
    words, said = list(doc.tokens_in(cue)), list(doc.tokens_in(content))
    assert read_cue(words, said).entry is None
    assert stance_of(words, said) == stance


# Marked: what is said.
HEDGED = [
    ("The mayor said that [the bridge would open in May].", "certain"),
    ("The mayor said that [the bridge would fall if the river rose].", "possible"),
    ("The mayor said that [if confirmed, the find was the oldest in Europe].", "possible"),
    ("The mayor said that [the fire appeared to have started in a barn].", "probable"),
    ("The mayor said that [police could not rule out arson].", "possible"),
    ("The mayor said that [the bridge was not likely to reopen].", "possible"),
    ("The mayor said that [there was no doubt that the bridge would reopen].", "certain"),
    ("The mayor said that [about 40 boats were lost].", "certain"),
    ("The mayor said that [the sides discussed a possible truce].", "certain"),
    ("The mayor said that [aid would come as soon as possible].", "certain"),
    ("The mayor said that [the driver reportedly fled].", "probable"),
]


@pytest.mark.parametrize(("marked", "certainty"), HEDGED)
def test_hedges_in_what_is_said(marked: str, certainty: str) -> None:
    text, [content] = unmark(marked)
    assert certainty_of(document(text).tokens_in(content), "certain") == certainty


DENIALS = [
    "The general dismissed speculation that the rebels had shot the envoy.",
    "The general rejected claims that soldiers had shot the envoy.",
    "The general denied reports that soldiers had shot the envoy.",
    "The general has dismissed as nonsense the rumour that soldiers had shot the envoy.",
]


@pytest.mark.parametrize("text", DENIALS)
def test_denied_claim_of_nobody_is_no_record_of_its_own(text: str) -> None:
    doc = document(text)
    [found] = find_by_rules(doc, read_parties(doc))
    shot = doc.text.index("shot")
    assert found.stance == "denies"
    assert any(part.covers(Span(shot, shot + 4)) for part in found.content)


def test_denied_claim_of_somebody_is_a_record_inside() -> None:
    doc = document("The general rejected the union's claim that soldiers had shot the envoy.")
    outer, inner = find_by_rules(doc, read_parties(doc))
    assert (outer.stance, inner.stance) == ("denies", "alleges")
    assert inner.source is not None
    assert "union" in inner.source.text


STANCES = load_stances().entry
PROMISES = [(entry.id, text, True) for entry in STANCES for text in entry.fires]
PROMISES += [(entry.id, text, False) for entry in STANCES for text in entry.silent]


@cache
def promised() -> list[Document]:
    return documents([unmark(text)[0] for _, text, _ in PROMISES])


@pytest.mark.parametrize(
    "place", range(len(PROMISES)), ids=[f"{name}: {text}" for name, text, _ in PROMISES]
)
def test_stance_entry_keeps_its_promise(place: int) -> None:
    name, text, fires = PROMISES[place]
    [cue] = unmark(text)[1]
    entry = read_cue(list(promised()[place].tokens_in(cue))).entry
    assert (entry is not None and entry.id == name) is fires


def test_each_word_has_one_home() -> None:
    rules = {(lemma, entry.pos) for entry in load_cues().entry for lemma in entry.lemmas}
    listed = [(word, entry) for entry in STANCES for word in entry.words]
    assert len({word for word, _ in listed}) == len(listed)
    for word, entry in listed:
        assert not any(word == lemma and entry.pos in (None, pos) for lemma, pos in rules), (
            f"{word} stands in cues.toml as well"
        )


def test_stance_entries_have_ids_of_their_own() -> None:
    ids = [entry.id for entry in (*STANCES, *load_cues().entry)]
    assert len(set(ids)) == len(ids)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
def test_any_words_have_a_stance(text: str) -> None:
    words = list(document(text).spacy_doc)
    for end in range(1, len(words) + 1):
        assert read_cue(words[:end]).stance


UNITS = ["not ", "cast ", "said ", "refused to say ", "is "]


@pytest.mark.parametrize("place", range(len(UNITS)), ids=UNITS)
def test_hostile_cues_end(place: int) -> None:
    words = list(hostile()[place].spacy_doc)
    with must_end():
        for start in range(0, len(words), 50):
            stance_of(words[start:])
        certainty_of(words, "certain")


@cache
def hostile() -> list[Document]:
    return documents([unit * (2_000 // len(unit)) for unit in UNITS])
