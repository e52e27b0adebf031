"""What a page was coded to, as a sheet that a person reads.

Text from a page is hostile until shown otherwise: it reaches the terminal as `rich.text.Text`,
never as markup, and without control or direction characters.
"""

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich import box
from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sayso.records import (
    Attribution,
    Coded,
    Event,
    Forecast,
    Measure,
    Party,
    Place,
    Quantity,
    Report,
    Span,
    Time,
    Timestamp,
)

WIDEST = 120  # columns; longer lines tire the eye
PIPED = 100  # columns where no terminal says otherwise
CONTENT = 260  # characters of a statement that the sheet shows
PHRASE = 80  # characters of any other wording

# Colours only stress what the words say too.
STANCE_STYLE = {"denies": "red", "doubts": "yellow", "alleges": "yellow", "expects": "cyan"}
FACT_STYLE = {"negated": "red", "attempted": "yellow", "future": "cyan", "hypothetical": "yellow"}
OUTCOME_STYLE = {"borne_out": "green", "on_track": "green", "contradicted": "red"}

# UCUM codes that a reader may not know.
UNITS = {
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "d": "days",
    "h": "hours",
    "min": "minutes",
    "s": "seconds",
    "Cel": "°C",
    "[degF]": "°F",
    "[mi_i]": "miles",
    "[ft_i]": "feet",
    "[in_i]": "inches",
    "[lb_av]": "pounds",
}
# What befell the people or things counted, as a reader would say it.
BEFELL: dict[Measure, str] = {
    "attack": "in the attack",
    "launch": "launched",
    "shoot_down": "shot down",
    "kill": "killed",
    "injure": "injured",
    "miss": "missing",
    "rescue": "rescued",
    "arrest": "arrested",
    "convict": "convicted",
    "deploy": "deployed",
    "displace": "displaced",
    "evacuate": "evacuated",
    "protest": "protesting",
    "damage": "damaged",
    "destroy": "destroyed",
    "produce": "produced",
    "remain": "remaining",
    "hold": "held",
    "cost": "cost",
}
DEAD = (None, "body", "casualty", "death", "fatality", "life", "person", "victim")

COUNTED = (
    ("statements", "attributions"),
    ("events", "events"),
    ("numbers", "quantities"),
    ("forecasts", "forecasts"),
)


