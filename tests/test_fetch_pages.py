"""Fetching from a site on this machine: manners, limits, and what becomes of each address."""

import gzip
import json
import random
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpcore2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fetch_site import (
    HERE,
    PAGE,
    START,
    Answer,
    Handler,
    Headers,
    Site,
    Watch,
    counted,
    fetch,
    here,
    open_site,
)
from sayso.errors import InputError
from sayso.fetch import Fetched, Guard, Settings, fetch_pages
from sayso.fetch.run import parse_retry_after
from sayso.records import Issue

HTML: Headers = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        opened.pages["/story"] = (200, HTML, PAGE)
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc.gz"


def one_issue(found: list[Fetched | Issue]) -> Issue:
    [issue] = found
    assert isinstance(issue, Issue)
    return issue


def kept(found: list[Fetched | Issue]) -> list[str]:
    """Return the input of each page that was kept."""
    return [item.input for item in found if isinstance(item, Fetched) and item.status == "kept"]


# --- requests ---------------------------------------------------------------------------------


def test_a_page_is_kept(site: Site, store: Path) -> None:
    [page] = fetch([site.url("/story#top")], store, site)
    assert isinstance(page, Fetched)
    assert (page.status, page.url) == ("kept", site.url("/story"))
    assert page.date == "2026-11-22T17:55:00Z"
    assert page.path == str(store)


def test_requests_are_plain_and_name_us(site: Site, store: Path) -> None:
    site.pages["/robots.txt"] = (404, {"Set-Cookie": "a=1"}, b"")
    site.pages["/story"] = (302, {"Location": "/b", "Set-Cookie": "b=2"}, b"")
    site.pages["/b"] = (200, {**HTML, "Set-Cookie": "c=3"}, PAGE)
    fetch([site.url("/story"), site.url("/b?2")], store, site, contact="desk@news.example")
    assert len(site.asked) == 4
    for _, _, headers in site.asked:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
        assert headers["User-Agent"].startswith("sayso/")
        assert headers["User-Agent"].endswith("(+desk@news.example)")


def test_an_address_given_twice_is_fetched_once(site: Site, store: Path) -> None:
    found = fetch([site.url("/story"), site.url("/story#b"), site.url("/story")], store, site)
    assert len(found) == 1
    assert site.paths() == ["/story"]


@pytest.mark.parametrize("status", [204, 206, 300, 304, 400, 401, 403, 404, 410, 418, 451, 500])
def test_what_is_no_page_is_set_aside(site: Site, store: Path, status: int) -> None:
    site.pages["/story"] = (status, HTML, b"" if status in (204, 304) else PAGE)
    issue = one_issue(fetch([site.url("/story")], store, site))
    assert issue.error == "FetchError"
    assert str(status) in issue.message
    assert not store.exists()


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ("text/html", True),
        ("TEXT/HTML ; charset=x", True),
        ("", True),
        ("text/plain", True),
        ("application/rss+xml", True),
        ("application/vnd.iptc.g2.newsitem+xml", True),
        ("application/feed+json", True),
        ("image/png", False),
        ("image/svg+xml", False),
        ("application/pdf", False),
        ("video/mp4", False),
        ("application/octet-stream", False),
        ("text/css", False),
        ("\xff", False),
    ],
)
def test_types_that_are_no_page_are_set_aside(
    site: Site, store: Path, said: str, good: bool
) -> None:
    site.pages["/story"] = (200, {"Content-Type": said}, PAGE)
    [found] = fetch([site.url("/story")], store, site)
    assert isinstance(found, Fetched) == good


def test_an_empty_page_is_set_aside(site: Site, store: Path) -> None:
    site.pages["/story"] = (200, HTML, b" \n ")
    assert "empty" in one_issue(fetch([site.url("/story")], store, site)).message


# --- redirects --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, store: Path, status: int) -> None:
    site.pages["/old"] = (status, {"Location": site.url("/story", "www.news.example")}, b"gone")
    [page] = fetch([site.url("/old")], store, site)
    assert isinstance(page, Fetched)
    assert (page.input, page.url) == (site.url("/old"), site.url("/story", "www.news.example"))
    robots = [host for host, path, _ in site.asked if path == "/robots.txt"]
    assert robots == [f"news.example:{site.port}", f"www.news.example:{site.port}"]


