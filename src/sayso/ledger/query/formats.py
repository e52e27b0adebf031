"""Rows as CSV that no spreadsheet runs, and as GeoJSON."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from sayso.errors import QueryError
from sayso.ledger.query.answers import (
    AnswerRow,
    EventRow,
    FigureRow,
    ForecastRow,
    IncidentRow,
    Print,
    SayingRow,
    Voice,
    When,
    Where,
    Who,
)

Cell = str | int | float | bool | None

LIVE: Final = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # a cell that begins so may be a formula
BREAKS: Final = frozenset("\t\r\n")
UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # what a spreadsheet passes over


def as_csv(rows: Sequence[AnswerRow], *, header: bool = True) -> str:
    """Return rows of one kind as CSV (RFC 4180); no cell of it is taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    for number, row in enumerate(rows):
        cells = cells_of(row)
        if header and number == 0:
            writer.writerow(cells)
        writer.writerow([defused(cell) for cell in cells.values()])
    return written.getvalue()


def defused(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe in front.

    Numbers stay as they are, also negative ones.
    """
    if not isinstance(cell, str) or not cell:
        return cell
    seen = next((letter for letter in cell if not is_unseen(letter)), "")
    if not (seen in LIVE or cell[0] in BREAKS) or is_number(cell):
        return cell
    return f"'{cell}"


def is_unseen(letter: str) -> bool:
    """Tell whether a letter takes no room, or is a space."""
    return letter not in LIVE and unicodedata.category(letter) in UNSEEN


def is_number(cell: str) -> bool:
    """Tell whether a cell is a plain decimal number."""
    digits = cell[1:] if cell[0] in "+-" else cell
    whole, point, part = digits.partition(".")
    plain = f"{whole}{part}"
    return plain.isascii() and plain.isdigit() and bool(whole) and (bool(part) or not point)


# --- one row, flat ----------------------------------------------------------------------------


def cells_of(row: AnswerRow) -> dict[str, Cell]:
    """Return the cells of a row, by the names of their columns."""
    cells: dict[str, Cell] = {"id": row.id, **OWN_CELLS[type(row)](row)}
    if not isinstance(row, IncidentRow):
        cells["sentence"] = row.sentence.text
    return {**cells, **print_cells(row.report)}


def event_cells(row: EventRow) -> Mapping[str, Cell]:
    """Return the cells that events alone have."""
    return {
        "type": row.type,
        "mode": row.mode,
        "factuality": row.factuality,
        "actors": names(row.actors),
        "act": row.act.text,
        "recipients": names(row.recipients),
        "instrument": row.instrument,
        **place_cells(row.place),
        **time_cells("time", row.time),
        "quantities": "; ".join(counted.text for counted in row.quantities) or None,
        **voice_cells(row.voice),
        "incident": row.told.incident if row.told else None,
        "outlets": row.told.outlets if row.told else None,
        "origins": row.told.origins if row.told else None,
        "contested": row.told.contested if row.told else None,
    }


def incident_cells(row: IncidentRow) -> Mapping[str, Cell]:
    """Return the cells that incidents alone have."""
    figures = (
        f"{range_.measure} {range_.item or range_.unit or ''}".strip()
        + f": {bound(range_.low)} to {bound(range_.high)}"
        for range_ in row.ranges
    )
    return {
        "type": row.type,
        "mode": row.mode,
        "what": row.title,
        "actors": row.actors,
        "recipients": row.recipients,
        **place_cells(row.place),
        "start": row.start,
        "end": row.end,
        "figures": "; ".join(figures) or None,
        "first_published": row.first_published,
        "last_published": row.last_published,
        "events": row.events,
        "reports": row.reports,
        "outlets": row.outlets,
        "origins": row.origins,
        "contested": row.contested,
    }


def bound(value: float | None) -> str:
    """Return a bound of a number, dots where nobody sets one."""
    return "…" if value is None else f"{value}"


def figure_cells(row: FigureRow) -> Mapping[str, Cell]:
    """Return the cells that figures alone have."""
    standing = row.standing
    picked = standing.best if standing else None
    return {
        "figure": row.text,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "qualifier": row.qualifier,
        "measure": row.measure,
        "item": row.item,
        "unit": row.unit,
        "per": row.per,
        "event": row.event,
        **place_cells(row.place),
        **time_cells("time", row.time),
        **voice_cells(row.voice),
        "incident": standing.incident if standing else None,
        "series": standing.range.series if standing else None,
        "relation": standing.relation if standing else None,
        "series_low": standing.range.low if standing else None,
        "series_high": standing.range.high if standing else None,
        "best_rule": picked.rule if picked else None,
        "best": picked.quantity if picked else None,
    }


def saying_cells(row: SayingRow) -> Mapping[str, Cell]:
    """Return the cells that statements alone have."""
    return {
        **voice_cells(row.voice),
        "cue": row.cue.text,
        "quoted": row.quoted,
        "said": " … ".join(quote.text for quote in row.said),
    }


def forecast_cells(row: ForecastRow) -> Mapping[str, Cell]:
    """Return the cells that forecasts alone have."""
    expects = {
        f"expects_{name}": value for name, value in msgspec.structs.asdict(row.expects).items()
    }
    return {
        **expects,
        "figure": row.figure,
        **time_cells("made", row.made),
        **time_cells("due", row.due),
        **voice_cells(row.voice),
        "outcome": row.outcome,
        "reason": row.reason,
    }


OWN_CELLS: Final[dict[type, Callable[[Any], Mapping[str, Cell]]]] = {
    EventRow: event_cells,
    IncidentRow: incident_cells,
    FigureRow: figure_cells,
    SayingRow: saying_cells,
    ForecastRow: forecast_cells,
}


def names(parties: Iterable[Who]) -> str | None:
    """Return the names of some parties, as one cell."""
    return ", ".join(who.name for who in parties) or None


def place_cells(place: Where | None) -> Mapping[str, Cell]:
    """Return where something was."""
    return {
        "place": place.name if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "geonames_id": place.geonames_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "place_precision": place.precision if place else None,
    }


def time_cells(name: str, time: When | None) -> Mapping[str, Cell]:
    """Return when something was, in columns that begin with `name`."""
    return {
        name: time.text if time else None,
        f"{name}_start": time.start if time else None,
        f"{name}_end": time.end if time else None,
    }


def voice_cells(voice: Voice | None) -> Mapping[str, Cell]:
    """Return on whose say-so something is."""
    source = voice.source if voice else None
    return {
        "source": source.name if source else None,
        "source_country": source.country if source else None,
        "source_sectors": " ".join(source.sectors) if source else None,
        "via": ", ".join(voice.via) or None if voice else None,
        "stance": voice.stance if voice else None,
        "certainty": voice.certainty if voice else None,
        "interest": voice.interest if voice else None,
    }


def print_cells(report: Print) -> Mapping[str, Cell]:
    """Return where a record was read."""
    return {
        "outlet": report.outlet,
        "agency": report.agency,
        "published": report.published,
        "title": report.title,
        "url": report.url,
        "report": report.id,
    }


# --- a map ------------------------------------------------------------------------------------


def as_geojson(rows: Sequence[AnswerRow], following: str | None = None) -> dict[str, Any]:
    """Return rows as a GeoJSON collection (RFC 7946); where no point is known, geometry is null.

    `following` is the token of the next page. Raises `QueryError` for records without a place.
    """
    features = [feature_of(row) for row in rows]
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    return {**collection, "next": following}


def feature_of(row: AnswerRow) -> dict[str, Any]:
    """Return one row as a feature."""
    if isinstance(row, SayingRow | ForecastRow):
        raise QueryError("statements and forecasts have no place; ask for events as GeoJSON")
    place = row.place
    point = None
    if place is not None and place.longitude is not None and place.latitude is not None:
        point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    properties = msgspec.to_builtins(row)
    return {"type": "Feature", "id": row.id, "geometry": point, "properties": properties}
