"""Who is believed: the user, the container, the page's declarations, its lines, its address."""

import pytest

from sayso.clean import Given
from sayso.clean.declared.metadata import Metadata
from sayso.clean.flattened.layout import take_apart
from sayso.clean.flattened.lines import split_lines
from sayso.clean.imprint.masthead import Masthead, read_masthead
from sayso.clean.imprint.trust import Imprint, choose_url, combine
from sayso.clean.signs.byline import credited_on
from sayso.clean.signs.dates import read_date_line
from sayso.clean.signs.published import choose_published
from sayso.errors import InputError
from sayso.ingest import page_of
from sayso.ingest.page import Declared
from sayso.records import Timestamp

PAGE = """Hill Post

Bridge falls into the river

By Ema Lund
3 February 2021, 06:07

A bridge on the road to the coast fell into the river on Friday, the governor said.

Nobody was hurt, she told reporters in the town hall.
"""


def masthead(text: str = PAGE) -> Masthead:
    """Return what a page given as lines says about itself."""
    page = page_of(text.encode(), None)
    return read_masthead(take_apart(split_lines(page.source)), None)


def imprint(
    given: Given | None = None,
    container: Declared | None = None,
    metadata: Metadata | None = None,
    text: str = PAGE,
) -> Imprint:
    """Return what all of them tell together."""
    return combine(
        given or Given(),
        container or Declared(),
        metadata or Metadata(),
        masthead(text),
        "Bridge falls into the river",
        text,
    )


def test_order_of_trust() -> None:
    declared = Metadata(outlet="Declared", title="T", section="World")
    container = Declared(outlet="Container", section="Feed")
    assert (imprint().outlet, imprint().basis.outlet) == ("Hill Post", "text")
    found = imprint(metadata=declared)
    assert (found.outlet, found.basis.outlet, found.title) == ("Declared", "metadata", "T")
    found = imprint(container=container, metadata=declared)
    assert (found.outlet, found.section, found.basis.section) == ("Container", "Feed", "metadata")
    found = imprint(Given(outlet="Given"), container, declared)
    assert (found.outlet, found.basis.outlet) == ("Given", "given")
    assert (imprint().agency, imprint().basis.agency) == (None, None)


def test_address_comes_last() -> None:
    url = "https://hill.example/sport/2021/02/04/bridge-falls"
    text = PAGE.replace("3 February 2021, 06:07\n", "")
    found = imprint(container=Declared(url=url), text=text)
    assert found.published == Timestamp(value="2021-02-04", precision="day", basis="url")
    assert (found.section, found.basis.section, found.url) == ("sport", "url", url)
    printed = imprint(container=Declared(url=url))
    assert printed.published is not None
    assert (printed.published.value, printed.published.basis) == ("2021-02-03T06:07", "text")


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("Wed, 03 Feb 2021 06:07:08 +0100", "2021-02-03T06:07+01:00"),
        ("20210203T060708Z", "2021-02-03T06:07Z"),
        ("2021-02-03", "2021-02-03T06:07"),  # the page's own clock time completes the day
        ("2021-02-04", "2021-02-04"),
        ("nonsense", "2021-02-03T06:07"),
    ],
)
def test_dates_of_containers(stated: str, value: str) -> None:
    published = imprint(container=Declared(published=stated)).published
    assert published is not None
    assert published.value == value


def test_numbers_of_a_container_read_by_its_language() -> None:
    def day(language: str | None) -> str | None:
        text = PAGE.replace("3 February 2021, 06:07\n", "")
        stamp = imprint(
            container=Declared(published="03/04/2021", language=language), text=text
        ).published
        return stamp.value if stamp is not None else None

    assert (day("en-GB"), day("en-US"), day("en")) == ("2021-04-03", "2021-03-04", None)


def test_page_address_beats_the_fetched_one_on_the_same_site_only() -> None:
    fetched = Declared(url="https://hill.example/a?utm=1")
    own = Metadata(url="https://www.hill.example/a")
    other = Metadata(url="https://dale.example/a")
    assert choose_url(Given(), fetched, own).value == own.url
    assert choose_url(Given(), fetched, other).value == fetched.url
    assert choose_url(Given(), Declared(), other).value == other.url
    assert choose_url(Given(url="x"), fetched, own).basis == "given"


def test_bylines_agency_and_dateline_of_a_container() -> None:
    container = Declared(bylines=("By Ana Rey, AFP",), dateline="LIMA, Peru")
    found = imprint(container=container)
    assert (found.bylines, found.basis.bylines) == (("Ana Rey", "AFP"), "metadata")
    assert found.dateline is not None
    assert found.dateline.place is not None
    assert (found.dateline.text, found.dateline.place.country) == ("LIMA, Peru", "PER")
    wire = imprint(container=Declared(agency="Agence France-Presse"))
    assert (wire.agency, wire.basis.agency) == ("AFP", "metadata")