@pytest.mark.parametrize(("hops", "good"), [(5, True), (6, False)])
def test_redirects_end(site: Site, store: Path, hops: int, good: bool) -> None:
    for hop in range(hops):
        site.pages[f"/{hop}"] = (302, {"Location": f"/{hop + 1}"}, b"")
    site.pages[f"/{hops}"] = (200, HTML, PAGE)
    [found] = fetch([site.url("/0")], store, site)
    assert isinstance(found, Fetched) == good


@pytest.mark.parametrize("location", ["", "http://", "https://x:y/", "\xff", "http://[", "#"])
def test_a_redirect_to_nowhere_is_set_aside(site: Site, store: Path, location: str) -> None:
    site.pages["/old"] = (302, {"Location": location}, b"")
    one_issue(fetch([site.url("/old")], store, site))


def test_a_redirect_with_spaces_and_letters_beyond_ascii(site: Site, store: Path) -> None:
    site.pages["/old"] = (302, {"Location": "/my caf\xc3\xa9"}, b"")
    site.pages["/my%20caf%C3%A9"] = (200, HTML, PAGE)
    assert kept(fetch([site.url("/old")], store, site)) == [site.url("/old")]


def test_a_hop_that_robots_forbid_is_not_taken(site: Site, store: Path) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private")
    site.pages["/old"] = (302, {"Location": "/private/a"}, b"")
    assert "robots.txt" in one_issue(fetch([site.url("/old")], store, site)).message
    assert site.paths() == ["/old"]


# --- robots.txt -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "good"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: other\nUser-agent: sayso\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: SaySo/1.0\nAllow: /story", True),
        ("user-agent: *\ndisallow: /s*y$", False),
        ("User-agent: *\nDisallow: /story\nAllow: /story", True),
        ("\ufeffUser-agent: *\nDisallow: /story # not this", False),
        ("User-agent: say\nDisallow: /", True),
        ("Disallow: /", True),
        ("<html>no rules at all: here</html>", True),
    ],
)
def test_robots_are_heard(site: Site, store: Path, rules: str, good: bool) -> None:
    site.pages["/robots.txt"] = (200, {}, rules.encode())
    [found] = fetch([site.url("/story")], store, site)
    assert isinstance(found, Fetched) == good
    assert bool(site.paths()) == good


@pytest.mark.parametrize(
    ("status", "good"),
    [
        *[(200, True), (401, True), (403, True), (404, True), (410, True)],
        *[(429, False), (500, False), (503, False), (599, False)],
    ],
)
def test_robots_that_cannot_be_read(site: Site, store: Path, status: int, good: bool) -> None:
    site.pages["/robots.txt"] = (status, {}, b"User-agent: x")
    found = fetch(urls(site, "/a", "/b"), store, site)
    assert len(kept(found)) == (2 if good else 0)
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1


def test_robots_are_followed_through_redirects(site: Site, store: Path) -> None:
    site.pages["/robots.txt"] = (301, {"Location": "/rules"}, b"")
    site.pages["/rules"] = (200, {}, b"User-agent: *\nDisallow: /")
    assert "robots.txt" in one_issue(fetch([site.url("/story")], store, site)).message


def test_robots_that_lead_in_a_circle_are_none(site: Site, store: Path) -> None:
    site.pages["/robots.txt"] = (301, {"Location": "/robots.txt"}, b"")
    assert kept(fetch([site.url("/story")], store, site))


def test_robots_are_read_as_far_as_500_kb(site: Site, store: Path) -> None:
    def endless(handler: Handler) -> None:
        handler.answer(200, {"Content-Length": "100000000"}, b"User-agent: *\nDisallow: /story\n")
        handler.wfile.write(b"# nothing\n" * 200_000)

    site.pages["/robots.txt"] = endless
    assert "robots.txt" in one_issue(fetch([site.url("/story")], store, site)).message


def test_hostile_robots_cost_little(site: Site, store: Path) -> None:
    agents = b"User-agent: a%d\n" * 12_000 % tuple(range(12_000))
    rules = b"Disallow: /*a*b*c*d*e%d\n" * 9_000 % tuple(range(9_000))
    site.pages["/robots.txt"] = (200, {}, b"User-agent: sayso\n" + agents + rules)
    site.pages["/" + "abcd" * 900] = (200, HTML, PAGE)
    started = time.perf_counter()
    fetch([site.url("/" + "abcd" * 900)], store, site)
    assert time.perf_counter() - started < 5


# --- pace -------------------------------------------------------------------------------------


