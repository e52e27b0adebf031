"""Tagger and rules together: cores of cues, chains, inner sayings, speech that runs on."""

from functools import cache

import pytest

from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.attributions import find_attributions
from sayso.extract.attributions.merged import core_of, join_parts, merge_readings
from sayso.extract.parties import read_parties
from sayso.extract.tagging import Relation
from sayso.records import Attribution, Span


def attributions(doc: Document) -> tuple[Attribution, ...]:
    return find_attributions(doc, read_parties(doc))


def at_words(doc: Document, words: str) -> Span:
    start = doc.text.index(words)
    return Span(start, start + len(words))


CORES = [
    ("The mayor also said on Friday that the road was shut.", "also said on Friday", "said"),
    ("The road is shut, the mayor said in a statement.", "said in a statement", "said"),
    ("He said about a month ago that it was over.", "said about a month ago", "said"),
    ("The mayor said: “It is over.”", "said:", "said"),
    ("The army has repeatedly denied it.", "has repeatedly denied", "has repeatedly denied"),
    ("She spoke out against the plan.", "spoke out against", "spoke out against"),
    ("They are reportedly seeking a truce.", "reportedly", "reportedly"),
]


@pytest.mark.parametrize(("text", "marked", "core"), CORES, ids=[core for _, _, core in CORES])
def test_cues_keep_their_core(text: str, marked: str, core: str) -> None:
    doc = document(text)
    tokens = core_of(list(doc.tokens_in(at_words(doc, marked))))
    assert doc.quote(doc.span_of(tokens)) == core


def test_parts_with_only_white_space_between_are_one() -> None:
    text = "one  two three"
    assert join_parts(text, [Span(5, 8), Span(0, 3)]) == (Span(0, 8),)
    assert join_parts(text, [Span(0, 3), Span(9, 14)]) == (Span(0, 3), Span(9, 14))


PAGES = {
    "inner": "Anna Berg said that the army had denied the attack.",
    "chain": "The agency Interfax reported, citing the ministry, that two men were arrested.",
    "runs on": "“We lost the bridge,” Anna Berg said.\n\n“We lost it all,” she added. “It is so.”",
    "paragraphs": "Anna Berg said: “We lost the bridge.\n\n“We lost a road.\n\n“We lost it all.”",
    "labels": (
        "HOLT: The minister said the road was open. Was it?\n\n"
        "BERG: It was never open at all.\n\nHOLT: Thank you for coming in tonight."
    ),
    "as saying": "Reuters quoted a security source as saying that the airport was closed.",
    "speaking": "Speaking to state television, Omar Diallo denied that troops had left.",
    "denial": "The embassy dismissed speculation that the envoy would leave.",
}


@cache
def coded() -> dict[str, tuple[Document, tuple[Attribution, ...]]]:
    docs = documents(list(PAGES.values()))
    return {name: (doc, attributions(doc)) for name, doc in zip(PAGES, docs, strict=True)}


def told(name: str) -> list[tuple[str | None, str, list[str]]]:
    """Return source, cue and contents of the attributions of a page."""
    doc, found = coded()[name]
    return [
        (
            each.source.name if each.source else None,
            doc.quote(each.cue),
            [doc.quote(part) for part in each.content],
        )
        for each in found
    ]


def test_a_saying_inside_a_saying_has_a_record_of_its_own() -> None:
    outer, inner = told("inner")
    assert outer[:2] == ("Anna Berg", "said")
    assert "denied" in inner[1]
    assert inner[2] == ["the attack"]


def test_who_is_cited_is_the_source_and_who_cites_passes_it_on() -> None:
    _, [found] = coded()["chain"]
    assert found.source is not None
    assert "ministry" in found.source.name
    assert [party.name for party in found.via] == ["Interfax"]


def test_who_is_quoted_as_saying_is_the_source() -> None:
    _, [found] = coded()["as saying"]
    assert found.source is not None
    assert found.source.name == "security source"
    assert [party.name for party in found.via] == ["Reuters"]
    assert told("as saying")[0][2] == ["that the airport was closed"]


def test_who_was_spoken_to_passes_it_on() -> None:
    _, [found] = coded()["speaking"]
    assert [party.name for party in found.via] == ["state television"]


def test_speech_over_paragraphs_stays_with_who_opened_it() -> None:
    [(source, cue, content)] = told("paragraphs")
    assert (source, cue) == ("Anna Berg", "said")
    assert "We lost it all." in " ".join(content)


def test_labels_of_a_transcript_tell_who_speaks() -> None:
    found = told("labels")
    speakers = [source for source, cue, _ in found if cue == ":"]
    assert speakers == ["HOLT", "BERG", "HOLT"]
    assert [(source, cue) for source, cue, _ in found if cue != ":"] == [("minister", "said")]


def test_a_quotation_without_a_cue_stays_with_the_one_before() -> None:
    first, second = told("runs on")
    assert first == ("Anna Berg", "said", ["“We lost the bridge,”"])
    assert second == ("Anna Berg", "added", ["“We lost it all,”", "“It is so.”"])


def test_what_was_dismissed_is_claimed_by_nobody() -> None:
    _, found = coded()["denial"]
    assert [each.stance for each in found] == ["denies"]


def test_the_tagger_decides_what_the_rules_only_add_to() -> None:
    doc = document("The mayor said that the bridge was closed.")
    parties = read_parties(doc)
    relation = Relation(
        at_words(doc, "The mayor"), at_words(doc, "said"), (at_words(doc, "closed"),)
    )
    [found] = merge_readings(doc, parties, [relation], find_by_rules_of(doc))
    assert [doc.quote(part) for part in found.content] == ["closed"]
    assert merge_readings(doc, parties, [], find_by_rules_of(doc)) == ()


def find_by_rules_of(doc: Document) -> tuple[Attribution, ...]:
    return find_attributions(doc, read_parties(doc), rules_only=True)
