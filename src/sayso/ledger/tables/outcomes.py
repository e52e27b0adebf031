"""What became of forecasts. Derived: settled anew when reports arrive."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from sayso.ledger.tables.columns import (
    METADATA,
    amount,
    key,
    maybe,
    ordinal,
    points,
    span,
    words,
)

OUTCOMES = Table(
    "outcomes",
    METADATA,
    key(),
    Column(
        "forecast",
        Integer,
        ForeignKey("forecasts.number", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    words("outcome"),  # open, on_track, borne_out, contradicted, expired
    amount("low"),  # what has come to pass, where the forecast has a number
    amount("high"),
    maybe("as_of"),  # ISO 8601: the latest page that was looked at
    words("reason"),  # in words
)

OUTCOME_EVIDENCE = Table(
    "outcome_evidence",
    METADATA,
    key(),
    points("outcome", "outcomes", required=True),
    points("report", "reports", required=True),
    words("record"),  # id of an event or a quantity
    ordinal(),
    words("bearing"),  # for, against, told (the page says itself that it came to pass)
    *span("span"),
    words("text"),
)