def urls(site: Site, *paths: str, host: str = "news.example") -> list[str]:
    for path in paths:
        site.pages[path] = (200, HTML, PAGE + path.encode())
    return [site.url(path, host) for path in paths]


def test_a_host_is_asked_after_its_delay_only(site: Site, store: Path) -> None:
    watch = Watch()
    fetch(urls(site, "/a", "/b", "/c"), store, site, watch=watch, delay=3.0)
    assert watch.naps == [3.0, 3.0]


def test_hosts_take_turns_while_others_wait(site: Site, store: Path) -> None:
    watch = Watch()
    many = urls(site, "/a", "/b") + urls(site, "/c", "/d", host="other.example")
    fetch(many, store, site, watch=watch, delay=3.0)
    assert site.paths() == ["/a", "/c", "/b", "/d"]
    assert watch.naps == [3.0]


@pytest.mark.parametrize(("said", "naps"), [("7.5", [7.5]), ("1", [2.0]), ("x", [2.0])])
def test_a_longer_crawl_delay_wins(site: Site, store: Path, said: str, naps: list[float]) -> None:
    watch = Watch()
    site.pages["/robots.txt"] = (200, {}, f"User-agent: *\nCrawl-delay: {said}".encode())
    fetch(urls(site, "/a", "/b"), store, site, watch=watch)
    assert watch.naps == naps


def test_a_crawl_delay_beyond_patience_sets_the_rest_aside(site: Site, store: Path) -> None:
    watch = Watch()
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 86400")
    found = fetch(urls(site, "/a", "/b", "/c"), store, site, watch=watch)
    assert [type(item) for item in found] == [Fetched, Issue, Issue]
    assert watch.naps == []


def busy_once(site: Site, status: int, headers: Headers) -> None:
    left = [1]

    def page(_handler: Handler) -> Answer:
        if left:
            left.pop()
            return status, headers, b"busy"
        return 200, HTML, PAGE

    site.pages["/story"] = page


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("headers", "nap"),
    [
        ({"Retry-After": "9"}, 9.0),
        ({"Retry-After": "Sun, 22 Nov 2026 17:55:45 GMT"}, 45.0),
        ({"Retry-After": "Sun, 22 Nov 2020 17:55:45 GMT"}, 2.0),
        ({"Retry-After": "soon"}, 30.0),
        ({"Retry-After": "-5"}, 30.0),
        ({}, 30.0),
    ],
)
def test_a_busy_host_is_asked_again(
    site: Site, store: Path, status: int, headers: Headers, nap: float
) -> None:
    watch = Watch()
    busy_once(site, status, headers)
    assert len(kept(fetch([site.url("/story")], store, site, watch=watch))) == 1
    assert watch.naps == [nap]


def test_others_go_on_while_one_is_busy(site: Site, store: Path) -> None:
    watch = Watch()
    busy_once(site, 429, {"Retry-After": "60"})
    many = [site.url("/story"), *urls(site, "/a", "/b", host="other.example")]
    found = fetch(many, store, site, watch=watch)
    assert len(kept(found)) == 3
    assert site.paths() == ["/story", "/a", "/b", "/story"]
    assert sum(watch.naps) == pytest.approx(60.0)


@pytest.mark.parametrize("wait", ["121", "999999999999", "9" * 4000])
def test_a_host_that_is_busy_for_long_is_left_alone(site: Site, store: Path, wait: str) -> None:
    watch = Watch()
    site.pages["/story"] = (503, {"Retry-After": wait}, b"")
    found = fetch([site.url("/story"), *urls(site, "/a")], store, site, watch=watch)
    assert [type(item) for item in found] == [Issue, Issue]
    assert site.paths() == ["/story"]
    assert watch.naps == []


def test_a_host_that_stays_busy_is_given_up(site: Site, store: Path) -> None:
    watch = Watch()
    site.pages["/story"] = (503, {"Retry-After": "5"}, b"")
    issue = one_issue(fetch([site.url("/story")], store, site, watch=watch))
    assert issue.error == "FetchError"
    assert site.paths() == ["/story"] * 3
    assert watch.naps == [5.0, 5.0]


# --- limits -----------------------------------------------------------------------------------


def test_a_large_page_is_not_read(site: Site, store: Path) -> None:
    site.pages["/story"] = lambda handler: handler.answer(
        200, {**HTML, "Content-Length": "20000001"}, b""
    )
    assert "20 MB" in one_issue(fetch([site.url("/story")], store, site)).message


