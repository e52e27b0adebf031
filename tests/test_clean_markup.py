"""HTML is cut into blocks that know their source, and hostile HTML costs no more than other."""

import random
import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.clean import Given, clean_page
from sayso.clean.markup.blocks import FAR, MAX_OPEN, read_blocks
from sayso.clean.markup.declared import declared_body
from sayso.clean.markup.facts import Page
from sayso.clean.markup.features import feature_count, features_of
from sayso.clean.markup.hints import HintEntry, bits_of_names, hint_bit, hint_entries
from sayso.clean.markup.references import plain_text
from sayso.clean.markup.sources import outline_block, trace_block
from sayso.clean.markup.votes import votes_of
from sayso.errors import InputError
from sayso.ingest import page_of
from sayso.models.cards import load_card
from sayso.models.trees import Trees, load_trees
from sayso.records import Report, Span
from sayso.traced import Traced

SENTENCES = (
    "The dam above the town gave way on Tuesday night and water swept through three streets.",
    "Firefighters brought forty people to safety with boats, the mayor said.",
    "Engineers had warned of cracks in the wall for two years.",
    "The school opened its doors to everyone who had lost a home.",
)
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
TEXT = "\n\n".join(SENTENCES)
SECONDS = 5.0
MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<br>", "<b>", "</b>", "<td>", "<table>", "</table>", "<li>"),
            *("<a href=x>", "</a>", "<pre>", "</pre>", "<!--", "-->", "<script>", "</script>"),
            *("<svg>", "</div>", "<div hidden>", "<noscript>", "</noscript>", "<title>"),
            *("</title>", "<span class=sr-only>", "</span>", "</>", "<p", "&", "<", "&eacute;"),
            *("&amp;", "&#0;", "&notit;", "\r\n", "\n", "\t", "\xa0", "\0", "e\u0301"),
            *("\U0001f600", "\xad", "word ", "two words"),
        ]
    ),
    max_size=60,
).map("".join)


def texts(source: str) -> list[str]:
    """Return the texts of the blocks of `source`."""
    return [block.text for block in read_blocks(source).blocks]


def text_of(source: str) -> str:
    """Return the clean text of an HTML page."""
    return report_of(source).text


def report_of(source: str) -> Report:
    """Return the report of a page with `source` in its body."""
    page = f"<!DOCTYPE html><html><head></head><body>{source}"
    return clean_page(page_of(page.encode(), None), Given())


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("<p>one<p>two</p>three", ["one", "two", "three"]),
        ("<p>one <b>bold</b> <i>word</i></p>", ["one bold word"]),
        ("<div>one<br>two<br><br>three</div>", ["one", "two", "three"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<dl><dt>one<dd>two</dl>", ["one", "two"]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["a b", "c d"]),
        (f"<table><tr><td>a<td>{'long ' * 20}</table>", ["a", ("long " * 20).strip()]),
        ("<pre>one\ntwo\n\nthree</pre>", ["one", "two", "three"]),
        ("caf&eacute; &amp; t&#101;a", ["café & tea"]),
        ("one<script>if (a<b) '<p>'</script> two", ["one two"]),
        ("<p>one<svg><path/><text>x</text></svg> two</p>", ["one two"]),
        ("<p>one<svg><path><p>two", ["one", "two"]),
        ("<p>one<span class='sr-only'>, opens a tab</span>.</p>", ["one."]),
        ("<p>a<span class='tooltip'><span>b</span><div>c</div></span>d</p>", ["ad"]),
        ("<p>a<span class='tooltip'>b</p><p>c</p>", ["a", "c"]),
        ("<head><title>t</title><meta x></head>one", ["one"]),
        ("<title>t</title>one", ["one"]),
        ("one<p", ["one"]),
        ("one</>two", ["onetwo"]),
        ("<o:p>one</o:p> two", ["one two"]),
        ("<select><option>a</select>b", ["b"]),
    ],
)
def test_tags_that_break_lines_part_blocks(source: str, blocks: list[str]) -> None:
    assert texts(source) == blocks


def test_title_and_links_are_told() -> None:
    markup = read_blocks("<title>A &amp; B</title><p>read <a href=x>this</a><p><a>all</a>")
    assert markup.title == "A & B"
    assert [round(block.link, 2) for block in markup.blocks] == [0.44, 1.0]


def test_single_break_is_told_from_the_edge_of_a_paragraph() -> None:
    blocks = read_blocks("<p>one<br>two<br><br>three<p>four").blocks
    assert [block.gap for block in blocks] == [True, False, True, True]


