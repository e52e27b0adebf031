"""PolNeAR articles -> examples: the words as the product reads them, with their gold labels."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from bench.quality.corpus import GoldDocument, read_documents, report_of
from tokenizers import Tokenizer
from torch import Tensor

from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.extract.attributions import find_by_rules
from sayso.extract.parties import read_parties
from sayso.extract.places import find_places
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging import sentences_of
from sayso.extract.tagging.labels import ROLES
from sayso.extract.tagging.windows import Window, find_windows
from sayso.extract.tagging.words import COLUMNS, Words, read_words, rules_at
from sayso.models.encoders import FIRST_PIECE, LAST_PIECE

QUOTATION, RULES = COLUMNS.index("quotation"), COLUMNS.index("rules")
DROP_ALL, DROP_COLUMN, DROP_RULES, DROP_MARKS = 0.06, 0.04, 0.10, 0.06
SHORTEST, LONGEST = 120, 230  # word pieces of a window, drawn anew each epoch
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A span of the gold, and the attributions that it belongs to."""

    role: int  # index into ROLES
    relations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as words, with what the annotators marked."""

    gold: GoldDocument
    words: Words
    spans: tuple[GoldSpan, ...]
    span_of: Ints  # (words,): index into `spans`, -1 for none

    @property
    def is_mark(self) -> npt.NDArray[np.bool_]:
        """Which words are quotation marks."""
        columns = self.words.columns
        edges: npt.NDArray[np.bool_] = np.isin(columns[:, QUOTATION], (1, 3))
        found: npt.NDArray[np.bool_] = edges & (columns[:, 0] == 1)
        return found


@dataclass(frozen=True, slots=True)
class Example:
    """One window of an article, ready for a batch."""

    article: Article
    pieces: Ints
    word_of: Ints  # of each piece, from 0
    columns: npt.NDArray[np.uint8]  # (words, columns)
    span_of: Ints  # (words,)

    @property
    def labels(self) -> list[int]:
        """The labels of the words; a span cut by the window opens with its first word there."""
        found, previous = [], -1
        for span in self.span_of.tolist():
            role = self.article.spans[span].role if span >= 0 else 0
            found.append(0 if span < 0 else 2 * role + (2 if span == previous else 1))
            previous = span
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side; rows are padded at the end."""

    examples: Sequence[Example]
    pieces: Tensor  # (examples, pieces)
    columns: Tensor  # (examples, pieces, columns)
    padding: Tensor  # (examples, pieces), True where there is no piece
    firsts: Tensor  # (examples, words): the first piece of each word
    labels: Tensor  # (examples, words)
    is_word: Tensor  # (examples, words)


def read_articles(path: Path, tokenizer: Tokenizer) -> list[Article]:
    """Return the articles of a corpus file, parsed and read by the rules."""
    golds = read_documents(path)
    docs = annotate(report_of(gold) for gold in golds)
    return [article_of(gold, doc, tokenizer) for gold, doc in zip(golds, docs, strict=True)]


def article_of(gold: GoldDocument, doc: Document, tokenizer: Tokenizer) -> Article:
    """Return the article of a gold document and its parse."""
    by_rules = find_by_rules(doc, read_parties(doc, find_places(doc)))
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    coded = rules_at(len(doc.text), by_rules)
    words = read_words(doc, sentences_of(doc), quotations, coded, tokenizer)
    relations: dict[tuple[int, int, int], list[int]] = {}
    for number, relation in enumerate(gold.gold["attributions"]):
        for role, name in enumerate(ROLES):
            for start, end in relation[name]:
                relations.setdefault((role, start, end), []).append(number)
    at = np.full(len(doc.text), -1, np.int32)
    for index, (_, start, end) in enumerate(relations):
        at[start:end] = index
    return Article(
        gold=gold,
        words=words,
        spans=tuple(GoldSpan(key[0], tuple(found)) for key, found in relations.items()),
        span_of=at[words.starts],
    )