def test_own_copy_of_an_agency_has_no_agency() -> None:
    text = PAGE.replace("A bridge on", "LIMA (Reuters) - A bridge on")
    assert imprint(text=text).agency == "Reuters"
    assert imprint(metadata=Metadata(outlet="Reuters"), text=text).agency is None


def test_printed_writer_is_taken_where_the_page_only_declares_its_outlet() -> None:
    house = Metadata(outlet="Hill Post", bylines=("Hill Post",), unsigned=True)
    assert imprint(metadata=house).bylines == ("Ema Lund",)
    signed = Metadata(outlet="Hill Post", bylines=("Tom Ode",), unsigned=False)
    assert imprint(metadata=signed).bylines == ("Tom Ode",)


@pytest.mark.parametrize(
    ("sender", "outlet", "writers"),
    [
        ("Hill Post", "Hill Post", ("Ema Lund",)),
        ("Ana Rey via Hill Post", "Hill Post", ("Ana Rey",)),
        ("'Ana Rey' via Dale Courier", "Dale Courier", ("Ana Rey",)),
        ("Hill Post via Substack", "Hill Post", ("Ema Lund",)),
        ("Hill Post via Google Groups", "Hill Post", ("Ema Lund",)),
        ("Mailer on behalf of Hill Post", "Hill Post", ("Ema Lund",)),
        ("Ana Rey, Dale Courier", "Dale Courier", ("Ana Rey",)),
        ("Ana Rey from Dale Courier", "Dale Courier", ("Ana Rey",)),
        ("Ana Rey at Dale Courier via Mailchimp", "Dale Courier", ("Ana Rey",)),
        ("Letters from Lima", "Letters from Lima", ("Ema Lund",)),
        ("Dale & Hill, Partners", "Dale & Hill, Partners", ("Ema Lund",)),
    ],
)
def test_sender_of_a_newsletter(sender: str, outlet: str, writers: tuple[str, ...]) -> None:
    found = imprint(container=Declared(outlet=sender))
    assert (found.outlet, found.basis.outlet) == (outlet, "metadata")
    assert found.bylines == writers


def test_stated_bylines_beat_the_sender() -> None:
    container = Declared(outlet="Ana Rey via Hill Post", bylines=("Tom Ode",))
    assert imprint(container=container).bylines == ("Tom Ode",)


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("(Reporting by Ana Rey in Lima; Editing by Bo Lind)", ("Ana Rey",)),
        ("Reporting by Ana Rey in Lima and Tom Ode; Writing by Eva Holm; Editing by Bo Lind",
         ("Ana Rey", "Tom Ode", "Eva Holm")),
        ("Divers went down to it at dusk, and nobody was found in the cars, the fire brigade "
         "said. (Writing by Ana Rey. Editing by Bo Lind)", ("Ana Rey",)),
        ("Reporting and writing by Ana Rey, additional reporting by Bo Lind", ("Ana Rey",)),
        ("Editing by Bo Lind", ()),
        ("The governor was angry about reporting by the town's radio.", ()),
    ],
)  # fmt: skip
def test_credit_line_names_the_writers_of_an_unsigned_page(
    credit: str, names: tuple[str, ...]
) -> None:
    assert credited_on(credit) == names
    signed = masthead(f"{PAGE}\n{credit}\n")
    assert signed.bylines == ("Ema Lund",)
    if names:
        found = masthead(PAGE.replace("By Ema Lund\n", "") + f"\n{credit}\n")
        assert found.bylines == names


@pytest.mark.parametrize(
    ("fetched", "value"),
    [
        (None, None),
        ("2021-03-20T10:00:00Z", "2021-03-04"),
        ("2021-04-02T22:00:00Z", None),  # it may have been 3 April where the page stands
        ("2021-05-01T00:00:00Z", None),
        ("nonsense", None),
    ],
)
def test_no_page_came_out_after_it_was_fetched(fetched: str | None, value: str | None) -> None:
    text = PAGE.replace("3 February 2021, 06:07", "03/04/2021")
    page = page_of(text.encode(), None)
    found = read_masthead(take_apart(split_lines(page.source)), None, fetched=fetched)
    assert (found.times.published.value if found.times.published else None) == value


def test_day_after_the_fetch_is_announced() -> None:
    stamps = read_date_line("Meeting on 5 May 2021. Posted 3 February 2021").stamps
    [only] = read_date_line("5 May 2021").stamps
    assert choose_published([only], "", None, "2021-02-04").published is None
    found = choose_published([only, *stamps[1:]], "", None, "2021-02-04").published
    assert found is not None
    assert found.value == "2021-02-03"


def test_given_date_must_be_one() -> None:
    with pytest.raises(InputError, match="ISO 8601"):
        imprint(Given(published="3/2/2021"))
