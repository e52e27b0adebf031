"""One page as it was read: its text, and the bytes behind it."""

import hashlib

import msgspec

from sayso.errors import InputError
from sayso.ingest.detect import decode, is_html, name_binary
from sayso.records import Raw

HTML = "text/html"
PLAIN = "text/plain"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Decoded source of one page: plain text, or the HTML as written."""

    text: str
    raw: Raw


def page_of(data: bytes, path: str | None) -> Page:
    """Return the page that `data` holds; charset and type are told by content.

    Raises `InputError` where `data` is empty or no text.
    """
    if not data.strip():
        raise InputError("the input is empty; give a page with some text")
    binary = name_binary(data)
    if binary is not None:
        raise InputError(f"the input is {binary}, not text or HTML; save the page as one of those")
    text, charset = decode(data)
    return Page(
        text=text,
        raw=Raw(
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            media_type=HTML if is_html(text) else PLAIN,
            charset=charset,
            path=path,
            url=None,
        ),
    )
