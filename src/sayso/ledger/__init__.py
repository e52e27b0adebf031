"""Coded reports to rows: what many pages say, kept once and side by side.

One SQLite file. `tables` declares it, `views` are what a person opens, `schema` knows versions,
`store` the file itself. Coded reports become `rows` by `writing`, and by `reading` the same
records again; `identity` says what is the same input, `runs` what a run did, and `export` prints
it all. What the room knows is records: no pages, no language, no stages.
"""

from sayso.ledger.export import export_canonical, export_reports
from sayso.ledger.runs import add_issue, begin_run, count_rows, end_run, find_input
from sayso.ledger.store import Ledger, open_ledger, read_ledger
from sayso.ledger.writing import add_coded

__all__ = [
    "Ledger",
    "add_coded",
    "add_issue",
    "begin_run",
    "count_rows",
    "end_run",
    "export_canonical",
    "export_reports",
    "find_input",
    "open_ledger",
    "read_ledger",
]
