"""WARC files, sound and damaged: every cut is told, and all that was sound is kept."""

import io
import random
import re
import zlib
from collections.abc import Sequence
from itertools import accumulate

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formats
from formats import Packing, warc, warc_record, warc_response
from sayso.ingest import Page, read_pages
from sayso.ingest.containers.http_body import join_chunks, parse_response
from sayso.records import Issue

PACKINGS: tuple[Packing, ...] = ("plain", "members", "one")
HTTP = "application/http; msgtype=response"


class Pipe(io.BytesIO):
    """Bytes that can only be read forward."""

    def seekable(self) -> bool:
        """Return False, as pipes do."""
        return False


def read(data: bytes, pipe: bool = False) -> tuple[list[Page], list[Issue]]:
    """Return the pages and the issues of `data`."""
    found = list(read_pages(["-"], Pipe(data) if pipe else io.BytesIO(data)))
    return (
        [item for item in found if isinstance(item, Page)],
        [item for item in found if isinstance(item, Issue)],
    )


def urls(pages: Sequence[Page]) -> list[str | None]:
    """Return the addresses of pages in order."""
    return [page.raw.url for page in pages]


def body(number: int) -> bytes:
    """Return a short page."""
    return f"<html><body><p>Ship {number} waits outside the bay, they said.".encode()


def address(number: int) -> str:
    """Return the address of a short page."""
    return f"http://bay.example/{number}"


RECORDS = [
    warc_response(body(0), address(0)),
    warc_response(body(1), address(1), coding="gzip", chunks=True),
    warc_response(body(2), address(2), coding="br"),
]
ADDRESSES = [address(number) for number in range(3)]


def ends_of(packing: Packing) -> list[int]:
    """Return where each record of RECORDS ends in the packed file."""
    sizes = [len(formats.gz(data) if packing == "members" else data) for data in RECORDS]
    return list(accumulate(sizes))


# --- sound files


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("pipe", [False, True])
def test_records_become_pages(packing: Packing, pipe: bool) -> None:
    pages, issues = read(warc(RECORDS, packing), pipe)
    assert (urls(pages), issues) == (ADDRESSES, [])
    assert [page.text for page in pages] == [body(number).decode() for number in range(3)]
    assert pages[0].raw.entry is not None
    assert pages[0].raw.entry.startswith("urn:uuid:")


@pytest.mark.parametrize("version", ["0.18", "1.0", "1.1"])
def test_versions(version: str) -> None:
    assert len(read(warc_response(body(0), version=version))[0]) == 1


@pytest.mark.parametrize("coding", [None, "gzip", "deflate", "raw-deflate", "br"])
@pytest.mark.parametrize("chunks", [False, True])
def test_bodies_are_decoded(coding: formats.Coding, chunks: bool) -> None:
    pages, issues = read(warc_response(body(0), coding=coding, chunks=chunks))
    assert ([page.text for page in pages], issues) == ([body(0).decode()], [])


def test_charset_of_the_header_is_used() -> None:
    page = "<html><body><p>Über der Fähre".encode("latin-1")
    [found] = read(warc_response(page, content_type="text/html; charset=ISO-8859-1"))[0]
    assert "Über der Fähre" in found.text


def test_headers_left_behind_by_crawlers_that_decode_are_seen_through() -> None:
    fields = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked", "Content-Length": "9"}
    block = formats.http_head(200, {"Content-Type": "text/html", **fields}) + body(0)
    pages, issues = read(warc_record("response", block, address(0), HTTP))
    assert (len(pages), issues) == (1, [])


@pytest.mark.parametrize(
    "record",
    [
        warc_response(body(0), status=404),
        warc_response(body(0), status=301),
        warc_response(b"", content_type="text/html"),
        warc_response(b"GIF89a\x01\x00", content_type="image/gif"),
        warc_response(b"let a = 1", content_type="text/javascript"),
        warc_response(b'{"a": 1}', content_type="application/json"),
        warc_response(b"<urlset><url/></urlset>", content_type="text/xml"),
        warc_response(b"User-agent: *", "http://a.example/robots.txt", content_type="text/plain"),
        formats.warc_info(),
        formats.warc_request(),
        formats.warc_metadata(),
        formats.warc_revisit(),
    ],
)
def test_what_is_no_page_is_passed_over(record: bytes) -> None:
    pages, issues = read(record + RECORDS[0])
    assert (urls(pages), issues) == (ADDRESSES[:1], [])
    pages, [issue] = read(record)
    assert (pages, issue.error) == ([], "InputError")
    assert "holds no page" in issue.message


