"""Answers of a ledger as tables to read: what, by whom, where, when, how many, who says so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.cli.app import count
from sayso.ledger.query import (
    EventRow,
    FigureRow,
    ForecastRow,
    IncidentRow,
    SayingRow,
)
from sayso.ledger.query.answers import Best, Print, Range, Told, Voice, When, Where, Who
from sayso.sheet import BEFELL, FACT_STYLE, OUTCOME_STYLE, STANCE_STYLE, printable

SENTENCE = 300  # characters of a sentence that are shown
ID = 9  # characters of an id: enough to tell records apart, and to ask why
Lines = Iterable[Text | None]


def answer_table(rows: Sequence[Any]) -> Table:
    """Return rows of one kind as a table."""
    kind = type(rows[0])
    if kind is EventRow:
        table = table_of("when, where", "who did what to whom", "how many", "on whose say-so")
        shown: Any = event_cells
    elif kind is IncidentRow:
        table = table_of("when, where", "what happened", "how many", "told by")
        shown = incident_cells
    elif kind is SayingRow:
        table = table_of("who", "said what", "how", "printed by")
        shown = saying_cells
    else:
        table = table_of("until", "what is foretold", "outcome", "by whom")
        shown = forecast_cells
    for row in rows:
        table.add_row(*(stacked(lines) for lines in shown(row)))
    return table


def table_of(first: str, second: str, third: str, fourth: str) -> Table:
    """Return an empty table, its second column the widest."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold cyan", pad_edge=False, expand=True)
    table.add_column(first, ratio=3, overflow="fold")
    table.add_column(second, ratio=8, overflow="fold")
    table.add_column(third, ratio=4, overflow="fold")
    table.add_column(fourth, ratio=5, overflow="fold")
    return table


def stacked(lines: Lines) -> RenderableType:
    """Return lines one below the other, and an empty one."""
    return Group(*(line for line in lines if line is not None and line.plain), Text())


def plain(text: str | None, style: str = "") -> Text | None:
    """Return words of a page, or None for none."""
    return Text(printable(text, SENTENCE), style=style) if text else None


# --- events and incidents ---------------------------------------------------------------------


def event_cells(row: EventRow) -> Iterator[Lines]:
    """Yield the cells of an event."""
    yield when_lines(row.time, row.place, row.id)
    act = Text(f"{row.type} {row.mode or ''}".strip(), style="bold")
    if row.factuality != "actual":
        act.append(f" ({row.factuality})", style=FACT_STYLE.get(row.factuality, "not bold"))
    whom = Text(f"{parties(row.actors)} · {printable(row.act.text)} · {parties(row.recipients)}")
    yield act, whom, plain(row.sentence.text, "dim")
    yield (plain(counted.text) for counted in row.quantities)
    yield *voice_lines(row.voice, row.report), told_line(row.told)


def incident_cells(row: IncidentRow) -> Iterator[Lines]:
    """Yield the cells of an incident."""
    first, last = day(row.first_published), day(row.last_published)
    printed = Text(f"printed {first}" + (f" to {last}" if last != first else ""), style="dim")
    when = Text(span_of(row.start, row.end))
    yield when, place_line(row.place), printed, id_line(row.id)
    act = Text(f"{row.type} {row.mode or ''}".strip(), style="bold")
    whom = Text(f"{printable(row.actors or '?')} → {printable(row.recipients or '?')}")
    yield act, whom, plain(row.title, "dim")
    yield (range_line(range_) for range_ in row.ranges[:6])
    told = Told(
        incident=row.id,
        reports=row.reports,
        outlets=row.outlets,
        origins=row.origins,
        contested=row.contested,
    )
    yield (told_line(told),)


def when_lines(time: When | None, place: Where | None, id_: str) -> Lines:
    """Yield when and where something was, and its id."""
    yield (
        Text(span_of(time.start, time.end))
        if time and time.start
        else plain(time.text if time else None)
    )
    yield place_line(place)
    yield id_line(id_)


def place_line(place: Where | None) -> Text | None:
    """Return where something was, in words."""
    if place is None:
        return None
    country = f", {place.country}" if place.country and place.country != place.name else ""
    return Text(printable(f"{place.name}{country}"))


def id_line(id_: str) -> Text:
    """Return enough of an id to ask for it."""
    return Text(id_[:ID], style="dim")


def span_of(start: str | None, end: str | None) -> str:
    """Return a stretch of time: a year, a month, a day, or the first one and the last."""
    if start is None:
        return "?"
    try:
        first, after = date.fromisoformat(start[:10]), date.fromisoformat((end or "")[:10])
    except ValueError:
        return start[:10]
    last = after - timedelta(days=1)
    if first.day == 1 and after.day == 1:
        if (after.year, first.month, after.month) == (first.year + 1, 1, 1):
            return start[:4]
        if first.year * 12 + first.month + 1 == after.year * 12 + after.month:
            return start[:7]
    return start[:10] if last <= first else f"{first} – {last}"


def day(stamp: str | None) -> str:
    """Return the day of a moment."""
    return stamp[:10] if stamp else "?"


def parties(found: Sequence[Who]) -> str:
    """Return who takes part, each with country and sectors."""
    return "; ".join(map(who_text, found)) or "?"


def who_text(who: Who) -> str:
    """Return somebody's name, country and sectors."""
    codes = " ".join(filter(None, [who.country, *who.sectors]))
    return f"{printable(who.name)} ({codes})" if codes else printable(who.name)


def range_line(range_: Range) -> Text:
    """Return the smallest and the largest claimed of one thing."""
    line = Text(f"{range_text(range_)} {printable(counted_as(range_))}")
    if range_.sources > 1:
        line.append(f" ({range_.sources} sources)", style="dim")
    return line


