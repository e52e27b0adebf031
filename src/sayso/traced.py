"""Text whose every character knows the bytes it was read from.

A page goes through a charset, XML or JSON escapes, entities, white space and NFC before it is
clean text. `Traced` goes along: each step makes a new one out of slices of the old, so that the
last still answers which raw bytes a character stands for. Where one raw stretch became several
characters, or several raw characters one, each character stands for the whole stretch. What a
step inserts (the blank line between paragraphs) stands for what lay between its neighbours.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sayso.decoding import Part, decode_with_offsets
from sayso.records import Run

Offsets = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Both = tuple[Offsets, Offsets]
Edit = tuple[int, int, str]  # characters start to end become this text

LATIN_END = 0x300  # no character below it combines with the one before, or changes in NFC
MAX_CLUSTER = 64  # a letter and its marks; the Unicode standard's own limit for streams is 32
MAY_CHANGE = re.compile("[^\x00-\u02ff\u2002-\u206f\u20a0-\u20bf]")


class Traced:
    """Text with the byte range of each character: `starts[i]` to `ends[i]`, half-open.

    The offsets are computed when they are first asked for: most text of a page never is.
    """

    __slots__ = ("_both", "_make", "_part", "text")

    def __init__(self, text: str, make: Callable[[], Both], part: Part | None = None) -> None:
        self.text = text
        self._make = make
        self._part = part  # gives the offsets of a stretch alone, where that is cheaper
        self._both: Both | None = None

    @classmethod
    def decoded(cls, data: bytes, charset: str, skip: int = 0) -> "Traced":
        """Return the text of `data` after its first `skip` bytes.

        Bytes that fit no character of `charset` become U+FFFD; raises `LookupError` for a charset
        that Python does not know.
        """
        text, part = decode_with_offsets(data, charset, skip)
        return cls(text, lambda: part(0, len(text)), part)

    @classmethod
    def joined(cls, parts: Iterable["Traced"], between: str) -> "Traced":
        """Return `parts` with `between` after each but the last.

        `between` stands for the bytes from the end of one part to the start of the next; for
        none, at the end of the first, where the page has them in another order.
        """
        kept = list(parts)
        if len(kept) == 1:
            return kept[0]

        def make() -> Both:
            starts, ends = [], []
            last = 0  # where the last part that has text ends
            for index, part in enumerate(kept):
                begins, stops = part.both
                if index and between:
                    behind = max(last, int(begins[0]) if len(begins) else last)
                    starts.append(np.full(len(between), last, dtype=np.int32))
                    ends.append(np.full(len(between), behind, dtype=np.int32))
                starts.append(begins)
                ends.append(stops)
                last = int(stops[-1]) if len(stops) else last
            return concatenated(starts), concatenated(ends)

        return cls(between.join(part.text for part in kept), make)

    @property
    def starts(self) -> Offsets:
        """Where the bytes of each character start."""
        return self.both[0]

    @property
    def ends(self) -> Offsets:
        """Where the bytes of each character end."""
        return self.both[1]

    @property
    def both(self) -> Both:
        """Starts and ends."""
        if self._both is None:
            self._both = self._make()
        return self._both

    def __reduce__(self) -> "tuple[Callable[..., Traced], tuple[str, Offsets, Offsets]]":
        """Return what another process makes the same text of: its offsets, computed."""
        return with_offsets, (self.text, *self.both)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Traced({self.text!r})"

    def __getitem__(self, part: slice) -> "Traced":
        start, end, step = part.indices(len(self.text))
        if step != 1:
            raise ValueError("traced text is cut in one piece")
        if start == 0 and end == len(self.text):
            return self

        whole = self._part
        if whole is not None:

            def part_of(first: int, after: int) -> Both:
                return whole(start + first, start + after)

            return Traced(self.text[start:end], lambda: whole(start, end), part_of)

        def make() -> Both:
            starts, ends = self.both
            return starts[start:end], ends[start:end]

        return Traced(self.text[start:end], make)

    def lstrip(self, marks: str | None = None) -> "Traced":
        """Return the text without the blanks, or `marks`, that it starts with."""
        return self[len(self.text) - len(self.text.lstrip(marks)) :]

    def rstrip(self, marks: str | None = None) -> "Traced":
        """Return the text without the blanks, or `marks`, that it ends with."""
        return self[: len(self.text.rstrip(marks))]

    def strip(self, marks: str | None = None) -> "Traced":
        """Return the text without outer blanks, or `marks`."""
        return self.lstrip(marks).rstrip(marks)

    def replaced(self, edits: Sequence[Edit]) -> "Traced":
        """Return the text with each edit made; what is put in stands for the whole stretch.

        `edits` lie in order and do not overlap. An empty text drops the stretch.
        """
        if not edits:
            return self

        def make() -> Both:
            return edited_offsets(self.both, edits)

        return Traced("".join(edited(self.text, edits)), make)

    def standing_for(self, text: str) -> "Traced":
        """Return `text`, each character of which stands for the whole of this one."""
        return Traced(text, lambda: edited_offsets(self.both, [(0, len(self.text), text)]))

    def rewritten(self, find: Callable[[str], Iterable[Edit]]) -> "Traced":
        """Return the text with each edit made that `find` yields for it.

        As `replaced`, for edits that may be millions: none is kept, and `find` is asked again
        for the offsets.
        """
        text = io.StringIO()
        for piece in edited(self.text, find(self.text)):
            text.write(piece)
        return Traced(text.getvalue(), lambda: edited_offsets(self.both, find(self.text)))

    def within(self, outer: "Traced") -> "Traced":
        """Return the text with offsets in the bytes of `outer`, whose characters they count now.

        For bytes that were decoded twice: `outer` holds a character for each byte of a mail's
        part, its transfer coding undone.
        """

        def make() -> Both:
            starts, ends = outer.both
            last = len(starts) - 1
            if last < 0:
                return self.both
            first = starts[np.minimum(self.starts, last)]
            return first, np.maximum(ends[np.clip(self.ends - 1, 0, last)], first)

        return Traced(self.text, make)

    def sub(self, pattern: re.Pattern[str], new: str) -> "Traced":
        """Return the text with each match of `pattern` replaced by `new`, taken as it stands."""
        return self.replaced([(*found.span(), new) for found in pattern.finditer(self.text)])

    def normalized(self) -> "Traced":
        """Return the text in NFC; a character composed of several stands for all their bytes.

        A letter under more marks than any language has stays as it is: putting such marks in
        order takes quadratic time.
        """
        if not MAY_CHANGE.search(self.text):
            return self
        if not heaps_of_marks().search(self.text) and unicodedata.is_normalized("NFC", self.text):
            return self
        return self.replaced(list(compositions(self.text)))

    def runs(self) -> tuple[Run, ...]:
        """Return the map as runs of characters that each take the same number of bytes."""
        return tuple(runs_of(*self.both))


def with_offsets(text: str, starts: Offsets, ends: Offsets) -> Traced:
    """Return `text` with the byte range of each character."""
    return Traced(text, lambda: (starts, ends))


def concatenated(parts: Sequence[Offsets]) -> Offsets:
    """Return `parts` as one array, an empty one for none."""
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)


def edited_offsets(both: Both, edits: Iterable[Edit]) -> Both:
    """Return starts and ends of the characters of a text with `edits` made."""
    starts, ends = both
    table = ((start, end, len(new)) for start, end, new in edits)
    firsts, lasts, sizes = np.fromiter(table, dtype=np.dtype((np.int32, 3))).T
    if not len(firsts):
        return both
    marks = np.zeros(len(starts) + 1, dtype=np.int32)
    np.add.at(marks, firsts, 1)
    np.add.at(marks, lasts, -1)
    kept = np.cumsum(marks[:-1]) == 0
    gone = np.cumsum(lasts - firsts) - (lasts - firsts)  # characters dropped before each edit
    begins = np.append(starts, ends[-1:])[firsts]
    stops = np.where(lasts > firsts, ends[lasts - 1], begins)
    where = np.repeat(firsts - gone, sizes)
    where += np.arange(len(where), dtype=np.int32)  # places of what is put in
    old = np.ones(int(np.count_nonzero(kept)) + len(where), dtype=np.bool_)
    old[where] = False
    return (
        interleaved(old, starts[kept], np.repeat(begins, sizes)),
        interleaved(old, ends[kept], np.repeat(stops, sizes)),
    )


def interleaved(first: Bools, yes: Offsets, no: Offsets) -> Offsets:
    """Return the numbers of `yes` and `no` in turn, each time as `first` says."""
    whole = np.empty(len(first), dtype=np.int32)
    whole[first] = yes
    whole[~first] = no
    return whole


def edited(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield the pieces of `text` with `edits` made."""
    position = 0
    for start, end, new in edits:
        yield text[position:start]
        yield new
        position = end
    yield text[position:]


