"""What version a ledger file is of, how a new one is made, and how an old one is brought forward.

Versions only go up. A new file is made as the tables are declared; an old one is taken through
the steps between its version and ours, in one transaction. The tests hold both ways to one
result, and keep a file of every version that was released.
"""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from sayso.errors import StoreError
from sayso.ledger.tables import METADATA
from sayso.ledger.views import VIEWS, search_tables

APPLICATION: Final = 0x53415953  # "SAYS": tells a ledger from any other SQLite file

Step = Callable[[Connection], None]

# MIGRATIONS[0] leads from version 1 to 2, and so on. A step is never changed once released.
MIGRATIONS: Final[tuple[Step, ...]] = ()


def newest() -> int:
    """Return the version that this sayso writes."""
    return 1 + len(MIGRATIONS)


def ready_schema(connection: Connection, path: str, *, create: bool) -> None:
    """Make sure that the file is a ledger of our version, inside the caller's transaction.

    An empty file becomes a ledger where `create` says so, an old ledger is brought forward.
    Raises `StoreError` for a file that is none, or is of a newer sayso.
    """
    if pragma(connection, "application_id") != APPLICATION:
        if not (create and is_empty(connection)):
            raise StoreError(
                f"{path} is no ledger of sayso; name one that sayso run made, or a new file"
            )
        create_schema(connection)
        return
    version = pragma(connection, "user_version")
    if version > newest():
        raise StoreError(
            f"{path} was written by a newer sayso (its version is {version}, this one reads up "
            f"to {newest()}); update with: pip install -U sayso"
        )
    for step in MIGRATIONS[version - 1 :]:
        step(connection)
    if version < newest():
        mark(connection)


def is_current(connection: Connection) -> bool:
    """Tell whether the file is a ledger of our very version."""
    ours = pragma(connection, "application_id") == APPLICATION
    return ours and pragma(connection, "user_version") == newest()


def create_schema(connection: Connection) -> None:
    """Make tables, views and search index in an empty file."""
    METADATA.create_all(connection, checkfirst=False)
    for statement in (*search_tables(), *VIEWS):
        connection.exec_driver_sql(statement)
    mark(connection)


def mark(connection: Connection) -> None:
    """Write into the file whose it is, and which version."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    connection.exec_driver_sql(f"PRAGMA user_version = {newest()}")


def is_empty(connection: Connection) -> bool:
    """Tell whether the file holds nothing at all."""
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is None


def pragma(connection: Connection, name: str) -> int:
    """Return a number that SQLite keeps in the file's head."""
    value: int = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    return value
