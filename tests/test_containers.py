"""Files in files: what is packed, zipped or strung together is found, and damage is told."""

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formats
from formats import gz, html_page, zip_of
from sayso.ingest import MAX_BYTES, Page, read_pages
from sayso.records import Issue
from test_containers_warc import Pipe, read

PAGE = html_page()
TEXT = b"The ferry to the islands stays in port, the harbour office said."


def entries(data: bytes, pipe: bool = False) -> list[str | None]:
    """Return the entries of the pages in `data`, which has no issues."""
    pages, issues = read(data, pipe)
    assert issues == []
    return [page.raw.entry for page in pages]


# --- packings


@pytest.mark.parametrize("pack", [gz, zlib.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("pipe", [False, True])
def test_packed_pages_are_read(pack: Callable[[bytes], bytes], pipe: bool) -> None:
    [page] = read(pack(PAGE), pipe)[0]
    assert page.raw.bytes == len(PAGE)
    assert page.raw.entry is None


@pytest.mark.parametrize("pack", [gz, zlib.compress, bz2.compress, lzma.compress])
def test_cut_packed_pages_are_no_pages(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(PAGE)
    for cut in range(8, len(packed), 23):
        pages, issues = read(packed[:cut])
        assert (pages, len(issues)) == ([], 1)


def test_members_padding_and_garbage() -> None:
    assert len(read(gz(PAGE[:500]) + gz(PAGE[500:]) + bytes(700))[0]) == 1
    [page], [issue] = read(gz(PAGE) + b"garbage")
    assert page.raw.bytes == len(PAGE)
    assert f"byte {len(gz(PAGE))} " in issue.message


def test_a_wrong_check_sum_costs_the_page() -> None:
    packed = bytearray(gz(PAGE))
    packed[-5] ^= 1
    pages, [issue] = read(bytes(packed))
    assert pages == []
    assert "the gzip member at byte 0 is damaged" in issue.message


def test_packings_stand_three_deep_at_most() -> None:
    assert len(read(gz(gz(gz(PAGE))))[0]) == 1
    assert len(read(gz(zip_of({"a.gz": gz(PAGE)})))[0]) == 1
    for data in (gz(gz(gz(gz(PAGE)))), gz(gz(gz(zip_of({"a": PAGE}))))):
        pages, [issue] = read(data)
        assert pages == []
        assert "more than 3 times" in issue.message


@pytest.mark.parametrize(
    "bomb",
    [
        gz(bytes(20_000_000)),
        gz(gz(bytes(20_000_000))),
        bz2.compress(bytes(20_000_000)),
        zlib.compress(bytes(20_000_000)),
        lzma.compress(bytes(20_000_000)),
        gz(b'{"text": "' + b"a" * 900_000 + b'"}\n') * 60,
        zip_of({"a.txt": bytes(20_000_000)}),
    ],
)
@pytest.mark.parametrize("pipe", [False, True])
def test_bombs_are_told(bomb: bytes, pipe: bool) -> None:
    pages, issues = read(bomb, pipe)
    assert len(pages) < 8
    assert "100 times its size" in issues[-1].message


def test_packed_pages_have_the_size_cap_too() -> None:
    noise = os.urandom(MAX_BYTES // 2 + 10).hex().encode()
    pages, [issue] = read(gzip.compress(noise, 1))
    assert pages == []
    assert "larger than 20 MB" in issue.message


# --- ZIP


def stored(name: bytes, data: bytes, flags: int = 0, method: int = 0) -> bytes:
    """Return a ZIP member as it stands in the file, without a directory."""
    sizes = (0, 0, 0) if flags & 8 else (zlib.crc32(data), len(data), len(data))
    head = struct.pack(
        "<4sHHHHHIIIHH", b"PK\x03\x04", 20, flags, method, 0, 0, *sizes, len(name), 0
    )
    behind = struct.pack("<4sIII", b"PK\x07\x08", zlib.crc32(data), len(data), len(data))
    return head + name + data + (behind if flags & 8 else b"")


@pytest.mark.parametrize("pipe", [False, True])
def test_members_of_every_method_are_read(pipe: bool) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", method) as archive:
            archive.writestr("a/page.html", PAGE)
            archive.writestr("lines.jsonl", formats.jsonl())
            archive.writestr("mail.mbox.gz", gz(formats.mbox_of()))
        assert entries(held.getvalue(), pipe) == [
            "a/page.html",
            *(f"lines.jsonl!line {number}" for number in (1, 2, 3)),
            *(f"mail.mbox.gz!message {number}" for number in (1, 2, 3)),
        ]


@pytest.mark.parametrize("compress", [False, True])
def test_archives_written_to_a_pipe_are_read(compress: bool) -> None:
    held = Pipe()
    held.tell = None  # type: ignore[assignment,method-assign]
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED

    class Forward(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            return held.write(data)  # type: ignore[arg-type]

    with zipfile.ZipFile(Forward(), "w", method) as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("b.html", PAGE + b"<p>More")
    for pipe in (False, True):
        assert entries(held.getvalue(), pipe) == ["a.html", "b.html"]


def test_hidden_members_are_left_out_and_names_are_names() -> None:
    members = {"__MACOSX/._a": b"x", ".git/b": b"x", "d/": b"", "../../etc/c": TEXT, "/d": TEXT}
    for pipe in (False, True):
        assert entries(zip_of(members), pipe) == ["../../etc/c", "/d"]
    pages, [issue] = read(zip_of({".a": TEXT}))
    assert pages == []
    assert "no file that is not hidden" in issue.message


def test_names_in_any_charset() -> None:
    name = "Fähre.txt"
    for pipe in (False, True):
        for written in (name.encode("utf-8"), name.encode("cp437")):
            pages, _ = read(stored(written, TEXT), pipe)
            assert [page.raw.entry for page in pages] == [name]


def test_what_stands_before_the_archive_or_on_stdin_before_it_is_no_matter() -> None:
    stream = io.BytesIO(b"0123456789" + zip_of({"a.txt": TEXT, "b.txt": TEXT}))
    stream.seek(10)
    assert len(list(read_pages(["-"], stream))) == 2


@pytest.mark.parametrize("pipe", [False, True])
def test_encrypted_and_unknown_members_are_told_and_the_rest_read(pipe: bool) -> None:
    data = stored(b"a", TEXT, flags=1) + stored(b"b", TEXT, method=98) + stored(b"c", TEXT)
    pages, issues = read(data, pipe)
    assert [page.raw.entry for page in pages] == ["c"]
    assert ["is encrypted" in issues[0].message, "method 98" in issues[1].message] == [True, True]


@pytest.mark.parametrize("pipe", [False, True])
def test_cut_archives_keep_what_was_whole(pipe: bool) -> None:
    data = zip_of({f"{number}.html": html_page(formats.ARTICLES[number]) for number in range(3)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        starts = [member.header_offset for member in archive.infolist()]
        ends = [*starts[1:], archive.start_dir]
    for cut in range(5, len(data), 17):
        pages, issues = read(data[:cut], pipe)
        assert len(pages) == sum(end <= cut for end in ends)
        assert issues


@pytest.mark.parametrize("pipe", [False, True])
def test_flipped_members_are_told(pipe: bool) -> None:
    data = bytearray(zip_of({"a.txt": TEXT, "b.txt": TEXT}, compress=False))
    data[60] ^= 1
    pages, [issue] = read(bytes(data), pipe)
    assert [page.raw.entry for page in pages] == ["b.txt"]
    assert (issue.input, issue.error) == ("-!a.txt", "DamageError")


def test_overlapping_members_are_refused() -> None:
    member = stored(b"a.txt", TEXT)
    entry = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        *(b"PK\x01\x02", 20, 20, 0, 0, 0, 0, zlib.crc32(TEXT), len(TEXT), len(TEXT)),
        *(5, 0, 0, 0, 0, 0, 0),
    )
    directory = (entry + b"a.txt") * 50
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 50, 50, len(directory), len(member), 0)
    pages, [issue] = read(member + directory + end)
    assert pages == []
    assert "overlap" in issue.message


def test_zip64_sizes_are_read() -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        member.write(TEXT)
    for pipe in (False, True):
        assert entries(held.getvalue(), pipe) == ["a.txt"]


def test_office_documents_are_told() -> None:
    pages, [issue] = read(zip_of({"[Content_Types].xml": b"<Types/>", "word/a.xml": b"<a/>"}))
    assert pages == []
    assert "an office document" in issue.message


@pytest.mark.parametrize("packing", ["plain", "members", "one"])
@pytest.mark.parametrize("pipe", [False, True])
def test_wacz_holds_its_warc_files(packing: formats.Packing, pipe: bool) -> None:
    assert len(entries(formats.wacz_of(packing=packing), pipe)) == 3
    assert len(entries(zip_of({"a.wacz": formats.wacz_of(packing=packing)}), pipe)) == 3


@pytest.mark.parametrize("pipe", [False, True])
def test_wacz_members_are_held_against_their_digests(pipe: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(formats.wacz_of())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["archive/data.warc.gz"] = formats.warc_of(formats.ARTICLES[:2])
    listed = json.loads(members["datapackage.json"])
    listed["resources"].append({"path": "archive/lost.warc", "hash": "sha256:00"})
    members["datapackage.json"] = json.dumps(listed).encode()
    pages, issues = read(zip_of(members), pipe)
    assert len(pages) == 2
    assert [issue.input for issue in issues] == ["-!archive/data.warc.gz", "-!archive/lost.warc"]


# --- mbox and JSON lines


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_mbox_is_split_at_true_from_lines_only(newline: bytes) -> None:
    first = (
        b"From a@b.example Tue Mar  5 09:30:00 2024\nSubject: One\n\nThe ferry stays in port.\n"
        b"\nFrom 10:30 on the pier is shut, the office said.\nThe rest is open.\n"
    )
    second = b"\nFrom - Tue Mar 05 09:30:00 2024\nSubject: Two\n\nThe ferry left port again.\n"
    data = (first + second).replace(b"\n", newline)
    pages, issues = read(data)
    assert issues == []
    assert [page.raw.entry for page in pages] == ["message 1", "message 2"]
    start = data.index(b"Subject: One")
    end = data.index(newline + b"From -")
    assert pages[0].raw.bytes == end - start


def test_large_messages_and_lines_are_passed_over() -> None:
    start = b"From a@b.example Tue Mar  5 09:30:00 2024\nSubject: One\n\n"
    small = b"\n\n" + start + b"The ferry stays in port.\n"
    pages, [issue] = read(start + b"word word\n" * 2_100_000 + small)
    assert [page.raw.entry for page in pages] == ["message 2"]
    assert (issue.input, "20 MB" in issue.message) == ("-!message 1", True)
    line = json.dumps({"text": "The ferry stays in port."}).encode() + b"\n"
    pages, [issue] = read(line + b'{"text": "' + b"a" * 21_000_000 + b'"}\n' + line)
    assert [page.raw.entry for page in pages] == ["line 1", "line 3"]
    assert (issue.input, "20 MB" in issue.message) == ("-!line 2", True)


def test_bad_lines_are_told_and_the_rest_read() -> None:
    good = json.dumps({"text": "The ferry stays in port."}).encode() + b"\n"
    bad = b'{"text": nothing}\n'
    for order in ([good, bad, good], [bad, good, good]):
        pages, [issue] = read(b"".join(order))
        assert len(pages) == 2
        assert issue.input == f"-!line {order.index(bad) + 1}"
    pages, [issue] = read(good + b"\n" + good[:-5])
    assert (len(pages), issue.input) == (1, "-!line 3")
    assert "is cut off" in issue.message


def test_a_cut_line_alone_is_told() -> None:
    pages, [issue] = read(b'{"text": "The ferry stays in po')
    assert pages == []
    assert "is cut off" in issue.message


def test_damage_inside_packed_lines_costs_its_lines() -> None:
    lines = [gz(b'{"text": "The ferry %d stays in port."}\n' % number) for number in range(4)]
    data = b"".join([lines[0], lines[1][:-20], *lines[2:]])
    for pipe in (False, True):
        pages, issues = read(data, pipe)
        assert [page.text for page in pages if "0" in page.text or "3" in page.text]
        assert len(pages) == 3
        assert f"gzip member at byte {len(lines[0])}" in issues[-1].message


# --- anything


MAGIC = [
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
    b"x\x9c",
    b"BZh91AY&SY",
    b"\xfd7zXZ\x00",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08PK\x03\x04",
    b"From a Tue Mar  5 09:30:00 2024\nSubject: x\n\n",
    b'{"text": "a b c"}\n',
    stored(b"a", TEXT),
    stored(b"a", TEXT, flags=8),
    zip_of({"a": TEXT}),
    gz(TEXT),
]


@given(st.sampled_from(MAGIC), st.binary(max_size=200), st.integers(0, 100))
@settings(max_examples=200, deadline=None)
def test_any_bytes_after_any_magic_never_raise(magic: bytes, noise: bytes, place: int) -> None:
    for data in (magic + noise, magic[:place] + noise + magic[place:]):
        for pipe in (False, True):
            found = list(read_pages(["-"], Pipe(data) if pipe else io.BytesIO(data)))
            assert found
            for item in found:
                msgspec.json.encode(item.raw if isinstance(item, Page) else item)


# --- paths


def texts_of(*inputs: str) -> list[str]:
    """Return the texts of the pages that `inputs` name; there are no issues."""
    found = list(read_pages(inputs, io.BytesIO()))
    assert not [item for item in found if isinstance(item, Issue)]
    return [item.text for item in found if isinstance(item, Page)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with files, hidden ones among them, each of which holds its own name."""
    for name in ("a.txt", "b.html", "c/d.txt", "c/e/f.txt", ".h.txt", "c/.g/i.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "c" / "loop").symlink_to(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt"]),
        (".*.txt", [".h.txt"]),
        ("*/*.txt", ["c/d.txt"]),
        ("**/*.txt", ["a.txt", "c/d.txt", "c/e/f.txt"]),
        ("**", ["a.txt", "b.html", "c/d.txt", "c/e/f.txt"]),
        ("c/**", ["c/d.txt", "c/e/f.txt"]),
        ("**/**/f.txt", ["c/e/f.txt"]),
        ("[ab].*", ["a.txt", "b.html"]),
        ("c/e*", ["c/e/f.txt"]),
    ],
)
def test_patterns_that_the_shell_left_alone(tree: Path, pattern: str, names: list[str]) -> None:
    assert texts_of(f"{tree}/{pattern}") == names


def test_patterns_from_where_one_stands(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    assert texts_of("*.txt", "./**/f.txt") == ["a.txt", "c/e/f.txt"]


def test_a_file_whose_name_is_a_pattern_is_that_file(tree: Path) -> None:
    (tree / "[ab].txt").write_text("itself")
    assert texts_of(f"{tree}/[ab].txt") == ["itself"]


def test_patterns_without_a_match_are_told(tree: Path) -> None:
    for pattern in ("*.pdf", "none/*", "a.txt/*", "**/none", "*\0"):
        [issue] = read_pages([f"{tree}/{pattern}"], io.BytesIO())
        assert isinstance(issue, Issue)


def test_folders_that_cannot_be_listed_and_pipes_in_folders(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text("The page is here.")
    assert texts_of(str(tmp_path)) == texts_of(f"{tmp_path}/*") == ["The page is here."]


def test_a_file_that_breaks_off_while_it_is_read() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 100_000:
                raise OSError(5, "Input/output error")
            return super().read(size)

        def seekable(self) -> bool:
            return False

    data = formats.jsonl() * 100
    found = list(read_pages(["-"], Broken(data)))
    assert isinstance(found[0], Page)
    assert isinstance(found[-1], Issue)
    assert "cannot be read on" in found[-1].message
