"""Declared values as lines of text: blanks, entities and invisible marks straightened."""

import re
from collections.abc import Iterable

from sayso.references import resolve_references

MAX_TEXT = 400  # characters of a title, name or date; longer ones are no such thing
BLANKS = re.compile(r"\s+")
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # where a word may break, and no more


def plain(value: object) -> str | None:
    """Return a declared value as one line of text, None where it is no usable text."""
    if not isinstance(value, str):
        return None
    text = resolve_references(resolve_references(value))  # many are escaped twice
    text = BLANKS.sub(" ", UNSEEN.sub("", text)).strip()
    text = text.encode("utf-8", "replace").decode("utf-8")  # "\ud800" in JSON is a lone surrogate
    return text if 0 < len(text) <= MAX_TEXT else None


def first_text(values: Iterable[object]) -> str | None:
    """Return the first of `values` that is usable text."""
    return next(filter(None, map(plain, values)), None)


def letters(text: str) -> str:
    """Return the letters and digits of `text` without case."""
    return "".join(filter(str.isalnum, text.casefold()))
