"""What became of forecasts. Derived: settled anew when reports arrive."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from sayso.ledger.tables.columns import (
    METADATA,
    amount,
    key,
    maybe,
    ordinal,
    points,
    share,
    span,
    whole,
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
    maybe("due"),  # ISO 8601: the day from which on its horizon has passed
    maybe("as_of"),  # ISO 8601: the latest page that was looked at
    words("reason"),  # in words
)
Index("outcomes_due", OUTCOMES.c.due, sqlite_where=OUTCOMES.c.due.is_not(None))

OUTCOME_EVIDENCE = Table(
    "outcome_evidence",
    METADATA,
    key(),
    points("outcome", "outcomes", required=True),
    points("report", "reports", required=True),
    words("record"),  # id of an event or a quantity
    ordinal(),
    words("bearing"),  # for, against, told (the page says itself that it was foretold)
    maybe("day"),  # ISO 8601: for which the record tells it
    *span("span"),
    words("text"),
)

# Under which keys records are filed that may bear on forecasts: a record and a forecast are held
# against each other where they share one. Keys are hashes of what is compared.
HAPPENINGS = Table(
    "happenings",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),  # of the page, counted
    Column("rank", Integer, primary_key=True),  # hash of the id: orders the records of a day
    Column("record", Integer, primary_key=True),  # number of the event or the quantity
    Column("counted", Integer, primary_key=True),  # 1 where it is a quantity
    points("report", "reports", required=True),
    share("least"),  # that its number can be
    sqlite_with_rowid=False,
)

AWAITED = Table(
    "awaited",
    METADATA,
    Column(
        "forecast",
        Integer,
        ForeignKey("forecasts.number", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("key", Integer, primary_key=True),
    whole("first"),  # the day from which on pages can tell of it
    share("least"),  # number that bears on it
    whole("watched"),  # the last day whose pages are looked at
    whole(
        "last"
    ),  # where enough are there, the day of the last of them; later ones change nothing
    sqlite_with_rowid=False,
)
Index("awaited_key", AWAITED.c.key, AWAITED.c.last, AWAITED.c.first)

# One row: the latest day of any page, up to which horizons have passed.
LATEST = Table("latest", METADATA, key(), maybe("day"))

Index("outcomes_outcome", OUTCOMES.c.outcome)
