"""The command line: records to stdout, talk to stderr, and an exit code that a script can trust.

0  done
2  the command was not understood
3  done, but some inputs were set aside (each is named on stderr)
4  the language model, a record or a ledger is not what it must be, or the output cannot be
   written; nothing after it was coded
130  interrupted

Heavy imports stand inside the functions: `sayso --help` need not wait for a language model.
"""

from sayso.cli import (
    asking,
    coding,
    copying,
    explaining,
    fetching,
    judging,
    running,
    showing,
    tracing,
    verifying,
)
from sayso.cli.app import app, main

__all__ = [
    "app",
    "asking",
    "coding",
    "copying",
    "explaining",
    "fetching",
    "judging",
    "main",
    "running",
    "showing",
    "tracing",
    "verifying",
]
