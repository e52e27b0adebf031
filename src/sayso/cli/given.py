"""What the user knows of a page beforehand: `--given outlet="Harbour Post"`."""

import contextlib
from collections.abc import Sequence
from datetime import date, datetime
from difflib import get_close_matches

GIVEN_KEYS = ("url", "published", "outlet", "title", "agency", "language")


def spread_given(argv: Sequence[str]) -> list[str]:
    """Return `argv` with `--given a=1 b=2` written as `--given a=1 --given b=2`.

    So several pairs may follow one flag, and the first word that is no pair is a page again.
    """
    words: list[str] = []
    in_pairs = False
    for position, word in enumerate(argv):
        if word == "--":
            return [*words, *argv[position:]]
        if in_pairs and is_pair(word) and words[-1] != "--given":
            words.append("--given")
        in_pairs = word == "--given" or word.startswith("--given=") or (in_pairs and is_pair(word))
        words.append(word)
    return words


def is_pair(word: str) -> bool:
    """Tell whether `word` looks like `key=value`."""
    key, equals, _ = word.partition("=")
    return bool(equals) and key.isidentifier()


def parse_given(pairs: Sequence[str]) -> dict[str, str]:
    """Return `key=value` pairs as a mapping; keys are those of `sayso.clean.Given`.

    Raises `ValueError` in one sentence for a word that is no pair, an unknown or repeated key,
    a value that is empty or no text, and a date that is not ISO 8601.
    """
    given: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"--given takes key=value, not {pair!r}.")
        if key not in GIVEN_KEYS:
            near = get_close_matches(key, GIVEN_KEYS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it knows {', '.join(GIVEN_KEYS)}."
            raise ValueError(f"--given does not know {key!r}; {hint}")
        if key in given:
            raise ValueError(f"--given has {key} twice; one value is for all pages of a run.")
        if not value.strip():
            raise ValueError(f"--given {key}= has no value; leave it out where it is not known.")
        if not is_text(value):
            raise ValueError(f"--given {key} holds bytes that are no UTF-8; write it as text.")
        given[key] = parse_day(value) if key == "published" else value.strip()
    return given


def is_text(value: str) -> bool:
    """Tell whether a word of the command line was readable: no byte stands for itself."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def parse_day(value: str) -> str:
    """Return an ISO 8601 date, or date and time, in its extended form.

    Raises `ValueError` for anything else.
    """
    value = value.strip()
    with contextlib.suppress(ValueError):
        return date.fromisoformat(value).isoformat()
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(value).isoformat()
    raise ValueError(f"--given published={value} is no ISO date; write it like 2026-11-22.")


def check_given(_: object, pairs: Sequence[str] | None) -> None:
    """Raise `ValueError` where `parse_given` would; Cyclopts makes a usage error of it."""
    parse_given(pairs or ())
