"""Character references of HTML: `&eacute;` and `&#233;` are one character each."""

import html
import re
from collections.abc import Iterator

from sayso.traced import Edit, Traced

# As HTML 5 defines them, and an empty end tag, which a tokenizer drops within text.
REFERENCE = re.compile(r"&(?:#[0-9]{1,12};?|#[xX][0-9a-fA-F]{1,12};?|[^\t\n\f <&#;]{1,32};?)|</>")
NOSCRIPT = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)
STRAY = re.compile("[\ud800-\udfff]")


def plain_text(source: str) -> str:
    """Return `source` with its character references resolved."""
    return REFERENCE.sub(resolved, source) if "&" in source or "</>" in source else source


def resolved(found: re.Match[str]) -> str:
    """Return the character that a reference stands for; the reference where it is none."""
    return "" if found[0] == "</>" else STRAY.sub("\ufffd", html.unescape(found[0]))


def edits_of(source: str) -> Iterator[Edit]:
    """Yield what resolving the references of `source` changes."""
    for found in REFERENCE.finditer(source):
        text = resolved(found)
        if text != found[0]:
            yield (*found.span(), text)


def unescaped(source: Traced) -> Traced:
    """Return `source` with its references resolved; each character stands for its reference."""
    if "&" not in source.text and "</>" not in source.text:
        return source
    return source.replaced(list(edits_of(source.text)))
