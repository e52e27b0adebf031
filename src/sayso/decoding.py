"""Bytes of a charset -> text, with the bytes of each character on request."""

import codecs
import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from sayso.errors import SpanError

Offsets = npt.NDArray[np.int32]
Both = tuple[Offsets, Offsets]
Part = Callable[[int, int], Both]  # characters first to after -> their starts and ends
Stretch = tuple[int, int, int]  # so many characters share the bytes from start to end

TOP_BITS, CONTINUES = 0xC0, 0x80  # of UTF-8: a byte 10xxxxxx continues a character
STRAY = re.compile("[\ud800-\udfff]")
UNIT = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}  # bytes
FAULTS = threading.local()


def note_fault(fault: UnicodeError) -> tuple[str, int]:
    """Replace bytes that are no text as "replace" does, and note where they stand."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    FAULTS.ranges.append((fault.start, fault.end))
    return "\ufffd", fault.end


codecs.register_error("sayso.note_fault", note_fault)


def decode_with_offsets(data: bytes, charset: str, skip: int = 0) -> tuple[str, Part]:
    """Return the text of `data[skip:]`, and what computes starts and ends of its characters.

    Bytes that fit no character become U+FFFD. The text never holds a lone surrogate, so that it
    can always be written as UTF-8. Offsets count from the start of `data`. Raises `LookupError`
    for a charset that Python does not know.
    """
    body = data[skip:]
    if codecs.lookup(charset).name == "utf-8":
        faults: list[tuple[int, int]] = []
        FAULTS.ranges = faults
        text = body.decode("utf-8", errors="sayso.note_fault")
        return text, utf8_part(body, faults, skip)
    text = STRAY.sub("\ufffd", body.decode(charset, errors="replace"))
    if len(text) == len(body):  # also where a charset of longer characters holds none of them
        return text, lambda first, after: even_offsets(first, after, skip)
    return text, stepped_part(body, charset, len(text), skip)


def utf8_part(data: bytes, faults: list[tuple[int, int]], skip: int) -> Part:
    """Return what computes starts and ends of the characters of UTF-8 with `faults`."""

    @cache
    def further() -> Offsets:
        """Return for each byte that continues a character which character that is."""
        continues = (np.frombuffer(data, dtype=np.uint8) & TOP_BITS) == CONTINUES
        for start, end in faults:
            continues[start] = False
            continues[start + 1 : end] = True
        owners: Offsets = np.flatnonzero(continues).astype(np.int32)
        owners -= np.arange(1, len(owners) + 1, dtype=np.int32)
        return owners

    def part(first: int, after: int) -> Both:
        owners = further()
        low, high = bisect_left(owners, first), bisect_left(owners, after)
        limits = np.arange(first + low + skip, after + low + skip + 1, dtype=np.int32)
        if high > low:
            sizes = np.bincount(owners[low:high] - first, minlength=after - first)
            limits[1:] += np.cumsum(sizes, dtype=np.int32)
        return limits[:-1], limits[1:]

    return part


def even_offsets(first: int, after: int, skip: int) -> Both:
    """Return starts and ends where each character is one byte."""
    starts = np.arange(skip + first, skip + after, dtype=np.int32)
    return starts, starts + np.int32(1)


def stepped_part(data: bytes, charset: str, length: int, skip: int) -> Part:
    """Return what computes the offsets of characters of varying size: all of them, once."""

    @cache
    def whole() -> Both:
        return stepped_offsets(data, charset, length, skip)

    def part(first: int, after: int) -> Both:
        starts, ends = whole()
        return starts[first:after], ends[first:after]

    return part


def stepped_offsets(data: bytes, charset: str, length: int, skip: int) -> Both:
    """Return starts and ends of `length` characters of varying size, by decoding step by step.

    Raises `SpanError` where the steps do not give the characters of the whole.
    """
    counts, spans = [], []
    try:
        for count, start, end in stretches(data, charset):
            counts.append(count)
            spans.append((start, end))
    except UnicodeError as fault:  # an escape sequence of ISO 2022 that does not end
        raise SpanError(f"{charset} cannot be read step by step: {fault}") from fault
    if sum(counts) != length:
        raise SpanError(f"{charset} gives {sum(counts)} characters in steps, {length} at once")
    limits = np.array(spans, dtype=np.int32).reshape(-1, 2) + np.int32(skip)
    return np.repeat(limits[:, 0], counts), np.repeat(limits[:, 1], counts)


def stretches(data: bytes, charset: str) -> Iterator[Stretch]:
    """Yield the bytes of `data` that together give a character, or several at once."""
    decoder = codecs.getincrementaldecoder(charset)(errors="replace")
    start = 0
    for position, after in steps(data, charset):
        count = len(decoder.decode(data[position:after]))
        if count:
            waiting = len(decoder.getstate()[0])  # bytes read that have given nothing yet
            yield count, start, after - waiting
            start = after - waiting
    count = len(decoder.decode(b"", final=True))
    if count:
        yield count, start, len(data)


def steps(data: bytes, charset: str) -> Iterator[tuple[int, int]]:
    """Yield ranges of bytes that are decoded one after the other."""
    size = UNIT.get(charset, 1)
    for position in range(0, len(data), size):
        yield position, min(position + size, len(data))
