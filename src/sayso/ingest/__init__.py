"""Bytes -> Page.

`read_pages` is the door: paths, folders and standard input in, pages and issues out. What the
bytes are is told by their content, never by a file's name; nothing is fetched.
"""

from sayso.ingest.page import Declared, Link, Origin, Page, page_of, read_page
from sayso.ingest.read import MAX_BYTES, read_pages

__all__ = [
    "MAX_BYTES",
    "Declared",
    "Link",
    "Origin",
    "Page",
    "page_of",
    "read_page",
    "read_pages",
]
