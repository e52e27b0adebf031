"""WARC files cut, spliced and lied about: each damage is told, and what is good is kept."""

import bisect
import hashlib
import io
import random
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Literal, get_args

import msgspec

import formats
from formats import ARTICLES, BY_CHARSET, QUAY, Packing
from sayso.ingest import Page, read_pages
from sayso.records import Issue

FILES = 20
LENGTHS = (-100, -1, 1, 100, 100_000)  # by which a told length is wrong
SPLICES = 50  # a file
NUMBER = re.compile(r"\d+")
MAX_WINDOW = 31  # zlib: read the gzip header too

Kind = Literal["cut", "listed", "splice", "length"]


class Part(msgspec.Struct, frozen=True):
    """One record of a WARC file: its bytes, and the digest of the page in it, if it holds one."""

    record: bytes
    sha256: str | None


class Archive(msgspec.Struct, frozen=True):
    """A WARC file and what it is made of."""

    name: str
    packing: Packing
    parts: tuple[Part, ...]

    @property
    def data(self) -> bytes:
        """The file."""
        return formats.warc((part.record for part in self.parts), self.packing)

    @property
    def limits(self) -> list[int]:
        """Where in the file its records start, and where the last one ends.

        They lie in the unpacked file where all records are one gzip member.
        """
        gzipped = self.packing == "members"
        sizes = [len(formats.gz(p.record) if gzipped else p.record) for p in self.parts]
        return [0, *accumulate(sizes)]


class Damage(msgspec.Struct, frozen=True):
    """A damaged file, and what a reader must say of it."""

    kind: Kind
    data: bytes
    kept: tuple[str, ...]  # pages of the records that are whole before the damage
    later: tuple[str, ...] = ()  # pages of the records after it, which a reader may find again
    first: int = 0  # the offset that a reader names lies from here …
    last: int = 0  # … to here
    hidden: bool = False  # what is left is a good file: nothing in it tells


class Tally(msgspec.Struct):
    """How one kind of damage was met."""

    tried: int = 0
    hidden: int = 0  # left a good, shorter file
    told: int = 0  # of the others
    unnoticed: int = 0
    placed: int = 0  # told with an offset that lies where the damage is
    lost: int = 0  # files of which a record before the damage is missing
    half: int = 0  # files of which a page came that the undamaged file has not
    later: int = 0  # records after the damage
    found_again: int = 0  # of those


# --- files


def archives(count: int = FILES) -> Iterator[Archive]:
    """Yield WARC files, varied in packing, codings, kinds of record and charsets."""
    codings = get_args(formats.Coding)
    packings = get_args(Packing)
    for number in range(count):
        packing, coding = packings[number % len(packings)], codings[number % len(codings)]
        parts = list(parts_of(number, coding, chunks=number % 2 == 1))
        name = f"{number:02d}-{packing}-{coding}.warc{'' if packing == 'plain' else '.gz'}"
        yield Archive(name, packing, tuple(parts))


def parts_of(number: int, coding: formats.Coding, chunks: bool) -> Iterator[Part]:
    """Yield the records of one file; the order and the kinds follow from its number."""
    yield Part(formats.warc_info(), None)
    charsets = list(BY_CHARSET)
    for index in range(3 + number % 4):
        article = ARTICLES[(number + index) % len(ARTICLES)]
        article = msgspec.structs.replace(article, url=f"{article.url}?n={number}-{index}")
        charset = charsets[(number + index) % len(charsets)] if index == 1 else "utf-8"
        page = formats.html_page(article, charset)
        yield Part(formats.warc_request(article.url), None)
        if (number + index) % 5 == 4:
            text = formats.flattened_text(article, bare=True)
            yield holding(formats.warc_conversion(text, article.url), text)
        elif (number + index) % 7 == 6:
            yield holding(formats.warc_resource(page, article.url), page)
        else:
            record = formats.warc_response(
                page,
                article.url,
                coding,
                chunks,
                version="1.1" if number % 2 else "1.0",
                digests=number % 4 != 3,
            )
            yield holding(record, page)
        yield Part(formats.warc_metadata(article.url), None)
    yield Part(formats.warc_revisit(QUAY.url), None)


