"""Names of countries, capitals and places, and the file they are looked up in."""

import hashlib
import re
import sqlite3
from importlib.resources import files

import pytest
from bench.speed.gazetteer import MOST_BYTES, measure_disk, sample_names
from hypothesis import given
from hypothesis import strategies as st

from sayso.gazetteer import countries, senses, toponyms
from sayso.gazetteer.folding import fold, fold_place
from sayso.records import Place
from watchdog import must_end

ROOM = files("sayso.gazetteer")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Belarus", "BLR"),
        ("GUATEMALA", "GTM"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("the Netherlands", "NLD"),
        ("Burma", "MMR"),
        ("DR Congo", "COD"),
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Kosovo", "KOS"),
        ("Scotland", "GBR"),
        ("us", None),
        ("Soviet Union", None),
        ("Korea", None),
        ("", None),
    ],
)
def test_country_is_named(name: str, code: str | None) -> None:
    assert countries.country_named(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Belarusian", "BLR"),
        ("Iraqis", "IRQ"),
        ("Libyan", "LBY"),
        ("Spaniard", "ESP"),
        ("Briton", "GBR"),
        ("Welshmen", "GBR"),
        ("U.S.", "USA"),
        ("American", "USA"),
        ("FILIPINOS", "PHL"),
        ("South Korean", "KOR"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("European", None),
        ("Western", None),
        ("Arab", None),
        ("Soviet", None),
        ("polish", None),
    ],
)
def test_demonym_names_its_country(word: str, code: str | None) -> None:
    assert countries.country_of_demonym(word) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("Moscow", "RUS"), ("Kiev", "UKR"), ("Kyiv", "UKR"), ("The Hague", "NLD"), ("Milan", None)],
)
def test_capital_names_its_country(name: str, code: str | None) -> None:
    assert countries.capital_country(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the Kremlin", "RUS"),
        ("White House", "USA"),
        ("Downing Street", "GBR"),
        ("Elysee", "FRA"),
        ("Congress", None),
    ],
)
def test_seat_stands_for_its_government(name: str, code: str | None) -> None:
    assert countries.seat_country(name) == code


def test_country_table_is_sound() -> None:
    table = countries.load_countries()
    codes = [country.code for country in table.country]
    assert len(codes) == len(set(codes)) == 250
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert {entry.country for entry in (*table.part, *table.seat)} <= set(codes)
    names: dict[str, str] = {}
    for country in table.country:
        assert abs(country.latitude) <= 90
        assert abs(country.longitude) <= 180
        for name in (country.name, *country.aliases, *country.demonyms):
            assert names.setdefault(name, country.code) == country.code, name


def test_capitals_agree_with_the_gazetteer() -> None:
    for country in countries.load_countries().country:
        capital = countries.capital_of(country.code)
        if capital is None:
            continue
        [found] = [
            one for one in toponyms.lookup(capital.name) if one.geonames_id == capital.geonames_id
        ]
        assert found.country == country.code
        assert found.latitude == pytest.approx(capital.latitude, abs=0.001)
        assert found.admin1 is None or found.admin1 == capital.admin1


def test_words_that_take_a_capital() -> None:
    words = countries.capitalised_words()
    assert {"ukraine", "iraqis", "monday", "january", "damascus", "saudi", "kremlin"} <= words
    assert not {"may", "march", "polish", "male", "nice", "reading", "the", "city"} & words
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("name", "hint", "expected"),
    [
        ("Kiev", None, ("Kyiv", "UKR", "city")),
        ("Lvov", None, ("Lviv", "UKR", "city")),
        ("Saigon", None, ("Ho Chi Minh City", "VNM", "city")),
        ("Bombay", None, ("Mumbai", "IND", "city")),
        ("Peking", None, ("Beijing", "CHN", "city")),
        ("DAR ES SALAAM, Tanzania", None, ("Dar es Salaam", "TZA", "city")),
        ("Springfield, Ohio", None, ("Springfield", "USA", "city")),
        ("Springfield, Ill.", None, ("Springfield", "USA", "city")),
        ("GUATEMALA CITY", None, ("Guatemala City", "GTM", "city")),
        ("Georgia", None, ("Georgia", "GEO", "country")),
        ("Georgia", "USA", ("Georgia", "USA", "admin1")),
        ("Washington", None, ("Washington", "USA", "city")),
        ("Washington, D.C.", None, ("Washington", "USA", "city")),
        ("New York", None, ("New York", "USA", "city")),
        ("California", None, ("California", "USA", "admin1")),
        ("Odessa", None, ("Odesa", "UKR", "city")),
        ("Odessa", "USA", ("Odessa", "USA", "city")),
        ("St Petersburg", None, ("Saint Petersburg", "RUS", "city")),
        ("Scotland", None, ("Scotland", "GBR", "admin1")),
        ("Crimea", None, ("Crimea", "UKR", "admin1")),
        ("the Black Sea", None, ("Black Sea", None, "region")),
        ("South Ossetia", None, ("South Ossetia", "GEO", "region")),
        ("Sloviansk", None, ("Slovyansk", "UKR", "city")),
        ("Hodeidah", None, ("Al Hudaydah", "YEM", "city")),
        ("Bethlehem", "PSE", ("Bethlehem", "PSE", "city")),
        ("Ingushetia", None, ("Ingushetia", "RUS", "admin1")),
        ("L.A.", None, ("Los Angeles", "USA", "city")),
        ("Soviet Union", None, ("Soviet Union", None, "region")),
    ],
)
def test_name_resolves(name: str, hint: str | None, expected: tuple[str, str, str]) -> None:
    place = toponyms.resolve_name(name, hint)
    assert place is not None
    assert (place.name, place.country, place.precision) == expected
    assert place.span is None


