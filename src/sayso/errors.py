"""What can go wrong, as one tree. Every message is one sentence: what, why, what to do next.

SaysoError                expected trouble: costs one input or one stage, never the run
├── InputError            these bytes cannot become a page (empty, binary, too large, unreadable)
│   └── DamageError           bytes that cannot be what they should be (cut, spliced, a bomb)
├── SpanError             a span that cannot quote its text
├── LexiconError          a lexicon file that does not say what it must
├── ModelError            a language model that is missing or not the one we pinned
├── FetchError            an address that cannot be fetched, and what to do about it
│   └── RefusedAddressError   it leads into the house
├── StoreError            a file that sayso keeps cannot be read or written
├── QueryError            a question that no ledger can be asked: an unknown type, no date, no box
└── WorkerError           the processes that code pages die, whichever page they have
"""


class SaysoError(Exception):
    """Expected trouble; the runner turns it into an `Issue` and goes on."""


class InputError(SaysoError):
    """The input cannot become a page: the message says which, why, and what to do."""


class DamageError(InputError):
    """Bytes that cannot be what they should be; says where they lie and what is wrong.

    `cut`: what came right before them is part of something that is now incomplete. `final`:
    nothing behind them is to be read.
    """

    def __init__(self, message: str, *, cut: bool = True, final: bool = False) -> None:
        super().__init__(message)
        self.cut = cut
        self.final = final


class SpanError(SaysoError, ValueError):
    """A span that is empty, reversed or outside its text."""


class LexiconError(SaysoError):
    """A lexicon file is malformed; names the file and the entry."""


class ModelError(SaysoError):
    """The language model is missing or its digest is not the pinned one."""


class FetchError(SaysoError):
    """This address gives no page: the message says why, and what to do."""


class RefusedAddressError(FetchError):
    """This address is none that sayso goes to; no socket was opened."""


class StoreError(SaysoError):
    """A file that sayso keeps (fetched pages, a ledger) cannot be read or written, or is none."""


class QueryError(SaysoError, ValueError):
    """A question that no ledger can be asked; says which part of it, and what it may be."""


class WorkerError(SaysoError):
    """The processes that code pages die one after the other, whichever page they have."""
