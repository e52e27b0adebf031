"""The pages that speed is measured on."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import sayso.demo
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ingest.page import Page, page_of
from sayso.records import Report

CORPUS = Path("news_pages") / "html"


def page_files(data: Path | None) -> list[Path]:
    """Return the pages of the corpus below `data`, the demo's pages where `data` is None."""
    if data is None:
        folder = Path(sayso.demo.__file__).parent / "pages"
        return sorted([*folder.glob("*.txt"), *folder.glob("*.html")])
    return sorted((data / CORPUS).glob("*.html.gz"))


def read_page(path: Path) -> Page:
    """Return one page. Raises `OSError` or `InputError` where it cannot be read."""
    data = path.read_bytes()
    return page_of(gzip.decompress(data) if path.suffix == ".gz" else data, path.name)


def copy_pages(files: list[Path], folder: Path) -> list[Path]:
    """Write the pages unpacked into `folder`, as a user has them, and return where they are."""
    copies = []
    for path in files:
        data = path.read_bytes()
        copy = folder / path.name.removesuffix(".gz")
        copy.write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
        copies.append(copy)
    return copies


def clean_reports(files: list[Path]) -> Iterator[Report]:
    """Yield the pages cleaned, without those on which no article is found."""
    for path in files:
        try:
            yield clean_page(read_page(path), Given())
        except SaysoError:
            continue
