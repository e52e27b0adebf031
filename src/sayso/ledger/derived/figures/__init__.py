"""Series of numbers and contradictions as rows, made anew for every incident that changed."""

from sayso.ledger.derived.figures.canonical import (
    CanonicalContradiction,
    CanonicalFigure,
    CanonicalSeries,
    canonical_rows,
)
from sayso.ledger.derived.figures.rows import update_figures

__all__ = [
    "CanonicalContradiction",
    "CanonicalFigure",
    "CanonicalSeries",
    "canonical_rows",
    "update_figures",
]