def test_resources_conversions_and_feeds_are_read() -> None:
    records = [
        formats.warc_resource(body(0), address(0)),
        formats.warc_conversion(b"The ship waits outside the bay.", address(1)),
        warc_response(formats.rss(formats.ARTICLES[:1]), address(2), content_type="text/xml"),
    ]
    pages, issues = read(warc(records))
    assert (len(pages), issues) == (3, [])


# --- damage


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("pipe", [False, True])
def test_every_cut_is_told_and_every_record_before_it_kept(packing: Packing, pipe: bool) -> None:
    whole, ends = warc(RECORDS, packing), ends_of(packing)
    for cut in range(1, len(whole), 1 if packing == "one" else 2):
        pages, issues = read(whole[:cut], pipe)
        assert urls(pages) == ADDRESSES[: len(pages)]
        assert bool(issues) or cut in ends
        assert all(issue.error == "DamageError" for issue in issues)
        assert all(re.search(r"byte \d+", issue.message) for issue in issues)
        if packing == "one":
            given = len(zlib.decompressobj(31).decompress(whole[:cut]))
            assert len(pages) >= sum(end <= given for end in ends_of("plain"))
        else:
            assert len(pages) >= sum(end <= cut for end in ends)


@pytest.mark.parametrize("pipe", [False, True])
def test_members_around_a_lost_piece_are_kept(pipe: bool) -> None:
    whole, ends = warc(RECORDS, "members"), [0, *ends_of("members")]
    chance = random.Random(7)
    for _ in range(150):
        first, after = sorted(chance.sample(range(11, len(whole)), 2))
        pages, issues = read(whole[:first] + whole[after:], pipe)
        sound = [
            address(number)
            for number in range(3)
            if ends[number + 1] <= first or ends[number] >= after
        ]
        assert set(sound) <= set(urls(pages))
        assert issues or (first in ends and after in ends)


@pytest.mark.parametrize("packing", ["plain", "members"])
def test_a_damaged_first_byte_costs_one_record(packing: Packing) -> None:
    data = bytearray(warc(RECORDS, packing))
    data[0] ^= 1
    pages, issues = read(bytes(data))
    assert urls(pages) == ADDRESSES[1:]
    assert issues[0].error == "DamageError"


@pytest.mark.parametrize("pipe", [False, True])
def test_files_joined_from_halves(pipe: bool) -> None:
    cut = len(RECORDS[0]) - 40
    pages, [issue] = read(RECORDS[0][:cut] + RECORDS[1] + RECORDS[2], pipe)
    assert urls(pages) == ADDRESSES[1:]
    assert issue.message.startswith("the WARC record at byte 0 ")


@pytest.mark.parametrize("pipe", [False, True])
@pytest.mark.parametrize("length", [0, 30, 400, 700, 5_000_000, 50_000_000, 10**12, 10**17])
def test_wrong_lengths(length: int, pipe: bool) -> None:
    wrong = warc_response(body(9), address(9), length=length)
    pages, issues = read(RECORDS[0] + wrong + RECORDS[1] + RECORDS[2], pipe)
    assert issues
    assert f"byte {len(RECORDS[0])} " in issues[0].message
    assert urls(pages) == ADDRESSES


def test_wrong_length_in_a_member_costs_its_record_only() -> None:
    wrong = warc_response(body(9), address(9), length=10**12)
    data = formats.gz_members([RECORDS[0], wrong, RECORDS[1]])
    for pipe in (False, True):
        pages, [issue] = read(data, pipe)
        assert urls(pages) == ADDRESSES[:2]
        assert f"gzip member at byte {len(formats.gz(RECORDS[0]))}" in issue.message


@pytest.mark.parametrize("packing", PACKINGS)
def test_flipped_bits_never_become_a_page(packing: Packing) -> None:
    whole = warc(RECORDS, packing)
    sound = {page.raw.sha256 for page in read(whole)[0]}
    chance = random.Random(11)
    for _ in range(150):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        pages, issues = read(bytes(data))
        assert issues or {page.raw.sha256 for page in pages} <= sound


