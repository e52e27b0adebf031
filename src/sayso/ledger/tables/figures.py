"""Numbers of one thing, side by side. Derived: made anew wherever an incident changes."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table

from sayso.ledger.tables.columns import (
    METADATA,
    amount,
    content_id,
    key,
    maybe,
    ordinal,
    points,
    whole,
    words,
)

# What many quantities of one incident count: "killed · soldier".
SERIES = Table(
    "series",
    METADATA,
    key(),
    content_id(),
    points("incident", "incidents", required=True),
    words("measure"),
    words("kind"),
    maybe("item"),
    maybe("unit"),
    maybe("per"),
    maybe("of"),  # whose: the side that was hit, where the reports tell and there are several
    amount("low"),  # smallest claimed
    amount("high"),  # largest claimed
    Column("open", Boolean, nullable=False),  # of the largest it is said that there are more
    amount("standing_low"),  # the same of what no later number replaced
    amount("standing_high"),
    whole("figures"),
    whole("sources"),
)

SERIES_FIGURES = Table(
    "series_figures",
    METADATA,
    key(),
    points("series", "series", required=True),
    Column(
        "quantity",
        Integer,
        ForeignKey("quantities.number", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    ordinal(),  # by the time it was given, then published
    maybe("given"),  # ISO 8601: when the source gave it, as far as the reports tell
    maybe("source"),  # who gave it, as it is counted: one name for all names of one source
    words("relation"),  # first, same, revision, rival, part, added
    points("of", "quantities"),  # what it repeats, revises, rivals, is a part of, adds to
    Column("total", Boolean, nullable=False),  # counts all of it
    Column("stands", Boolean, nullable=False),  # a total that no later one replaced
    words("basis"),  # what ties it to the incident: event, sentence, report
    words("reason"),  # in words
)

CONTRADICTIONS = Table(
    "contradictions",
    METADATA,
    key(),
    content_id(),
    points("incident", "incidents"),
    words("kind"),  # figures: bounds that exclude each other; denial: one denies what one asserts
    points("one_report", "reports", required=True),
    words("one"),  # id of the record
    whole("one_start"),
    whole("one_end"),
    words("one_text"),
    points("other_report", "reports", required=True),
    words("other"),
    whole("other_start"),
    whole("other_end"),
    words("other_text"),
    words("reason"),
)

Index("contradictions_one", CONTRADICTIONS.c.one)
Index("contradictions_other", CONTRADICTIONS.c.other)
