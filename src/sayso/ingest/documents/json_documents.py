"""JSON -> pages: JSON Feed, ninjs, and rows of text with columns about it."""

from collections.abc import Iterable, Iterator

import msgspec

from sayso.ingest.documents.body import Body, html_or_plain, is_article
from sayso.ingest.documents.bundle import Bundle, filled, shown, web_address
from sayso.ingest.documents.columns import Field, meanings_of
from sayso.ingest.documents.json_source import (
    TOO_MANY,
    Fault,
    JsonList,
    JsonObject,
    JsonString,
    JsonValue,
    parse_json,
)
from sayso.ingest.documents.json_strings import Rows
from sayso.ingest.documents.ninjs import is_ninjs, read_ninjs
from sayso.ingest.page import Declared, Found

MAX_LEVELS = 6  # between the top of an answer and its rows
MAX_COLUMNS_SHOWN = 12


class Row(msgspec.Struct):
    """The columns of one row, by what they mean."""

    fields: dict[Field, list[JsonValue]]

    def values(self, field: Field) -> list[JsonValue]:
        """Return what may be the field, the likeliest first."""
        return self.fields.get(field, [])


def read_json(bundle: Bundle) -> Iterator[Found]:
    """Yield what a JSON document holds: the items of a feed, wire messages, rows, in order.

    Text that breaks off, or stops being JSON, is an issue after what stands before it.
    """
    values, fault = parse_json(bundle.source.text)
    rows = Rows(bundle)
    objects = list(records_in(rows, values))
    lone = len(values) == 1 and isinstance(values[0], JsonObject) and objects == values
    kept, more = bundle.first(objects)
    for number, record in enumerate(kept, start=1):
        entry = None if lone else f"item {number}"
        long = bundle.too_long(record.start, record.end, entry)
        if is_json_feed(rows, record):
            yield from read_json_feed(rows, record)
        elif long is not None:
            yield long
        elif is_ninjs(rows, record):
            yield from read_ninjs(rows, record, entry)
        else:
            yield read_row(rows, record, entry)
    yield from more
    if fault is not None:
        yield broken(bundle, fault)
    elif not objects:
        yield bundle.issue(
            "the JSON holds no object with text; give one object, a list of objects, or one a line"
        )


def broken(bundle: Bundle, fault: Fault) -> Found:
    """Return the issue for text that stops being JSON, or has too much of it."""
    if fault.reason == TOO_MANY:
        start = bundle.byte(fault.position)
        return bundle.issue(
            f"the file has {TOO_MANY}; what stands from byte {start} on "
            f"({len(bundle.data) - start} bytes) is not read, split it"
        )
    return bundle.issue(
        f"the JSON is damaged at byte {bundle.byte(fault.position)} ({fault.reason}); what stands "
        f"before is kept, get the file again for the rest"
    )


def records_in(rows: Rows, values: Iterable[JsonValue]) -> Iterator[JsonObject]:
    """Yield the objects that are feeds, messages or rows: at the top, or inside of an answer."""
    waiting = [(value, 0) for value in values][::-1]
    while waiting:
        value, level = waiting.pop()
        if isinstance(value, JsonList):
            waiting.extend((item, level) for item in reversed(value.items))
        elif isinstance(value, JsonObject):
            inner = inner_records(value) if level < MAX_LEVELS else []
            if not inner or has_text(rows, value):
                yield value
            else:
                waiting.extend((item, level + 1) for item in reversed(inner))


def inner_records(record: JsonObject) -> list[JsonValue]:
    """Return the members of an answer that may hold rows: lists of objects, else objects."""
    lists: list[JsonValue] = [
        value
        for value in record.members.values()
        if isinstance(value, JsonList)
        and any(isinstance(item, JsonObject) for item in value.items)
    ]
    return lists or [value for value in record.members.values() if isinstance(value, JsonObject)]


def has_text(rows: Rows, record: JsonObject) -> bool:
    """Tell whether an object is a record of its own, by a column that holds its text."""
    if is_json_feed(rows, record) or is_ninjs(rows, record):
        return True
    row = row_of(record)
    if any(rows.traced(value) for field in TEXTS for value in row.values(field)):
        return True
    return any(rows.words(value) for value in row.values("title")) and bool(address_of(rows, row))


TEXTS: tuple[Field, ...] = ("text", "html")


def row_of(record: JsonObject) -> Row:
    """Return the columns of an object, and of the objects in it that belong to the row."""
    ranked: dict[Field, list[tuple[int, int, JsonValue]]] = {}
    for depth, members in enumerate([record.members, *nested_in(record)]):
        for name, value in members.items():
            for column in meanings_of(name):
                ranked.setdefault(column.field, []).append((depth > 0, column.rank, value))
    return Row(
        {
            field: [value for _, _, value in sorted(found, key=lambda item: item[:2])]
            for field, found in ranked.items()
        }
    )


def nested_in(record: JsonObject) -> Iterator[dict[str, JsonValue]]:
    """Yield the members of objects that hold columns of the same row."""
    for name, value in record.members.items():
        if isinstance(value, JsonObject):
            meanings = {column.field for column in meanings_of(name)}
            if "nested" in meanings or any(map(is_text_column, value.members.items())):
                yield value.members


