"""Broken inputs by number: the same seed and index always give the same bytes.

Half of them are good files of every format with a few faults in the bytes. A quarter are pages
with faults inside a container that is right, so that the faults reach the inner readers. The rest
are the payloads, at random sizes.
"""

import bz2
import gzip
import lzma
import random
import re
from collections.abc import Callable
from functools import cache
from tarfile import GNU_FORMAT
from typing import get_args

import msgspec

import formats
from formats import ARTICLES, BY_CHARSET, QUAY
from payloads import FULL, PAYLOADS, Bait

LONGEST = 2_000_000  # bytes to which operators may grow an input
NUMBER = re.compile(rb"\d{1,12}")
TAG = re.compile(rb"<[^<>]{1,80}>")
DECLARED = re.compile(rb"(?i)(?:charset|encoding)=[\"']?([\w-]+)")
ODD_NUMBERS = (
    b"0", b"-1", b"1e999", b"NaN", b"2147483648", b"4294967295", b"18446744073709551616",
    b"99999999999999999999999999", b"0x7fffffff", b"9" * 5_000, "٣".encode(), b"",
)  # fmt: skip
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0")
ODD_BYTES = (
    *MARKS, b"\0", b"\0" * 100, b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\x80", b"\x1b$B",
    b"\x0e", b"&#xD800;", b"\\ud800", b"=ED=A0=80", b"\r", b"\r\n\r\n", b"\n\n", b"<![CDATA[",
    b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [", b"&", b"%", b"From a@b c\n", b"WARC/1.0\r\n",
    b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b'"', b"\\", b"{", b"]",
)  # fmt: skip
CHARSETS = (
    b"utf-8", b"utf-16", b"utf-7", b"shift_jis", b"iso-2022-jp", b"iso-2022-kr", b"hz", b"idna",
    b"gb18030", b"big5", b"koi8-r", b"windows-1252", b"x-user-defined", b"punycode", b"cp037",
)  # fmt: skip
OPENINGS = (
    b"<div>", b"<ul><li>", b"<blockquote>", b"<x>", b"<b><i>", b"[", b'{"a":', b"(", b"&lt;p&gt;",
    b"<table><tr><td>", b"<!--", b"<![CDATA[", b"<font><a href=x>", b'"', b"<select>", b"<svg>",
)  # fmt: skip

Operator = Callable[[random.Random, bytes], bytes]


class Mutant(msgspec.Struct, frozen=True):
    """One broken input: how it was made, and its bytes."""

    name: str
    data: bytes


@cache
def seeds() -> dict[str, bytes]:
    """Return good files of every format, by name."""
    files = {
        f"html-{charset}-{escape}": formats.html_page(article, charset, escape=escape, inline=True)
        for charset, article in BY_CHARSET.items()
        for escape in ("plain", "bare")
    }
    files |= {
        f"text-{charset}": formats.flattened_text(a, charset) for charset, a in BY_CHARSET.items()
    }
    files |= {f"wrapped-{width}": formats.flattened_text(QUAY, wrap=width) for width in (60, 72)}
    for packing in ("plain", "members", "one"):
        files |= {
            f"warc-{packing}-{coding}": formats.warc_of(ARTICLES, packing, coding, bool(coding))
            for coding in (None, "gzip", "deflate", "br", "zstd")
        }
    files["warc-kinds"] = formats.warc(
        [
            formats.warc_info(),
            formats.warc_resource(formats.html_page()),
            formats.warc_conversion(formats.flattened_text(bare=True)),
            formats.warc_revisit(),
        ]
    )
    files |= {
        f"wacz-{packing}": formats.wacz_of(ARTICLES, packing) for packing in ("plain", "members")
    }
    return files | feed_seeds() | wire_seeds() | mail_seeds() | packed_seeds()


def feed_seeds() -> dict[str, bytes]:
    """Return good feeds and JSON lines of every kind."""
    places = get_args(formats.RssContent)
    files = {f"rss-{place}": formats.rss(ARTICLES, place, inline=True) for place in places}
    files |= {f"rss1-{place}": formats.rss1(ARTICLES, place) for place in places}
    for kind in get_args(formats.AtomContent):
        files[f"atom-{kind}"] = formats.atom(ARTICLES, kind, inline=True)
    for kind in get_args(formats.JsonContent):
        files[f"json-feed-{kind}"] = formats.json_feed(ARTICLES, kind, ascii_only=kind == "text")
    files |= {
        f"jsonl-{row}": formats.jsonl(row=row, ascii_only=row == "body") for row in formats.ROWS
    }
    files |= {f"json-list-{row}": formats.json_list(row=row) for row in ("text", "meta")}
    return files


def wire_seeds() -> dict[str, bytes]:
    """Return good wire files of every kind."""
    files = {"ninjs-lines": formats.ninjs_lines(), "nitf": formats.nitf(doctype=True)}
    for version in (1, 2, 3):
        files[f"ninjs-{version}"] = formats.ninjs(version=version)
    for kind in ("xhtml", "nitf", "plain"):
        files[f"g2-{kind}"] = formats.newsml_g2(content=kind)
        files[f"g2-message-{kind}"] = formats.newsml_g2_message(content=kind)
    return files


def mail_seeds() -> dict[str, bytes]:
    """Return good messages and mailboxes of every kind."""
    files = {"mail-koi8-r": formats.eml_old(formats.RUSSIAN), "mbox": formats.mbox_of()}
    files |= {f"mhtml-{c}": formats.mhtml(coding=c) for c in get_args(formats.MailCoding)}
    for shape in ("alternative", "html", "plain", "attached"):
        for coding in ("quoted-printable", "base64", "8bit"):
            files[f"mail-{shape}-{coding}"] = formats.eml(QUAY, shape, coding)
    return files


def packed_seeds() -> dict[str, bytes]:
    """Return good archives."""
    members = {"a.html": formats.html_page(), "b/feed.xml": formats.rss(), "c.eml": formats.eml()}
    return {
        "zip": formats.zip_of(members),
        "zip-stored": formats.zip_of(members, compress=False),
        "tar": formats.tar_of(members),
        "tar-gnu": formats.tar_of({f"{'long/' * 40}a.html": formats.html_page()}, GNU_FORMAT),
        "tar-gzip": formats.gz(formats.tar_of(members)),
        "zip-nested": formats.zip_of(
            {"a.zip": formats.zip_of(members), "b.warc": formats.warc_of()}
        ),
        "gzip": formats.gz(formats.html_page()),
        "bzip2": bz2.compress(formats.html_page()),
        "xz": lzma.compress(formats.rss()),
        "gzip-feed": formats.gz(formats.rss()),
        "gzip-members": formats.gz_members([formats.jsonl(), formats.jsonl(row="body")]),
        "zip-of-gzip": formats.zip_of({"a.html.gz": formats.gz(formats.html_page())}),
    }


# --- operators


def stretch(rng: random.Random, data: bytes) -> tuple[int, int]:
    """Return a random range of `data`, mostly a short one."""
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + int(len(data) ** rng.random()))


