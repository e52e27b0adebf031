"""Which bytes are these characters: random spans of real pages, wrapped in every format."""

import io
import random
import re
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

import layers
from bench.quality.corpus import GoldDocument, read_documents, read_html
from bench.quality.flattening import inner_text
from formats import QUAY, Article
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ingest import Page, read_pages
from sayso.records import Report, Span
from wrappings import Wrapping, article_wrappings, html_wrappings, piecewise

CORPORA = ("pages", "news_pages")
EACH = 4  # spans of one file
LONGEST = 300  # characters of a span
ACROSS = 0.1  # of the spans go over the end of a paragraph
DECLARED = re.compile(r"(?i)<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s{0,8}=[^>]{0,400}>")
HEAD = re.compile(r"(?i)<head\b[^>]{0,400}>")
EARLY = 1_000  # characters within which a page has to declare its charset


class Fault(msgspec.Struct, frozen=True):
    """A span whose bytes do not say what it says."""

    wrapping: str
    page: str
    text: str
    said: str


class Sums(msgspec.Struct):
    """What was checked."""

    files: int = 0
    spans: int = 0
    without: Counter[str] = msgspec.field(default_factory=Counter)  # files that gave no report
    faults: list[Fault] = []


def printable(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    return "".join(letter for letter in kept if letter not in "\ufffe\uffff")


def article_of(document: GoldDocument) -> Article:
    """Return the body of a page as an article; its masthead is invented."""
    body = printable(document.gold.get("body") or "")
    blocks = tuple(block.strip() for block in body.split("\n") if block.strip())
    return msgspec.structs.replace(QUAY, paragraphs=blocks)


def recoded(page: bytes, charset: str) -> bytes | None:
    """Return an HTML page in another charset that it declares; None where it has no early head."""
    text = page.decode("utf-8", "replace").removeprefix("\ufeff")
    text = DECLARED.sub("", text)
    head = HEAD.search(text, 0, EARLY)
    if head is None:
        return None
    text = f'{text[: head.end()]}<meta charset="{charset}">{text[head.end() :]}'
    return text.encode(charset, "xmlcharrefreplace")


def wrappings_of(page: bytes) -> Iterator[Wrapping]:
    """Yield the formats that hold the page as it is, or as flattened text."""
    yield from html_wrappings(given(page))
    for charset in ("utf-16", "gb18030", "windows-1252"):
        data = recoded(page, charset)
        if data is not None:
            decode = layers.page(piecewise(charset))
            yield Wrapping(f"html-{charset}", given(data), decode)
    flat = printable(inner_text(page.decode("utf-8", "replace")))
    for name, newline in (("lf", "\n"), ("crlf", "\r\n")):
        data = flat.replace("\n", newline).encode()
        yield Wrapping(f"flattened-{name}", given(data), layers.plain())


def given(data: bytes) -> Callable[[Article], bytes]:
    """Return what gives `data`, whatever the article."""
    return lambda _article: data


def spans_of(report: Report, rng: random.Random, count: int) -> Iterator[Span]:
    """Yield random spans that lie in one paragraph."""
    for _ in range(count):
        paragraph = rng.choice(report.paragraphs)
        start = rng.randrange(paragraph.start, paragraph.end)
        yield Span(start, min(paragraph.end, start + rng.randint(1, LONGEST)))


def check_span(report: Report, raw: bytes, span: Span, wrapping: Wrapping) -> str | None:
    """Return what the bytes of a span say where it is not what the span says, else None."""
    try:
        said = layers.said_by(raw, report.bytes_of(span), wrapping.decode)
    except (SaysoError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return None if layers.agrees(said, span.quote(report.text)) else said.text


def check_across(report: Report, rng: random.Random) -> str | None:
    """Return what is wrong with the bytes of two neighbouring paragraphs taken together."""
    if len(report.paragraphs) < 2:
        return None
    first = rng.randrange(len(report.paragraphs) - 1)
    one, two = report.paragraphs[first], report.paragraphs[first + 1]
    both = report.bytes_of(Span(one.start, two.end))
    for start, end in (*report.bytes_of(one), *report.bytes_of(two)):
        if not any(a <= start and end <= b for a, b in both):
            return f"bytes {start} to {end} are of a paragraph and not of both: {both[:5]}"
    return None


def check_file(
    wrapping: Wrapping, article: Article, path: Path, page: str, rng: random.Random, sums: Sums
) -> None:
    """Read one file and check random spans of what it gives."""
    data = wrapping.build(article)
    path.write_bytes(data)
    sums.files += 1
    found = list(cleaned(path))
    if not found:
        sums.without[wrapping.name] += 1
    for read, report in found:
        if not wrapping.holds(data, read):
            sums.faults.append(Fault(wrapping.name, page, "", "no such bytes in the file"))
            continue
        for span in spans_of(report, rng, EACH):
            sums.spans += 1
            said = check_span(report, read.data, span, wrapping)
            if said is not None:
                sums.faults.append(Fault(wrapping.name, page, span.quote(report.text), said))
        if rng.random() < ACROSS * EACH:
            sums.spans += 1
            wrong = check_across(report, rng)
            if wrong is not None:
                sums.faults.append(Fault(wrapping.name, page, "", wrong))


def cleaned(path: Path) -> Iterator[tuple[Page, Report]]:
    """Yield the pages that a file gives, each with its report."""
    for found in read_pages([str(path)], io.BytesIO()):
        if isinstance(found, Page):
            try:
                yield found, clean_page(found, Given())
            except SaysoError:
                continue


def corpus_pages(data: Path) -> Iterator[tuple[str, bytes, Article]]:
    """Yield the name, the HTML and the body of each page of the corpora below `data`."""
    for name in CORPORA:
        corpus = data / name / "dev.jsonl.gz"
        for document in read_documents(corpus) if corpus.exists() else ():
            article = article_of(document)
            if article.paragraphs:
                yield f"{name}/{document.id}", read_html(document, corpus.parent), article


def trace(data: Path, spans: int, seed: int, keep: Path | None) -> int:
    """Check so many random spans and print how many do not say what their bytes say.

    Returns 1 where there is one, 2 where `data` holds no pages.
    """
    rng, sums, began = random.Random(seed), Sums(), time.monotonic()
    pages = list(corpus_pages(data))
    if not pages:
        print("there are no pages in that folder")
        return 2
    formats_met: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="trace") as folder:
        path = Path(folder) / "input"
        while sums.spans < spans:
            name, page, article = rng.choice(pages)
            wrapping = rng.choice([*wrappings_of(page), *article_wrappings()])
            formats_met.add(wrapping.name)
            before = len(sums.faults)
            check_file(wrapping, article, path, name, rng, sums)
            if len(sums.faults) > before and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                target = keep / f"{wrapping.name}-{name.replace('/', '_')}"
                target.write_bytes(path.read_bytes())
    print_sums(sums, len(formats_met), len(pages), time.monotonic() - began)
    return 1 if sums.faults else 0


def print_sums(sums: Sums, formats_met: int, pages: int, seconds: float) -> None:
    """Print what was checked and what does not agree."""
    print(f"formats, pages       {formats_met}, {pages}")
    print(f"files, spans         {sums.files}, {sums.spans} in {seconds:.0f} s")
    empty = ", ".join(f"{name} {count}" for name, count in sums.without.most_common(8))
    print(f"files without report {sum(sums.without.values())} ({empty})")
    print(f"mismatches           {len(sums.faults)}")
    counts = Counter(fault.wrapping for fault in sums.faults)
    print("by format            " + ", ".join(f"{n} {c}" for n, c in counts.most_common(20)))
    for fault in sums.faults[:40]:
        print(f"  {fault.wrapping} {fault.page}\n    text {fault.text!r}\n    said {fault.said!r}")
