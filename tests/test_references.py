"""References of HTML become characters, as a tokenizer reads them, each tied to its own bytes."""

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from sayso.clean.markup.references import plain_text, unescaped
from sayso.references import reference_edits, resolve_references
from sayso.traced import Traced

SOURCE = st.lists(
    st.sampled_from(
        [
            *(
                "&eacute",
                "&amp",
                "&notit",
                "&sup2",
                "&semi",
                "&#233",
                "&#x",
                "&#xD800",
                "&#0",
                "&#13",
                "&#1",
                "&#130",
            ),
            *(";", ".", "x", "amp", " ", "&", "#", "7", "</>", "\u00e9"),
        ]
    ),
    max_size=12,
).map("".join)


def tokenized(source: str) -> str:
    """Return the text of `source` as a tokenizer reads it."""
    return "".join(token.data or "" for token in turbohtml.tokenize(source))


@given(SOURCE)
def test_text_is_what_a_tokenizer_reads(source: str) -> None:
    assert plain_text(source) == tokenized(source)
    assert unescaped(Traced.decoded(source.encode(), "utf-8")).text == tokenized(source)


@pytest.mark.parametrize(
    ("source", "edits"),
    [
        ("caf&eacute.", [(3, 10, "\u00e9")]),
        ("caf&eacute;.", [(3, 11, "\u00e9")]),
        ("R&ampD", [(1, 5, "&")]),
        ("&semi;&#59;", [(0, 6, ";"), (6, 11, ";")]),
        ("&notit;", [(0, 4, "\u00ac")]),
        ("&nosuchname; & &", []),
    ],
)
def test_what_follows_a_name_without_its_semicolon_stands_for_itself(
    source: str, edits: list[tuple[int, int, str]]
) -> None:
    assert list(reference_edits(source)) == edits


def test_numbers_of_any_length_are_read() -> None:
    assert resolve_references(f"&#{'9' * 5_000};") == "\ufffd"
    assert resolve_references(f"&#{'0' * 5_000}65;") == "A"
    assert resolve_references(f"&#x{'0' * 5_000}41") == "A"