def test_an_endless_page_is_stopped_at_the_cap(site: Site, store: Path) -> None:
    sent = []

    def endless(handler: Handler) -> None:
        handler.answer(200, {**HTML, "Transfer-Encoding": "chunked"}, b"")
        for _ in range(100_000):
            handler.wfile.write(b"10000\r\n" + b"a" * 65_536 + b"\r\n")
            sent.append(1)

    site.pages["/story"] = endless
    issue = one_issue(fetch([site.url("/story")], store, site, max_bytes=1_000_000))
    assert "1 MB" in issue.message
    assert len(sent) < 1_000


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "two members": ("gzip", lambda data: gzip.compress(data[:20]) + gzip.compress(data[20:])),
    "padded": ("gzip", lambda data: gzip.compress(data) + b"\0" * 100),
    "deflate": ("Deflate", zlib.compress),
    "bare deflate": ("deflate", bare),
    "plain": ("identity", bytes),
}


@pytest.mark.parametrize("way", PACKED)
def test_packed_pages_are_unpacked(site: Site, store: Path, way: str) -> None:
    coding, pack = PACKED[way]
    site.pages["/story"] = (200, {**HTML, "Content-Encoding": coding}, pack(PAGE))
    assert len(kept(fetch([site.url("/story")], store, site))) == 1


@pytest.mark.parametrize("way", ["gzip", "deflate", "bare deflate", "two members"])
def test_bombs_are_stopped(site: Site, store: Path, way: str) -> None:
    coding, pack = PACKED[way]
    bomb = pack(bytes(19_000_000))
    assert len(bomb) < 100_000
    site.pages["/story"] = (200, {**HTML, "Content-Encoding": coding}, bomb)
    tracemalloc.start()
    try:
        issue = one_issue(fetch([site.url("/story")], store, site))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "swells" in issue.message
    assert peak < 12_000_000
    assert not store.exists()


def test_the_cap_counts_unpacked_bytes(site: Site, store: Path) -> None:
    body = b"".join(b"%d " % number for number in range(400_000))
    site.pages["/story"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(body))
    assert (
        "1 MB" in one_issue(fetch([site.url("/story")], store, site, max_bytes=1_000_000)).message
    )


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip, br", "x" * 5_000, "\xff"])
def test_what_was_not_asked_for_is_not_unpacked(site: Site, store: Path, coding: str) -> None:
    site.pages["/story"] = (200, {**HTML, "Content-Encoding": coding}, b"\x1f\x8b" * 50)
    issue = one_issue(fetch([site.url("/story")], store, site))
    assert "not asked for" in issue.message
    assert len(issue.message) < 300
    assert issue.message.isprintable()


@pytest.mark.parametrize(
    ("coding", "body", "says"),
    [
        ("gzip", b"not gzip at all", "though it says so"),
        ("deflate", b"\xff" * 40, "though it says so"),
        ("gzip", gzip.compress(PAGE)[:-12], "breaks off"),
        ("deflate", zlib.compress(PAGE)[:-6], "breaks off"),
    ],
)
def test_damaged_packing_is_told(
    site: Site, store: Path, coding: str, body: bytes, says: str
) -> None:
    site.pages["/story"] = (200, {**HTML, "Content-Encoding": coding}, body)
    assert says in one_issue(fetch([site.url("/story")], store, site)).message


def drip(handler: Handler) -> None:
    handler.answer(200, {**HTML, "Content-Length": "10000"}, b"")
    for _ in range(200):
        handler.wfile.write(b"a")
        time.sleep(0.02)


def silence(_handler: Handler) -> None:
    time.sleep(0.6)


def cut_off(handler: Handler) -> None:
    handler.answer(200, {**HTML, "Content-Length": "10000", "Connection": "close"}, PAGE)
    handler.close_connection = True


