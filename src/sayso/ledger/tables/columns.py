"""How the tables of a ledger are declared: the columns that many of them have."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    Text,
)

METADATA = MetaData()


def key() -> Column[int]:
    """Return the column that rows of other tables point at."""
    return Column("number", Integer, primary_key=True)


def content_id() -> Column[str]:
    """Return the column of the id that comes from content."""
    return Column("id", Text, nullable=False, unique=True)


def points(
    name: str, table: str, *, required: bool = False, deferred: bool = False
) -> Column[int]:
    """Return a column that points at a row of `table`; the row goes when that one goes.

    A `deferred` pointer is checked at the end of the transaction: its row may come later.
    """
    target = ForeignKey(
        f"{table}.number",
        ondelete="CASCADE",
        deferrable=deferred or None,
        initially="DEFERRED" if deferred else None,
    )
    return Column(name, Integer, target, nullable=not required)


def of_report() -> Column[int]:
    """Return the column that names the report a row was read from."""
    return points("report", "reports", required=True)


def ordinal() -> Column[int]:
    """Return the column that keeps the order of the text, from 0."""
    return Column("ordinal", Integer, nullable=False)


def words(name: str) -> Column[str]:
    """Return a column of text that every row has."""
    return Column(name, Text, nullable=False)


def maybe(name: str) -> Column[str]:
    """Return a column of text that is NULL where it is not known."""
    return Column(name, Text)


def amount(name: str) -> Column[float]:
    """Return a column of numbers as stated: whole ones stay whole."""
    return Column(name, Numeric(asdecimal=False))


def span(name: str, *, required: bool = True) -> tuple[Column[int], Column[int]]:
    """Return the two columns of a span: `name_start`, and `name_end` after its last character."""
    start = Column(f"{name}_start", Integer, nullable=not required)
    return start, Column(f"{name}_end", Integer, nullable=not required)


def exactly_one(table: str, *names: str) -> CheckConstraint:
    """Return the rule that a row belongs to one record and no more."""
    held = " + ".join(f"({name} IS NOT NULL)" for name in names)
    return CheckConstraint(f"{held} = 1", name=f"{table}_of_one")


def share(name: str) -> Column[float]:
    """Return a column of numbers between 0 and 1."""
    return Column(name, Float, nullable=False)


def whole(name: str) -> Column[int]:
    """Return a column of whole numbers that every row has."""
    return Column(name, Integer, nullable=False)
