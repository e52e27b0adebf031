"""Coded reports as templates: what is filled in anew is found once, and filling in is fast.

Words are exchanged in the text, and every span moves with them: a record goes on quoting what
it stands on. `World` says what each word becomes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

import msgspec
from msgspec.structs import replace

from bench.speed.casts import Cast, NumberPiece, Piece, number_piece
from bench.speed.slots import find_slots, joined, number_pieces
from bench.speed.worlds import Fill, World
from sayso.ids import Kind, content_id
from sayso.records import (
    Coded,
    Forecast,
    Place,
    Quantity,
    Raw,
    Report,
    Run,
    Span,
    Time,
    Timestamp,
)

SAME_WIDTH = re.compile("[\x00-\x7f]+|[\x80-\u07ff]+|[\u0800-\uffff]+|[\U00010000-\U0010ffff]+")
PROSE = frozenset({"text", "name", "role", "title", "instrument"})  # fields that quote the page


@dataclass(frozen=True, slots=True)
class State:
    """One report as it is being filled in."""

    world: World
    fill: Fill
    text: str
    bounds: list[int]  # of the spans, in the new text
    ids: list[str]


Variable = Callable[[State], str]


def as_json(value: object) -> str:
    """Return `value` as JSON."""
    return msgspec.json.encode(value).decode()


class Template:
    """One coded report, ready to be told of another world."""

    def __init__(self, coded: Coded, cast: Cast) -> None:
        report = coded.report
        self.coded = coded
        self.cast = cast
        self.numbers = {quantity.id: number_piece(quantity) for quantity in coded.quantities}
        slots = find_slots(coded, cast)
        ends = [0, *(end for _, end, _ in slots)]
        starts = [*(start for start, _, _ in slots), len(report.text)]
        self.between = [report.text[a:b] for a, b in zip(ends, starts, strict=True)]
        self.slots = slots
        self.title = self.headline(report.title or "")
        self.bounds: dict[tuple[int, bool], int] = {}  # offset, whether it ends a span
        self.places: list[tuple[int, int]] = []  # of each bound: slots before it, offset
        self.ids: dict[str, int] = {}
        self.keys: list[tuple[Kind, tuple[str | int, ...]]] = []  # numbers are bounds
        self.parts: list[str] = [""]
        self.varying: list[tuple[int, Variable]] = []
        self.name_records()
        self.write(replace(coded, report=replace(report, raw=NO_RAW)))

    def headline(self, title: str) -> list[str | Piece]:
        """Return a title in pieces; its numbers are those of the text."""
        known = {
            one.value: number
            for number in self.numbers.values()
            if number is not None
            for one in number.numerals
        }
        pieces: list[str | Piece] = []
        for piece in self.cast.pieces(title):
            pieces.extend(number_pieces(piece, known) if isinstance(piece, str) else [piece])
        return pieces

    # --- what stands where ---

    def bound(self, offset: int, ends: bool) -> int:
        """Return the number of a bound of a span."""
        if (offset, ends) not in self.bounds:
            self.bounds[offset, ends] = len(self.places)
            before, moved = 0, offset
            for number, (start, end, _) in enumerate(self.slots):
                if end <= offset:
                    before = number + 1
                elif start < offset:  # amid a slot: the span takes it whole
                    before, moved = (number + 1, end) if ends else (number, start)
            last = self.slots[before - 1][1] if before else 0
            self.places.append((before, moved - last))
        return self.bounds[offset, ends]

    def name_records(self) -> None:
        """Give the ids of all records a number, and tell what each is made of."""
        coded = self.coded
        for said in coded.attributions:
            content = self.bound(said.content[0].start, False) if said.content else "none"
            self.name("attribution", said.id, *self.pair(said.cue), content)
        for event in coded.events:
            self.name("event", event.id, event.type, *self.pair(event.trigger))
        for quantity in coded.quantities:
            self.name("quantity", quantity.id, *self.pair(quantity.span))
        for forecast in coded.forecasts:
            sentence = self.bound(forecast.sentence.start, False)
            self.name("forecast", forecast.id, forecast.attribution or "none", sentence)

    def name(self, kind: Kind, id_: str, *key: str | int) -> None:
        """Keep what the id of a record is made of."""
        while (kind, key) in self.keys:
            key = (*key, "again")
        self.ids[id_] = len(self.keys)
        self.keys.append((kind, key))

    def pair(self, span: Span) -> tuple[int, int]:
        """Return the numbers of the bounds of `span`."""
        return self.bound(span.start, False), self.bound(span.end, True)

    # --- the report as JSON with gaps ---

    def add(self, text: str) -> None:
        """Add JSON that is the same in every world."""
        self.parts[-1] += text

    def vary(self, variable: Variable) -> None:
        """Add JSON that differs."""
        self.varying.append((len(self.parts), variable))
        self.parts.extend(("", ""))

    def write(self, item: object) -> None:
        """Add `item` as JSON."""
        if isinstance(item, Span):
            self.write_span(item)
        elif isinstance(item, msgspec.Struct):
            self.write_struct(item, dict(self.fields_of(item)))
        elif isinstance(item, tuple):
            self.write_list(item)
        elif isinstance(item, str):
            self.write_string(item)
        else:
            self.add(as_json(item))

    def write_span(self, span: Span) -> None:
        """Add where `span` stands in the new text."""
        start, end = self.pair(span)
        self.vary(lambda state: f"[{state.bounds[start]},{state.bounds[end]}]")

    def write_struct(self, item: msgspec.Struct, special: dict[str, Variable]) -> None:
        """Add a record, some of its fields by a variable of their own."""
        for number, name in enumerate(item.__struct_fields__):
            self.add(("," if number else "{") + f'"{name}":')
            value = getattr(item, name)
            if name in special:
                self.vary(special[name])
            elif isinstance(value, str) and name in PROSE:
                self.write_prose(value)
            elif name == "bylines":
                self.vary(self.bylines(value))
            else:
                self.write(value)
        self.add("}")

    def bylines(self, names: tuple[str, ...]) -> Variable:
        """Return who wrote the report, under other names."""
        pieces = [self.cast.pieces(name) for name in names]
        return lambda state: as_json([joined(each, state.world, state.fill) for each in pieces])

    def write_list(self, items: tuple[object, ...]) -> None:
        """Add a list."""
        self.add("[")
        for number, item in enumerate(items):
            self.add("," if number else "")
            self.write(item)
        self.add("]")

    def write_string(self, words: str) -> None:
        """Add a word of the ledger's own, or an id, which is another one in another world."""
        if words in self.ids:
            index = self.ids[words]
            self.vary(lambda state: f'"{state.ids[index]}"')
        else:
            self.add(as_json(words))

    def write_prose(self, words: str) -> None:
        """Add words of the page, with other names."""
        pieces = self.cast.pieces(words)
        if all(isinstance(piece, str) for piece in pieces):
            self.add(as_json(words))
        else:
            self.vary(lambda state: as_json(joined(pieces, state.world, state.fill)))

    def fields_of(self, item: msgspec.Struct) -> Iterator[tuple[str, Variable]]:
        """Yield the fields that are more than the old words with other names."""
        span = getattr(item, "span", None)
        if isinstance(span, Span) and hasattr(item, "text"):
            start, end = self.pair(span)
            yield (
                "text",
                lambda state: as_json(state.text[state.bounds[start] : state.bounds[end]]),
            )
        code = getattr(item, "country", None)
        if isinstance(code, str) and code in self.cast.codes:
            yield "country", lambda state: f'"{state.world.code(code)}"'
        if isinstance(item, Report):
            yield from self.fields_of_report(item)
        elif isinstance(item, Timestamp):
            yield "value", lambda state: f'"{state.fill.printed(item.value)}"'
        elif isinstance(item, Time):
            yield from fields_of_time(item)
        elif isinstance(item, Place) and item.geonames_id is not None and item.country:
            yield from fields_of_place(item, item.geonames_id, item.country)
        elif isinstance(item, Quantity):
            yield from self.fields_of_amounts(item.id, item)
        elif isinstance(item, Forecast):
            yield "expects", self.expects(item)

    def fields_of_report(self, report: Report) -> Iterator[tuple[str, Variable]]:
        """Yield what a report has anew of its own."""
        yield "id", lambda state: f'"{state.ids[-1]}"'
        yield "url", lambda state: as_json(state.fill.url)
        yield "outlet", lambda state: as_json(state.fill.outlet)
        yield "agency", lambda state: as_json(state.fill.agency)
        yield "text", lambda state: as_json(state.text)
        title = self.title
        if report.title is not None:
            yield "title", lambda state: as_json(joined(title, state.world, state.fill))
        basis = as_json(replace(report.basis, agency="metadata", url="metadata"))
        yield "basis", lambda _: basis
        yield "raw", lambda state: as_json(raw_of(state))

    def fields_of_amounts(self, id_: str | None, item: object) -> Iterator[tuple[str, Variable]]:
        """Yield the numbers that follow from those of a quantity."""
        piece = self.numbers[id_] if id_ is not None else None
        for name in ("value", "low", "high"):
            number = getattr(item, name, None)
            if piece is not None and number is not None:
                yield name, amount_variable(piece, number)

    def expects(self, forecast: Forecast) -> Variable:
        """Return the pattern of a forecast, its numbers those of its quantity."""
        special = dict(self.fields_of_amounts(forecast.quantity, forecast.expects))
        sub = Template.__new__(Template)
        sub.coded, sub.cast, sub.ids, sub.numbers = self.coded, self.cast, {}, self.numbers
        sub.parts, sub.varying = [""], []
        actor = forecast.expects.actor
        if actor in self.cast.codes:
            special["actor"] = lambda state: f'"{state.world.code(actor or "")}"'
        sub.write_struct(forecast.expects, special)
        return sub.filled

    # --- filling in ---

    def filled(self, state: State) -> str:
        """Return the JSON of what was compiled."""
        parts = self.parts.copy()
        for position, variable in self.varying:
            parts[position] = variable(state)
        return "".join(parts)

    def render(self, world: World, fill: Fill) -> str:
        """Return the report told of another world, as a line of JSON."""
        words = [piece(world, fill) for _, _, piece in self.slots]
        new = [len(word) + len(gap) for word, gap in zip(words, self.between, strict=False)]
        ends = list(accumulate(new, initial=0))  # where the words of each slot end
        text = "".join(
            part for pair in zip(self.between, (*words, ""), strict=True) for part in pair
        )
        bounds = [ends[before] + offset for before, offset in self.places]
        report = self.coded.report
        stamp = fill.printed(report.published.value) if report.published else None
        title = joined(self.title, world, fill) if report.title is not None else None
        id_ = content_id("report", fill.outlet, title, stamp, text)
        ids: list[str] = []
        for kind, key in self.keys:
            parts = (bounds[part] if isinstance(part, int) else part for part in key)
            ids.append(content_id(kind, id_, *parts))
        ids.append(id_)
        return self.filled(State(world, fill, text, bounds, ids))


