"""What the ledger knows of itself: what is still to be derived, what it was when it was sealed."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from sayso.ledger.tables.columns import METADATA, key, maybe, whole, words

# Reports from which nothing is derived yet; written with the report, gone when it is done.
PENDING = Table(
    "pending",
    METADATA,
    Column(
        "report",
        Integer,
        ForeignKey("reports.number", ondelete="CASCADE"),
        primary_key=True,
    ),
)

CHECKPOINTS = Table(
    "checkpoints",
    METADATA,
    key(),
    whole("size"),  # entries of the tree: the inputs, in the order of their numbers
    words("root"),  # SHA-256, as RFC 6962 hashes a tree
    words("made"),  # ISO 8601, UTC
    maybe("note"),
)
