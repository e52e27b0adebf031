"""What is fetched stands in a WARC file that every tool reads, whole whatever happens."""

import gzip
import io
import os
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from fetch_site import HERE, PAGE, START, Site, fetch, open_site
from sayso.errors import FetchError, StoreError
from sayso.fetch import Fetched
from sayso.fetch.store import Store
from sayso.fetch.warc import (
    Answer,
    HalfMember,
    Member,
    kept_in,
    kept_of,
    read_members,
    record,
    records_of,
)
from sayso.records import Issue

URL = "http://news.example/story"


def answer(number: int = 0, body: bytes = PAGE, **changed: object) -> Answer:
    """Return an answer as the wire gives it, the `number`th of a run."""
    fields: dict[str, object] = {
        "url": f"{URL}/{number}",
        "target": f"/story/{number}",
        "asked": [(b"Host", b"news.example"), (b"User-Agent", b"sayso")],
        "version": b"HTTP/1.1",
        "status": 200,
        "reason": b"OK",
        "headers": [
            (b"ETag", b'"%d"' % number),
            (b"X-Odd", b"caf\xe9 = a:b"),
            (b"Content-Length", b"%d" % len(body)),
        ],
        "body": body,
        "cut": False,
        "ip": "8.8.8.8",
        "date": START + timedelta(seconds=number),
    }
    return Answer(**(fields | changed))  # type: ignore[arg-type]


def written(path: Path, *answers: Answer) -> bytes:
    """Return the bytes of a file at `path` that holds `answers`, a page each."""
    store = Store(path, "sayso")
    for page in answers:
        store.add([page])
    store.close()
    return path.read_bytes()


def types(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [one.rec_headers.get_header("WARC-Type") for one in ArchiveIterator(stream)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc.gz"


# --- records ----------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        html = {"Content-Type": "text/html", "Content-Encoding": "gzip", "ETag": '"a"'}
        opened.pages["/old"] = (301, {"Location": "/story"}, b"gone")
        opened.pages["/story"] = (200, html, gzip.compress(PAGE))
        yield opened


def test_a_fetched_page_reads_back_in_every_tool(site: Site, path: Path) -> None:
    [page] = fetch([site.url("/old")], path, site)
    assert isinstance(page, Fetched)
    assert types(path) == ["warcinfo", "response", "request", "response", "request"]
    with path.open("rb") as stream:
        records = [
            (one.rec_headers, one.http_headers, one.content_stream().read())
            for one in ArchiveIterator(stream, check_digests="raise")
        ]
    hop, request, story = records[1], records[2], records[3]
    assert (hop[1].get_statuscode(), hop[2]) == ("301", b"gone")
    assert request[0].get_header("WARC-Concurrent-To") == hop[0].get_header("WARC-Record-ID")
    assert request[1].get_header("Host") == f"news.example:{site.port}"
    assert story[2] == PAGE
    assert story[0].get_header("WARC-Target-URI") == page.url
    assert story[0].get_header("WARC-Record-ID") == f"<{page.entry}>"
    assert story[0].get_header("WARC-Date") == page.date == "2026-11-22T17:55:02Z"
    assert story[0].get_header("WARC-IP-Address") == HERE
    assert story[0].get_header("WARC-Payload-Digest") == f"sha256:{page.sha256}"
    assert story[1].get_header("X-Crawl-Content-Encoding") == "gzip"
    assert story[1].get_header("Content-Length") == str(len(PAGE))
    with path.open("rb") as stream:
        for one in FastIterator(stream, parse_http=False):
            assert one.headers["WARC-Type"] == "warcinfo" or one.verify_block_digest()
    with path.open("rb") as stream:
        bodies = [one.reader.read() for one in FastIterator(stream, parse_http=True)]
    assert PAGE in bodies


def test_warcio_check_is_content(site: Site, path: Path) -> None:
    fetch([site.url("/old")], path, site)

    class Command:
        inputs = (str(path),)
        verbose = False

    checker = Checker(Command())
    checker.process_all()
    assert checker.exit_value == 0


def test_heads_are_kept_to_the_byte(path: Path) -> None:
    data = zlib.decompress(records_of(answer()), zlib.MAX_WBITS | 16)
    assert b'HTTP/1.1 200 OK\r\nETag: "0"\r\nX-Odd: caf\xe9 = a:b\r\n' in data


def test_the_same_answers_make_the_same_file(tmp_path: Path) -> None:
    pages = [answer(0), answer(1)]
    first = written(tmp_path / "a.warc.gz", *pages)
    assert first == written(tmp_path / "b.warc.gz", *pages)


def test_a_cut_body_says_so(path: Path) -> None:
    store = Store(path, "sayso")
    store.add([answer(0, status=301, cut=True), answer(1)])
    store.close()
    with path.open("rb") as stream:
        [cut] = [
            one.rec_headers.get_header("WARC-Truncated")
            for one in ArchiveIterator(stream)
            if one.rec_type == "response" and one.http_headers.get_statuscode() == "301"
        ]
    assert cut == "length"


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_any_body_reads_back(body: bytes, value: bytes) -> None:
    value = value.replace(b"\r", b"").replace(b"\n", b"").strip()
    page = answer(0, body, headers=[(b"X-A", value), (b"ETag", value)])
    stream = io.BytesIO(records_of(page))
    response, request = ArchiveIterator(stream, check_digests="raise")
    stream.seek(0)
    members = [one for one in read_members(stream) if isinstance(one, Member)]
    assert len(members) == 2
    assert members[-1].end == len(records_of(page))
    assert kept_in(members[0].head, "x", 7) == kept_of(page, "x", 7)
    assert request.rec_type == "request"
    assert response.rec_type == "response"


@given(st.binary(max_size=400))
def test_any_head_keeps_a_page_or_none(head: bytes) -> None:
    kept_in(head, "x", 0)
    kept_in(b"WARC/1.1\r\nWARC-Type: response\r\n" + head, "x", 0)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3_000_000])