def flip_bits(rng: random.Random, data: bytes) -> bytes:
    """Flip a few bits anywhere."""
    changed = bytearray(data)
    for _ in range(1 + int(50 ** rng.random()) if data else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def delete(rng: random.Random, data: bytes) -> bytes:
    """Take a stretch out."""
    start, end = stretch(rng, data)
    return data[:start] + data[end:]


def duplicate(rng: random.Random, data: bytes) -> bytes:
    """Write a stretch several times."""
    start, end = stretch(rng, data)
    times = min(int(1_000 ** rng.random()) + 1, LONGEST // (end - start + 1))
    return data[:end] + data[start:end] * times + data[end:]


def move(rng: random.Random, data: bytes) -> bytes:
    """Put a stretch elsewhere."""
    start, end = stretch(rng, data)
    rest = data[:start] + data[end:]
    spot = rng.randrange(len(rest) + 1)
    return rest[:spot] + data[start:end] + rest[spot:]


def truncate(rng: random.Random, data: bytes) -> bytes:
    """Cut the end off."""
    return data[: rng.randrange(len(data) + 1)]


def cut_head(rng: random.Random, data: bytes) -> bytes:
    """Cut the start off."""
    return data[rng.randrange(len(data) + 1) :]


def splice(rng: random.Random, data: bytes) -> bytes:
    """Go on with the tail of a file of another format."""
    other = rng.choice(list(seeds().values()))
    return truncate(rng, data) + cut_head(rng, other)


def graft(rng: random.Random, data: bytes) -> bytes:
    """Put a stretch of a file of another format in."""
    other = rng.choice(list(seeds().values()))
    start, end = stretch(rng, other)
    spot = rng.randrange(len(data) + 1)
    return data[:spot] + other[start:end] + data[spot:]


def odd_numbers(rng: random.Random, data: bytes) -> bytes:
    """Replace a few numbers by ones that no reader expects."""
    share = rng.choice((0.02, 0.2, 1.0))
    return NUMBER.sub(
        lambda found: rng.choice(ODD_NUMBERS) if rng.random() < share else found[0],
        data,
        count=500,
    )


def odd_bytes(rng: random.Random, data: bytes) -> bytes:
    """Put marks in that mean something elsewhere: NULs, byte order marks, surrogates, openings."""
    for _ in range(1 + int(20 ** rng.random())):
        spot = rng.randrange(len(data) + 1)
        data = data[:spot] + rng.choice(ODD_BYTES) + data[spot:]
    return data


def mark_first(rng: random.Random, data: bytes) -> bytes:
    """Put a byte order mark before all, that is true or not."""
    return rng.choice(MARKS) * rng.choice((1, 1, 2)) + data


def lie_charset(rng: random.Random, data: bytes) -> bytes:
    """Declare another charset."""
    return DECLARED.sub(lambda found: found[0].replace(found[1], rng.choice(CHARSETS)), data)


def recode(rng: random.Random, data: bytes) -> bytes:
    """Write the file in another charset than it declares."""
    text = data.decode("utf-8", "replace")
    return text.encode(
        rng.choice(("utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7")), "replace"
    )


def nest(rng: random.Random, data: bytes) -> bytes:
    """Open something many times."""
    spot = rng.randrange(len(data) + 1)
    opened = rng.choice(OPENINGS) * int(FULL ** rng.random())
    return data[:spot] + opened[:LONGEST] + data[spot:]


def swap_tags(rng: random.Random, data: bytes) -> bytes:
    """Exchange two tags."""
    tags = [found.span() for found in TAG.finditer(data)]
    if len(tags) < 2:
        return flip_bits(rng, data)
    (a, b), (c, d) = sorted(rng.sample(tags, 2))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def drop_tags(rng: random.Random, data: bytes) -> bytes:
    """Take tags out at random."""
    share = rng.random() ** 3
    return TAG.sub(lambda found: b"" if rng.random() < share else found[0], data)


def other_newlines(rng: random.Random, data: bytes) -> bytes:
    """Write line ends in another way, or none."""
    plain = data.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", rng.choice((b"\r\n", b"\r", b"", b"\n\r", b"\n\n", b"\0\n")))


def shuffle_lines(rng: random.Random, data: bytes) -> bytes:
    """Put the lines in another order."""
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def repeat(rng: random.Random, data: bytes) -> bytes:
    """Write the whole file several times."""
    return data * min(int(30 ** rng.random()) + 1, LONGEST // (len(data) + 1) + 1)


def inside_gzip(rng: random.Random, data: bytes) -> bytes:
    """Change the bytes under gzip, which stays right; pack what was not packed."""
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    return formats.gz(change(rng, data))


OPERATORS: tuple[Operator, ...] = (
    flip_bits, delete, duplicate, move, truncate, cut_head, splice, graft, odd_numbers, odd_bytes,
    mark_first, lie_charset, recode, nest, swap_tags, drop_tags, other_newlines, shuffle_lines,
    repeat,
)  # fmt: skip


def change(rng: random.Random, data: bytes) -> bytes:
    """Apply one to three operators."""
    for operator in rng.sample(OPERATORS, rng.choice((1, 1, 1, 2, 3))):
        data = operator(rng, data)
    return data[:LONGEST]


# --- containers that are right, around what is not


def in_warc(rng: random.Random, data: bytes) -> bytes:
    """Return a WARC with `data` as the body of a page, between good ones."""
    coding: formats.Coding = rng.choice((None, "gzip", "deflate", "raw-deflate", "br", "zstd"))
    good = formats.warc_response(formats.html_page())
    kind = rng.choice(
        ("text/html", "text/plain", "application/rss+xml", "text/html; charset=x", None)
    )
    bad = formats.warc_response(data, coding=coding, chunks=rng.random() < 0.5, content_type=kind)
    return formats.warc([good, bad, good], rng.choice(("plain", "members", "one")))


def in_feed(rng: random.Random, data: bytes) -> bytes:
    """Return a feed with `data` as the content of an item."""
    text = formats.cdata(data.decode("utf-8", "replace"))
    return formats.rss().replace(b"<![CDATA[", text.encode() + b"<![CDATA[", 1)


def in_json_feed(rng: random.Random, data: bytes) -> bytes:
    """Return a JSON Feed with `data` as the content of an item."""
    article = msgspec.structs.replace(QUAY, paragraphs=(data.decode("utf-8", "surrogateescape"),))
    return formats.json_feed([QUAY, article], "text", ascii_only=True)


def in_jsonl(rng: random.Random, data: bytes) -> bytes:
    """Return JSON lines with `data` as the text of one."""
    article = msgspec.structs.replace(QUAY, paragraphs=(data.decode("utf-8", "surrogateescape"),))
    return formats.jsonl([QUAY, article, QUAY], rng.choice(list(formats.ROWS)), ascii_only=True)


def in_mail(rng: random.Random, data: bytes) -> bytes:
    """Return a message with `data` as its HTML."""
    shape: formats.MailShape = rng.choice(("alternative", "html"))
    coding: formats.MailCoding = rng.choice(("quoted-printable", "base64"))
    text = data.decode("utf-8", "replace").replace("\r", "")
    article = msgspec.structs.replace(QUAY, paragraphs=(text,))
    return formats.eml(article, shape, coding)


def in_zip(rng: random.Random, data: bytes) -> bytes:
    """Return a ZIP with `data` between good pages."""
    page = formats.html_page()
    return formats.zip_of({"a.html": page, "b": data, "c.html": page}, rng.random() < 0.5)


CONTAINERS: tuple[Operator, ...] = (in_warc, in_feed, in_json_feed, in_jsonl, in_mail, in_zip)


# --- mutants


def mutant(seed: int, index: int, bait: Bait, full: int = FULL) -> Mutant:
    """Return the mutant of this number; payloads go up to the size `full`.

    The first mutants are all the payloads at full size.
    """
    if index < len(PAYLOADS):
        name = sorted(PAYLOADS)[index]
        return Mutant(f"payload:{name}:{full}", PAYLOADS[name](full, bait))
    rng = random.Random(f"{seed}/{index}")
    kind = rng.random()
    if kind < 0.25:
        return random_payload(rng, bait, full)
    name, data = rng.choice(list(seeds().items()))
    if kind < 0.5:
        container = rng.choice(CONTAINERS)
        return Mutant(f"{container.__name__}:{name}", container(rng, change(rng, data)))
    if kind < 0.6:
        return Mutant(f"inside-gzip:{name}", inside_gzip(rng, data))
    return Mutant(f"changed:{name}", change(rng, data))


def random_payload(rng: random.Random, bait: Bait, full: int) -> Mutant:
    """Return a payload of random size, half of them with faults of their own."""
    name = rng.choice(sorted(PAYLOADS))
    size = int(full ** rng.random())
    data = PAYLOADS[name](size, bait)
    if rng.random() < 0.5:
        return Mutant(f"payload:{name}:{size}", data)
    return Mutant(f"changed-payload:{name}:{size}", change(rng, data))