def counted_as(range_: Range) -> str:
    """Return what a series of numbers counts, in words."""
    what = " ".join(filter(None, [range_.item or range_.unit, range_.of and f"of {range_.of}"]))
    return f"{what} {BEFELL.get(range_.measure, '')}".strip()


def range_text(range_: Range) -> str:
    """Return the smallest and the largest claimed, in words."""
    said = bounds_text(range_.low, range_.high)
    return f"{said} or more" if range_.open and range_.high is not None else said


def bounds_text(low: float | None, high: float | None) -> str:
    """Return bounds in words."""
    if low is None and high is None:
        return "?"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"{high:,} or fewer"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


# --- whose say-so -----------------------------------------------------------------------------


def voice_lines(voice: Voice | None, report: Print) -> Iterator[Text | None]:
    """Yield on whose say-so something is, and who printed it."""
    if voice is None:
        yield Text("the outlet itself", style="italic")
    else:
        yield Text(who_text(voice.source) if voice.source else "somebody")
        yield stance_line(voice)
    yield print_line(report)


def stance_line(voice: Voice) -> Text:
    """Return how a source puts it, by whom it comes, and what it has to do with it."""
    line = Text(voice.stance, style=STANCE_STYLE.get(voice.stance, ""))
    if voice.certainty in ("probable", "possible"):
        line.append(f", {voice.certainty}", style="dim")
    if voice.interest != "none":
        line.append(f", itself the {voice.interest}", style="dim")
    if voice.via:
        line.append(f", via {printable(', '.join(voice.via))}", style="dim")
    return line


def print_line(report: Print) -> Text:
    """Return who printed a report, and when."""
    copy = f" ({printable(report.agency)})" if report.agency else ""
    outlet = printable(report.outlet or "unknown outlet")
    return Text(f"{outlet}{copy}, {day(report.published)}", style="dim")


def told_line(told: Told | None) -> Text | None:
    """Return how widely an incident is told."""
    if told is None:
        return None
    line = Text(f"{count(told.outlets, 'outlet')}, {count(told.origins, 'origin')}")
    if told.contested:
        line.append(", contested", style="red")
    return line


def saying_cells(row: SayingRow) -> Iterator[Lines]:
    """Yield the cells of a statement."""
    source = row.voice.source
    who = Text(who_text(source) if source else "somebody", style="bold")
    yield who, plain(source.role if source else None, "dim"), id_line(row.id)
    yield (plain(quote.text) for quote in row.said)
    yield stance_line(row.voice), Text(f"{row.quoted}: {printable(row.cue.text)}", style="dim")
    yield (print_line(row.report),)


def forecast_cells(row: ForecastRow) -> Iterator[Lines]:
    """Yield the cells of a forecast."""
    due = row.due
    until = (
        Text(span_of(due.start, due.end))
        if due and due.start
        else plain(due.text if due else None)
    )
    yield until or Text("open", style="dim"), id_line(row.id)
    yield plain(row.sentence.text), plain(row.figure, "bold")
    outcome = Text(row.outcome.replace("_", " "), style=OUTCOME_STYLE.get(row.outcome, ""))
    yield (
        outcome,
        plain(row.reason, "dim"),
        *(plain(f"“{found.text}”", "dim") for found in row.evidence[:3]),
    )
    yield voice_lines(row.voice, row.report)


# --- figures ----------------------------------------------------------------------------------


def figure_table(rows: Sequence[FigureRow], rivals: Mapping[str, Sequence[FigureRow]]) -> Table:
    """Return numbers as a table: those that count one thing of one incident together.

    `rivals` has all numbers of each series; those that were not asked for are shown dim.
    """
    table = table_of("how many", "as printed", "standing", "on whose say-so")
    asked = {row.id for row in rows}
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            continue
        together = rivals.get(row.standing.range.series, [row]) if row.standing else [row]
        seen.update(other.id for other in together)
        if row.standing is not None:
            table.add_row(*series_heading(row.standing.range, row.standing.incident))
            if row.standing.best is not None:
                table.add_row(*best_cells(row.standing.best))
        for other in together:
            cells = (stacked(lines) for lines in figure_cells(other))
            table.add_row(*cells, style="" if other.id in asked else "dim")
        table.add_section()
    return table


def series_heading(range_: Range, incident: str) -> Iterator[Text]:
    """Yield the cells above the numbers of one series."""
    yield Text(range_text(range_), style="bold cyan")
    yield Text(printable(counted_as(range_)), style="bold cyan")
    yield Text(count(range_.sources, "source"), style="cyan")
    yield Text(f"incident {incident[:ID]}", style="cyan")


def best_cells(picked: Best) -> Iterator[Text]:
    """Yield the cells on what a rule picks of a series."""
    bounds = bounds_text(picked.low, picked.high) if picked.quantity is not None else "none"
    yield Text(bounds, style="bold green")
    yield Text(printable(f"{picked.rule.replace('_', ' ')}: {picked.reason}"), style="green")
    yield Text((picked.quantity or "")[:ID], style="dim")
    yield Text(printable(picked.source or ""), style="green")


def figure_cells(row: FigureRow) -> Iterator[Lines]:
    """Yield the cells of a number."""
    unit = row.unit if row.quantity_kind != "count" else None
    yield Text(" ".join(filter(None, [bounds_text(row.low, row.high), unit]))), id_line(row.id)
    yield plain(row.text), plain(row.sentence.text, "dim")
    standing = row.standing
    if standing is None:
        yield ()
    else:
        yield plain(standing.relation), plain(standing.reason, "dim")
    yield voice_lines(row.voice, row.report)
