"""One document -> the pages in it: HTML, plain text, feeds, wire messages, mail, JSON rows.

`read_document` is the door. Every parser here keeps the place of each character in the bytes.
"""

from sayso.ingest.documents.reading import read_document

__all__ = ["read_document"]