def open_console() -> Console:
    """Return a console on stdout: colours on a terminal only, or where FORCE_COLOR is set.

    At most `WIDEST` columns wide; a letter that stdout cannot encode is shown as "?".
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, markup=False, emoji=False)
    wanted = console.width if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED
    console.width = min(wanted, WIDEST)
    return console


def printable(text: str, limit: int = PHRASE) -> str:
    """Return `text` in one line without control, format or direction characters.

    What is longer than `limit` characters is cut at a space and ends in "…".
    """
    words = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * limit])
    line = " ".join(words.split())
    if len(line) <= limit:
        return line if len(text) <= 4 * limit else f"{line}…"
    cut = line[:limit]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def sheet(coded: Coded) -> RenderableType:
    """Return all that `coded` holds as one readable sheet; parts without records are left out."""
    voices = Voices(coded)
    tables = titled_tables(
        ("Who says what", statement_table(coded, voices)),
        ("Who did what to whom", event_table(coded, voices)),
        ("How many", quantity_table(coded, voices)),
        ("Forecasts", forecast_table(coded, voices)),
    )
    nothing = Text("\n Nothing on this page was coded.", style="dim")
    return Group(*heading(coded), *(tables or [nothing]), Text())


def titled_tables(*titled: tuple[str, Table]) -> list[RenderableType]:
    """Return the tables that have rows, each under its title."""
    shown: list[RenderableType] = []
    for title, table in titled:
        if table.row_count:
            shown += [Text(f"\n {title}", style="bold cyan"), table]
    return shown


# --- the head ---------------------------------------------------------------------------------


def heading(coded: Coded) -> Iterator[RenderableType]:
    """Yield the lines above the tables: who printed it, when, the headline, and counts."""
    report = coded.report
    printed = Text(printable(report.outlet or "unknown outlet"), style="bold")
    if report.agency:
        printed.append(f" · copy of {printable(report.agency)}", style="not bold")
    printed.append(f" · {day_of(report.published)}", style="not bold")
    yield Rule(printed, align="left", style="cyan")
    if report.title:
        yield Text(f" {printable(report.title, CONTENT)}", style="bold")
    filed = " · ".join(filed_facts(report))
    if filed:
        yield Text(f" {filed}", style="dim")
    yield Text(f" {counts(coded)}", style="dim")


def filed_facts(report: Report) -> Iterator[str]:
    """Yield where and by whom a report was filed, and where its bytes lie."""
    if report.dateline is not None and report.dateline.text:
        yield f"filed from {printable(report.dateline.text)}"
    if report.bylines:
        yield printable(f"by {', '.join(report.bylines)}")
    if report.updated is not None:
        yield f"changed {day_of(report.updated)}"
    origin = report.url or report.raw.path or report.raw.url
    if origin:
        yield printable(origin.rstrip("/").rpartition("/")[2] or origin)


def day_of(stamp: Timestamp | None) -> str:
    """Return the day of `stamp` in words ("20 December 2022"), or that it is not known."""
    if stamp is None:
        return "date unknown"
    if stamp.precision in ("year", "month"):
        return printable(stamp.value)
    moment = datetime.fromisoformat(stamp.value)
    return f"{moment.day} {moment:%B %Y}"


def counts(coded: Coded) -> str:
    """Return how many records of each kind there are: "9 statements, 1 event"."""
    found = ((len(getattr(coded, field)), nouns) for nouns, field in COUNTED)
    return ", ".join(f"{count} {nouns if count != 1 else nouns[:-1]}" for count, nouns in found)


# --- whose say-so -----------------------------------------------------------------------------


class Voices:
    """Numbers the statements of one page, and names whose say-so another record stands on."""

    def __init__(self, coded: Coded) -> None:
        self.own = printable(coded.report.agency or coded.report.outlet or "the page")
        self.numbered = {
            said.id: (number, said) for number, said in enumerate(coded.attributions, 1)
        }

    def source(self, attribution: str | None) -> str:
        """Return the name of who says so, the page's own voice where nobody is cited."""
        if attribution is None or attribution not in self.numbered:
            return f"{self.own}, own voice"
        return name_of(self.numbered[attribution][1])

    def of(self, attribution: str | None) -> Text:
        """Return the statement's number and source, or the page's own voice."""
        if attribution is None or attribution not in self.numbered:
            return Text("own voice", style="dim")
        return Text.assemble(
            (f"{self.numbered[attribution][0]} ", "dim"), self.source(attribution)
        )


def name_of(said: Attribution) -> str:
    """Return the name of the source of `said`."""
    return printable(said.source.name) if said.source else "source not named"


# --- parts ------------------------------------------------------------------------------------


def party_line(party: Party) -> Text:
    """Return a party as name and codes: "Sergei Lavrov RUS GOV"."""
    line = Text(printable(party.name), style="bold")
    codes = " ".join([party.country or "", *party.sectors]).strip()
    if codes:
        line.append(f" {printable(codes)}", style="not bold dim")
    return line


def party_list(parties: Sequence[Party]) -> Text:
    """Return several parties with commas between them, "?" for none."""
    return Text(", ").join(map(party_line, parties)) if parties else Text("?", style="dim")


def lines(*parts: Text | str | None) -> Text:
    """Return the parts that are there, each on a line of its own."""
    kept = [part if isinstance(part, Text) else Text(part) for part in parts if part]
    return Text("\n").join(kept)


def quote_of(spans: Iterable[Span], text: str, limit: int) -> str:
    """Return the wording of `spans` of `text`, joined by "…", cut at `limit`."""
    return printable(" … ".join(text[span.start : span.end][: 4 * limit] for span in spans), limit)


def place_line(place: Place | None) -> str | None:
    """Return where: "Kyiv, UKR"."""
    if place is None:
        return None
    return printable(", ".join(part for part in (place.name, place.country) if part))


def time_line(time: Time | None) -> str | None:
    """Return when: the wording, and the days it means where they can be told."""
    if time is None:
        return None
    words, days = printable(time.text), days_of(time)
    return f"{words} ({days})" if days and days != words else words


