"""No address inside the house: whatever its spelling and however it is reached, no socket."""

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpcore2
import httpx2
import pytest

from fetch_site import HERE, PAGE, Site, counted, fetch, here, open_site
from sayso.errors import FetchError, RefusedAddressError
from sayso.fetch import Fetched, Guard
from sayso.fetch.guard import GuardedBackend, why_refused
from sayso.records import Issue

# what a name may resolve to, or stand for itself in an address
INSIDE = """
0.0.0.0 0.1.2.3 127.0.0.1 127.0.0.53 127.255.255.254 10.0.0.1 10.255.255.255 172.16.0.1
172.31.255.255 192.168.0.1 192.168.255.255 169.254.0.1 169.254.169.254 169.254.170.2
100.64.0.1 100.100.100.200 100.127.255.254 168.63.129.16 192.0.0.192 192.0.0.1 192.0.2.1
198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.255 192.88.99.1 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255
:: ::1 ::2 ::7f00:1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1
2002:7f00:1:: 2002:a00:1::1 2001::1 2001:0:7f00:1:: 2001:10::1 2001:20::1 2001:db8::1
3fff::1 fc00::1 fd00::1 fd00:ec2::254 fd20:ce::254 fe80::1 fe80::a9fe:a9fe fec0::1 febf::1
ff02::1 ff0e::1 100::1 200::1 4000::1 5f00::1 2a00:1450::5efe:a00:1 2a00:1450::200:5efe:a00:1
""".split()

# spellings that must come to nothing before a name is even looked up
SPELLINGS = """
http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f000001/ http://0x7f.0.0.1/
http://017700000001/ http://0177.0.0.1/ http://127.0.0.01/ http://127.0.0.1./ http://0/
http://0x/ http://127.0.0.0x1/ http://169.254.43518/ http://4294967295/ http://99999999999/
http://1.2.3.4.5/ http://127.0.0.256/ http://news.example.1/ http://10.0x1/
http://１２７.0.0.1/ http://127。0。0。1/ http://①②⑦.0.0.1/ http://127．0．0．1/
http://ｌｏｃａｌｈｏｓｔ/ http://%31%32%37.0.0.1/ http://127%2e0%2e0%2e1/
http://localhost%00.example/ http://[::1%25lo]/ http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/
http://[::1 http://[127.0.0.1]/ http://[::ffff:127.0.0.1]/ http://[0:0:0:0:0:0:0:1]/
http://[::127.0.0.1]/ http://[64:ff9b::127.0.0.1]/ http://[v1.fe80]/
http://news.example@127.0.0.1/ http://127.0.0.1@news.example/ http://a:b@10.0.0.1/
http://@127.0.0.1/ http://news.example\\@127.0.0.1/ http:\\\\127.0.0.1/ http://127.0.0.1\\.x/
http:127.0.0.1 http:/127.0.0.1/ http:///127.0.0.1/ //127.0.0.1/ 127.0.0.1 http:// http://./
http://../ http://.127.0.0.1/ http://a..b/ http://*/ http://-/\u0000 http://news.example:22/
http://news.example:6379/ http://news.example:0/ http://news.example:99999/
http://news.example:-80/ http://news.example:8080/ https://news.example:25/
file:///etc/passwd ftp://news.example/ gopher://127.0.0.1:70/ data:text/html,x
javascript:alert(1) dict://127.0.0.1/ ldap://127.0.0.1/ unix:/run/x ws://127.0.0.1/
""".split()


def inet(host: str, _port: int) -> Sequence[str]:
    """Resolve as the C library does, which takes every short, octal and hex spelling."""
    with contextlib.suppress(OSError):
        return [socket.inet_ntoa(socket.inet_aton(host))]
    return [HERE]


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        opened.pages["/story"] = (200, {"Content-Type": "text/html"}, PAGE)
        yield opened


def refused(found: list[Fetched | Issue]) -> list[Issue]:
    """Return `found`, every one of which must be an issue in one sentence."""
    issues = [item for item in found if isinstance(item, Issue)]
    assert len(issues) == len(found)
    assert all(issue.stage == "fetch" and issue.message.isprintable() for issue in issues)
    return issues


