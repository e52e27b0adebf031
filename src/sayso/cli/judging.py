"""`sayso merge`, `split`, `unsure`, `undo`, `judgements`: what a person judges of incidents."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from sayso.cli.app import DONE, app, count, examples, tell
from sayso.cli.coding import write_line

if TYPE_CHECKING:  # SQLAlchemy would make `sayso --help` wait
    from sayso.ledger.derived.judging import Outcome, Standing
    from sayso.ledger.judgements import Judgement

Format = Literal["jsonl", "table"]
Who = Annotated[str, Parameter(metavar="NAME")]
LedgerFile = Annotated[str, Parameter(name="LEDGER")]
NAMED = 8  # incidents that are told one by one
QUOTED = 60  # letters of a title that are told


@app.command(
    usage="Usage: sayso merge LEDGER ID ID... --who NAME [OPTIONS]",
    help_epilogue=examples(
        "sayso merge news.db n3f9c04d2a81b77e6 n90ab13c5d2e4f608 --who 'R. Okello'",
        "sayso merge news.db n3f9c04d2a81b77e6 e1c0ffee5d2e4f60 --who me --note 'same bridge'",
    ),
)
def merge(
    ledger: LedgerFile,
    /,
    *ids: Annotated[str, Parameter(name="ID")],
    who: Who,
    note: str | None = None,
) -> int:
    """Judge that incidents, or events, are one incident.

    The judgement stands in the ledger with your name and the time. It outlives every run, and
    sayso undo takes it back. Where judgements contradict each other, the later one holds.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    ids
        Ids of incidents, with all their events, or of single events.
    who
        Who judges.
    note
        Why, in your words.
    """
    from sayso.ledger import open_ledger
    from sayso.ledger.derived.judging import merge_incidents

    with open_ledger(Path(ledger)) as store:
        outcome = merge_incidents(store, ids, who, note)
    named = " and ".join(dict.fromkeys(ids))
    if len(outcome.incidents) == 1 and not outcome.alone and not outcome.missing:
        tell(f"{named} are one incident now: {described(outcome.incidents[0])}.")
    else:
        tell(f"{named} are judged to be one incident.")
        tell_incidents(outcome)
    return tell_rest(outcome)


@app.command(
    usage="Usage: sayso split LEDGER INCIDENT EVENT... --who NAME [OPTIONS]",
    help_epilogue=examples(
        "sayso split news.db n3f9c04d2a81b77e6 e1c0ffee5d2e4f60 --who 'R. Okello'",
    ),
)
def split(
    ledger: LedgerFile,
    incident: Annotated[str, Parameter(name="INCIDENT")],
    /,
    *events: Annotated[str, Parameter(name="EVENT")],
    who: Who,
    note: str | None = None,
) -> int:
    """Judge that some events of an incident are of another one than its other events.

    The view incident_reports of the ledger lists the events of each incident. sayso undo takes
    the judgement back.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    incident
        The id of the incident.
    events
        Ids of those of its events that are of another incident.
    who
        Who judges.
    note
        Why, in your words.
    """
    from sayso.ledger import open_ledger
    from sayso.ledger.derived.judging import split_incident

    with open_ledger(Path(ledger)) as store:
        outcome = split_incident(store, incident, events, who, note)
    tell(f"{count(len(set(events)), 'event')} of {incident} judged to be of another incident.")
    tell_incidents(outcome)
    return tell_rest(outcome)


@app.command(
    usage="Usage: sayso unsure LEDGER ID ID... --who NAME [OPTIONS]",
    help_epilogue=examples(
        "sayso unsure news.db n3f9c04d2a81b77e6 n90ab13c5d2e4f608 --who me --note 'ask Lima'",
    ),
)
def unsure(
    ledger: LedgerFile,
    /,
    *ids: Annotated[str, Parameter(name="ID")],
    who: Who,
    note: str | None = None,
) -> int:
    """Write down that you looked, and cannot tell whether incidents or events are one.

    What is one incident stays as it is.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    ids
        Ids of incidents or events.
    who
        Who judges.
    note
        Why, in your words.
    """
    from sayso.ledger import open_ledger
    from sayso.ledger.derived.judging import doubt_incidents

    with open_ledger(Path(ledger)) as store:
        outcome = doubt_incidents(store, ids, who, note)
    named = " and ".join(dict.fromkeys(ids))
    tell(f"whether {named} are one incident is written down as unsure; nothing is changed.")
    return tell_rest(outcome)


@app.command(
    usage="Usage: sayso undo LEDGER JUDGEMENT --who NAME",
    help_epilogue=examples("sayso undo news.db j5a1f00c2b7d9e3a4 --who 'R. Okello'"),
)
def undo(
    ledger: LedgerFile, judgement: Annotated[str, Parameter(name="JUDGEMENT")], /, *, who: Who
) -> int:
    """Take a judgement back. It stays in the ledger, with who took it back and when.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    judgement
        Its id, as sayso judgements lists it.
    who
        Who takes it back.
    """
    from sayso.ledger import open_ledger
    from sayso.ledger.derived.judging import undo_verdict

    with open_ledger(Path(ledger)) as store:
        outcome = undo_verdict(store, judgement, who)
    tell(f"the judgement {judgement} is taken back.")
    tell_incidents(outcome)
    return DONE


@app.command(
    usage="Usage: sayso judgements LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso judgements news.db", "sayso judgements news.db --format jsonl > judged.jsonl"
    ),
)
def judgements(
    ledger: LedgerFile,
    /,
    *,
    format: Format | None = None,  # noqa: A002  # the flag is --format
) -> int:
    """List what people judged, the oldest first, also what was taken back.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    format
        table: a table to read, the default on a terminal. jsonl: one judgement a line.
    """
    from sayso.ledger import read_ledger
    from sayso.ledger.judgements import read_judgements

    with read_ledger(Path(ledger)) as store:
        found = read_judgements(store)
    if format == "jsonl" or (format is None and not sys.stdout.isatty()):
        for judgement in found:
            write_line(judgement)
    elif found:
        print_table(found)
    else:
        tell(f"nobody judged anything in {ledger} yet; see: sayso merge --help")
    return DONE


def print_table(found: "tuple[Judgement, ...]") -> None:
    """Print judgements as a table."""
    from rich.table import Table
    from rich.text import Text

    from sayso.sheet import open_console, printable

    table = Table("judgement", "verdict", "by", "on", "events", "note", "taken back")
    for each in found:
        back = f"{each.undone_by}, {each.undone[:10]}" if each.undone else ""
        events = f"{', '.join(each.one)} / {', '.join(each.other)}"
        cells = (each.id, each.verdict, each.who, each.made[:10], events, each.note or "", back)
        table.add_row(*(Text(printable(cell, QUOTED * 4)) for cell in cells))
    open_console().print(table)


def tell_incidents(outcome: "Outcome") -> None:
    """Tell which incidents hold the events of a judgement now."""
    for incident in outcome.incidents[:NAMED]:
        tell(f"{incident.id}: {described(incident)}.")
    more = len(outcome.incidents) - NAMED
    if more > 0:
        tell(f"and {count(more, 'more incident')}.")
    if outcome.alone:
        tell(f"{count(len(outcome.alone), 'event')} in no incident: {', '.join(outcome.alone)}.")


def tell_rest(outcome: "Outcome") -> int:
    """Tell what a judgement waits for and what it overrules, and how to take it back."""
    if outcome.missing:
        tell(
            f"the ledger does not hold {', '.join(outcome.missing)} yet; "
            "the judgement holds once it does."
        )
    for judgement in outcome.overruled:
        tell(f"it contradicts the older judgement {judgement}, which gives way in that.")
    tell(f"take it back with: sayso undo LEDGER {outcome.judgement} --who NAME")
    return DONE


def described(incident: "Standing") -> str:
    """Return how large an incident is and how it is called."""
    title = " ".join(incident.title.split())
    short = title if len(title) <= QUOTED else f"{title[:QUOTED].rsplit(' ', 1)[0]} …"
    size = f"{count(incident.events, 'event')} in {count(incident.reports, 'report')}"
    return f"{size}, “{short}”"