def days_of(time: Time) -> str | None:
    """Return the days that `time` covers: "2026-03", "2026-03-31", "2026-03-01 to 2026-03-07"."""
    if time.start is None:
        return None
    first = time.start[:10]
    if time.end is None:
        return f"from {first}"
    if time.precision in ("year", "month"):
        return first[:4] if time.precision == "year" else first[:7]
    # The end is exclusive: the last moment lies just before it.
    last = (datetime.fromisoformat(time.end) - timedelta(microseconds=1)).date().isoformat()
    return first if first == last else f"{first} to {last}"


def new_table(*columns: tuple[str, int], lines_between: bool = True) -> Table:
    """Return an empty table; each column has a heading and a share of the width."""
    table = Table(
        box=box.HORIZONTALS,
        show_edge=False,
        show_lines=lines_between,
        expand=True,
        border_style="grey37",
        header_style="dim",
        padding=(0, 1),
    )
    for heading, share in columns:
        table.add_column(heading, ratio=share, overflow="fold")
    return table


# --- the four tables --------------------------------------------------------------------------


def statement_table(coded: Coded, voices: Voices) -> Table:
    """Return who says what: source, chain, cue with stance and certainty, content."""
    table = new_table(("Source", 30), ("says", 17), ("what", 53))
    text = coded.report.text
    for number, said in voices.numbered.values():
        table.add_row(source_cell(number, said), saying_cell(said, text), content_cell(said, text))
    return table


def source_cell(number: int, said: Attribution) -> Text:
    """Return number, name, role and chain of a source."""
    source = said.source
    who = party_line(source) if source else Text("source not named", style="dim")
    role = printable(source.role) if source and source.role else None
    via = f"via {', '.join(printable(party.name) for party in said.via)}" if said.via else None
    head = Text.assemble((f"{number} ", "dim"), who)
    return lines(head, role, via and Text(via, style="italic"))


def saying_cell(said: Attribution, text: str) -> Text:
    """Return the cue as printed, and how it is said where that is more than a plain "says so"."""
    cue = f"“{quote_of([said.cue], text, PHRASE)}”"
    stance = Text(said.stance, style=STANCE_STYLE.get(said.stance, ""))
    hedge = None if said.certainty in ("certain", "unknown") else Text(said.certainty, "yellow")
    party = None if said.interest == "none" else Text(f"as {said.interest}", style="dim")
    return lines(cue, None if said.stance == "asserts" else stance, hedge, party)


def content_cell(said: Attribution, text: str) -> Text:
    """Return the content, shortened; direct speech as the page quotes it."""
    style = "italic" if said.quoted == "direct" else ""
    return Text(quote_of(said.content, text, CONTENT), style=style)


def event_table(coded: Coded, voices: Voices) -> Table:
    """Return who did what to whom: act, actors and recipients, where and when, say-so."""
    table = new_table(("What", 22), ("who → whom", 36), ("where, when", 20), ("says who", 22))
    for event in coded.events:
        table.add_row(
            act_cell(event, coded.report.text),
            frame_cell(event),
            lines(place_line(event.place), time_line(event.time)),
            voices.of(event.attribution),
        )
    return table


def act_cell(event: Event, text: str) -> Text:
    """Return type and mode, the trigger, and the factuality where the act is not a fact."""
    code = Text(event.type, style="bold")
    if event.mode:
        code.append(f" {event.mode}", style="not bold")
    trigger = Text(f"“{quote_of([event.trigger], text, PHRASE)}”", style="dim")
    fact = event.factuality
    return lines(code, trigger, None if fact == "actual" else Text(fact, FACT_STYLE.get(fact, "")))


def frame_cell(event: Event) -> Text:
    """Return actors and recipients with an arrow between them, and the instrument."""
    if not event.recipients:
        frame = party_list(event.actors)
    else:
        arrow = Text(" → ", style="cyan")
        frame = Text.assemble(party_list(event.actors), arrow, party_list(event.recipients))
    tool = f"with {printable(event.instrument.text)}" if event.instrument else None
    return lines(frame, tool and Text(tool, style="dim"))


def quantity_table(coded: Coded, voices: Voices) -> Table:
    """Return the numbers: the phrase, how it is read, what is counted, where, when, say-so."""
    table = new_table(
        ("In words", 27), ("read as", 14), ("of what", 19), ("where, when", 20), ("says who", 20)
    )
    for quantity in coded.quantities:
        table.add_row(
            Text(printable(quantity.text)),
            Text(reading(quantity), style="bold"),
            Text(counted(quantity)),
            lines(place_line(quantity.place), time_line(quantity.time)),
            voices.of(quantity.attribution),
        )
    return table


