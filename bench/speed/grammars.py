"""Hostile text into each grammar: python -m bench.speed.grammars.

Prints the milliseconds of processor time that each grammar takes for 100,000 characters of each
kind, and for real words; returns 1 where a hostile kind takes more than the ceiling. For times
and quantities the text is cut into tokens without a parse. Names of places are found with the
entities of a parse, so for them a tenth of the text is parsed and joined ten times, as the pieces
of a long page are, before the clock runs. Either way only the grammar is measured; the parse of
100,000 characters takes seconds of its own, in proportion to their number. What was loaded before
the clock runs is out of reach of the garbage collector: going through the language model is no
work of a grammar.
"""

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc as SpacyDoc

from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate, join_pieces, load_model
from sayso.extract.counting.numbers import find_numbers
from sayso.extract.places import find_toponyms
from sayso.extract.times import find_times
from sayso.ids import content_id
from sayso.records import Basis, Raw, Report, Span, Timestamp

LENGTH = 100_000  # characters
CEILING = 100  # milliseconds
ROUNDS = 3
PIECE = 5  # characters a token
PIECES = 10  # parsed alike and joined, where a grammar reads a parse
HELD, BROKEN = 0, 1

Finder = Callable[[Document], object]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One grammar with the hostile kinds made for it: what is repeated, by name."""

    name: str
    find: Finder
    hostile: dict[str, str]
    parsed: bool = False  # it reads what a parse says of its text


# Kinds that are hostile to any grammar.
ANY = {
    "digits": "1",
    "digits and slashes": "1/",
    "letters": "a",
    "commas": ", ",
    "blanks": " ",
    "question marks": "?",
    "and and": "and ",
    "of the of the": "of the ",
    "a a": "a ",
    "two two": "two ",
}
GRAMMARS: tuple[Grammar, ...] = (
    Grammar(
        "times",
        find_times,
        {
            "Monday Monday": "Monday ",
            "ago ago": "ago ",
            "May May": "May ",
            "years": "1998 ",
            "12:12:12": "12:",
            "a year earlier": "a year earlier ",
            "from 3 to 5 May": "from 3 to 5 May ",
            "the end of the": "the end of the ",
        },
    ),
    Grammar(
        "quantities",
        lambda doc: sum(1 for _ in find_numbers(doc.text)),
        {
            "figures": "1 ",
            "thousands": "1,000 ",
            "thousands glued": "1,000,",
            "decimals": "1.",
            "million million": "million ",
            "1 million million": "1 million million ",
            "and a half": "and a half ",
            "two and a half": "two and a half ",
            "scores": "1-",
            "currencies": "$",
            "sums": "$1",
            "percent": "%",
            "between between": "between ",
            "between 1 and": "between 1 and ",
            "one or": "one or ",
            "1 to": "1 to ",
            "half a": "half a ",
            "one hundred and": "one hundred and ",
            "dozens of": "dozens of ",
            "margins": "1 ± ",
            "letters and figures": "a1",
            "words and figures": "x 1 ",
            "one in ten": "one in ten ",
        },
    ),
    Grammar(
        "places",
        find_toponyms,
        {
            "Paris,": "Paris, ",
            "in Paris": "in Paris ",
            "Paris a line": "Paris\n",
            "New New New": "New ",
            "capitals": "A",
            "words in capitals": "PARIS ",
            "one endless name": "Xa",
            "unknown names": "Xab ",
            "Springfield, Ohio": "Springfield, Ohio, ",
            "New York (": "New York (",
            "U.S. U.S.": "U.S. ",
            "capital of capital": "the capital of the capital of ",
            "the capital of Peru": "the capital of Peru ",
            "quoted names": '"Paris" ',
            "open quotes": "“",
            "accents": "São Tomé ",
            "marks": "e\u0301",
            "hyphens": "Stratford-upon-",
            "adjectives": "Turkish ",
            "directions": "north-western Turkish Kiev and ",
        },
        parsed=True,
    ),
)
# What the grammars take for prose, dense with times and numbers; it has no ceiling.
PROSE = "Police said on Monday that 20 men had fled the port for two days, or a third of them. "


def report_of(text: str) -> Report:
    """Return `text` as the report of a page published on a known day."""
    return Report(
        id=content_id("report", text),
        url=None,
        title=None,
        language="en",
        outlet=None,
        agency=None,
        bylines=(),
        dateline=None,
        section=None,
        published=Timestamp(value="2022-12-20", precision="day", basis="given"),
        updated=None,
        basis=Basis(),
        text=text,
        paragraphs=(Span(0, len(text)),),
        chrome=(),
        raw=Raw(sha256="", bytes=0, media_type="text/plain", charset=None, path=None, url=None),
    )


def bare_document(text: str) -> Document:
    """Return `text` as a document of short tokens without a parse."""
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    spacy_doc = SpacyDoc(load_model().vocab, words=pieces, spaces=[False] * len(pieces))
    return Document(report=report_of(text), spacy_doc=spacy_doc)


def parsed_document(text: str) -> Document:
    """Return `text` over and over, `PIECES` times, as a document: it is parsed once."""
    [piece] = annotate([report_of(text)])
    spacy_doc = join_pieces([piece.spacy_doc] * PIECES)
    return Document(report=report_of(text * PIECES), spacy_doc=spacy_doc)


def document_of(unit: str, grammar: Grammar) -> Document:
    """Return the document of `LENGTH` characters of `unit` that a grammar is measured on."""
    if grammar.parsed:
        return parsed_document(repeated(unit, LENGTH // PIECES))
    return bare_document(repeated(unit))


def repeated(unit: str, length: int = LENGTH) -> str:
    """Return `length` characters of `unit` over and over."""
    return (unit * (length // len(unit) + 1))[:length]


def measure(grammar: Grammar, unit: str) -> float:
    """Return the least milliseconds of processor time of `ROUNDS` rounds."""
    doc = document_of(unit, grammar)
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        grammar.find(doc)
        times.append(time.process_time() - started)
    return 1000 * min(times)


def main() -> int:
    """Measure and print; return 1 where a hostile kind takes more than the ceiling."""
    worst = 0.0
    for grammar in GRAMMARS:
        grammar.find(document_of(PROSE, grammar))  # lexicons are loaded before the clock runs
        for name, unit in {**ANY, **grammar.hostile}.items():
            taken = measure(grammar, unit)
            worst = max(worst, taken)
            print(f"{grammar.name:12s} {name:20s} {taken:7.1f} ms")
        print(f"{grammar.name:12s} {'(prose)':20s} {measure(grammar, PROSE):7.1f} ms")
    verdict = "holds" if worst <= CEILING else "BROKEN"
    print(f"{'slowest':33s} {worst:7.1f} ms (at most {CEILING}) {verdict}")
    return HELD if worst <= CEILING else BROKEN


if __name__ == "__main__":
    sys.exit(main())
