"""`sayso events`, `incidents`, `figures`, `forecasts`, `who-said`: what a ledger answers."""

import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
from cyclopts import Group, Parameter

from sayso.cli.app import DONE, USAGE, app, examples, tell
from sayso.cli.coding import write_line
from sayso.errors import QueryError

if TYPE_CHECKING:  # SQLAlchemy would make `sayso --help` wait
    from sayso.ledger import Ledger
    from sayso.ledger.query import AnswerRow, Filters, Page
    from sayso.ledger.query.sieve import Kind

Format = Literal["table", "json", "csv", "geojson"]

FILTERS: Final = Group("Filters", help="Several values of one filter: any will do.", sort_key=1)
LIST: Final = Parameter(negative=(), group=FILTERS)
ONE: Final = Parameter(group=FILTERS)
Words = Annotated[list[str] | None, LIST]
Word = Annotated[str | None, ONE]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the records have to be; names and meanings are those of `sayso.ledger.query.Filters`.

    Parameters
    ----------
    type
        PLOVER type: ASSAULT, or ASSAULT,COERCE.
    mode
        Mode of the type: aerial.
    actor
        Who did it: words of the name, country code (SDN) or sector (MIL); =NAME is all of it.
    recipient
        To whom it was done, like --actor.
    place
        Where: words of the name or region, country, country code, GeoNames id.
    box
        Where: west,south,east,north in degrees; --box=-17,4,15,20 where it begins with a minus.
    since
        Happened on that day or later: 2026-04-01, 2026-04 or 2026.
    until
        Was over by the end of that day, month or year.
    published_since
        Printed on that day or later.
    published_until
        Printed on that day or before.
    source
        On whose say-so, like --actor.
    interest
        What the source is to what it tells: actor, recipient, none.
    stance
        How the source puts it: asserts, denies, doubts, expects, intends, asks, alleges, concedes.
    factuality
        As what it is told: actual, negated, attempted, future, hypothetical, general.
    outlet
        Who printed it, by words of the name.
    agency
        Whose copy it is, by words of the name.
    measure
        Figures and forecasts: what befell those counted: kill, injure, displace.
    outcome
        Forecasts: open, on_track, borne_out, contradicted, expired.
    contested
        yes: accounts of it exclude each other. no: none do.
    corroborated
        Told by at least so many independent origins.
    text
        Words in the sentence; "a phrase" in quotation marks; a word with any ending*.
    """

    type: Words = None
    mode: Words = None
    actor: Words = None
    recipient: Words = None
    place: Words = None
    box: Word = None
    since: Word = None
    until: Word = None
    published_since: Word = None
    published_until: Word = None
    source: Words = None
    interest: Words = None
    stance: Words = None
    factuality: Words = None
    outlet: Words = None
    agency: Words = None
    measure: Words = None
    outcome: Words = None
    contested: Word = None
    corroborated: Word = None
    text: Words = None

    def filters(self) -> "Filters":
        """Return what is asked for. Raises `QueryError` for what cannot be."""
        from sayso.ledger.query import decode_filters

        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return decode_filters({name: value for name, value in values.items() if value})


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Shown:
    """How much is shown, and how.

    Parameters
    ----------
    limit
        Rows of a page, 1 to 1,000.
    after
        The token that the page before ended with.
    format
        table: to read. json: one object a line. csv: for spreadsheets. geojson: for maps. Without
        it a table on a terminal, else json.
    """

    limit: int = 50
    after: str | None = None
    format: Format | None = None


NOTHING_ASKED: Final = Asked()
AS_USUAL: Final = Shown()
LedgerPath = Annotated[str, Parameter(name="LEDGER")]


@app.command(
    usage="Usage: sayso events LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso events news.db --type ASSAULT --place Sudan --since 2026-04",
        "sayso events news.db --actor MIL --corroborated 2 --format csv > events.csv",
    ),
)
def events(ledger: LedgerPath, /, *, asked: Asked = NOTHING_ASKED, shown: Shown = AS_USUAL) -> int:
    """Print who did what to whom, where and when, and on whose say-so: newest report first.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    """
    return answer("event", ledger, asked, shown)


@app.command(
    usage="Usage: sayso incidents LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso incidents news.db --contested yes",
        "sayso incidents news.db --type PROTEST --format geojson > map.json",
    ),
)
def incidents(
    ledger: LedgerPath, /, *, asked: Asked = NOTHING_ASKED, shown: Shown = AS_USUAL
) -> int:
    """Print what happened as many reports tell it, with outlets, independent origins, numbers.

    One event of an incident has to meet all filters at once.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    """
    return answer("incident", ledger, asked, shown)


@app.command(
    usage="Usage: sayso figures LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso figures news.db --measure kill --type ASSAULT",
        "sayso figures news.db --contested yes --best official",
    ),
)
def figures(
    ledger: LedgerPath,
    /,
    *,
    asked: Asked = NOTHING_ASKED,
    shown: Shown = AS_USUAL,
    best: Annotated[str | None, Parameter(metavar="RULE")] = None,
) -> int:
    """Print numbers, rivals side by side: who gave which, the smallest and the largest claimed.

    No average is ever made of them.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    best
        Also name the number of each series that a rule picks: latest, official, most_sources,
        least_interested, lowest, highest.
    """
    return answer("figure", ledger, asked, shown, best)


@app.command(
    usage="Usage: sayso forecasts LEDGER [OPTIONS]",
    help_epilogue=examples("sayso forecasts news.db --outcome borne_out,contradicted"),
)
def forecasts(
    ledger: LedgerPath, /, *, asked: Asked = NOTHING_ASKED, shown: Shown = AS_USUAL
) -> int:
    """Print what was foretold, by whom, until when, and what became of it.

    --type, --mode and --actor are of what is expected, --since and --until of when it is due.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    """
    return answer("forecast", ledger, asked, shown)


@app.command(
    name="who-said",
    usage="Usage: sayso who-said LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso who-said news.db --stance denies",
        "sayso who-said news.db --text '\"cease fire\" truce*' --source MIL",
    ),
)
def who_said(
    ledger: LedgerPath, /, *, asked: Asked = NOTHING_ASKED, shown: Shown = AS_USUAL
) -> int:
    """Print who said what, how, and in whose pages.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    """
    return answer("saying", ledger, asked, shown)


def answer(kind: "Kind", path: str, asked: Asked, shown: Shown, best: str | None = None) -> int:
    """Print what of a kind meets the filters, and return the exit code."""
    from sayso.ledger import read_ledger
    from sayso.ledger.derived import count_pending
    from sayso.ledger.query import check_rule, choose_best
    from sayso.ledger.query.finding import FINDERS

    try:
        filters = asked.filters()
        rule = check_rule(best) if best is not None else None
        with read_ledger(Path(path)) as ledger:
            page: Page[Any] = FINDERS[kind](ledger, filters, shown.limit, shown.after)
            if rule is not None:
                page = msgspec.structs.replace(page, rows=choose_best(ledger, page.rows, rule))
            write_page(ledger, page, shown.format or usual_format())
            if page.rows:
                tell_rest(page, count_pending(ledger))
            else:
                tell_nothing(ledger, kind, filters)
    except QueryError as fault:
        tell(str(fault))
        return USAGE
    return DONE


def usual_format() -> Format:
    """Return how answers are printed where nobody says: to be read, or to be piped."""
    return "table" if sys.stdout.isatty() else "json"


def write_page(ledger: "Ledger", page: "Page[AnswerRow]", how: Format) -> None:
    """Print the rows of a page."""
    from sayso.ledger.query.formats import as_csv, as_geojson

    if how == "json":
        for row in page.rows:
            write_line(row)
    elif how == "csv":
        sys.stdout.buffer.write(as_csv(page.rows).encode())
    elif how == "geojson":
        sys.stdout.buffer.write(msgspec.json.encode(as_geojson(page.rows, page.next)) + b"\n")
    elif page.rows:
        write_table(ledger, page.rows)


def write_table(ledger: "Ledger", rows: "tuple[AnswerRow, ...]") -> None:
    """Print rows as a table to read; numbers together with all their rivals."""
    from sayso.cli.answer_tables import answer_table, figure_table
    from sayso.ledger.query import FigureRow, read_rivals
    from sayso.sheet import open_console

    console = open_console()
    figures = [row for row in rows if isinstance(row, FigureRow)]
    if figures:
        console.print(figure_table(figures, read_rivals(ledger, figures)))
    else:
        console.print(answer_table(rows))
    sys.stdout.flush()


def tell_rest(page: "Page[AnswerRow]", waiting: int) -> None:
    """Tell how to go on where there is more, and of reports that could not be asked yet."""
    if waiting:
        told = "report is" if waiting == 1 else "reports are"
        tell(f"{waiting:,} {told} not worked in yet; give sayso run once more")
    if page.next is not None:
        tell(f"there is more; go on with the same command and --after {page.next}")


def tell_nothing(ledger: "Ledger", kind: "Kind", filters: "Filters") -> None:
    """Tell why nothing was found, and what to try."""
    from sayso.ledger.query.advice import advise

    tell(advise(ledger, kind, filters))
