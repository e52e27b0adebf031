"""MUC-4 messages -> examples: the words as the product reads them, with the roles of the key."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from bench.quality.corpus import GoldDocument, read_documents, report_of
from tokenizers import Tokenizer
from torch import Tensor

from sayso.annotate.document import Document
from sayso.annotate.letter_case import restore_case
from sayso.annotate.nlp import annotate, load_model
from sayso.extract.attributions import find_by_rules
from sayso.extract.events import find_acts
from sayso.extract.fillers.coded import coded_at
from sayso.extract.fillers.roles import KINDS, ROLES
from sayso.extract.parties import read_parties
from sayso.extract.places import find_places
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging import sentences_of
from sayso.extract.tagging.windows import Window, find_windows
from sayso.extract.tagging.words import COLUMNS, Words, read_words
from sayso.extract.times import find_times
from sayso.models.encoders import FIRST_PIECE, LAST_PIECE

SHAPE, RULES = COLUMNS.index("shape"), COLUMNS.index("rules")
CAPITALS = 4  # number of the shape
KEYS = {
    "perpetrator": "perp_individual",
    "organisation": "perp_org",
    "target": "target",
    "victim": "victim",
    "weapon": "weapon",
}
DROP_ALL, DROP_COLUMN, DROP_RULES, ALL_CAPITALS = 0.06, 0.04, 0.15, 0.3
SHORTEST, LONGEST = 250, 450  # word pieces of a window, drawn anew each epoch
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as words, with what the key says of them."""

    gold: GoldDocument
    words: Words
    marks: npt.NDArray[np.uint8]  # (words, roles): 0 none, 1 opens, 2 goes on
    kinds: npt.NDArray[np.int8]  # (kinds,): 1 told, 0 not, -1 the key leaves it open


def read_messages(path: Path, tokenizer: Tokenizer) -> list[Message]:
    """Return the messages of a corpus file, parsed and coded by the rules."""
    golds = [with_case(gold) for gold in read_documents(path)]
    docs = annotate(report_of(gold) for gold in golds)
    return [message_of(gold, doc, tokenizer) for gold, doc in zip(golds, docs, strict=True)]


def with_case(gold: GoldDocument) -> GoldDocument:
    """Return the message with small letters where print has them; offsets stay."""
    text = restore_case(gold.text, load_model().vocab)
    return GoldDocument(id=gold.id, text=text, meta=gold.meta, gold=gold.gold)


def message_of(gold: GoldDocument, doc: Document, tokenizer: Tokenizer) -> Message:
    """Return the message of a gold document and its parse."""
    places = find_places(doc)
    parties = read_parties(doc, places)
    by_rules = find_by_rules(doc, parties)
    acts = find_acts(doc, parties, by_rules, places, find_times(doc))
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    coded = coded_at(len(doc.text), [act.event for act in acts])
    words = read_words(doc, sentences_of(doc), quotations, coded, tokenizer)
    return Message(gold, words, marks_of(gold, words), kinds_of(gold.gold["templates"]))


def marks_of(gold: GoldDocument, words: Words) -> npt.NDArray[np.uint8]:
    """Return what each word is in each role; every occurrence of a mention counts."""
    at = np.zeros((len(words.starts), len(ROLES)), np.uint8)
    for column, role in enumerate(ROLES):
        mentions = sorted(mentions_of(gold.gold["templates"], role), key=len)
        for start, end in occurrences(gold.text, mentions):
            first, last = np.searchsorted(words.starts, (start, end))
            at[first:last, column] = 2
            at[first, column] = 1
    return at


def mentions_of(templates: Sequence[dict[str, Any]], role: str) -> set[str]:
    """Return the wordings of all fillers of a role."""
    if role == "casualty":
        lists = [[d["mentions"]] for t in templates for d in t["victim_description"]]
        named = mentions_of(templates, "victim")
        return {m for one in lists for e in one for m in e if m} - named
    return {m for t in templates for entity in t[KEYS[role]] for m in entity if m}