def is_text_column(member: tuple[str, JsonValue]) -> bool:
    """Tell whether a member of an object holds a text, by name and type."""
    name, value = member
    return isinstance(value, JsonString) and any(
        column.field in TEXTS for column in meanings_of(name)
    )


def address_of(rows: Rows, row: Row) -> str | None:
    """Return the address that a row names."""
    base = rows.bundle.origin.declared.url
    found = (web_address(rows.words(value), base) for value in row.values("url"))
    return next((url for url in found if url), None)


def read_row(rows: Rows, record: JsonObject, entry: str | None) -> Found:
    """Return the page or the link that a row is, or an issue that names its columns."""
    bundle = rows.bundle
    row = row_of(record)
    declared = declared_by(rows, row)
    body = body_of(rows, row, declared.url is not None)
    if body is not None:
        declared = filled(declared, bundle.origin) if entry is None else declared
        return bundle.page(body.source, declared, html=body.html, entry=entry)
    if declared.url is not None:
        return bundle.link(declared, declared.url)
    return bundle.issue(
        f"the object at byte {bundle.byte(record.start)} has no text in a column that is known "
        f"for it; it has {named(record)}, name the text's column text, body or content",
        entry,
    )


def named(record: JsonObject) -> str:
    """Return the columns of a row as a message lists them."""
    names = [shown(name) for name in list(record.members)[:MAX_COLUMNS_SHOWN]]
    if not names:
        return "no columns"
    more = len(record.members) - len(names)
    return "the columns " + ", ".join(names) + (f" and {more} more" if more > 0 else "")


def body_of(rows: Rows, row: Row, linked: bool) -> Body | None:
    """Return the text of a row; a teaser only where it is as long as an article."""
    for field in (*TEXTS, "teaser"):
        for value in row.values(field):
            found = rows.traced(value)
            if found is not None:
                body = html_or_plain(found, field == "html")
                words = body.words
                if is_article(words) if field == "teaser" and linked else words:
                    return body
    return None


def declared_by(rows: Rows, row: Row) -> Declared:
    """Return what a row says of its text."""

    def first(field: Field) -> str | None:
        found = (rows.words(value) for value in row.values(field))
        return next((words for words in found if words), None)

    bylines = (rows.each(value) for value in row.values("author"))
    outlets = (rows.words(value) for value in row.values("outlet"))
    return Declared(
        url=address_of(rows, row),
        title=first("title"),
        outlet=next((name for name in outlets if name and not web_address(name)), None),
        agency=first("agency"),
        language=first("language"),
        bylines=next((names for names in bylines if names), ()),
        section=first("section"),
        dateline=first("dateline"),
        published=first("published"),
        updated=first("updated"),
    )


def is_json_feed(rows: Rows, record: JsonObject) -> bool:
    """Tell whether an object is a JSON Feed, by its version or by its items."""
    version = rows.words(record.members.get("version")) or ""
    items = record.members.get("items")
    if "jsonfeed.org" in version:
        return True
    return isinstance(items, JsonList) and any(
        isinstance(item, JsonObject)
        and not {"content_html", "content_text"}.isdisjoint(item.members)
        for item in items.items
    )


def read_json_feed(rows: Rows, feed: JsonObject) -> Iterator[Found]:
    """Yield the page, link or issue that each item of a JSON Feed is."""
    items = feed.members.get("items")
    listed = items.items if isinstance(items, JsonList) else []
    found = [item for item in listed if isinstance(item, JsonObject)]
    if not found:
        yield rows.bundle.issue("the feed has no items; there is nothing to read")
    kept, more = rows.bundle.first(found)
    for number, item in enumerate(kept, start=1):
        entry = f"item {number}"
        long = rows.bundle.too_long(item.start, item.end, entry)
        yield long or read_feed_item(rows, feed, item, entry)
    yield from more


def read_feed_item(rows: Rows, feed: JsonObject, item: JsonObject, entry: str) -> Found:
    """Return the page or the link that an item is, or why it is neither."""
    bundle, members = rows.bundle, item.members
    home = web_address(rows.words(feed.members.get("home_page_url")))
    base = home or bundle.origin.declared.url
    addresses = (web_address(rows.words(members.get(name)), base) for name in ADDRESSES)
    url = next((address for address in addresses if address), None)
    declared = Declared(
        url=url or web_address(rows.words(members.get("id"))),
        title=rows.words(members.get("title")),
        outlet=rows.words(feed.members.get("title")),
        language=rows.words(members.get("language")) or rows.words(feed.members.get("language")),
        bylines=rows.each(members.get("authors")) or rows.each(members.get("author")),
        section=rows.words(members.get("tags")),
        published=rows.words(members.get("date_published")),
        updated=rows.words(members.get("date_modified")),
    )
    body = feed_body(rows, item, declared.url is not None)
    return bundle.feed_item(body, declared, item.start, entry)


ADDRESSES = ("url", "external_url")


def feed_body(rows: Rows, item: JsonObject, linked: bool) -> Body | None:
    """Return the article in an item of a JSON Feed, or None."""
    markup = rows.traced(item.members.get("content_html"))
    body = html_or_plain(markup, True) if markup is not None else None
    if body is not None and body.words:
        return body
    text = rows.traced(item.members.get("content_text"))
    if text is not None:
        return Body(text, False)
    summary = rows.traced(item.members.get("summary"))
    if summary is None or (linked and not is_article(summary.text)):
        return None
    return Body(summary, False)