def noise(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff no http\r\n\r\n")
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    handler.close_connection = True


def head_without_end(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000)
    handler.close_connection = True


@pytest.mark.parametrize(
    "page",
    [drip, silence, cut_off, noise, hang_up, head_without_end],
    ids=lambda page: page.__name__,
)
@pytest.mark.parametrize("path", ["/story", "/robots.txt"])
def test_bad_servers_cost_an_issue(site: Site, store: Path, page: object, path: str) -> None:
    site.pages[path] = page  # type: ignore[assignment]
    started = time.perf_counter()
    issue = one_issue(fetch([site.url("/story")], store, site, read_timeout=0.3, page_timeout=0.5))
    assert time.perf_counter() - started < 3
    assert issue.error == "FetchError"
    assert not store.exists()


def test_a_port_where_nobody_listens(store: Path) -> None:
    with open_site() as site:
        port = site.port
    issue = one_issue(fetch([f"http://news.example:{port}/"], store, ports=frozenset({port})))
    assert "cannot be reached (Connection refused)" in issue.message


def test_a_host_is_asked_over_one_connection(site: Site, store: Path) -> None:
    site.pages["/robots.txt"] = (200, {}, b"")
    with counted() as connects:
        found = fetch(urls(site, "/a", "/b", "/c"), store, site)
    assert len(kept(found)) == 3
    assert connects == [(HERE, site.port)]


SEEDS = (
    b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nETag: "a"\r\n'
    b"Content-Length: %d\r\n\r\n%b" % (len(gzip.compress(PAGE)), gzip.compress(PAGE)),
    b"HTTP/1.1 301 Moved\r\nLocation: //other.example/a?b#c\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.1 503 Busy\r\nRetry-After: Sun, 22 Nov 2026 17:55:45 GMT\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
    b"HTTP/1.0 200 OK\r\n\r\nUser-agent: *\nCrawl-delay: 5\nDisallow: /x\n",
)
NOISE = (
    b"\r\n|\0|\xff|:| |0|99999999999999999999|Location: |gzip|deflate|Content-Length: |-1|\t|GMT"
    b"|Transfer-Encoding: chunked\r\n|HTTP/1.1 |http://[|1e9|Retry-After: |\xc2\x85"
).split(b"|")


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """Return `seed` with up to six stretches cut, changed or put in."""
    data = bytearray(seed)
    for _ in range(chance.randint(0, 6)):
        at = chance.randrange(len(data) + 1)
        new = chance.choice((b"", chance.choice(NOISE), chance.randbytes(1)))
        data[at : at + chance.randint(0, 9)] = new
    return bytes(data)


def test_mutated_answers_cost_an_issue_at_most(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(22)
    none = b"HTTP/1.1 404 None\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    answers: list[bytes] = []

    class Mutants(httpcore2.NetworkBackend):
        def connect_tcp(self, *_args: object, **_kwargs: object) -> httpcore2.NetworkStream:
            answers.append(none if chance.random() < 0.5 else mutated(seed, chance))
            return httpcore2.MockStream([answers[-1]])

    monkeypatch.setattr("sayso.fetch.guard.httpcore2.SyncBackend", Mutants)
    tls = ssl.create_default_context()
    for _ in range(500):
        seed = chance.choice(SEEDS)
        found = fetch_pages(
            ["http://news.example/a"],
            store,
            guard=Guard(lambda _host, _port: ["8.8.8.8"]),
            clock=Watch().clock,
            tls=tls,
        )
        for item in found:
            assert isinstance(item, Fetched) or item.message.isprintable()
    assert len(set(answers)) > 300


@given(st.text(max_size=60))
@example("Fri, 31 Dec 9999 23:59:59 -2359")
@example("9" * 39)
@example("Mon, 01 Jan 0001 00:00:00 +2359")
def test_any_retry_after_is_a_wait(value: str) -> None:
    assert parse_retry_after(value, START) >= 0


# --- asked again ------------------------------------------------------------------------------


def conditional(tag: str | None, date: str | None) -> object:
    def page(handler: Handler) -> Answer:
        headers = HTML | ({"ETag": tag} if tag else {}) | ({"Last-Modified": date} if date else {})
        same = (tag is not None and handler.headers["If-None-Match"] == tag) or (
            date is not None and handler.headers["If-Modified-Since"] == date
        )
        return (304, headers, b"") if same else (200, headers, PAGE)

    return page


@pytest.mark.parametrize(
    ("tag", "date"),
    [
        ('"abc"', None),
        ('W/"a"', "Sun, 22 Nov 2026 10:00:00 GMT"),
        (None, "Sun, 22 Nov 2026 10:00:00 GMT"),
        (None, None),
        ('"\xff"', None),
    ],
)
def test_a_page_that_we_have_is_not_kept_twice(
    site: Site, store: Path, tag: str | None, date: str | None
) -> None:
    site.pages["/story"] = conditional(tag, date)  # type: ignore[assignment]
    site.pages["/old"] = (302, {"Location": "/story"}, b"")
    [first] = fetch([site.url("/old")], store, site)
    size = store.stat().st_size
    [again] = fetch([site.url("/story")], store, site)
    [third] = fetch([site.url("/old")], store, site)
    assert isinstance(first, Fetched)
    assert isinstance(again, Fetched)
    assert isinstance(third, Fetched)
    assert (again.status, third.status) == ("not_modified", "not_modified")
    assert (first.entry, first.date, first.sha256) == (again.entry, again.date, again.sha256)
    assert store.stat().st_size == size


def test_a_page_that_changed_is_kept_anew(site: Site, store: Path) -> None:
    site.pages["/story"] = (200, {**HTML, "ETag": '"1"'}, PAGE)
    [first] = fetch([site.url("/story")], store, site)
    site.pages["/story"] = (200, {**HTML, "ETag": '"2"'}, PAGE + b"<p>More.</p>")
    [again] = fetch([site.url("/story")], store, site)
    assert isinstance(first, Fetched)
    assert isinstance(again, Fetched)
    assert again.status == "kept"
    assert first.entry != again.entry


def test_an_earlier_file_is_asked_too(site: Site, tmp_path: Path) -> None:
    site.pages["/story"] = conditional('"abc"', None)  # type: ignore[assignment]
    old, new = tmp_path / "old.warc.gz", tmp_path / "new.warc.gz"
    fetch([site.url("/story")], old, site)
    settings = Settings(ports=frozenset({site.port}))
    [page] = fetch_pages(
        [site.url("/story")],
        new,
        settings,
        earlier=[old],
        guard=Guard(here, allow=[HERE]),
        clock=Watch().clock,
    )
    assert isinstance(page, Fetched)
    assert (page.status, page.path) == ("not_modified", str(old))
    assert not new.exists()


# --- feeds ------------------------------------------------------------------------------------


def test_the_links_of_a_feed_are_fetched_one_level_deep(site: Site, store: Path) -> None:
    urls(site, "/a", "/b")
    feed = json.dumps(["/a", site.url("/b"), "javascript:alert(1)", "\x00", "/feed"])
    site.pages["/feed"] = (200, {"Content-Type": "application/json"}, feed.encode())

    def links(data: bytes, url: str) -> list[str]:
        return json.loads(data) if url.endswith("/feed") else ["/never"]

    found = list(
        fetch_pages(
            [site.url("/feed")],
            store,
            Settings(ports=frozenset({site.port})),
            links=links,
            guard=Guard(here, allow=[HERE]),
            clock=Watch().clock,
        )
    )
    assert site.paths() == ["/feed", "/a", "/b"]
    assert kept(found) == [site.url("/feed"), "/a", site.url("/b")]
    assert [item.error for item in found if isinstance(item, Issue)] == [
        "RefusedAddressError",
        "FetchError",
    ]


def test_a_feed_that_is_not_modified_is_followed_all_the_same(site: Site, store: Path) -> None:
    site.pages["/feed"] = conditional('"f"', None)  # type: ignore[assignment]
    settings = Settings(ports=frozenset({site.port}))
    site.pages["/a"] = (500, {}, b"")
    stories = ["/a", "/b"]
    for _ in range(2):
        found = list(
            fetch_pages(
                [site.url("/feed")],
                store,
                settings,
                links=lambda data, _url: stories if data == PAGE else [],
                guard=Guard(here, allow=[HERE]),
                clock=Watch().clock,
            )
        )
        urls(site, "/a", "/b")  # from now on they are there
    assert [getattr(item, "status", "issue") for item in found] == ["not_modified", "kept", "kept"]


def test_a_feed_of_endless_links_is_cut(site: Site, store: Path) -> None:
    found = list(
        fetch_pages(
            [site.url("/story")],
            store,
            Settings(ports=frozenset({site.port})),
            links=lambda _data, _url: iter(lambda: "javascript:x", None),
            guard=Guard(here, allow=[HERE]),
            clock=Watch().clock,
        )
    )
    assert len(found) == 1 + 1_000 + 1


def test_a_damaged_feed_costs_its_links_only(site: Site, store: Path) -> None:
    def links(_data: bytes, _url: str) -> Iterator[str]:
        yield "/never"
        raise InputError("the feed breaks off; fetch it again")

    found = list(
        fetch_pages(
            [site.url("/story")],
            store,
            Settings(ports=frozenset({site.port})),
            links=links,
            guard=Guard(here, allow=[HERE]),
            clock=Watch().clock,
        )
    )
    assert [getattr(item, "error", "kept") for item in found] == [
        "kept",
        "InputError",
        "FetchError",
    ]