def test_members_of_any_size_are_told_apart(size: int) -> None:
    parts = [gzip.compress(os.urandom(size)), gzip.compress(bytes(size)), gzip.compress(b"x")]
    members = list(read_members(io.BytesIO(b"".join(parts))))
    ends = [sum(len(part) for part in parts[: number + 1]) for number in range(3)]
    assert [one.end for one in members if isinstance(one, Member)] == ends


# --- files ------------------------------------------------------------------------------------


def test_a_file_is_added_to(path: Path) -> None:
    written(path, answer(0))
    written(path, answer(1))
    assert types(path) == ["warcinfo", *["response", "request"] * 2]
    store = Store(path, "sayso")
    store.close()
    assert {kept.etag for kept in store.kept.values()} == {'"0"', '"1"'}


def test_what_is_kept_is_read_back(path: Path) -> None:
    pages = [answer(number, os.urandom(100_000 * number) + b"\r\n\r\n") for number in range(4)]
    store = Store(path, "sayso")
    for page in pages:
        store.add([answer(9, status=301), page])
    store.close()
    again = Store(path, "sayso")
    again.close()
    assert again.kept == store.kept
    for page in pages:
        assert store.body(store.kept[page.url], 1_000_000) == page.body
    assert store.body(store.kept[pages[3].url], 1_000) == pages[3].body[:1_000]
    path.unlink()
    with pytest.raises(FetchError, match="read back"):
        store.body(store.kept[pages[3].url], 1_000)


