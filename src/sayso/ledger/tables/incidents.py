"""What happened, as many reports tell it. Derived from the reports and from what people judged."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, Table, Text

from sayso.ledger.tables.columns import (
    METADATA,
    content_id,
    key,
    maybe,
    ordinal,
    points,
    share,
    whole,
    words,
)

INCIDENTS = Table(
    "incidents",
    METADATA,
    key(),
    content_id(),  # made from that of its first event, so that an old id still leads here
    words("type"),
    maybe("mode"),
    words("title"),  # in words of the reports: the sentence of its first event
    maybe("actors"),  # names, as the views write them
    maybe("recipients"),
    maybe("place"),
    maybe("country"),
    maybe("admin1"),
    Column("geonames_id", Integer),
    Column("latitude", Float),
    Column("longitude", Float),
    maybe("place_precision"),
    maybe("start"),  # ISO 8601: the narrowest time that its reports give; NULL where none does
    maybe("end"),
    maybe("first_published"),
    maybe("last_published"),
    whole("events"),
    whole("reports"),
    whole("outlets"),
    whole("origins"),  # independent ones
    Column("contested", Boolean, nullable=False),
)

MEMBERS = Table(
    "members",
    METADATA,
    key(),
    points("incident", "incidents", required=True),
    Column(
        "event",
        Integer,
        ForeignKey("events.number", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    ordinal(),  # the first is the event that the incident is named by
)

LINKS = Table(
    "links",
    METADATA,
    key(),
    points("one", "events", required=True),
    points("other", "events", required=True),
    share("score"),  # chance that both tell of one incident; 1 or 0 where a person judged
    words("reason"),  # in words
    words("features"),  # JSON: each with its value and its evidence
)

ORIGINS = Table(
    "origins",
    METADATA,
    key(),
    points("incident", "incidents", required=True),
    points("report", "reports", required=True),
    ordinal(),  # reports of one number are one origin
)

DEPENDENCES = Table(
    "dependences",
    METADATA,
    key(),
    points("incident", "incidents", required=True),
    points("report", "reports", required=True),
    points("other", "reports", required=True),
    words("tie"),
    words("reason"),
    words("evidence"),  # JSON
)

# What people said of events, by the ids of the events: nothing that is coded anew touches it.
JUDGEMENTS = Table(
    "judgements",
    METADATA,
    key(),
    content_id(),
    words("verdict"),  # same, different, unsure
    words("who"),
    words("made"),  # ISO 8601, UTC
    maybe("undone"),
    maybe("undone_by"),
    maybe("note"),
)

JUDGED = Table(
    "judged",
    METADATA,
    key(),
    points("judgement", "judgements", required=True),
    Column(
        "side", Integer, nullable=False
    ),  # 0 or 1: the verdict is on each of one with the other
    Column("event", Text, nullable=False, index=True),  # id
)