@pytest.mark.parametrize("entry", hint_entries(), ids=lambda entry: entry.id)
def test_hints_keep_their_promises(entry: HintEntry) -> None:
    bit = hint_bit(entry.id)
    assert [names for names in entry.fires if not bits_of_names(names) & bit] == []
    assert [names for names in entry.silent if bits_of_names(names) & bit] == []


def test_each_character_stands_on_its_source() -> None:
    source = "<p>A caf&eacute;<!-- x --> in <b>Mar</b>burg \r\n\t closed&nbsp;early.</p>"
    page = Traced.decoded(source.encode(), "utf-8")
    [block] = read_blocks(source).blocks
    traced = trace_block(page, block)
    assert traced.text == "A café in Marburg closed early."
    pieces = [
        source.encode()[start:end].decode()
        for start, end in zip(traced.starts, traced.ends, strict=True)
    ]
    assert pieces[5] == "&eacute;"
    assert pieces[6] == " "
    assert pieces[17] == " "  # the first of several
    assert pieces[24] == "&nbsp;"


def test_a_box_cut_out_of_a_sentence_stands_for_no_character() -> None:
    source = "<p>The road <template>Sign up now</template> was shut at noon.</p>"
    page = Traced.decoded(source.encode(), "utf-8")
    [block] = read_blocks(source).blocks
    traced = trace_block(page, block)
    assert traced.text == "The road was shut at noon."
    covered = {at for start, end in zip(*traced.both, strict=True) for at in range(start, end)}
    assert covered.isdisjoint(range(source.index("Sign"), source.index("</template>")))


@given(MARKUP)
def test_every_block_can_be_traced(source: str) -> None:
    page = Traced.decoded(source.encode(), "utf-8")
    for block in read_blocks(source).blocks:
        traced = trace_block(page, block)
        assert len(traced.starts) == len(traced.ends) == len(traced)
        assert (traced.starts <= traced.ends).all()
        for letter, start, end in zip(traced.text, traced.starts, traced.ends, strict=True):
            raw = source.encode()[start:end].decode()
            assert letter == " " or letter in plain_text(raw)
        outline = outline_block(page, block)
        assert len(outline.starts) == len(outline)


@given(MARKUP)
def test_no_markup_breaks_the_features(source: str) -> None:
    markup = read_blocks(source)
    if markup.blocks:
        page = Page(markup, "", ["", source])
        seen = page.worth_a_look()
        for chosen in (seen, ~seen):
            rows = features_of(page, chosen)
            assert rows.shape == (chosen.sum(), feature_count(2))
            assert np.isfinite(rows).all()


@given(MARKUP)
def test_scripts_are_emptied_and_all_else_stays(source: str) -> None:
    markup = read_blocks(source)
    shown = markup.without_scripts(source)
    assert [block.text for block in read_blocks(shown).blocks] == [
        block.text for block in markup.blocks
    ]


def test_programs_and_styles_are_emptied() -> None:
    source = "<head><style>p {}</style></head><script>if (a < b) {}</script><p>Text</p>"
    shown = read_blocks(source).without_scripts(source)
    assert shown == "<head><style></style></head><script></script><p>Text</p>"


def test_votes_are_laid_beside_blocks_in_order() -> None:
    long = "Firefighters brought forty people to safety with boats, the mayor of the town said."
    keys = ["Home", "".join(long.split()), "Home", "other"]
    assert votes_of(keys, f"{long}\nHome") == [0.0, 1.0, 1.0, 0.0]


def test_weights_are_those_of_the_card() -> None:
    trees, card = load_trees("blocks"), load_card("blocks")
    assert int(trees.columns.max()) < card.columns <= feature_count(2)
    assert card.scores
    assert card.data


def test_trees_add_up() -> None:
    trees = Trees(
        np.array([[0, 1, 1]], np.int32),
        np.array([[0.5, 0.5, 1.5]], np.float32),
        np.array([[-2, -1, 1, 2]], np.float32),
        0.0,
    )
    rows = np.array([[0, 0], [0, 1], [1, 1], [1, 2]], np.float32)
    odds = np.log(trees.probabilities(rows) / (1 - trees.probabilities(rows)))
    assert np.allclose(odds, [-2, -1, 1, 2], atol=1e-5)


def test_paragraphs_of_an_old_page_are_parted_by_two_breaks() -> None:
    source = (
        "<table><tr><td>Home<br>World<td><font>" + "<br><br>".join(SENTENCES) + "</font></table>"
    )
    assert text_of(source) == TEXT


