"""Pages written for the demonstration: outlets, persons and incidents in them are invented.

Pages of one story are named alike: `flood_1.txt`, `flood_2.txt`, `flood_3.html`.
"""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import PurePath

from sayso.records import Coded

STORIES = {
    "port": "Port explosion",
    "clash": "Border battle",
    "flood": "Flood",
    "protest": "Rent protest",
    "cholera": "Cholera",
    "visit": "State visit",
    "strike": "Miners' strike",
    "court": "Ferry verdict",
    "election": "Election",
}

SHOWN = "clash_3.txt"  # the page that `sayso demo` shows in full


def demo_pages() -> list[str]:
    """Return the paths of the pages, story by story, each story in order of time."""
    folder = files(__name__) / "pages"
    order = list(STORIES)
    pages = (page for page in folder.iterdir() if page.name.endswith((".txt", ".html")))
    return [
        str(page)
        for page in sorted(pages, key=lambda page: (order.index(stem(page.name)), page.name))
    ]


def stem(path: str) -> str:
    """Return the part of a page's name that its story shares: "flood" of "…/flood_2.txt"."""
    return PurePath(path).name.partition("_")[0]


def by_story(ledger: Iterable[Coded]) -> dict[str, list[Coded]]:
    """Return coded demonstration pages by the title of their story, in the order of `STORIES`."""
    stories: dict[str, list[Coded]] = {title: [] for title in STORIES.values()}
    for coded in ledger:
        stories[STORIES[stem(coded.report.raw.path or "")]].append(coded)
    return {title: told for title, told in stories.items() if told}
