"""Copies are not sources: which reports print one text, whose it is, and who is independent.

find_copies   reports -> groups of near-copies, and reports that take over a part
find_diff_lines  two reports -> what was kept, cut, added and moved, to read
find_origins  accounts of one thing -> how many of them are independent, and why others are not
"""

from sayso.ledger.copies.difference import find_diff_lines
from sayso.ledger.copies.groups import find_copies
from sayso.ledger.copies.origins import (
    Account,
    Citation,
    Corroboration,
    Dependence,
    account_of,
    find_origins,
)
from sayso.ledger.copies.records import Change, Copies, Copy, CopyGroup, Passage

__all__ = [
    "Account",
    "Change",
    "Citation",
    "Copies",
    "Copy",
    "CopyGroup",
    "Corroboration",
    "Dependence",
    "Passage",
    "account_of",
    "find_copies",
    "find_diff_lines",
    "find_origins",
]
