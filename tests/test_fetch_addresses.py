"""Addresses come from pages and feeds that anybody writes: a plain one, or an issue."""

import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fetch_site import counted, fetch
from sayso.errors import FetchError, RefusedAddressError
from sayso.fetch import Guard, Settings, read_addresses
from sayso.fetch.addresses import MAX_ADDRESS, SHOWN, Address, parse_address, shown
from sayso.records import Issue

PORTS = frozenset({80, 443, 8443})


@pytest.mark.parametrize(
    ("given_as", "text"),
    [
        ("https://news.example", "https://news.example/"),
        ("  https://news.example/a\r\n", "https://news.example/a"),
        ("HTTPS://News.Example:443/A?b=1#part", "https://news.example/A?b=1"),
        ("http://news.example:8443/", "http://news.example:8443/"),
        ("http://news.example./a/../b", "http://news.example/b"),
        ("https://zeitung-köln.example/straße", "https://xn--zeitung-kln-zfb.example/stra%C3%9Fe"),
        ("http://8.8.8.8/x", "http://8.8.8.8/x"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
        ("https://news.example/a%20b", "https://news.example/a%20b"),
        ("https://news.example/?q=a\\b", "https://news.example/?q=a\\b"),
    ],
)
def test_one_spelling(given_as: str, text: str) -> None:
    assert parse_address(given_as, PORTS).text == text


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("/b", "https://news.example/b"),
        ("b?c", "https://news.example/dir/b?c"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example", "http://other.example/"),
    ],
)
def test_links_are_taken_from_their_page(link: str, text: str) -> None:
    base = parse_address("https://news.example/dir/page", PORTS)
    assert parse_address(link, PORTS, base).text == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("news.example/story", "write https://news.example/story"),
        ("https://news.example/my story", "white space"),
        ("https://news.example/\x00", "control characters"),
        ("https://news.example/\x1b[31m", "control characters"),
        ("https://news.example/\u202egnp", "control characters"),
        ("https://news.example/\ud800", "control characters"),
        ("https://news.example/" + "a" * 10_000, "longer than"),
        ("https://" + "a" * 64 + ".example/", "no host"),
        ("https://exa$mple/", "no host"),
        ("https://news.example:http/", "no web address"),
        ("https://[::1/", "no web address"),
    ],
)
def test_what_is_no_address_is_told(text: str, says: str) -> None:
    with pytest.raises(FetchError, match=says) as fault:
        parse_address(text, PORTS)
    assert str(fault.value).isprintable()
    assert len(str(fault.value)) < SHOWN + 200


@pytest.mark.parametrize(
    "text", ["file:///x", "https://u@news.example/", "https://news.example:25/", "http://0x7f.1/"]
)
def test_what_is_refused_is_refused_by_name(text: str) -> None:
    with pytest.raises(RefusedAddressError):
        parse_address(text, PORTS)


PIECES = [
    *"http https : / // @ \\ [ ] % %00 %25 . 。 xn-- xn--a 127 0x7f １ :: ffff # ?".split(),
    *["\x00", "\ud800", "é", "a" * 64, "9" * 5000, " ", "\n", "news.example", "80", "٣", "ß", "İ"],
]
hostile = st.one_of(
    st.text(max_size=300),
    st.from_regex(r"https?://[^ ]{0,40}[:/@\\?#%\[\]]{0,8}[^ ]{0,40}", fullmatch=True),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)


def parse(text: str, base: Address | None = None) -> Address | str:
    """Return the address, or what is said of its fault."""
    try:
        return parse_address(text, PORTS, base)
    except FetchError as fault:
        return str(fault)


@given(hostile)
@example("http://" + "." * 3_000)
@example("http://" + "a." * 1_900)
@example("http://[" + ":" * 3_000 + "]/")
@example("https://xn--" + "9" * 60 + ".example/")
@example("http://x:" + "9" * 3_900 + "/")
@example("http://x/" + "../" * 1_300)
@example("é" * 3_000)
@example("http://" + "é" * 3_000)
def test_any_text_is_an_address_or_none(text: str) -> None:
    address = parse(text)
    if isinstance(address, str):
        assert address.isprintable()
        return
    assert address.text.isascii()
    assert address.text.isprintable()
    assert " " not in address.text
    assert address.port in PORTS
    assert address.scheme in ("http", "https")
    assert parse_address(address.text, PORTS) == address


@given(hostile, hostile)
def test_any_link_is_an_address_or_none(text: str, other: str) -> None:
    base = parse_address("https://news.example/", PORTS)
    for link in (text, other, text + other):
        parse(link, base)


def test_hostile_addresses_cost_an_issue_each(tmp_path: Path) -> None:
    texts = [
        "http://" + "a" * 100_000,
        "\x00" * 100_000,
        "http://" + "%" * 3_000,
        "@" * 3_000,
        "http://" + "[" * 3_000,
        "\u202e",
        "https://" + "xn--." * 700,
    ]
    with counted() as connects:
        found = fetch(texts, tmp_path / "w.warc.gz", guard=Guard(lambda _host, _port: []))
    assert [type(item) for item in found] == [Issue] * len(texts)
    assert all(len(item.input) <= 8 * SHOWN for item in found)
    assert all(item.input.isprintable() for item in found)
    assert connects == []


@given(st.text())
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    assert shown(text).isprintable()
    shown(text).encode("utf-8")


def test_a_list_is_read_line_by_line() -> None:
    data = (
        b"\xef\xbb\xbfhttps://a.example/\r\n\n# a note\n  https://b.example/  \n\xff\xfe\n"
        b"https://c.example/"
    )
    found = list(read_addresses(io.BytesIO(data)))
    assert found == [
        "https://a.example/",
        "https://b.example/",
        "\ufffd\ufffd",
        "https://c.example/",
    ]


def test_a_list_of_links_is_read_too() -> None:
    data = (
        b'{"input":"feed.xml","url":"https://a.example/","title":null,"published":null}\n'
        b'{"input":"feed.xml","url":7}\n{"url"\n{}\n' + b'{"a":' * 2_000 + b"\n"
    )
    first, *rest = read_addresses(io.BytesIO(data))
    assert first == "https://a.example/"
    assert len(rest) == 4
    assert all(line.startswith("{") for line in rest)


@pytest.mark.parametrize("tail", [b"", b"\n", b"\nhttps://b.example/\n"])
def test_an_endless_line_is_cut_and_set_aside(tail: bytes) -> None:
    first, *rest = read_addresses(io.BytesIO(b"x" * 1_000_000 + tail))
    assert MAX_ADDRESS < len(first) < 20_000
    assert rest == (["https://b.example/"] if b"b.example" in tail else [])


@given(st.binary(max_size=200))
def test_any_list_can_be_read(data: bytes) -> None:
    assert all(address for address in read_addresses(io.BytesIO(data)))


@pytest.mark.parametrize("contact", ["a\r\nCookie: x", "ü@example.org", "\x00", "a" * 300])
def test_a_contact_that_is_no_header_is_refused(contact: str) -> None:
    with pytest.raises(FetchError, match="contact"):
        Settings(contact=contact)


def test_the_agent_names_itself() -> None:
    assert Settings().user_agent.startswith("sayso/")
    assert Settings(contact="desk@news.example").user_agent.endswith("(+desk@news.example)")
