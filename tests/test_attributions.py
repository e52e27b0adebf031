"""Who says so by the rules: spans, chains, stance, the lexicons' promises, hostile pages."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marked import unmark
from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.attributions import ContentIndex, find_by_rules
from sayso.extract.parties import read_parties
from sayso.extract.saying.cues import load_cues
from sayso.extract.saying.drafts import find_cue_entries
from sayso.extract.saying.stance import certainty_of, load_hedges
from sayso.records import Attribution, Span
from watchdog import must_end


def attributions(doc: Document) -> tuple[Attribution, ...]:
    return find_by_rules(doc, read_parties(doc))


# Marked: the cue and the parts of its content, as they come.
MARKED = [
    ("The mayor [said] [that the bridge was closed].", "said"),
    ("[The bridge was closed], the mayor [said].", "said"),
    ("[The bridge], the mayor [said], [was closed].", "said"),
    ("[“We shall rebuild it,”] [said] Anna Berg.", "said"),
    ("[“We shall rebuild it,”] Anna Berg [said]. [“We have no choice.”]", "said"),
    ("[“We are tired. We shall rebuild it,”] Anna Berg [said].", "said"),
    ("She [added]: [“We have no choice. Nobody has.”]", "added"),
    ("[The road is shut], [according to] the police.", "according to"),
    ("[According to] the police, [the road is shut].", "According to"),
    ("Anna Berg [has denied] [any wrongdoing].", "has denied"),
    ("The embassy [rejected] [speculation that the envoy would leave].", "rejected"),
    ("Anna Berg, who [denies] [any wrongdoing], left the court.", "denies"),
    ("The critic [called] [the film “a waste of money”].", "called"),
    ("Villagers [reported] [seeing smoke above the ridge].", "reported"),
    ("Traders [expect] [the rate to fall].", "expect"),
    ("The pope [called on] [both sides to lay down their arms].", "called on"),
    ("[The crew was saved], [reported] the BBC.", "reported"),
    ("The firm [said] in a letter [that the lake was clean].", "said"),
    ("[The queen] [is said] [to have wept].", "is said"),
    ("The firm [estimated] [the cost at $5 million].", "estimated"),
    ("Rescuers [put] [the toll at 40].", "put"),
    ("The union [accused] [the firm of hiding the leak].", "accused"),
    (
        "The coach expressed hope and left. The mayor's [claim] [that it rained] was false.",
        "claim",
    ),
    ("The mayor [asked] the government in Lima for [helicopters].", "asked"),
    ("The port [expects] [fewer than 100 ships a week by June].", "expects"),
    ("The bank [expects] [a deficit of 3 billion euros this year].", "expects"),
    ("[The soldiers] [reportedly] [shot a boy in the camp].", "reportedly"),
    ("A man [allegedly] [shot by police] is in hospital.", "allegedly"),
    ("What the ministry [says] [was an accident] killed 12 people.", "says"),
    ("The bomb held what police [said] [were 12 kilograms of nails].", "said"),
    ("The convoy, which officials [say] [carried food], was hit.", "say"),
    ("The captain [is confident] [that his side will win].", "is confident"),
]


@cache
def marked_documents() -> list[Document]:
    return documents([unmark(marked)[0] for marked, _ in MARKED])


@pytest.mark.parametrize(("place", "cue"), [(place, cue) for place, (_, cue) in enumerate(MARKED)])
def test_cue_and_content(place: int, cue: str) -> None:
    marked, _ = MARKED[place]
    doc = marked_documents()[place]
    _, spans = unmark(marked)
    [found] = [each for each in attributions(doc) if doc.quote(each.cue) == cue]
    assert found.cue in spans
    assert list(found.content) == [span for span in spans if span != found.cue]


SILENT = [
    "The presidents met and discussed the war.",
    "Lena Roth spoke with her lawyer about the case.",
    "The ministry could not be reached on Sunday.",
    "The letter did not mention the war.",
    "Needless to say, the road stayed shut.",
    "Recruits report for duty at dawn.",
    "He did not show up.",
    "The brothers found a company.",
    "Tell me a story.",
    "The army would say nothing about its raid.",
    "The army refused to say where the men were.",
    "If the court says that the ban is void, the shops will open.",
    "I think that the law is bad.",
    "The “smart” bomb missed.",
    "Reuters asked the ministry for comment.",
    "The bank is expecting growth in 2023.",
    "OSLO: The bridge is gone.",
    "BREAKING: The bridge is gone.\n\nUPDATE: The bridge is being rebuilt.",
]


@cache
def silent_documents() -> list[Document]:
    return documents(SILENT)


@pytest.mark.parametrize("place", range(len(SILENT)), ids=SILENT)
def test_nobody_says_anything(place: int) -> None:
    assert attributions(silent_documents()[place]) == ()


STORY = """“The dam holds,” engineer Ruth Adler told the Morning Post newspaper. “It will hold.”

