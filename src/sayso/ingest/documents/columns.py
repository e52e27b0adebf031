"""What the columns of a row mean, by their names: "publishedAt" is when it was published."""

from functools import cache, lru_cache
from typing import Literal

import msgspec

from sayso.errors import LexiconError
from sayso.lexicons import Entry, Lexicon, load_lexicon

Field = Literal[
    "text",
    "html",
    "teaser",
    "title",
    "url",
    "published",
    "updated",
    "outlet",
    "agency",
    "author",
    "language",
    "section",
    "dateline",
    "nested",
]
MAX_NAME = 40  # characters; a longer key is data, not a name


class ColumnEntry(Entry, frozen=True, kw_only=True):
    """One field with the names that columns of it have, the likeliest first."""

    field: Field
    forms: tuple[str, ...]


class ColumnLexicon(Lexicon, frozen=True, kw_only=True):
    """The fields of a row."""

    entry: tuple[ColumnEntry, ...]


class Column(msgspec.Struct, frozen=True, order=True):
    """A meaning that a name has; of several names the lowest rank is taken."""

    rank: int
    field: Field


def folded(name: str) -> str:
    """Return a column's name as the lexicon writes it."""
    return name.lower().translate(JOINERS) if len(name) <= MAX_NAME else ""


JOINERS = str.maketrans("", "", "_-. :@")


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """Return what each known name may mean.

    Raises `LexiconError` where a name stands twice under one field.
    """
    meanings: dict[str, tuple[Column, ...]] = {}
    for entry in load_lexicon("columns", ColumnLexicon).entry:
        for rank, form in enumerate(entry.forms):
            known = meanings.get(form, ())
            if any(column.field == entry.field for column in known):
                raise LexiconError(f"columns.toml: {entry.id} names {form!r} twice")
            meanings[form] = (*known, Column(rank, entry.field))
    return meanings


def meanings_of(name: str) -> tuple[Column, ...]:
    """Return the fields that a column of that name may hold."""
    return known_meanings(name) if len(name) <= MAX_NAME else ()


@lru_cache(maxsize=1_000)  # the rows of a file have the same names, over and over
def known_meanings(name: str) -> tuple[Column, ...]:
    """Return the fields of a name that is short enough for one."""
    return columns().get(folded(name), ())