def test_every_cut_is_noticed_and_every_earlier_record_kept(tmp_path: Path) -> None:
    path = tmp_path / "cut.warc.gz"
    whole = written(tmp_path / "whole.warc.gz", answer(0), answer(1), answer(2))
    ends = [0, *(one.end for one in read_members(io.BytesIO(whole)) if isinstance(one, Member))]
    near = {end + step for end in ends for step in (-9, -8, -1, 0, 1, 2, 3, 9, 10, 11)}
    points = {*range(1, len(whole), 11), *near} & set(range(1, len(whole)))
    assert len(points) >= 200
    for length in sorted(points):
        path.write_bytes(whole[:length])
        store = Store(path, "sayso")
        good = max(end for end in ends if end <= length)
        assert store.cut == length - good
        assert path.stat().st_size == good
        store.add([answer(9)])
        store.close()
        members = list(read_members(io.BytesIO(path.read_bytes())))
        assert all(isinstance(one, Member) for one in members)


def test_a_half_record_is_told_and_fetched_again(site: Site, path: Path) -> None:
    fetch([site.url("/story")], path, site)
    path.write_bytes(path.read_bytes()[:-300])
    told, page = fetch([site.url("/story")], path, site)
    assert isinstance(told, Issue)
    assert (told.input, told.error) == (str(path), "StoreError")
    assert "half a record" in told.message
    assert isinstance(page, Fetched)
    assert all(isinstance(one, Member) for one in read_members(io.BytesIO(path.read_bytes())))


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n",
        gzip.compress(b"a page of ours, packed"),
        gzip.compress(b"a page of ours, packed")[:25],
        record({"WARC-Type": "warcinfo"}, b"") + b"\x00" * 512,
        record({"WARC-Type": "warcinfo"}, b"") + b"notes",
        record({"WARC-Type": "warcinfo"}, b"") + b"n",
        b"x",
    ],
)
def test_what_is_not_ours_is_never_touched(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    with pytest.raises(StoreError):
        Store(path, "sayso")
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["", "no/such/folder/w.warc.gz", "nul\x00.warc.gz", "a" * 300])
def test_a_file_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / name, "sayso")


def test_two_runs_cannot_add_at_once(path: Path) -> None:
    store = Store(path, "sayso")
    store.add([answer(0)])
    with pytest.raises(StoreError, match="another run"):
        Store(path, "sayso")
    store.close()
    Store(path, "sayso").close()


def test_a_run_without_a_page_leaves_no_file(path: Path) -> None:
    Store(path, "sayso").close()
    assert not path.exists()
    path.touch()
    Store(path, "sayso").close()
    assert path.exists()


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_no_half_record(
    path: Path, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(path, answer(0))
    store = Store(path, "sayso")
    write = os.write
    calls: list[int] = []

    def fail(file: int, data: bytes) -> int:
        if calls:
            raise fault
        calls.append(1)
        return write(file, data[:100])

    monkeypatch.setattr("sayso.fetch.store.os.write", fail)
    with pytest.raises(StoreError if isinstance(fault, OSError) else KeyboardInterrupt):
        store.add([answer(1)])
    monkeypatch.undo()
    store.close()
    assert path.read_bytes() == before


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_fetch_store import answer
from sayso.fetch.store import Store
store = Store(Path(sys.argv[1]), "sayso")
store.add([answer(0)])
write = os.write
def killed(file, data):
    write(file, data[:len(data) // 2])
    os._exit(9)
os.write = killed
store.add([answer(1)])
"""


def test_a_run_that_is_killed_loses_its_last_page_only(path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(Path(__file__).parent)], check=False
    )
    assert run.returncode == 9
    kept = list(read_members(io.BytesIO(path.read_bytes())))
    assert isinstance(kept[-1], HalfMember)
    store = Store(path, "sayso")
    store.close()
    assert store.cut > 0
    assert list(store.kept) == [f"{URL}/0"]
    assert types(path) == ["warcinfo", "response", "request"]


def test_opening_needs_no_more_memory_for_a_large_file(path: Path) -> None:
    page = records_of(answer(0, os.urandom(2_000_000)))
    with path.open("wb") as stream:
        for _ in range(20):
            stream.write(page)
    tracemalloc.start()
    Store(path, "sayso").close()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
