"""Questions to a ledger: one set of filters for Python, the command line and HTTP.

`filters` says what can be asked, `sieve` and `clauses` put it to SQL, `looking` goes through the
reports, `walking` finds what in them meets it, `reading` makes rows of it that can be cited, and
`finding` gives them a page at a time. `why` tells what one record stands on.
"""

from sayso.ledger.query.answers import (
    AnswerRow,
    EventRow,
    FigureRow,
    ForecastRow,
    IncidentRow,
    SayingRow,
)
from sayso.ledger.query.choosing import check_rule, choose_best
from sayso.ledger.query.filters import Box, Filters, decode_filters
from sayso.ledger.query.finding import (
    Count,
    Page,
    count_records,
    find_events,
    find_figures,
    find_forecasts,
    find_incidents,
    find_sayings,
    read_rivals,
)
from sayso.ledger.query.reasons import Why
from sayso.ledger.query.why import explain

__all__ = [
    "AnswerRow",
    "Box",
    "Count",
    "EventRow",
    "FigureRow",
    "Filters",
    "ForecastRow",
    "IncidentRow",
    "Page",
    "SayingRow",
    "Why",
    "check_rule",
    "choose_best",
    "count_records",
    "decode_filters",
    "explain",
    "find_events",
    "find_figures",
    "find_forecasts",
    "find_incidents",
    "find_sayings",
    "read_rivals",
]
