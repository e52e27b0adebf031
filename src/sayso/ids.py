"""Ids that come from content: the same input gives the same id, on any machine, in any order."""

import hashlib
import json
from typing import Literal

Kind = Literal["report", "attribution", "event", "quantity", "forecast", "series", "contradiction"]

PREFIX: dict[Kind, str] = {
    "report": "r",
    "attribution": "a",
    "event": "e",
    "quantity": "q",
    "forecast": "f",
    "series": "s",
    "contradiction": "c",
}

DIGITS = 16  # hexadecimal digits: 64 bits, a clash in 1e6 records has odds of 1 in 36 million


def content_id(kind: Kind, *parts: str | int | None) -> str:
    """Return the id of a record of `kind` whose identity is `parts`.

    The parts are hashed as one JSON array, so ("ab", "c") and ("a", "bc") differ.
    """
    payload = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return f"{PREFIX[kind]}{hashlib.sha256(payload).hexdigest()[:DIGITS]}"
