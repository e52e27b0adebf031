"""Where a question begins to look: what each report's records are marked with."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from sayso.ledger.tables.columns import METADATA

# One row a report. Numbers rise with the time of publication, so the newest come last; under its
# number `signs_fts` has the terms of the report's records. Derived, and only a first sieve:
# whoever asks looks at the records themselves afterwards. Of a report that is marked anew the old
# row stays, without a report, and no number is given twice: the index forgets nothing.
SIGNS = Table(
    "signs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("report", Integer, ForeignKey("reports.number", ondelete="SET NULL"), unique=True),
)
