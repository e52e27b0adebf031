"""The values of one JSON document as text: traced, or as words in one line."""

from sayso.ingest.documents.body import person_in
from sayso.ingest.documents.bundle import MAX_ITEM, Bundle
from sayso.ingest.documents.json_source import (
    JsonList,
    JsonObject,
    JsonScalar,
    JsonString,
    JsonValue,
    string_at,
    unescaped,
)
from sayso.traced import Traced

MAX_BYLINES = 20
MAX_WORDS = 100_000  # characters of a value that is read as words
NAMES = ("name", "title", "value", "displayname", "label", "$t", "_")
UNKNOWN = frozenset({"null", "true", "false", "NaN", ""})

PARAGRAPH = "\n\n"


class Rows:
    """The strings of one JSON document."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def traced(self, value: JsonValue | None) -> Traced | None:
        """Return a string, or a list of strings as paragraphs, that is not blank; or None."""
        if isinstance(value, JsonString):
            if value.end - value.start > MAX_ITEM:
                return None
            found = string_at(self.bundle.source, value)
            return found if found.text.strip() else None
        if isinstance(value, JsonList) and value.items:
            parts = [item for item in value.items if isinstance(item, JsonString)]
            if len(parts) == len(value.items):
                strings = (string_at(self.bundle.source, part) for part in parts)
                kept = [string for string in strings if string.text.strip()]
                return Traced.joined(kept, PARAGRAPH) if kept else None
        return None

    def words(self, value: JsonValue | None) -> str | None:
        """Return a value as one line: a string, a number, the name of an object, the first."""
        if isinstance(value, JsonString):
            text = self.bundle.source.text[value.start : min(value.end, value.start + MAX_WORDS)]
            return " ".join(unescaped(text).split()) or None
        if isinstance(value, JsonScalar):
            return None if value.text in UNKNOWN else value.text
        if isinstance(value, JsonObject):
            named = (self.words(value.members.get(name)) for name in NAMES)
            return next((words for words in named if words), None)
        if isinstance(value, JsonList):
            return next((words for item in value.items if (words := self.words(item))), None)
        return None

    def each(self, value: JsonValue | None) -> tuple[str, ...]:
        """Return the names that a value gives: those of a list one by one."""
        values = value.items if isinstance(value, JsonList) else [value]
        names = (person_in(self.words(item)) for item in values[:MAX_BYLINES])
        return tuple(dict.fromkeys(name for name in names if name))