def test_article_in_noscript_is_read() -> None:
    assert (
        text_of(f"<div id=app></div><noscript><article>{PARAGRAPHS}</article></noscript>") == TEXT
    )


def test_article_in_json_alone_is_read_and_traced() -> None:
    said = "\\n\\n".join(SENTENCES).replace("mayor", 'm\\u00e4yor \\"Lund\\"')
    source = f'<script type="application/ld+json">{{"articleBody": "{said}"}}</script><div></div>'
    report = report_of(source)
    assert report.text == TEXT.replace("mayor", 'mäyor "Lund"')
    start = report.text.index("ä")
    [(first, after)] = report.bytes_of(Span(start, start + 1))
    assert after - first == len("\\u00e4")


def test_declared_body_of_broken_json_is_none() -> None:
    assert declared_body('"articleBody": "' + "x" * 300) == ""
    assert declared_body('"articleBody": "short"') == ""


def test_teasers_captions_and_share_bars_are_cut_and_told() -> None:
    related = (
        "<div class=related><h3>Related</h3><a href=a>Storm leaves ten villages dark</a></div>"
    )
    share = "<div class=share-bar><a>Facebook</a><a>Twitter</a></div>"
    caption = "<figure><img><figcaption>The dam in May. Photo: Ema Lund</figcaption></figure>"
    source = f"<article><h1>Dam bursts</h1>{share}<p>{SENTENCES[0]}</p>{caption}"
    source += "".join(f"<p>{one}</p>" for one in SENTENCES[1:]) + f"</article>{related}"
    report = report_of(source)
    assert report.text == TEXT
    kinds = {piece.kind for piece in report.chrome}
    assert {"share_bar", "caption", "related"} <= kinds


HOSTILE = {
    "deep": "<div>" * 100_000 + PARAGRAPHS,
    "deep inline": "<b><i><u>" * 30_000 + PARAGRAPHS,
    "misnested": "<b><p></b><i></p>" * 20_000 + PARAGRAPHS,
    "unmatched ends": "<section>" + "<p>x" * 20_000 + "</section></div>" * 20_000 + PARAGRAPHS,
    "scoped ends": "<div><table><td>" + "<b>" * 1_000 + "</div>" * 50_000 + PARAGRAPHS,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">" + PARAGRAPHS,
    "long class": f"<p class='{'related ' * 50_000}'>{PARAGRAPHS}",
    "rows": "<table>" + "<tr><td>1<td>2<td>three" * 20_000 + "</table>" + PARAGRAPHS,
    "cells": "<table><tr>" + "<td>x" * 50_000 + "</table>" + PARAGRAPHS,
    "breaks": "x<br>" * 30_000 + PARAGRAPHS,
    "paragraphs": f"<p>{SENTENCES[0]}</p>" * 3_000,
    "entities": "<p>" + "&notit" * 50_000 + PARAGRAPHS,
    "ampersands": "<p>" + "&" * 100_000 + PARAGRAPHS,
    "nul": "<p>" + "\0" * 100_000 + PARAGRAPHS,
    "comments": "<!--" * 30_000 + "-->" + PARAGRAPHS,
    "noscripts": "<noscript>" * 30_000 + PARAGRAPHS,
    "svg": "<svg>" * 30_000 + PARAGRAPHS,
    "json": '"articleBody": "\\' * 20_000 + PARAGRAPHS,
    "open quotes": '<p title="' * 20_000 + PARAGRAPHS,
    "forms": "<form><a><nobr>" * 20_000 + PARAGRAPHS,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_end(source: str) -> None:
    started = time.perf_counter()
    with suppress(InputError):
        text_of(source)
    assert time.perf_counter() - started < SECONDS


def test_elements_beyond_reason_still_give_their_text() -> None:
    depth = MAX_OPEN + FAR
    assert texts("<div>" * depth + "one<p>two</p>" + "</div>" * depth + "three")[:2] == [
        "one",
        "two",
    ]


@pytest.mark.parametrize("seed", range(40))
def test_mutated_pages_never_crash(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(f"<html><head><title>x</title></head><body>{PARAGRAPHS}</body>".encode())
    for _ in range(chance.randrange(1, 30)):
        place = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[place] = chance.randrange(256)
        else:
            del data[place : place + chance.randrange(1, 20)]
    try:
        report = clean_page(page_of(bytes(data), None), Given())
    except InputError:
        return
    assert all(report.bytes_of(span) for span in report.paragraphs)
