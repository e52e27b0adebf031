"""Which reports print one text, as rows, made anew only where something changed.

likenesses  reports -> what the texts are that each is compared with, and what came of it
groups      that -> groups of copies, whose they are, and what each shares with the original
reading     rows -> the records that `find_copies` returns
listing     rows -> who prints whose text, and what was changed in it, to read
"""

from sayso.ledger.derived.copies.groups import hanging_on, update_copies
from sayso.ledger.derived.copies.listing import compare_copies, list_copies
from sayso.ledger.derived.copies.reading import canonical_rows, read_copies

__all__ = [
    "canonical_rows",
    "compare_copies",
    "hanging_on",
    "list_copies",
    "read_copies",
    "update_copies",
]
