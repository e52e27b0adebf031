"""HTML -> lines of the article, by one of two libraries behind one adapter.

trafilatura in its fast mode is the choice: on the development pages its shingle F1 is .959,
.922 and .945 where resiliparse has .926, .901 and .906, at a seventh of the speed. resiliparse is
asked where trafilatura finds nothing. A page nested too deep for either, or with too many
attributes, loses its tags and is read as lines, as if copied from a browser.
"""

import html
import logging
import re
from collections.abc import Iterator

MAX_DEPTH = 3_000  # elements inside each other; tree builders grow quadratic beyond it
MAX_ATTRIBUTES = 1_000  # of one element; tree builders compare each with all before it
MIN_TEXT = 80  # characters; with less, another reading of the page is tried
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")  # of an attribute
RAW_OPENING = re.compile(r"<(script|style)\b[^<>]*>")
ANY_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>?")
BLANKS = re.compile(r"[ \t\r\n\f]+")
# Elements that close themselves or each other, so that an open one adds no depth.
SHALLOW_NAMES = """area base br col embed hr img input link meta param source track wbr p li dt dd
    tr td th tbody thead tfoot option optgroup html head body"""
SHALLOW = frozenset(SHALLOW_NAMES.split())
BLOCK_NAMES = """address article aside blockquote br button caption dd div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section
    select table
    td th title tr ul"""
BLOCKS = frozenset(BLOCK_NAMES.split())
HIDDEN = ("script", "style", "noscript", "template", "svg", "iframe", "textarea")


def depth_of(source: str) -> int:
    """Return how deep the elements of `source` are nested at most, judged by its tags."""
    depth = deepest = 0
    for found in TAG.finditer(source):
        if found[2].lower() in SHALLOW:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def overloads_trees(source: str) -> bool:
    """Tell whether a tree builder would need more than linear time for `source`."""
    if depth_of(source) > MAX_DEPTH:
        return True
    tags = ANY_TAG.finditer(without_scripts(source))
    long = (found[0] for found in tags if len(found[0]) > MAX_ATTRIBUTES)
    return any(
        len(VALUE.sub(" ", tag).split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES for tag in long
    )


def without_scripts(source: str) -> str:
    """Return `source` with scripts and styles emptied: what looks like a tag there is none."""
    lower, position, kept = source.lower(), 0, []
    while opening := RAW_OPENING.search(lower, position):
        kept.append(source[position : opening.end()])
        close = lower.find(f"</{opening[1]}", opening.end())
        position = len(source) if close < 0 else close
    return "".join([*kept, source[position:]])


def visible_parts(source: str) -> Iterator[str]:
    """Yield `source` without comments and without elements whose content nobody reads."""
    lower, position = source.lower(), 0
    opening = re.compile(r"<!--|<(" + "|".join(HIDDEN) + r")\b")
    while found := opening.search(lower, position):
        yield source[position : found.start()]
        close = f"</{found[1]}" if found[1] else "-->"
        end = lower.find(close, found.end())
        position = len(source) if end < 0 else end + len(close)
    yield source[position:]


def shed_tags(source: str) -> str:
    """Return the visible text of `source`, one line a block element, without building a tree."""
    text = BLANKS.sub(" ", " ".join(visible_parts(source)))

    def replacement(found: re.Match[str]) -> str:
        name = TAG.match(found[0])
        return "\n\n" if name is not None and name[2].lower() in BLOCKS else ""

    return html.unescape(ANY_TAG.sub(replacement, text))


def by_trafilatura(source: str) -> str:
    """Return the article as trafilatura finds it, "" where it finds none."""
    import trafilatura  # imported late: it costs half a second that plain pages need not pay

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # broken pages are no news
    return (
        trafilatura.extract(source, fast=True, include_comments=False, include_tables=False) or ""
    )


def by_resiliparse(source: str) -> str:
    """Return the article as resiliparse finds it, "" where it finds none."""
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(
        source, main_content=True, alt_texts=False, links=False, comments=False
    )
    return text


def extract_main_text(source: str) -> str:
    """Return the article of an HTML page as lines, "" where no text is found.

    `source` must not overload a tree builder: see `overloads_trees`.
    """
    text = by_trafilatura(source)
    if len(text) >= MIN_TEXT:
        return text
    return max((by_resiliparse(source), text), key=len)