def test_same_name_in_two_states() -> None:
    ohio, illinois = (toponyms.resolve_name(f"Springfield, {s}") for s in ("Ohio", "Illinois"))
    assert ohio is not None
    assert illinois is not None
    assert (ohio.admin1, illinois.admin1) == ("Ohio", "Illinois")


def test_unknown_name_is_no_place() -> None:
    assert toponyms.resolve_name("Qwxyzzy") is None
    assert toponyms.resolve_name("") is None
    assert toponyms.resolve_name("us") is None
    assert senses.senses_of("EU") == ()
    assert toponyms.resolve_name("," * 50) is None
    assert toponyms.lookup("a" * 100_000) == ()


def has_lawful_point(place: Place) -> bool:
    located = place.latitude is not None and place.longitude is not None
    return not located or (place.geonames_id is not None and place.precision is not None)


@given(st.text())
def test_any_name_resolves_lawfully(name: str) -> None:
    place = toponyms.resolve_name(name)
    assert place is None or has_lawful_point(place)


@pytest.mark.parametrize("region", toponyms.load_regions().region, ids=lambda r: r.names[0])
def test_region_has_no_point(region: toponyms.Region) -> None:
    place = toponyms.region_named(region.names[-1])
    assert place is not None
    assert place.name == region.names[0]
    assert place.latitude is None
    assert place.geonames_id is None


@pytest.mark.parametrize("entry", toponyms.load_regions().abbreviation, ids=lambda e: e.short[0])
def test_abbreviation_names_a_division(entry: toponyms.Abbreviation) -> None:
    kinds = {(one.kind, one.country) for one in toponyms.lookup(entry.name)}
    assert ("admin1", entry.country) in kinds


@pytest.mark.parametrize("entry", toponyms.load_regions().adjective, ids=lambda e: e.name)
def test_adjective_has_a_land(entry: toponyms.Adjective) -> None:
    assert toponyms.resolve_name(entry.name) is not None


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Saint John’s", "saint johns"),
        ("ST. JOHN'S", "saint johns"),
        ("N’Djamena", "ndjamena"),
        ("Łódź", "lodz"),
        ("Port-au-Prince", "port au prince"),
        ("", ""),
    ],
)
def test_spellings_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Polk Co.", "polk county"),
        ("W. Chester", "west chester"),
        ("Clay Twp.", "clay township"),
        ("Co.", "co"),
        ("", ""),
    ],
)
def test_short_words_of_places_fold(name: str, folded: str) -> None:
    assert fold_place(name) == folded


def test_company_is_no_county() -> None:
    assert fold("Harlan Motor Co.") == "harlan motor co"


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Queensland", -22.5, 144.4),  # its towns lie along one coast
        ("Alaska", 64.0, -150.0),
        ("Hebei", 39.1, 116.7),  # a few towns stand in the wrong division of the packages
        ("Jiangsu", 32.9, 119.4),
    ],
)
def test_division_lies_in_its_middle(name: str, latitude: float, longitude: float) -> None:
    place = toponyms.resolve_name(name)
    assert place is not None
    assert place.precision == "admin1"
    assert place.latitude == pytest.approx(latitude, abs=0.5)
    assert place.longitude == pytest.approx(longitude, abs=0.5)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://www.example.co.uk/news/1", "GBR"),
        ("http://example.ca:8080/a", "CAN"),
        ("https://example.com/uk", None),
        ("no address", None),
        ("", None),
    ],
)
def test_address_tells_a_country(url: str, code: str | None) -> None:
    assert countries.country_of_address(url) == code


def test_domains_are_of_known_countries() -> None:
    table = countries.load_countries()
    codes = {country.code for country in table.country}
    assert set(table.domains.values()) <= codes


@pytest.mark.parametrize("name", ["the White House", "Downing Street", "Kremlin"])
def test_seat_lies_in_its_capital(name: str) -> None:
    [sense] = senses.senses_of(name)
    assert sense.place.precision == "city"
    assert sense.place.geonames_id is not None


def test_readme_names_the_digest() -> None:
    digest = hashlib.sha256((ROOM / "places.sqlite").read_bytes()).hexdigest()
    readme = (ROOM / "README.md").read_text("utf-8")
    assert digest in readme
    assert "GeoNames" in readme


def test_gazetteer_is_small() -> None:
    assert 0 < measure_disk() <= MOST_BYTES
    names = sample_names()
    assert len(names) == len(set(names)) > 10_000


def test_gazetteer_is_opened_read_only() -> None:
    connection = toponyms._open_gazetteer(0)
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM place")
    connection.close()
    toponyms._open_gazetteer.cache_clear()


def test_many_unknown_names_are_looked_up() -> None:
    with must_end():
        assert not any(toponyms.lookup(f"nowhere {number}") for number in range(10_000))