def forecast_table(coded: Coded, voices: Voices) -> Table:
    """Return what may yet be borne out: who expects what, until when, and how it stands."""
    table = new_table(("Who expects", 24), ("what", 44), ("until", 16), ("outcome", 16))
    numbers = {quantity.id: quantity for quantity in coded.quantities}
    for forecast in coded.forecasts:
        made = forecast.made
        said = f"said {printable(made.start[:10] if made.start else made.text)}" if made else None
        outcome = forecast.outcome.replace("_", " ")
        table.add_row(
            lines(voices.of(forecast.attribution), said and Text(said, style="dim")),
            lines(words_of(forecast, coded), pattern(forecast, numbers)),
            time_line(forecast.horizon) or Text("open", style="dim"),
            Text(outcome, style=OUTCOME_STYLE.get(forecast.outcome, "dim")),
        )
    return table


def pattern(forecast: Forecast, numbers: Mapping[str, Quantity]) -> Text | None:
    """Return what later records would count towards `forecast`."""
    wanted = forecast.expects
    number = numbers.get(forecast.quantity or "")
    parts = (
        " ".join(part for part in (wanted.type, wanted.mode) if part),
        wanted.actor and f"by {wanted.actor}",
        number and f"{reading(number)} {counted(number)}".strip(),
    )
    told = ", ".join(printable(part) for part in parts if part)
    return Text(f"would count: {told}", style="dim") if told else None


# --- numbers ----------------------------------------------------------------------------------


def reading(quantity: Quantity) -> str:
    """Return how a number is understood: "≥ 21", "2–3", "≈ 9,000", "4.5 billion USD".

    The bounds are inclusive; a number with no bounds and no value is "some".
    """
    unit = UNITS.get(quantity.unit or "", quantity.unit)
    if unit is None and quantity.kind != "count":
        unit = quantity.item  # a currency or measure without a code: "peso"
    per = f"per {quantity.per}" if quantity.per else ""
    return printable(" ".join(part for part in (amount(quantity), unit, per) if part))


def amount(quantity: Quantity) -> str:
    """Return the bounds of a number, or its value where the wording sets no bounds."""
    low, high, value = quantity.low, quantity.high, quantity.value
    if low is not None and high is not None:
        return figure(low) if low == high else f"{figure(low)}–{figure(high)}"
    if low is not None:
        return f"≥ {figure(low)}"
    if high is not None:
        return f"≤ {figure(high)}"
    return "some" if value is None else f"≈ {figure(value)}"


def counted(quantity: Quantity) -> str:
    """Return what is counted and what befell it: "rebel, killed"."""
    item = quantity.item if quantity.kind in ("count", "share") else None  # else it is the unit
    if item == "percent":
        item = None
    return printable(", ".join(filter(None, (item, BEFELL.get(quantity.measure)))))


def figure(number: float) -> str:
    """Return a number for the eye: "9,000", "4.5 million", "0.7"."""
    for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if abs(number) >= size:
            return f"{number / size:,.4g} {word}"
    return f"{number:,.10g}"


# --- many pages -------------------------------------------------------------------------------


def summary(stories: Mapping[str, Sequence[Coded]]) -> RenderableType:
    """Return a table of all pages by story, contested figures, and forecasts.

    `stories` maps a title to the coded pages that tell it; which pages those are is for the
    caller to know, nothing here is matched or merged.
    """
    tables = titled_tables(
        ("One story, several figures", contested_table(stories)),
        ("What is expected", expected_table(stories)),
    )
    title = Rule(Text("All pages", style="bold"), align="left", style="cyan")
    return Group(title, page_table(stories), *tables, Text())


def page_table(stories: Mapping[str, Sequence[Coded]]) -> Table:
    """Return one row a page with its counts, under the title of its story, and the totals."""
    pages = [coded for told in stories.values() for coded in told]
    table = new_table(lines_between=False)
    table.show_footer = True
    table.add_column("Outlet", f"{len(pages)} pages", ratio=1, overflow="fold")
    table.add_column("date", width=10)
    for heading, field in COUNTED:
        total = str(sum(len(getattr(coded, field)) for coded in pages))
        table.add_column(heading, total, justify="right", min_width=len(heading))
    for title, told in stories.items():
        table.add_row(Text(title, style="bold"))
        for coded in told:
            table.add_row(*page_row(coded), end_section=coded is told[-1])
    return table