def windows_of(article: Article, longest: int) -> Iterator[Window]:
    """Yield the windows of an article, no sentence left out."""
    count = int(article.words.sentences.max(initial=-1)) + 1
    return find_windows(article.words, [True] * count, longest)


def example_of(article: Article, window: Window, luck: random.Random | None = None) -> Example:
    """Return a window of an article; with `luck`, some of what stands beside the words dropped.

    So the network learns to do without the parse, the rules or the quotation marks, as on pages
    where they fail.
    """
    first, last = window
    words = article.words
    pieces = slice(*np.searchsorted(words.word_of, window))
    columns = words.columns[first:last].copy()
    kept = np.ones(last - first, np.bool_)
    if luck is not None:
        drop_columns(columns, luck)
        if luck.random() < DROP_MARKS:
            kept = ~article.is_mark[first:last]
            columns[:, (QUOTATION, RULES)] = 0
    word_of = words.word_of[pieces] - first
    stays = kept[word_of]
    return Example(
        article=article,
        pieces=words.pieces[pieces][stays],
        word_of=(np.cumsum(kept) - 1)[word_of[stays]].astype(np.int32),
        columns=columns[kept],
        span_of=article.span_of[first:last][kept],
    )


def drop_columns(columns: npt.NDArray[np.uint8], luck: random.Random) -> None:
    """Blank all columns, or single ones, now and then."""
    if luck.random() < DROP_ALL:
        columns[:] = 0
        return
    for column in range(len(COLUMNS)):
        if luck.random() < (DROP_RULES if column == RULES else DROP_COLUMN):
            columns[:, column] = 0


def batch_of(examples: Sequence[Example]) -> Batch:
    """Return the examples side by side."""
    rows = len(examples)
    longest = max(len(example.pieces) for example in examples) + 2
    words = max(len(example.span_of) for example in examples)
    pieces = torch.zeros(rows, longest, dtype=torch.long)
    columns = torch.zeros(rows, longest, len(COLUMNS), dtype=torch.long)
    padding = torch.ones(rows, longest, dtype=torch.bool)
    firsts = torch.zeros(rows, words, dtype=torch.long)
    labels = torch.zeros(rows, words, dtype=torch.long)
    is_word = torch.zeros(rows, words, dtype=torch.bool)
    for row, example in enumerate(examples):
        count, size = len(example.pieces), len(example.span_of)
        pieces[row, 0], pieces[row, count + 1] = FIRST_PIECE, LAST_PIECE
        pieces[row, 1 : count + 1] = torch.from_numpy(example.pieces)
        beside = example.columns[example.word_of].astype(np.int64)
        columns[row, 1 : count + 1] = torch.from_numpy(beside)
        padding[row, : count + 2] = False
        starts = 1 + np.flatnonzero(np.diff(example.word_of, prepend=-1))
        firsts[row, :size] = torch.from_numpy(starts)
        labels[row, :size] = torch.tensor(example.labels)
        is_word[row, :size] = True
    return Batch(examples, pieces, columns, padding, firsts, labels, is_word)


def batches_of(articles: Sequence[Article], luck: random.Random, size: int) -> Iterator[Batch]:
    """Yield one epoch: all articles cut anew, in batches of about `size` pieces, shuffled."""
    windows = [
        (article, window)
        for article in articles
        for window in windows_of(article, luck.randint(SHORTEST, LONGEST))
    ]
    luck.shuffle(windows)
    groups: list[list[Example]] = []
    for start in range(0, len(windows), 400):  # alike in length, without sorting the epoch
        chunk = [example_of(*pair, luck) for pair in windows[start : start + 400]]
        group: list[Example] = []
        for example in sorted(chunk, key=lambda found: len(found.pieces)):
            if group and (len(group) + 1) * (len(example.pieces) + 2) > size * 1.1:
                groups.append(group)
                group = []
            group.append(example)
        groups.append(group)
    luck.shuffle(groups)
    return (batch_of(group) for group in groups if group)
