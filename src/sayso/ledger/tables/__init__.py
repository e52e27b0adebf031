"""The tables of the ledger, declared once; names and meanings are those of the records.

`number` is a row's key within this file and what rows point with: short, and in the order of
writing, so that a large ledger grows as fast as a small one. `id` comes from content and is the
same in every ledger: cite that. Offsets count code points of `reports.text`, half-open. What is
a list of plain values is JSON.

`reports` declares what is read from pages, the rest what is derived from that: `copies`,
`incidents`, `figures`, `outcomes`; `upkeep` is what the ledger knows of itself.
"""

from sqlalchemy import Index

from sayso.ledger.tables.columns import METADATA
from sayso.ledger.tables.copies import BANDS, COPIES, COPY_GROUPS, LIKENESSES, SKETCHES
from sayso.ledger.tables.figures import CONTRADICTIONS, SERIES, SERIES_FIGURES
from sayso.ledger.tables.incidents import (
    BLOCKS,
    DEPENDENCES,
    INCIDENTS,
    JUDGED,
    JUDGEMENTS,
    LINKS,
    MEMBERS,
    ORIGINS,
    WORDINGS,
)
from sayso.ledger.tables.outcomes import OUTCOME_EVIDENCE, OUTCOMES
from sayso.ledger.tables.reports import (
    ATTRIBUTIONS,
    CONTENTS,
    EVENT_QUANTITIES,
    EVENTS,
    FORECASTS,
    INPUTS,
    ISSUES,
    PARTIES,
    PARTS,
    PLACES,
    QUANTITIES,
    RECORDS,
    REPORTS,
    RUNS,
    TIMES,
)
from sayso.ledger.tables.search import SIGNS
from sayso.ledger.tables.upkeep import CHECKPOINTS, PENDING

__all__ = [
    "ATTRIBUTIONS",
    "BANDS",
    "BLOCKS",
    "CHECKPOINTS",
    "CONTENTS",
    "CONTRADICTIONS",
    "COPIES",
    "COPY_GROUPS",
    "DEPENDENCES",
    "EVENTS",
    "EVENT_QUANTITIES",
    "FORECASTS",
    "INCIDENTS",
    "INPUTS",
    "ISSUES",
    "JUDGED",
    "JUDGEMENTS",
    "LIKENESSES",
    "LINKS",
    "MEMBERS",
    "METADATA",
    "ORIGINS",
    "OUTCOMES",
    "OUTCOME_EVIDENCE",
    "PARTIES",
    "PARTS",
    "PENDING",
    "PLACES",
    "QUANTITIES",
    "RECORDS",
    "REPORTS",
    "RUNS",
    "SERIES",
    "SERIES_FIGURES",
    "SIGNS",
    "SKETCHES",
    "TIMES",
    "WORDINGS",
]

for table in METADATA.tables.values():
    for column in table.columns:
        if column.foreign_keys and not column.primary_key and not column.unique:
            held = column.is_not(None) if column.nullable else None
            Index(f"{table.name}_{column.name}", column, sqlite_where=held)