def page_row(coded: Coded) -> list[Text]:
    """Return outlet, date and counts of one page."""
    report = coded.report
    outlet = Text(f"  {printable(report.outlet or 'unknown outlet')}")
    if report.agency:
        outlet.append(f", copy of {printable(report.agency)}", style="dim")
    day = report.published.value[:10] if report.published else "unknown"
    return [outlet, Text(day), *(Text(str(len(getattr(coded, field)))) for _, field in COUNTED)]


def contested_table(stories: Mapping[str, Sequence[Coded]]) -> Table:
    """Return the figures that differ within a story, side by side, each with its source."""
    table = new_table(
        ("Of what", 22), ("figure", 14), ("says who", 30), ("printed by", 34), lines_between=False
    )
    for title, told in stories.items():
        for topic, rivals in find_contested(told):
            for place, claim in enumerate(rivals):
                table.add_row(
                    lines(Text(topic, style="bold"), Text(title, "dim")) if place == 0 else "",
                    Text(claim.figure, style="bold"),
                    Text(claim.source),
                    Text(", ".join(claim.printed)),
                    end_section=place == len(rivals) - 1,
                )
    return table


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure for one thing, on one say-so."""

    figure: str
    source: str
    printed: list[str]  # outlets that print it, with month and day


def find_contested(told: Sequence[Coded]) -> Iterator[tuple[str, list[Claim]]]:
    """Yield what is counted with its rival claims: bounds that differ within one story.

    Only numbers that say what befell people or things are compared, and no number that the
    text calls a part of another.
    """
    topics: dict[str, dict[tuple[str, str], Claim]] = {}
    for coded in told:
        voices = Voices(coded)
        report = coded.report
        day = f", {short_day(report.published)}" if report.published else ""
        printed = f"{printable(report.outlet or 'unknown outlet')}{day}"
        for number in filter(comparable, coded.quantities):
            key = (reading(number), voices.source(number.attribution))
            claims = topics.setdefault(topic_of(number), {})
            claim = claims.setdefault(key, Claim(*key, []))
            if printed not in claim.printed:
                claim.printed.append(printed)
    for topic, claims in topics.items():
        if len({claim.figure for claim in claims.values()}) > 1:
            yield topic, list(claims.values())


def short_day(stamp: Timestamp) -> str:
    """Return the day of `stamp` without its year: "9 Feb"."""
    words = day_of(stamp).split()
    return f"{words[0]} {words[1][:3]}" if len(words) == 3 else words[0]


def topic_of(number: Quantity) -> str:
    """Return what is counted, one wording for the dead: "bodies" and "deaths" are persons."""
    if number.measure == "kill" and number.item in DEAD:
        return "person, killed"
    return counted(number)


def comparable(number: Quantity) -> bool:
    """Tell whether `number` counts what befell someone or something."""
    return number.kind == "count" and number.measure in BEFELL and number.part_of is None


def words_of(forecast: Forecast, coded: Coded) -> str:
    """Return what is expected: the content of the statement, else the whole sentence."""
    for said in coded.attributions:
        if said.id == forecast.attribution and said.content:
            return quote_of(said.content, coded.report.text, CONTENT)
    return quote_of([forecast.sentence], coded.report.text, CONTENT)


def expected_table(stories: Mapping[str, Sequence[Coded]]) -> Table:
    """Return the forecasts under the title of their story, copies once: who, what, until when."""
    table = new_table(("Who expects", 26), ("what", 54), ("until", 20), lines_between=False)
    for title, told in stories.items():
        rows = list(dict.fromkeys(row for coded in told for row in find_expected(coded)))
        if rows:
            table.add_row(Text(title, style="bold"))
        for row in rows:
            table.add_row(*(Text(cell) for cell in row), end_section=row is rows[-1])
    return table


def find_expected(coded: Coded) -> Iterator[tuple[str, str, str]]:
    """Yield who expects what until when, a page's forecasts in its order."""
    voices = Voices(coded)
    for forecast in coded.forecasts:
        source = voices.source(forecast.attribution)
        yield f"  {source}", words_of(forecast, coded), time_line(forecast.horizon) or "open"
