"""Which words say it: TOML files with a source, a licence, and promises that the tests run.

A lexicon is data. Each entry has a stable id, the forms it matches, what they mean, and example
sentences: it must fire on every one in `fires` and on none in `silent`.
"""

from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from sayso.errors import LexiconError


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One meaning with the forms that carry it."""

    id: str  # stable: rules and tests quote it
    fires: tuple[str, ...]  # sentences in which the entry must be found
    silent: tuple[str, ...]  # sentences in which it must not


class Lexicon(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of entries; subclasses narrow the type of `entry`."""

    source: str
    licence: str


AnyLexicon = TypeVar("AnyLexicon", bound=Lexicon)


@cache
def load_lexicon(name: str, kind: type[AnyLexicon]) -> AnyLexicon:
    """Return the lexicon `en/NAME.toml` of this package, checked against `kind`.

    Raises `LexiconError` naming file and fault where the file is missing or malformed.
    """
    resource = files(__name__) / "en" / f"{name}.toml"
    try:
        return msgspec.toml.decode(resource.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as fault:
        raise LexiconError(f"lexicon {name}.toml cannot be read: {fault}") from fault