def occurrences(text: str, mentions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the mentions stand, whole words; longer ones come last."""
    for mention in mentions:
        words = [re.escape(word) for word in mention.split()]
        if not words:
            continue
        found = re.finditer(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", text, re.IGNORECASE)
        yield from (match.span() for match in found)


def kinds_of(templates: Sequence[dict[str, Any]]) -> npt.NDArray[np.int8]:
    """Return which kinds of incident the key says are told."""
    kinds = np.zeros(len(KINDS), np.int8)
    sure = {t["type"][0] for t in templates if len(t["type"]) == 1 and not t["optional"]}
    for template in templates:
        for kind in set(template["type"]) & set(KINDS):
            kinds[KINDS.index(kind)] = 1 if kind in sure else -1
    return kinds


def windows_of(message: Message, longest: int) -> Iterator[Window]:
    """Yield the windows of a message, no sentence left out."""
    count = int(message.words.sentences.max(initial=-1)) + 1
    return find_windows(message.words, [True] * count, longest)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side, all of a message in the same batch; rows are padded at the end."""

    messages: Sequence[Message]
    windows: Sequence[Window]
    of_message: Tensor  # (windows,)
    pieces: Tensor  # (windows, pieces)
    columns: Tensor  # (windows, pieces, columns)
    padding: Tensor  # (windows, pieces), True where there is no piece
    firsts: Tensor  # (windows, words): the first piece of each word
    marks: Tensor  # (windows, words, roles)
    is_word: Tensor  # (windows, words)
    kinds: Tensor  # (messages, kinds)


def batch_of(
    messages: Sequence[Message], longest: int, luck: random.Random | None = None
) -> Batch:
    """Return the messages side by side; with `luck`, some of what stands beside words dropped."""
    cut = [(n, m, w) for n, m in enumerate(messages) for w in windows_of(m, longest)]
    rows = [row_of(message, window, luck) for _, message, window in cut]
    width = max(len(pieces) for pieces, _, _, _ in rows) + 2
    words = max(len(marks) for _, _, _, marks in rows)
    pieces = torch.zeros(len(rows), width, dtype=torch.long)
    columns = torch.zeros(len(rows), width, len(COLUMNS), dtype=torch.long)
    padding = torch.ones(len(rows), width, dtype=torch.bool)
    firsts = torch.zeros(len(rows), words, dtype=torch.long)
    marks = torch.zeros(len(rows), words, len(ROLES), dtype=torch.long)
    is_word = torch.zeros(len(rows), words, dtype=torch.bool)
    for row, (own, word_of, beside, gold) in enumerate(rows):
        count, size = len(own), len(gold)
        pieces[row, 0], pieces[row, count + 1] = FIRST_PIECE, LAST_PIECE
        pieces[row, 1 : count + 1] = torch.from_numpy(own)
        columns[row, 1 : count + 1] = torch.from_numpy(beside[word_of].astype(np.int64))
        padding[row, : count + 2] = False
        starts = 1 + np.flatnonzero(np.diff(word_of, prepend=-1))
        firsts[row, :size] = torch.from_numpy(starts)
        marks[row, :size] = torch.from_numpy(gold.astype(np.int64))
        is_word[row, :size] = True
    return Batch(
        messages=messages,
        windows=[window for _, _, window in cut],
        of_message=torch.tensor([number for number, _, _ in cut]),
        pieces=pieces,
        columns=columns,
        padding=padding,
        firsts=firsts,
        marks=marks,
        is_word=is_word,
        kinds=torch.from_numpy(np.stack([message.kinds for message in messages])),
    )


def row_of(
    message: Message, window: Window, luck: random.Random | None
) -> tuple[Ints, Ints, npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Return pieces, the word of each, columns and marks of one window."""
    first, last = window
    words = message.words
    pieces = slice(*np.searchsorted(words.word_of, window))
    columns = words.columns[first:last].copy()
    if luck is not None:
        drop_columns(columns, luck)
    marks = message.marks[first:last]
    return words.pieces[pieces], words.word_of[pieces] - first, columns, marks


def drop_columns(columns: npt.NDArray[np.uint8], luck: random.Random) -> None:
    """Blank all columns or single ones now and then, or set everything in capitals."""
    if luck.random() < DROP_ALL:
        columns[:] = 0
        return
    for column in range(len(COLUMNS)):
        if luck.random() < (DROP_RULES if column == RULES else DROP_COLUMN):
            columns[:, column] = 0
    if luck.random() < ALL_CAPITALS:
        columns[columns[:, SHAPE] > CAPITALS - 2, SHAPE] = CAPITALS


def batches_of(messages: Sequence[Message], luck: random.Random, size: int) -> Iterator[Batch]:
    """Yield one epoch: all messages cut anew, in batches of about `size` pieces, shuffled."""
    order = [message for message in messages if len(message.words.pieces)]
    luck.shuffle(order)
    groups: list[list[Message]] = []
    for start in range(0, len(order), 100):  # alike in length, without sorting the epoch
        group: list[Message] = []
        held = 0
        for message in sorted(order[start : start + 100], key=lambda m: len(m.words.pieces)):
            if group and held + len(message.words.pieces) > size:
                groups.append(group)
                group, held = [], 0
            group.append(message)
            held += len(message.words.pieces)
        groups.append(group)
    luck.shuffle(groups)
    return (batch_of(group, luck.randint(SHORTEST, LONGEST), luck) for group in groups if group)
