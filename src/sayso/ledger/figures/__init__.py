"""Rival numbers: what many sources say of one thing, side by side, each placed among the others.

Numbers of an incident fall into series that count the same thing (`find_series`); of a series one
can be picked by a rule that has a name (`best`); and where two sources cannot both be right, that
is a record of its own, with both quotes (`find_contradictions`). No file, no table, no average.
"""

from sayso.ledger.figures.choosing import RULES, Choice, Rule, best
from sayso.ledger.figures.claims import Basis, Claim, Relation, Source
from sayso.ledger.figures.contradictions import find_contradictions
from sayso.ledger.figures.denials import Act, Statement
from sayso.ledger.figures.quotes import Contradiction, Quote
from sayso.ledger.figures.series import Figure, Series, find_series
from sayso.ledger.figures.sources import Voice, fold_sources

__all__ = [
    "RULES",
    "Act",
    "Basis",
    "Choice",
    "Claim",
    "Contradiction",
    "Figure",
    "Quote",
    "Relation",
    "Rule",
    "Series",
    "Source",
    "Statement",
    "Voice",
    "best",
    "find_contradictions",
    "find_series",
    "fold_sources",
]
