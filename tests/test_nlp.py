"""The language pass: the model is the pinned one, its parses stay, paragraphs stay apart."""

from pathlib import Path

import pytest

from pages import document
from sayso.annotate.nlp import MODEL_DIGESTS, check_digests
from sayso.errors import ModelError


def test_model_with_other_bytes_is_refused(tmp_path: Path) -> None:
    for name in MODEL_DIGESTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"other weights")
    with pytest.raises(ModelError, match="is not the pinned one; reinstall"):
        check_digests(tmp_path)


def test_parse_is_frozen() -> None:
    doc = document("Kenyan troops struck two camps near Garissa on Monday, the army said.")
    assert [
        (t.text, t.dep_, t.head.text) for t in doc.spacy_doc if t.dep_ in ("nsubj", "dobj")
    ] == [
        ("troops", "nsubj", "struck"),
        ("camps", "dobj", "struck"),
        ("army", "nsubj", "said"),
    ]
    assert [(e.text, e.label_) for e in doc.spacy_doc.ents if e.label_ != "CARDINAL"] == [
        ("Kenyan", "NORP"),
        ("Garissa", "GPE"),
        ("Monday", "DATE"),
    ]


def test_paragraph_starts_a_sentence_and_a_closing_quotation_mark_does_not() -> None:
    doc = document('A subhead without a stop\n\nThe mayor said: "We stay here."\n\nHe left.')
    sentences = [doc.quote(doc.span_of(sentence)) for sentence in doc.spacy_doc.sents]
    assert sentences[0] == "A subhead without a stop"
    assert sentences[-1] == "He left."
    assert '"' not in sentences


def test_span_leaves_outer_white_space_out() -> None:
    doc = document("One two.\n\nThree.")
    first = next(iter(doc.spacy_doc.sents))
    assert doc.quote(doc.span_of(first)) == "One two."