NO_RAW = Raw(
    sha256="", bytes=0, media_type="", charset=None, path=None, url=None, entry=None, map=()
)


def fields_of_time(time: Time) -> Iterator[tuple[str, Variable]]:
    """Yield the dates of a time, so much later."""
    precision = time.precision
    yield "timex", lambda state: as_json(state.fill.shift.moved(time.timex, precision))
    start, end = time.start, time.end
    if start is not None:
        yield "start", lambda state: as_json(state.fill.shift.moved(start, precision))
    if end is not None:
        yield "end", lambda state: as_json(state.fill.shift.moved(end, precision))


def fields_of_place(place: Place, id_: int, code: str) -> Iterator[tuple[str, Variable]]:
    """Yield what the gazetteer says of the place that this one becomes."""
    for name in ("geonames_id", "name", "latitude", "longitude", "admin1"):
        if name != "admin1" or place.admin1 is not None:
            yield name, spot_variable(id_, code, place.precision, name)


def spot_variable(id_: int, code: str, precision: str | None, name: str) -> Variable:
    """Return one field of the place that a place becomes."""
    return lambda state: as_json(getattr(state.world.spot(id_, code, precision), name))


def amount_variable(piece: NumberPiece, number: float) -> Variable:
    """Return what a number in a field becomes."""
    return lambda state: as_json(piece.moved(number, state.world, state.fill))


def raw_of(state: State) -> Raw:
    """Return the bytes that such a report would be read from: its text as it is."""
    encoded = state.text.encode()
    runs, first = [], 0
    for found in SAME_WIDTH.finditer(state.text):
        after = first + len(found[0].encode())
        runs.append(Run(found.start(), found.end(), first, after))
        first = after
    return Raw(
        sha256=sha256(encoded).hexdigest(),
        bytes=len(encoded),
        media_type="text/plain",
        charset="utf-8",
        path=state.fill.path,
        url=None,
        map=tuple(runs),
    )
