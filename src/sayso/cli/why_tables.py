"""What a record stands on, as tables to read."""

from collections.abc import Iterator

from rich import box
from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sayso.cli.answer_tables import (
    ID,
    figure_table,
    place_line,
    plain,
    print_line,
    told_line,
)
from sayso.cli.app import count
from sayso.ledger.query import Why
from sayso.ledger.query.grounds import Ground
from sayso.sheet import OUTCOME_STYLE, printable

NARROW = {
    "field": 11,
    "chance": 6,
    "share": 5,
    "is the": 8,
    "event": ID,
    "and": ID,
    "record": ID,
    "report": ID,
    "tie": 7,
    "bears": 7,
}  # columns that hold one word
AROUND = 30  # characters that are shown before and after a quote
LONG = 60  # characters of a quote that needs nothing around it
FEW = 12  # rows of links, members and copies that are shown; all of them with --format json


def heading(told: Why) -> Iterator[RenderableType]:
    """Yield the lines above the tables: which record it is, and whose."""
    name = Text(f"{told.kind} {told.id}", style="bold")
    yield Rule(name, align="left", style="cyan")
    yield plain(told.summary, "bold") or Text()
    if told.report is not None:
        yield print_line(told.report)
        if told.report.title != told.summary:
            yield plain(told.report.title, "dim") or Text()
    if told.place is not None:
        yield place_line(told.place) or Text()
    told_by = told_line(told.told)
    if told.told is not None and told_by is not None:
        which = "" if told.kind == "incident" else f"of the incident {told.told.incident}: "
        yield Text(which + count(told.told.reports, "report") + ", ").append_text(told_by)
    if told.outcome is not None:
        outcome = told.outcome.replace("_", " ")
        line = Text(outcome, style=OUTCOME_STYLE.get(told.outcome, "bold"))
        yield line.append(f": {printable(told.outcome_reason or '')}", style="dim")


def titled(title: str) -> Text:
    """Return the line above a table."""
    return Text(f"\n {title}", style="bold cyan")


def parts_of(told: Why) -> Iterator[tuple[str, Table]]:
    """Yield the tables of what is told, each with its title."""
    yield "What each field stands on", grounds(told)
    yield f"Events of the {told.kind}", members(told)
    yield "Numbers side by side", numbers(told)
    yield "What speaks against it", against(told)
    yield "What it was held against", evidence(told)
    yield "Independent origins", origins(told)
    yield "Why others are not independent", ties(told)
    yield "Prints of the same text", copies(told)
    yield "Why they are one incident, or not", links(told)
    yield "What people judged", judgements(told)
    yield "Where its bytes are", sources(told)


def numbers(told: Why) -> Table:
    """Return the series that belong to a record, the numbers of each together."""
    series = [together for together in told.series if together and together[0].standing]
    rows = [row for together in series for row in together]
    ids = [together[0].standing.range.series for together in series if together[0].standing]
    return figure_table(rows, dict(zip(ids, series, strict=True)))


def table_of(*columns: tuple[str, int]) -> Table:
    """Return an empty table with columns of these names and shares of the width."""
    table = Table(box=box.SIMPLE_HEAD, header_style="cyan", pad_edge=False, expand=True)
    for name, ratio in columns:
        width = NARROW.get(name)
        table.add_column(name, ratio=None if width else ratio, width=width, overflow="fold")
    return table


def grounds(told: Why) -> Table:
    """Return each field with its words and how they were read."""
    table = table_of(("field", 2), ("value", 4), ("its words", 7), ("how they were read", 7))
    for ground in told.grounds:
        value = plain(ground.value) or Text("not known" if ground.quote is None else "", "dim")
        reason = plain(ground.reason, "dim") or Text()
        table.add_row(
            ground.field.replace("_", " "), value, in_context(ground, told.summary), reason
        )
    return table


