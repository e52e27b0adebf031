"""Files that hold documents -> the documents: packed files, archives, WARC, mailboxes, JSON lines.

`read_container` is the door. What bytes are is told by their content; a container is read forward
once, in the memory of one document, and its damage is reported with its place.
"""

from sayso.ingest.containers.opening import read_container

__all__ = ["read_container"]