@pytest.mark.parametrize("name", ["WARC-Block-Digest", "WARC-Payload-Digest"])
@pytest.mark.parametrize("hexadecimal", [False, True])
def test_digests(name: str, hexadecimal: bool) -> None:
    import hashlib

    block = formats.http_response(body(0))
    held = block if name == "WARC-Block-Digest" else body(0)
    right = f"sha256:{hashlib.sha256(held).hexdigest()}" if hexadecimal else formats.digest(held)
    for digest, pages in ((right, 1), (right[:-4] + "AAAA", 0)):
        record = warc_record("response", block, address(0), HTTP)
        lines = [
            line for line in record.split(b"\r\n") if not line.startswith(b"WARC-Block-Digest")
        ]
        lines.insert(1, f"{name}: {digest}".encode())
        found, issues = read(b"\r\n".join(lines))
        assert (len(found), len(issues)) == (pages, 1 - pages)


def test_pages_that_are_cut_inside_sound_records_are_issues() -> None:
    block = formats.http_response(body(0), chunks=True)
    cut_chunks = warc_record("response", block[:-20], address(0), HTTP)
    packed = formats.http_response(body(0), coding="gzip")
    cut_gzip = warc_record("response", packed[:-6], address(1), HTTP)
    short = warc_record("response", formats.http_response(body(0))[:-6], address(2), HTTP)
    truncated = warc_record("response", block, address(3), HTTP, {"WARC-Truncated": "length"})
    segment = warc_record("response", block, address(4), HTTP, {"WARC-Segment-Number": "1"})
    for record in (cut_chunks, cut_gzip, short, truncated, segment):
        pages, [issue] = read(record + RECORDS[2])
        assert urls(pages) == [address(2)]
        assert issue.input.startswith("-!urn:uuid:")


def test_bombs_in_bodies_and_members_stop_early() -> None:
    bomb = formats.gz(bytes(30_000_000))
    head = formats.http_head(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"})
    packed = warc_record("response", head + bomb, address(9), HTTP)
    pages, [issue] = read(packed + RECORDS[0])
    assert urls(pages) == ADDRESSES[:1]
    assert "100 times" in issue.message
    pages, issues = read(warc(RECORDS, "members") + bomb)
    assert urls(pages) == ADDRESSES
    assert "100 times" in issues[-1].message


def test_records_too_large_for_a_page_are_passed_over() -> None:
    film = warc_response(bytes(21_000_000), address(8), content_type="video/mp4")
    page = warc_response(b"<p>" * 7_000_000, address(9))
    pages, [issue] = read(film + page + RECORDS[0])
    assert urls(pages) == ADDRESSES[:1]
    assert "larger than 20 MB" in issue.message


def test_a_file_of_nothing_but_damage_ends() -> None:
    head = RECORDS[0][: RECORDS[0].index(b"\r\n\r\n") + 4]
    issues = read(head * 5_000)[1]
    assert len(issues) == 1_001
    assert "too much of it is damaged" in issues[-1].message


def test_broken_chunks() -> None:
    assert join_chunks(formats.chunked(b"a" * 2_000)) == b"a" * 2_000
    assert join_chunks(b"3;x=y\nabc\n0\n\n") == b"abc"
    assert join_chunks(b"<p>no chunk") == b"<p>no chunk"


def test_http_heads_are_read_as_browsers_do() -> None:
    response = parse_response(b"HTTP/1.1 200\nContent-Type:\n text/html\nodd line\nX: 1\n\nbody")
    assert response is not None
    assert (response.status, response.media_type, response.body) == (200, "text/html", b"body")
    assert parse_response(b"no response") is None


@given(
    st.sampled_from([b"WARC/1.0\r\n", b"WARC/", RECORDS[0][:300], RECORDS[1]]),
    st.binary(max_size=300),
    st.integers(0, 400),
)
@settings(max_examples=100, deadline=None)
def test_any_bytes_in_a_warc_file_are_an_issue_at_most(
    start: bytes, noise: bytes, place: int
) -> None:
    for data in (start + noise, start[:place] + noise + start[place:] + RECORDS[2]):
        for packed in (data, formats.gz(data)):
            for pipe in (False, True):
                for issue in read(packed, pipe)[1]:
                    msgspec.json.encode(issue)