def compositions(text: str) -> Iterator[Edit]:
    """Yield the stretches of `text` that NFC changes, each with its normal form."""
    limits = [i for i, letter in enumerate(text) if i == 0 or begins_cluster(letter)]
    for start, end in pairwise([*limits, len(text)]):
        cluster = text[start:end]
        if len(cluster) > MAX_CLUSTER:
            continue
        normal = unicodedata.normalize("NFC", cluster)
        if normal != cluster:
            yield start, end, normal


def begins_cluster(letter: str) -> bool:
    """Tell whether NFC never joins `letter` with what stands before it."""
    if ord(letter) < LATIN_END:
        return True
    return not unicodedata.combining(letter) and letter not in joining_letters()


@cache
def heaps_of_marks() -> re.Pattern[str]:
    """Return what finds more combining marks on one letter than `MAX_CLUSTER`."""
    marks = (chr(code) for code in range(LATIN_END, 0x1EA00) if unicodedata.combining(chr(code)))
    return re.compile(f"[{''.join(marks)}]{{{MAX_CLUSTER}}}")


@cache
def joining_letters() -> frozenset[str]:
    """Return the letters of combining class 0 that NFC may join with the one before them."""
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(LATIN_END, 0x30000))
    second = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and pair[0][0] != "<"}
    return frozenset(second) | frozenset(map(chr, range(0x1161, 0x11C3)))  # with Hangul jamo


def runs_of(starts: Offsets, ends: Offsets) -> Iterator[Run]:
    """Yield the runs: in one, each character takes the same bytes and follows the last."""
    if not len(starts):
        return
    widths = ends - starts
    breaks = (starts[1:] != ends[:-1]) | (widths[1:] != widths[:-1])
    firsts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    afters = np.append(firsts[1:], len(starts))
    columns = (firsts, afters, starts[firsts], ends[afters - 1])
    yield from map(Run, *(column.tolist() for column in columns))