def in_context(ground: Ground, sentence: str) -> Text:
    """Return the words that a field stands on, within what stands around them."""
    if ground.quote is None:
        return Text()
    if ground.quote.text == sentence:
        return Text("the sentence", style="dim")
    words = Text(printable(ground.quote.text, 160), style="bold")
    if len(ground.quote.text) > LONG:
        return words
    before, after = ground.before[-AROUND:], ground.after[:AROUND]
    line = Text("…" if len(ground.before) > AROUND else "", style="dim")
    line.append(printable(before) + (" " if before[-1:].isspace() else ""), style="dim")
    line.append_text(words)
    line.append((" " if after[:1].isspace() else "") + printable(after), style="dim")
    return line.append("…" if len(ground.after) > AROUND else "", style="dim")


def against(told: Why) -> Table:
    """Return records that exclude each other, both with their words."""
    table = table_of(("one", 5), ("other", 5), ("why", 4))
    for pair in told.against:
        one = Text(f"“{printable(pair.one_quote.text)}”\n").append_text(
            print_line(pair.one_report)
        )
        other = Text(f"“{printable(pair.other_quote.text)}”\n")
        other.append_text(print_line(pair.other_report))
        table.add_row(one, other, plain(f"{pair.kind}: {pair.reason}") or Text())
    return table


def evidence(told: Why) -> Table:
    """Return what speaks for a forecast and against it."""
    table = table_of(("record", 2), ("bears", 1), ("its words", 6))
    for found in told.evidence:
        table.add_row(found.record[:ID], found.bearing, plain(f"“{found.text}”") or Text())
    return table


def members(told: Why) -> Table:
    """Return the events of an incident or a report."""
    table = table_of(("event", 2), ("sentence", 7), ("printed by", 4))
    for member in told.members[:FEW]:
        sentence = plain(member.sentence.text) or Text()
        table.add_row(member.event[:ID], sentence, print_line(member.report))
    return rest(table, len(told.members))


def links(told: Why) -> Table:
    """Return why events are held to be of one incident, or not."""
    table = table_of(("event", 3), ("and", 3), ("chance", 1), ("why", 7))
    for link in told.links[:FEW]:
        reason = plain(link.reason) or Text()
        table.add_row(link.event[:ID], link.other[:ID], f"{link.score:.2f}", reason)
    return rest(table, len(told.links))


def origins(told: Why) -> Table:
    """Return the independent origins of an incident, each with its reports."""
    table = table_of(("", 1), ("printed by", 9))
    for number, together in enumerate(told.origins[:FEW], 1):
        prints = Text("\n").join(map(print_line, together))
        table.add_row(str(number), prints)
    return rest(table, len(told.origins))


def ties(told: Why) -> Table:
    """Return why reports are not independent."""
    table = table_of(("report", 3), ("and", 3), ("tie", 1), ("why", 7))
    for tie in told.ties[:FEW]:
        table.add_row(tie.report[:ID], tie.other[:ID], tie.tie, plain(tie.reason) or Text())
    return rest(table, len(told.ties))


def copies(told: Why) -> Table:
    """Return who prints the same text."""
    table = table_of(("printed by", 5), ("is the", 1), ("share", 1), ("why", 6))
    for copy in told.copies[:FEW]:
        reason = plain(copy.reason or copy.likeness) or Text()
        table.add_row(print_line(copy.report), copy.role, f"{copy.share:.0%}", reason)
    return rest(table, len(told.copies))


def judgements(told: Why) -> Table:
    """Return what people said of events."""
    table = table_of(("verdict", 1), ("by", 2), ("when", 2), ("note", 4))
    for judgement in told.judgements:
        note = plain(judgement.note) or Text()
        table.add_row(judgement.verdict, printable(judgement.who), judgement.made[:10], note)
    return table


def sources(told: Why) -> Table:
    """Return the bytes that a report was read from."""
    table = table_of(("file or address", 5), ("SHA-256", 4), ("text in bytes", 2))
    for source in told.sources[:FEW]:
        where = printable(" ".join(filter(None, [source.path, source.entry, source.url])))
        stands = f"{source.first}–{source.after}" if source.first is not None else ""
        table.add_row(where, source.sha256[:16], f"{stands} of {source.bytes}")
    return rest(table, len(told.sources))


def rest(table: Table, number: int) -> Table:
    """Return the table with a line on how many more there are."""
    if number > FEW:
        table.caption = Text(f"and {number - FEW} more, see --format json")
    return table
