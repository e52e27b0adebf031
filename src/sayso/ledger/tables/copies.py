"""Which reports print one text. Derived: made anew from the reports whenever they change."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from sayso.ledger.tables.columns import (
    METADATA,
    content_id,
    key,
    maybe,
    points,
    share,
    whole,
    words,
)

# Of each report its MinHash bands: two that share one may be copies.
BANDS = Table(
    "bands",
    METADATA,
    Column(
        "report",
        Integer,
        ForeignKey("reports.number", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("band", Integer, primary_key=True),
    whole("hash"),
    sqlite_with_rowid=False,
)
Index("bands_hash", BANDS.c.hash, BANDS.c.band)

COPY_GROUPS = Table(
    "copy_groups",
    METADATA,
    key(),
    content_id(),
    maybe("agency"),  # whose copy it is; NULL where no report says
    points("original", "reports", required=True),  # that the others are compared with
    points("first", "reports"),  # printed first; NULL where the dates do not tell
    words("reason"),  # what agency, original and first stand on
)

# One row for each report of a group, and for each that takes over a part of another.
COPIES = Table(
    "copies",
    METADATA,
    key(),
    points("copy_group", "copy_groups"),  # NULL: takes over a part only
    points("original", "reports", required=True),
    points("copy", "reports", required=True),
    words("likeness"),  # copy or partial
    share("share_of_original"),
    share("share_of_copy"),
    words("passages"),  # JSON
    words("changes"),  # JSON: what was cut, added, changed
)
