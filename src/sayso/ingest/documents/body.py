"""The text of an item: whether it is HTML, and whether it is the article or a teaser for it."""

import re

import msgspec

from sayso.ingest.detect import is_markup
from sayso.ingest.documents.xml_text import reference_edits, resolve
from sayso.traced import Traced

ARTICLE_LENGTH = 600  # characters: a teaser is one paragraph, agencies' ones end before 400
SHORT_ARTICLE = 300  # of three sentences and more
SENTENCES = 3
SENTENCE_END = re.compile(r"[.!?][\"'”’»)]{0,2}(?=\s|$)|[。！？]")
CUT_SHORT = re.compile(r"(?:\[\s?(?:…|\.\.\.)\s?\]|…|\.\.\.)")
CUT_TAIL = 250  # characters at the end of a teaser in which the mark of the cut stands
TAGS = re.compile(r"<[^<>]*+>")
TAG = re.compile(r"</?[A-Za-z][^<>]*+>")
HIDDEN = re.compile(r"<(script|style)\b[^<>]*+>[^<]*+(?:<(?!/\1)[^<]*+)*+", re.IGNORECASE)
NAME_IN_BRACKETS = re.compile(r"\(([^()@]{2,100})\)")
NAME_BEFORE_MAIL = re.compile(r'"?([^<>@"]{2,100})"?\s?<')


class Body(msgspec.Struct, frozen=True):
    """The text of an item, and whether it is HTML."""

    source: Traced
    html: bool

    @property
    def words(self) -> str:
        """What a reader sees of it, in one line."""
        text = self.source.text
        if self.html:
            text = resolve(TAGS.sub(" ", HIDDEN.sub(" ", text)))
        return " ".join(text.split())


def html_or_plain(string: Traced, is_html: bool = False) -> Body:
    """Return text that may be HTML as one or the other.

    Text without tags keeps its lines; the references of HTML in it are resolved.
    """
    if is_markup(string.text) or (is_html and "<" in string.text) or TAG.search(string.text):
        return Body(string, True)
    return Body(string.rewritten(reference_edits), False)


def is_article(words: str) -> bool:
    """Tell whether a description is the article, not a teaser for it."""
    if CUT_SHORT.search(words[-CUT_TAIL:]):
        return False
    if len(words) >= ARTICLE_LENGTH:
        return True
    return len(words) >= SHORT_ARTICLE and len(SENTENCE_END.findall(words)) >= SENTENCES


def person_in(written: str | None) -> str | None:
    """Return the name in "news@example.org (Ana Rey)" or "Ana Rey <news@example.org>"."""
    if not written or "@" not in written:
        return written
    found = NAME_IN_BRACKETS.search(written) or NAME_BEFORE_MAIL.match(written)
    return found[1].strip() or None if found is not None else None
