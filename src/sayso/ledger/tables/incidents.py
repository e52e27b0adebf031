"""What happened, as many reports tell it. Derived from the reports and from what people judged."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

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
    words("factuality"),  # actual; attempted where no telling has it done
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
    words("features"),  # JSON: what both have, with its words; {} where a person judged
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

# Of each report the words that tell its story. Reports that print one text on one day and were
# coded alike are one wording: only the first of them, `original`, is compared with others.
WORDINGS = Table(
    "wordings",
    METADATA,
    Column(
        "report",
        Integer,
        ForeignKey("reports.number", ondelete="CASCADE"),
        primary_key=True,
    ),
    whole("digest"),  # 63 bits of SHA-256
    whole("rank"),  # place among all reports: minute of publication, then id
    points("original", "reports", required=True),
    words("words"),  # JSON: folded, the most telling first
    words("names"),  # JSON: those of the report, folded, the most telling first
    words("countries"),  # JSON: those that its events are told to be of
)
Index("wordings_digest", WORDINGS.c.digest, WORDINGS.c.rank)

# Which originals may tell of one thing: those that share a key. Of each key the first reports are
# compared with all others, so the work grows with the number of reports, not with its square.
BLOCKS = Table(
    "blocks",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column(
        "report",
        Integer,
        ForeignKey("reports.number", ondelete="CASCADE"),
        primary_key=True,
    ),
    sqlite_with_rowid=False,
)
Index("blocks_report", BLOCKS.c.report)

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

Index("incidents_contested", INCIDENTS.c.number, sqlite_where=INCIDENTS.c.contested.is_(True))
Index("incidents_origins", INCIDENTS.c.origins)