def holding(record: bytes, page: bytes) -> Part:
    """Return the part whose record holds `page`."""
    return Part(record, hashlib.sha256(page).hexdigest())


# --- damage


def cuts(archive: Archive, count: int) -> Iterator[Damage]:
    """Yield the file cut at `count` points: around all records' limits, and spread over it."""
    data, limits = archive.data, archive.limits
    points = {limit + step for limit in limits for step in (-1, 0, 1)}
    if archive.packing == "one":
        points = set()
    points |= {len(data) * i // (count + 1) for i in range(1, count + 1)}
    inside = sorted(point for point in points if 0 < point < len(data))
    for point in spread(inside, count):
        yield cut_at(archive, data, point)


def spread(points: Sequence[int], count: int) -> list[int]:
    """Return `count` of `points`, evenly; all where there are no more."""
    if len(points) <= count:
        return list(points)
    return [points[len(points) * i // count] for i in range(count)]


def cut_at(archive: Archive, data: bytes, point: int) -> Damage:
    """Return the file cut at `point`."""
    limits = archive.limits
    if archive.packing == "one":
        readable = len(zlib.decompressobj(MAX_WINDOW).decompress(data[:point]))
        whole = bisect.bisect_right(limits, readable) - 1
        return Damage("cut", data[:point], pages(archive.parts[:whole]), last=point)
    whole = bisect.bisect_right(limits, point) - 1
    return Damage(
        kind="cut",
        data=data[:point],
        kept=pages(archive.parts[:whole]),
        first=limits[whole],
        last=point,
        hidden=point in limits,
    )


def listed(archive: Archive, damages: Iterable[Damage]) -> Iterator[Damage]:
    """Yield a WACZ of each file that was cut between records; its list has the whole file."""
    for damage in damages:
        if damage.kind == "cut" and damage.hidden:
            packed = formats.wacz(damage.data, listed=archive.data)
            yield msgspec.structs.replace(
                damage, kind="listed", data=packed, last=len(packed), hidden=False
            )


def pages(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the digests of the pages in `parts`."""
    return tuple(part.sha256 for part in parts if part.sha256)


def splices(archive: Archive, rng: random.Random) -> Iterator[Damage]:
    """Yield the file with a stretch taken out of it, at random places and at records' limits."""
    data, limits = archive.data, archive.limits
    if archive.packing == "one":
        return
    for number in range(SPLICES):
        start, end = sorted(rng.sample(range(1, len(data)), 2))
        if number % 3 == 0:
            start = rng.choice(limits[1:-1])
        elif number % 3 == 1:
            end = rng.choice([limit for limit in limits if limit > start])
        whole = bisect.bisect_right(limits, start) - 1
        after = bisect.bisect_left(limits, end)
        yield Damage(
            kind="splice",
            data=data[:start] + data[end:],
            kept=pages(archive.parts[:whole]),
            later=pages(archive.parts[after:]),
            first=limits[whole],
            last=len(data) - (end - start),
            hidden=start in limits and begins_again(data, end, limits),
        )


def begins_again(data: bytes, end: int, limits: Sequence[int]) -> bool:
    """Tell whether `end` is the limit of a record, or nothing but line ends stand before one."""
    limit = limits[bisect.bisect_left(limits, end)]
    return not data[end:limit].strip(b"\r\n")


def wrong_lengths(archive: Archive) -> Iterator[Damage]:
    """Yield the file with one record's length told wrong: too long, too short, by far."""
    told = re.compile(rb"Content-Length: (\d+)")
    for index, part in enumerate(archive.parts):
        found = told.search(part.record)
        if part.sha256 is None or found is None:
            continue
        for step in LENGTHS:
            size = max(0, int(found[1]) + step)
            record = part.record[: found.start(1)] + b"%d" % size + part.record[found.end(1) :]
            parts = [*archive.parts[:index], Part(record, None), *archive.parts[index + 1 :]]
            lied = msgspec.structs.replace(archive, parts=tuple(parts))
            yield Damage(
                kind="length",
                data=lied.data,
                kept=pages(archive.parts[:index]),
                later=pages(archive.parts[index + 1 :]),
                first=archive.limits[index] if archive.packing != "one" else 0,
                last=len(lied.data),
            )


# --- measure


def meet(archive: Archive, damage: Damage, path: Path, tally: Tally) -> list[str]:
    """Read the damaged file, count how it was met, and return what went wrong."""
    path.write_bytes(damage.data)
    found = list(read_pages([str(path)], io.BytesIO()))
    issues = [one for one in found if isinstance(one, Issue)]
    got = [one.raw.sha256 for one in found if isinstance(one, Page)]
    told = any(str(path) in issue.input for issue in issues)
    lost = tuple(got[: len(damage.kept)]) != damage.kept
    half = set(got) - set(pages(archive.parts))
    tally.tried += 1
    tally.hidden += damage.hidden
    tally.told += told and not damage.hidden
    tally.unnoticed += not told and not damage.hidden
    tally.placed += not damage.hidden and any(names_place(issue, damage) for issue in issues)
    tally.lost += lost
    tally.half += bool(half)
    tally.later += len(damage.later)
    tally.found_again += len({*damage.later} & {*got[len(damage.kept) :]})
    wrong = [] if told or damage.hidden else ["not told"]
    return [*wrong, *(["lost a record"] if lost else [])]


def names_place(issue: Issue, damage: Damage) -> bool:
    """Tell whether the issue names an offset that lies where the damage is."""
    numbers = map(int, NUMBER.findall(issue.message.replace(",", "")))
    return any(damage.first <= number <= damage.last for number in numbers)


def check_good(archive: Archive, path: Path) -> bool:
    """Tell whether the undamaged file gives all its pages in order, and no issue."""
    path.write_bytes(archive.data)
    found = list(read_pages([str(path)], io.BytesIO()))
    got = tuple(one.raw.sha256 for one in found if isinstance(one, Page))
    return len(got) == len(found) and got == pages(archive.parts)


def damages(archive: Archive, count: int, rng: random.Random) -> Iterator[Damage]:
    """Yield all that is done to one file."""
    cut_files = list(cuts(archive, count))
    yield from cut_files
    yield from listed(archive, cut_files)
    yield from splices(archive, rng)
    yield from wrong_lengths(archive)


def cut(count: int, seed: int, keep: Path | None, files: int = FILES) -> int:
    """Damage WARC files and print how each kind was met; return 1 where one went unnoticed."""
    tallies: dict[str, Tally] = {kind: Tally() for kind in get_args(Kind)}
    rng, wrong = random.Random(seed), 0
    with tempfile.TemporaryDirectory(prefix="warc") as folder:
        for archive in archives(files):
            path = Path(folder) / archive.name
            if not check_good(archive, path):
                print(f"{archive.name}: the undamaged file is misread")
                wrong += 1
            for number, damage in enumerate(damages(archive, count, rng)):
                faults = meet(archive, damage, path, tallies[damage.kind])
                wrong += bool(faults)
                if faults:
                    print(f"{archive.name} {damage.kind} {number}: {', '.join(faults)}")
                    keep_damage(keep, f"{damage.kind}-{number:03d}-{archive.name}", damage.data)
    print_tallies(tallies, files)
    return 1 if wrong else 0


def keep_damage(keep: Path | None, name: str, data: bytes) -> None:
    """Write a file that was met badly into the folder `keep`."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / name).write_bytes(data)


def print_tallies(tallies: dict[str, Tally], files: int) -> None:
    """Print the table."""
    print(f"{files} files; hidden: what is left is a good, shorter file, so nothing in it tells")
    names = Tally.__struct_fields__
    print(f"{'':10s}" + "".join(f"{name:>12s}" for name in names))
    for kind, tally in tallies.items():
        print(f"{kind:10s}" + "".join(f"{getattr(tally, name):12d}" for name in names))
