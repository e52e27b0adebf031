"""sayso turns news pages into a sourced ledger: who did what to whom, and on whose say-so."""

__version__ = "0.1.0"
