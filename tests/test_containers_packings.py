"""Brotli, Zstandard and tar; heads of WARC records that were joined; indexes and mailboxes."""

import io
import random
import string
import sys
import tarfile
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formats
from formats import warc, warc_record, warc_response, zip_of
from sayso.ingest.containers.http_body import decode_content
from test_containers_warc import HTTP, RECORDS, address, body, read, urls

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHARS = string.ascii_lowercase


def long_page(sentences: int) -> bytes:
    """Return a page of made-up words that packs to a tenth, as real pages do."""
    rng = random.Random(sentences)
    words = ["".join(rng.choices(CHARS, k=rng.randint(2, 9))) for _ in range(2_000)]
    lines = [" ".join(rng.choices(words, k=20)) for _ in range(400)]
    return "<p>".join(rng.choice(lines) + rng.choice(words) for _ in range(sentences)).encode()


@pytest.mark.parametrize("sentences", [3_000, 4_500, 6_000, 9_000, 12_000])
@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_long_bodies_are_read_to_their_end(sentences: int, coding: str) -> None:
    page = long_page(sentences)
    packed = brotli.compress(page, quality=5) if coding == "br" else zstd.compress(page)
    assert decode_content(packed, coding) == page
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: "
    response = head + coding.encode() + b"\r\n\r\n"
    for cut in (0, 1, len(packed) // 2):
        data = response + packed[: len(packed) - cut]
        pages, issues = read(warc([warc_record("response", data, address(0), HTTP)]))
        assert [found.raw.bytes for found in pages] == ([] if cut else [len(page)])
        assert len(issues) == bool(cut)


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_packed_bodies_that_are_bombs_are_told(coding: str) -> None:
    data = bytes(30_000_000)
    packed = brotli.compress(data, quality=5) if coding == "br" else zstd.compress(data)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: "
    response = head + coding.encode() + b"\r\n\r\n" + packed
    pages, [issue] = read(warc([warc_record("response", response, address(0), HTTP), *RECORDS]))
    assert len(pages) == len(read(warc(RECORDS))[0])
    assert "100 times its size" in issue.message


@pytest.mark.parametrize("pipe", [False, True])
def test_zstandard_files_are_read_frame_by_frame(pipe: bool) -> None:
    frames = [zstd.compress(record) for record in RECORDS]
    skipped = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"hello"
    expected = urls(read(warc(RECORDS))[0])
    pages, issues = read(skipped + b"".join(frames), pipe)
    assert (urls(pages), issues) == (expected, [])
    pages, [issue] = read(b"".join(frames)[:-9], pipe)
    assert urls(pages) == expected[: len(pages)]
    assert "the Zstandard frame at byte" in issue.message
    broken = bytearray(frames[1])
    broken[len(broken) // 2 :] = bytes(len(broken) - len(broken) // 2)
    pages, issues = read(b"".join([frames[0], bytes(broken), *frames[2:]]), pipe)
    assert len(pages) >= len(expected) - 1
    assert f"byte {len(frames[0])}" in issues[0].message
    pages, issues = read(zip_of({"a.html.zst": zstd.compress(body(0))}), pipe)
    assert (len(pages), issues) == (1, [])


def test_zstandard_bombs_are_told() -> None:
    pages, issues = read(zstd.compress(bytes(30_000_000)))
    assert pages == []
    assert "100 times its size" in issues[-1].message


def test_zstandard_with_a_dictionary_is_told() -> None:
    samples = [f"The ferry {number} stays in port {number * 7}.".encode() for number in range(900)]
    words = zstd.train_dict(samples, 1_000)
    frame = zstd.compress(body(0), zstd_dict=words)
    size = len(words.dict_content).to_bytes(4, "little")
    for data in (frame, b"\x5d\x2a\x4d\x18" + size + words.dict_content + frame):
        pages, [issue] = read(data)
        assert pages == []
        assert "with a dictionary" in issue.message


# --- joined heads


def joined(first: bytes, second: bytes, left: bytes, right: bytes) -> bytes:
    """Return the record that opens as `first` up to `left`, and goes on as `second` at `right`."""
    return first[: first.index(left)] + second[second.index(right) :]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (b"Content-Type", b"WARC-Target-URI"),
        (b"\r\nContent-Length", b"\r\nContent-Type"),
        (b"\r\nContent-Length", b"\r\nWARC-Block-Digest"),
        (b"WARC-Target-URI", b"WARC-Record-ID"),
        (b"WARC-Target-URI", b"ARC-Target-URI"),
        (b"://", b"//bay"),
    ],
)
def test_heads_of_two_records_in_one_are_damage(left: bytes, right: bytes) -> None:
    request = formats.warc_request(address(7))
    response = warc_response(body(8), address(8))
    for first, second in ((request, response), (response, request)):
        data = warc([RECORDS[0], joined(first, second, left, right), RECORDS[2]])
        pages, [issue] = read(data)
        assert urls(pages) == [address(0), address(2)]
        assert f"byte {len(RECORDS[0])} " in issue.message


