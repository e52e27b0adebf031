"""What became of forecasts: a pure method, without pages and without a database.

A forecast is made a `Pattern`, the events and quantities of pages `Happening`s, and `settle`
holds the ones against the other by the numbered rules of `method`. `settle_report` does so for
the records of one page; the ledger does for those of all.
"""

from sayso.extract.settling.building import (
    AROUND,
    LEAD,
    Page,
    Passage,
    event_happening,
    foretold_act,
    number_happening,
    pattern_of,
)
from sayso.extract.settling.days import day_of, day_told, iso
from sayso.extract.settling.keys import (
    CONSIDERED,
    event_keys,
    keys_of_pattern,
    least_in,
    least_of,
    number_keys,
    rank_of,
    watched,
)
from sayso.extract.settling.method import settle
from sayso.extract.settling.page import settle_report
from sayso.extract.settling.records import Evidence, Happening, Pattern, Settled, Telling, Who

__all__ = [
    "AROUND",
    "CONSIDERED",
    "LEAD",
    "Evidence",
    "Happening",
    "Page",
    "Passage",
    "Pattern",
    "Settled",
    "Telling",
    "Who",
    "day_of",
    "day_told",
    "event_happening",
    "event_keys",
    "foretold_act",
    "iso",
    "keys_of_pattern",
    "least_in",
    "least_of",
    "number_happening",
    "number_keys",
    "pattern_of",
    "rank_of",
    "settle",
    "settle_report",
    "watched",
]
