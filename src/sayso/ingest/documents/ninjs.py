"""IPTC ninjs -> pages: news as agencies send it in JSON, versions 1, 2 and 3."""

from collections.abc import Iterator

from sayso.ingest.documents.body import Body, html_or_plain
from sayso.ingest.documents.bundle import Bundle, filled, shown, web_address
from sayso.ingest.documents.columns import folded
from sayso.ingest.documents.json_source import JsonList, JsonObject, JsonString, JsonValue
from sayso.ingest.documents.json_strings import Rows
from sayso.ingest.page import Declared, Found
from sayso.traced import Traced

# Names are compared as columns are: version 1 writes body_html, 2 contenttype, 3 contentType.
MARKS = frozenset({"versioncreated", "bodyhtml", "bodyxhtml", "bodytext", "bodies", "headlines"})
HTML_BODIES = ("bodyxhtml", "bodyhtml")
OTHER_TYPES = frozenset({"picture", "photo", "image", "video", "audio", "graphic", "event"})
WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})
MAX_ASSOCIATED = 1_000  # items that travel with one


class Message:
    """One ninjs object, its names folded."""

    def __init__(self, rows: Rows, record: JsonObject) -> None:
        self.rows = rows
        self.record = record
        self.members = {folded(name): value for name, value in record.members.items()}

    def words(self, *names: str) -> str | None:
        """Return the first member among `names` that says something."""
        found = (self.rows.words(self.members.get(name)) for name in names)
        return next((words for words in found if words), None)

    def parts(self, name: str) -> list["Message"]:
        """Return the objects in the list `name`."""
        value = self.members.get(name)
        items = value.items if isinstance(value, JsonList) else []
        return [Message(self.rows, item) for item in items if isinstance(item, JsonObject)]

    def main(self, name: str) -> "Message | None":
        """Return the part of a list whose role is the main one, or the first."""
        parts = self.parts(name)
        chosen = (part for part in parts if (part.words("role") or "").lower().endswith("main"))
        return next(chosen, parts[0] if parts else None)

    def string(self, name: str) -> Traced | None:
        """Return a string that is not blank."""
        value = self.members.get(name)
        return self.rows.traced(value) if isinstance(value, JsonString) else None


def is_ninjs(rows: Rows, record: JsonObject) -> bool:
    """Tell whether an object is a ninjs item, by the standard it names or its members."""
    standard = record.members.get("standard")
    if isinstance(standard, JsonObject):
        name = rows.words(standard.members.get("name")) or ""
        if name.lower() == "ninjs":
            return True
    names = {folded(name) for name in record.members}
    return "uri" in names and not MARKS.isdisjoint(names)


def read_ninjs(rows: Rows, record: JsonObject, entry: str | None) -> Iterator[Found]:
    """Yield the page that a ninjs item is, and those of text items that travel with it.

    An item that is no text, or that its sender has withdrawn, is an issue.
    """
    yield read_item(Message(rows, record), entry)
    for name, other in associated(Message(rows, record)):
        if body_of(other) is not None:
            yield read_item(other, f"{entry}!{name}" if entry else name)


def associated(message: Message) -> Iterator[tuple[str, Message]]:
    """Yield the items that travel with one: an object of them, or a list."""
    value = message.members.get("associations")
    members: list[JsonValue] = []
    if isinstance(value, JsonObject):
        members = list(value.members.values())
    elif isinstance(value, JsonList):
        members = value.items
    for number, member in enumerate(members[:MAX_ASSOCIATED], start=1):
        if isinstance(member, JsonObject):
            yield f"association {number}", Message(message.rows, member)


def read_item(message: Message, entry: str | None) -> Found:
    """Return the page of one item, or why there is none."""
    bundle: Bundle = message.rows.bundle
    at = f"the ninjs item at byte {bundle.byte(message.record.start)}"
    status = (message.words("pubstatus") or "usable").lower()
    if status in WITHDRAWN:
        return bundle.issue(f"{at} is marked {status} by its sender; it is not read", entry)
    body = body_of(message)
    declared = declared_by(message)
    if body is not None:
        declared = filled(declared, bundle.origin) if entry is None else declared
        return bundle.page(body.source, declared, html=body.html, entry=entry)
    kind = (message.words("type") or "text").lower()
    if kind in OTHER_TYPES:
        return bundle.issue(f"{at} is of type {shown(kind)}, which has no text to read", entry)
    if declared.url is not None:
        return bundle.link(declared, declared.url)
    return bundle.issue(f"{at} has no body; ask its sender for items with body or bodies", entry)


def body_of(message: Message) -> Body | None:
    """Return the text of an item, marked up where there is the choice, or None."""
    found: list[Body] = []
    for name in HTML_BODIES:
        markup = message.string(name)
        if markup is not None:
            found.append(html_or_plain(markup, True))
    found += [body for part in ranked_bodies(message) if (body := part_body(part)) is not None]
    text = message.string("bodytext")
    if text is not None:
        found.append(Body(text, False))
    return next((body for body in found if body.words), None)


def ranked_bodies(message: Message) -> list[Message]:
    """Return the bodies of an item: the main one first, HTML before plain text."""
    parts = message.parts("bodies")
    return sorted(
        parts,
        key=lambda part: (
            not (part.words("role") or "main").lower().endswith("main"),
            "html" not in (part.words("contenttype") or "").lower(),
        ),
    )


def part_body(part: Message) -> Body | None:
    """Return one of several bodies."""
    text = part.string("value")
    if text is None:
        return None
    if "plain" in (part.words("contenttype") or "").lower():
        return Body(text, False)
    return html_or_plain(text, "html" in (part.words("contenttype") or "").lower())


def declared_by(message: Message) -> Declared:
    """Return what an item says of its text."""
    rows = message.rows
    headline = message.main("headlines")
    title = message.words("headline") or (headline.words("value") if headline else None)
    created = message.words("firstcreated", "contentcreated")
    version = message.words("versioncreated")
    source = message.main("infosources")
    address = web_address(message.words("url")) or web_address(message.words("uri"))
    return Declared(
        url=address,
        title=title or message.words("title", "name", "slugline"),
        outlet=message.words("provider", "copyrightholder", "publisher"),
        agency=message.words("source", "creditline") or (source.words("name") if source else None),
        language=message.words("language"),
        bylines=rows.each(message.members.get("byline")) or rows.each(message.members.get("by")),
        section=message.words("section", "sections", "subject", "subjects"),
        dateline=message.words("located", "dateline"),
        published=created or version,
        updated=version if created and version != created else None,
    )
