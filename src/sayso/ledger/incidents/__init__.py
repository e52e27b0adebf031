"""When two tellings speak of one event, or of one incident.

A telling is one event as one report tells it. Pairs of tellings are compared feature by feature,
scored with weights that were learnt from annotated reports, and grouped. No file, no table.
"""

from sayso.ledger.incidents.clustering import Judged, cluster
from sayso.ledger.incidents.evidence import Feature, compare
from sayso.ledger.incidents.linkage import (
    SAME_EVENT,
    SAME_INCIDENT,
    THRESHOLDS,
    Level,
    Link,
    chance,
    chances,
    score,
)
from sayso.ledger.incidents.telling import (
    Number,
    Someone,
    Telling,
    Where,
    telling_of,
    tellings_of,
)

__all__ = [
    "SAME_EVENT",
    "SAME_INCIDENT",
    "THRESHOLDS",
    "Feature",
    "Judged",
    "Level",
    "Link",
    "Number",
    "Someone",
    "Telling",
    "Where",
    "chance",
    "chances",
    "cluster",
    "compare",
    "score",
    "telling_of",
    "tellings_of",
]