“We check it daily.

“Nobody needs to leave.”

The town is calm. Its mayor said the school would probably stay shut, but admitted that the road \
was unsafe.

The Interfax agency reported, citing the defence ministry, that two bridges were gone.

Two boats sank, the harbour master told state television, according to the Reuters agency.

Ivan Petrov was quoted as saying by Tass agency that the port might reopen.

Most of the crew are thought to be safe.

Anna Berg condemned the delay, saying: “It is a scandal”."""


@cache
def story() -> tuple[Document, tuple[Attribution, ...]]:
    doc = document(STORY)
    return doc, attributions(doc)


def by_cue(cue: str, place: int = 0) -> Attribution:
    doc, found = story()
    return [each for each in found if doc.quote(each.cue) == cue][place]


def source(found: Attribution) -> str:
    assert found.source is not None
    return found.source.text


def test_speech_without_a_cue_stays_with_the_saying_that_opened_it() -> None:
    doc, _ = story()
    told = by_cue("told")
    words = " ".join(doc.quote(part) for part in told.content)
    assert words.startswith("“The dam holds,”")
    assert words.endswith("“Nobody needs to leave.”")
    assert "Ruth Adler" in source(told)
    assert told.quoted == "direct"
    assert [party.text for party in told.via] == ["the Morning Post newspaper"]


def test_each_verb_with_its_own_words_is_a_record() -> None:
    doc, _ = story()
    said, admitted = by_cue("said"), by_cue("admitted")
    assert (said.stance, said.certainty) == ("asserts", "probable")
    assert (admitted.stance, admitted.certainty) == ("concedes", "certain")
    assert source(said) == source(admitted)
    assert not any(part.overlaps(admitted.cue) for part in said.content)
    assert [doc.quote(part) for part in admitted.content] == ["that the road was unsafe"]


def test_who_is_cited_is_the_source_and_who_cites_is_via() -> None:
    reported = by_cue("reported")
    assert "defence ministry" in source(reported)
    assert len(reported.via) == 1


def test_a_medium_that_reports_a_saying_is_joined_to_its_chain() -> None:
    _, found = story()
    told = by_cue("told", 1)
    assert source(told) == "the harbour master"
    assert [party.text for party in told.via] == ["state television", "the Reuters agency"]
    assert "according to" not in [each.cue_lemma for each in found]


def test_quoted_as_saying() -> None:
    quoted = by_cue("was quoted as saying")
    assert source(quoted) == "Ivan Petrov"
    assert len(quoted.via) == 1
    assert quoted.certainty == "possible"


def test_nobody_is_named() -> None:
    doc, _ = story()
    thought = by_cue("are thought")
    assert thought.source is None
    assert [doc.quote(part) for part in thought.content] == ["Most of the crew", "to be safe"]


def test_participle_speaks_for_the_subject() -> None:
    assert source(by_cue("saying")) == "Anna Berg"
    assert by_cue("saying").quoted == "direct"


def test_records_come_in_the_order_of_their_cues_with_ids_of_their_own() -> None:
    _, found = story()
    starts = [each.cue.start for each in found]
    assert starts == sorted(starts)
    assert len({each.id for each in found}) == len(found)


def test_who_is_called_on_passes_nothing_on() -> None:
    [found] = attributions(document("The minister called on the aid agency Tentmakers to return."))
    assert (found.stance, found.via) == ("asks", ())


def test_hearsay_has_no_source_and_gives_way_to_who_tells_it() -> None:
    bare, told = documents(
        ["The driver reportedly fled the scene.", "Police said the driver reportedly fled."]
    )
    [hearsay] = attributions(bare)
    assert (hearsay.source, hearsay.stance) == (None, "alleges")
    [saying] = attributions(told)
    assert saying.cue_lemma == "say"


def test_lines_of_a_transcript_are_their_speakers() -> None:
    doc = document(
        "ANNA BERG: We shall rebuild the bridge.\n\nLEO HAHN, MAYOR: When will you start?\n\n"
        "The audience laughed."
    )
    found = attributions(doc)
    assert [source(each) for each in found] == ["ANNA BERG", "LEO HAHN"]
    assert [doc.quote(each.cue) for each in found] == [":", ":"]
    assert [doc.quote(each.content[0]) for each in found] == [
        "We shall rebuild the bridge",
        "When will you start?",
    ]


def test_asking_for_the_attribution_is_cheap_on_long_pages() -> None:
    said = attributions(document("The mayor said that it rained. " * 400))
    index = ContentIndex(said)
    with must_end():
        for each in said * 50:
            assert index.at(each.content[0]) is not None


def test_innermost_attribution_is_found() -> None:
    doc = document("Anna Berg said she thought the bridge was closed. It rained.")
    found = attributions(doc)
    bridge = doc.text.index("bridge")
    inner = ContentIndex(found).at(Span(bridge, bridge + 6))
    assert inner is not None
    assert inner.cue_lemma == "think"
    rained = doc.text.index("rained")
    assert ContentIndex(found).at(Span(rained, rained + 6)) is None


ENTRIES = load_cues().entry
PROMISES = [(entry.id, text, True) for entry in ENTRIES for text in entry.fires]
PROMISES += [(entry.id, text, False) for entry in ENTRIES for text in entry.silent]


@cache
def promised() -> list[Document]:
    return documents([text for _, text, _ in PROMISES])


@pytest.mark.parametrize(
    "place", range(len(PROMISES)), ids=[f"{name}: {text}" for name, text, _ in PROMISES]
)
def test_cue_keeps_its_promise(place: int) -> None:
    name, _, fires = PROMISES[place]
    doc = promised()[place]
    assert (name in find_cue_entries(doc)) is fires


HEDGES = [(e.id, e.certainty, t, True) for e in load_hedges().entry for t in e.fires]
HEDGES += [(e.id, e.certainty, t, False) for e in load_hedges().entry for t in e.silent]


@cache
def hedged() -> list[Document]:
    return documents([text for _, _, text, _ in HEDGES])


@pytest.mark.parametrize("place", range(len(HEDGES)))
def test_hedge_keeps_its_promise(place: int) -> None:
    _, certainty, _, fires = HEDGES[place]
    doc = hedged()[place]
    assert (certainty_of(doc.spacy_doc, "certain") == certainty) is fires


def test_enough_cues() -> None:
    assert len({lemma for entry in ENTRIES for lemma in entry.lemmas}) >= 150
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)


WORDS = st.lists(
    st.sampled_from(
        [
            "he",
            "said",
            "that",
            "“",
            "”",
            '"',
            ",",
            ".",
            "according",
            "to",
            "the",
            "BBC",
            "told",
            "who",
            "was",
            "quoted",
            "as",
            "saying",
            "denied",
            "it",
            "is",
            "\n\n",
            "citing",
            "if",
        ]
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(WORDS, st.text(max_size=60)))
def test_any_text_gives_spans_that_quote(text: str) -> None:
    doc = document(text)
    for found in attributions(doc):
        assert doc.quote(found.cue).strip()
        assert found.content
        assert all(doc.quote(part).strip() for part in found.content)
        assert list(found.content) == sorted(found.content)
        assert not any(part.overlaps(found.cue) for part in found.content)


@pytest.mark.parametrize("unit", ["he said ", '" ', "“he said ", "he said: “No.” ", "' said, "])
def test_hostile_pages_end(unit: str) -> None:
    doc = document(unit * (20_000 // len(unit)))
    parties = read_parties(doc)
    with must_end():
        found = find_by_rules(doc, parties)
    assert all(attribution.cue.end <= len(doc.text) for attribution in found)