def literal(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_opens_no_socket(address: str, tmp_path: Path) -> None:
    guard = Guard(lambda _host, _port: [address])
    with counted() as connects:
        found = fetch(["https://news.example/story"], tmp_path / "w.warc.gz", guard=guard)
    assert [issue.error for issue in refused(found)] == ["RefusedAddressError"]
    assert connects == []
    assert not (tmp_path / "w.warc.gz").exists()


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_opens_no_socket(address: str, tmp_path: Path) -> None:
    guard = Guard(lambda _host, _port: pytest.fail("an address is not looked up"))
    with counted() as connects:
        found = fetch([f"http://{literal(address)}/"], tmp_path / "w.warc.gz", guard=guard)
    assert [issue.error for issue in refused(found)] == ["RefusedAddressError"]
    assert connects == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_odd_spelling_opens_no_socket(spelling: str, tmp_path: Path) -> None:
    with counted() as connects:
        found = fetch([spelling], tmp_path / "w.warc.gz", guard=Guard(inet))
    assert len(refused(found)) == 1
    assert connects == []


def test_the_matrix_is_wide() -> None:
    assert len(set(INSIDE)) >= 60
    assert len(set(SPELLINGS)) >= 60


@pytest.mark.parametrize("where", ["/robots.txt", "/story"])
@pytest.mark.parametrize(
    "location",
    [
        *(f"http://{literal(address)}/" for address in INSIDE[::4]),
        "http://inside.example/",
        "//inside.example/",
        "http://127.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://inside.example:22/",
    ],
)
def test_each_hop_is_checked(site: Site, where: str, location: str, tmp_path: Path) -> None:
    site.pages[where] = (302, {"Location": location}, b"")
    guard = Guard(
        lambda host, _: ["10.0.0.1"] if host == "inside.example" else [HERE], allow=[HERE]
    )
    with counted() as connects:
        found = fetch([site.url("/story")], tmp_path / "w.warc.gz", site, guard=guard)
    assert len(refused(found)) == 1
    assert set(connects) == {(HERE, site.port)}


def test_the_address_that_was_checked_is_the_one_connected_to(site: Site, tmp_path: Path) -> None:
    looked_up: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        looked_up.append(host)
        return [HERE]

    guard = Guard(resolve, allow=[HERE])
    with counted() as connects:
        [page] = fetch([site.url("/story")], tmp_path / "w.warc.gz", site, guard=guard)
    assert isinstance(page, Fetched)
    assert connects == [(HERE, site.port)] * len(looked_up)
    assert {host for host, _, _ in site.asked} == {f"news.example:{site.port}"}


def test_a_name_that_turns_inside_between_two_requests(site: Site, tmp_path: Path) -> None:
    def hang_up(handler: object) -> tuple[int, dict[str, str], bytes]:
        return 404, {"Connection": "close"}, b""  # so that the page needs a second connection

    site.pages["/robots.txt"] = hang_up
    answers = iter([[HERE], ["10.0.0.1"], ["10.0.0.1"]])
    guard = Guard(lambda _host, _port: next(answers), allow=[HERE])
    with counted() as connects:
        found = fetch([site.url("/story")], tmp_path / "w.warc.gz", site, guard=guard)
    assert [issue.error for issue in refused(found)] == ["RefusedAddressError"]
    assert connects == [(HERE, site.port)]


@pytest.mark.parametrize(
    "answers", [[HERE, "10.0.0.1"], ["10.0.0.1", HERE], [HERE, "::1"], ["fe80::1%2", HERE]]
)
def test_one_address_inside_refuses_the_name(
    site: Site, answers: list[str], tmp_path: Path
) -> None:
    guard = Guard(lambda _host, _port: answers, allow=[HERE])
    with counted() as connects:
        found = fetch([site.url("/story")], tmp_path / "w.warc.gz", site, guard=guard)
    assert [issue.error for issue in refused(found)] == ["RefusedAddressError"]
    assert connects == []


@pytest.mark.parametrize("answers", [[], ["no address"], ["127.1"]])
def test_a_resolver_that_answers_nothing_of_use(answers: list[str], tmp_path: Path) -> None:
    guard = Guard(lambda _host, _port: answers)
    with counted() as connects:
        found = fetch(["http://news.example/"], tmp_path / "w.warc.gz", guard=guard)
    assert [issue.error for issue in refused(found)] == ["FetchError"]
    assert connects == []


def test_a_name_that_cannot_be_found(tmp_path: Path) -> None:
    def nowhere(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    [issue] = refused(
        fetch(["http://news.example/"], tmp_path / "w.warc.gz", guard=Guard(nowhere))
    )
    assert "cannot be found" in issue.message


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_is_taken_from_the_environment(
    site: Site, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.2:1")
    with counted() as connects:
        [page] = fetch([site.url("/story")], tmp_path / "w.warc.gz", site)
    assert isinstance(page, Fetched)
    assert set(connects) == {(HERE, site.port)}


def test_nothing_in_the_environment_opens_the_guard(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SAYSO_ALLOW", "ALLOW", "NO_PROXY", "no_proxy", "DEBUG", "PYTEST_CURRENT_TEST"):
        monkeypatch.setenv(name, "*")
    with counted() as connects:
        found = fetch([site.url("/story")], tmp_path / "w.warc.gz", site, guard=Guard(here))
    assert [issue.error for issue in refused(found)] == ["RefusedAddressError"]
    assert connects == []


def test_public_addresses_are_not_refused() -> None:
    public = (
        "8.8.8.8 1.1.1.1 9.255.255.255 11.0.0.0 126.255.255.255 128.0.0.1 172.15.0.1 172.32.0.1 "
        "100.63.255.255 100.128.0.1 169.253.0.1 192.167.0.1 192.169.0.1 198.17.0.1 198.20.0.1 "
        "223.255.255.255 2606:4700::1111 2a00:1450:4001:831::200e 2400:cb00::1 2001:4860::8888"
    )
    for address in public.split():
        assert why_refused(ipaddress.ip_address(address)) is None


def test_tls_asks_by_name_and_connects_by_address(tmp_path: Path) -> None:
    hello = b""
    with socket.create_server((HERE, 0)) as listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            nonlocal hello
            connection, _ = listener.accept()
            with connection:
                hello = connection.recv(4096)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with counted() as connects:
            found = fetch(
                [f"https://news.example:{port}/"], tmp_path / "w.warc.gz", ports=frozenset({port})
            )
        thread.join(5)
    assert len(refused(found)) == 1
    assert connects == [(HERE, port)]
    assert b"news.example" in hello  # the server name stands in clear in the first message


def test_certificates_are_checked_by_name() -> None:
    context = httpx2.create_ssl_context(trust_env=False)
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_no_socket_file_is_opened() -> None:
    with counted() as connects, pytest.raises(NotImplementedError):
        GuardedBackend(Guard(here)).connect_unix_socket("/run/service.sock")
    assert connects == []


def test_the_guard_sits_below_the_client() -> None:
    with (
        counted() as connects,
        httpcore2.ConnectionPool(network_backend=GuardedBackend(Guard(here))) as pool,
    ):
        with pytest.raises(RefusedAddressError, match="a loopback address"):
            pool.request("GET", "http://news.example/")
        with pytest.raises(FetchError):
            pool.request("GET", "http://127.0.0.1/")
    assert connects == []
