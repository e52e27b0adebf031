"""Which reports print one text. Derived: made anew from the reports whenever they change."""

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, Table, event

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


def of_report(name: str) -> Column[int]:
    """Return a column of the key that points at a report, and goes with it."""
    target = ForeignKey("reports.number", ondelete="CASCADE")
    return Column(name, Integer, target, primary_key=True)


# What is kept of each text to find its like.
SKETCHES = Table(
    "sketches",
    METADATA,
    of_report("report"),
    whole("words"),
    whole("place"),  # sorts the longest text first
    words("bands"),  # JSON: a hash each
)


@event.listens_for(SKETCHES, "after_create")
def take_bands_along(_: Table, connection: Connection, **__: object) -> None:
    """Have the rows of `bands` go with their sketch."""
    connection.exec_driver_sql(
        "CREATE TRIGGER sketches_delete AFTER DELETE ON sketches BEGIN "
        "DELETE FROM bands WHERE place = old.place AND report = old.report "
        "AND hash IN (SELECT value FROM json_each(old.bands)); END"
    )


# The same by hash: who shares one of them may print one text. Rows go with their sketch, by a
# trigger that knows their hashes: an index by report would be as large as all the rest.
BANDS = Table(
    "bands",
    METADATA,
    Column("hash", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True),
    Column("report", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
# What came of comparing a text with the likeliest of the longer ones: of several copies, the
# report is put to the one that stands here.
LIKENESSES = Table(
    "likenesses",
    METADATA,
    of_report("report"),
    of_report("longer"),
    maybe("likeness"),  # copy, partial; NULL: neither
    whole("words"),  # in common
    sqlite_with_rowid=False,
)
Index("likenesses_longer", LIKENESSES.c.longer)

COPY_GROUPS = Table(
    "copy_groups",
    METADATA,
    key(),
    content_id(),  # of its original
    maybe("agency"),  # whose copy it is; NULL where no report says
    points("original", "reports", required=True),  # that the others are compared with
    points("first", "reports"),  # printed first; NULL where the dates do not tell
    words("reason"),  # what agency, original and first stand on
)

# One row for each report of a group but its original, and for each that takes over a part.
COPIES = Table(
    "copies",
    METADATA,
    key(),
    points("copy_group", "copy_groups"),  # NULL: takes over a part only
    points("original", "reports", required=True),
    points("copy", "reports", required=True),
    words("likeness"),  # copy; partial: they share but a part
    share("share_of_original"),
    share("share_of_copy"),
    words("passages"),  # JSON: spans of what both have
    words("changes"),  # JSON: what was cut, added, changed
)