def test_blocks_that_are_not_what_their_kind_holds_are_damage() -> None:
    html, http = body(3), formats.http_response(body(3))
    odd = [
        warc_record("response", html, address(3), HTTP),
        warc_record("response", http, address(3), "text/html"),
        warc_record("request", http[9:], address(3), "application/http; msgtype=request"),
        warc_record("request", b"GET / HTTP/1.1\r\n\r\n", address(3), HTTP),
        warc_record("metadata", http, address(3), HTTP),
    ]
    for record in odd:
        pages, [issue] = read(warc([record, RECORDS[0]]))
        assert urls(pages) == [address(0)]
        assert issue.error == "DamageError"
    names = warc_record("response", b"\0\1", "dns:bay.example", "text/dns")
    assert read(warc([names, RECORDS[0]]))[1] == []


def test_fields_that_extensions_repeat_are_no_damage() -> None:
    record = RECORDS[0].replace(
        b"WARC-Date", b"WARC-Protocol: h2\r\nWARC-Protocol: tls/1.3\r\nWARC-Date", 1
    )
    assert read(warc([record]))[1] == []


# --- WACZ


@pytest.mark.parametrize("pack", [bytes, formats.gz])
def test_a_warc_that_ends_before_its_index_does_is_told(pack: Callable[[bytes], bytes]) -> None:
    data = warc(RECORDS)
    index = b"".join(
        b'example,bay)/ 20240306080000 {"url": "x", "filename": "a.warc", "offset": "%d", '
        b'"length": "%d"}\n' % (offset, len(record))
        for offset, record in zip(
            [sum(map(len, RECORDS[:n])) for n in range(len(RECORDS))], RECORDS, strict=True
        )
    )
    name = "indexes/index.cdx" + (".gz" if pack is not bytes else "")
    for size, told in ((len(data), 0), (len(data) - len(RECORDS[-1]), 1)):
        members = {"archive/a.warc": data[:size], name: pack(b"junk\n{\n" + index)}
        _, issues = read(zip_of(members))
        assert len(issues) == told
        if told:
            assert issues[0].input == "-!archive/a.warc"
            assert f"ends at byte {size}" in issues[0].message


def test_a_wacz_cut_between_records_is_told_by_its_list() -> None:
    whole = warc(RECORDS)
    for pipe in (False, True):
        cut = formats.wacz(whole[: -len(RECORDS[-1])], listed=whole)
        _, issues = read(cut, pipe)
        assert [issue.input for issue in issues] == ["-!archive/data.warc"]


def test_messages_have_the_bytes_that_lie_in_the_mailbox() -> None:
    first = b"Subject: One\nFrom: a@b.example\n\nThe ferry stays in port.\n"
    second = b"Subject: Two\nFrom: a@b.example\n\nThe ferry left port again.\n"
    line = b"From a@b.example Tue Mar  5 09:30:00 2024\n"
    for newline in (b"\n", b"\r\n"):
        data = b"".join([line, first, b"\n", line, second, b"\n"]).replace(b"\n", newline)
        pages, issues = read(data)
        assert issues == []
        assert [page.data for page in pages] == [
            message.replace(b"\n", newline) for message in (first, second)
        ]


def test_a_file_of_bad_lines_ends_after_a_thousand() -> None:
    good = b'{"text": "The ferry stays in port."}\n'
    pages, issues = read(good + b"{\n" * 50_000 + good)
    assert (len(pages), len(issues)) == (1, 1_001)
    assert "1000 lines in a row" in issues[-1].message
    pages, issues = read((good + b"{\n") * 1_500)
    assert (len(pages), len(issues)) == (1_500, 1_500)


# --- tar


def tar_of(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar archive with the members, and a link and a device among them."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for kind in (tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo(f"odd{kind.decode()}")
            entry.type, entry.linkname = kind, "/etc/hostname"
            archive.addfile(entry)
    return held.getvalue()


TAR = {"a.html": body(0), "é/b.warc": warc(RECORDS[:1]), "c" * 180: body(2), ".d": body(3)}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("pack", [bytes, formats.gz])
@pytest.mark.parametrize("pipe", [False, True])
def test_files_in_tar_archives_are_read(
    form: int, pack: Callable[[bytes], bytes], pipe: bool
) -> None:
    members = {name: data for name, data in TAR.items() if form != 0 or len(name) < 100}
    pages, issues = read(pack(tar_of(members, form)), pipe)
    assert issues == []
    names = [str(page.raw.entry).partition("!")[0] for page in pages]
    assert names == [name for name in members if not name.startswith(".")]


def test_cut_and_flipped_tar_archives_are_told() -> None:
    data = tar_of(TAR)
    end = data.rindex(b"odd6") + 512
    whole = len(read(data)[0])
    for cut in range(700, end, 97):
        pages, issues = read(data[:cut])
        assert issues
        assert len(pages) <= whole
    flipped = bytearray(data)
    flipped[data.index(b"odd2")] ^= 1
    pages, issues = read(bytes(flipped))
    assert (len(pages), "no sound head" in issues[-1].message) == (whole, True)
    pages, issues = read(tar_of({}))
    assert (pages, "no file that is not hidden" in issues[0].message) == ([], True)


@given(st.binary(max_size=600), st.integers(0, 3_000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_in_a_tar_archive_never_raise(noise: bytes, place: int) -> None:
    data = tar_of(TAR)
    for pipe in (False, True):
        assert read(data[:place] + noise + data[place:], pipe) is not None
