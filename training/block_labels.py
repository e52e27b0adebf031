"""Gold bodies of pages -> which blocks of a page are body."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

WORD = re.compile(r"\w+")
SHINGLE = 4
MAX_PLACES = 60  # at which a short block can stand in a body
LONG = 25  # letters: a longer block that is not there as it stands may be there in part
SHARE = 0.6  # of the shingles of a block that stand in the body

Link = tuple[int, float, tuple[int, "Link"] | None]  # end in the body, letters so far, the chain


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of `text`, each with its number."""
    words = WORD.findall(text)
    if not words:
        return Counter()
    return Counter(
        tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))
    )


def letters(text: str) -> str:
    """Return the letters and digits of `text`."""
    return "".join(letter for letter in text if letter.isalnum())


def places_of(key: str, body: str) -> list[int]:
    """Return where `key` stands in `body`."""
    places: list[int] = []
    place = body.find(key) if key else -1
    while place >= 0 and len(places) < MAX_PLACES:
        places.append(place)
        place = body.find(key, place + 1)
    return places


def best_chain(keys: Sequence[str], body: str) -> set[int]:
    """Return the blocks that stand in `body` in order and cover most of it."""
    front: list[Link] = [(0, 0.0, None)]  # by end, with ever more letters
    for index, key in enumerate(keys):
        made = []
        for place in places_of(key, body):
            before = front[bisect_right(front, place, key=lambda link: link[0]) - 1]
            made.append((place + len(key), before[1] + len(key) - 0.01, (index, before)))
        for link in made:
            add_link(front, link)
    chosen, chain = set(), front[-1][2]
    while chain is not None:
        chosen.add(chain[0])
        chain = chain[1][2]
    return chosen


def add_link(front: list[Link], link: Link) -> None:
    """Add `link` to `front` where it covers more than what ends before it."""
    at = bisect_right(front, link[0], key=lambda one: one[0])
    if front[at - 1][1] >= link[1]:
        return
    if front[at - 1][0] == link[0]:
        at -= 1
        front[at] = link
    else:
        front.insert(at, link)
    while at + 1 < len(front) and front[at + 1][1] <= link[1]:
        del front[at + 1]


def label_blocks(texts: Sequence[str], body: str) -> list[bool]:
    """Return for each block whether it belongs to the gold `body`."""
    keys = [letters(text) for text in texts]
    chosen = best_chain(keys, letters(body))
    there = {keys[index] for index in chosen}
    gold = shingles(body)
    labels = []
    for index, (text, key) in enumerate(zip(texts, keys, strict=True)):
        partly = len(key) >= LONG and key not in there and share_of(text, gold) >= SHARE
        labels.append(index in chosen or partly)
    return labels


def share_of(text: str, gold: Counter[tuple[str, ...]]) -> float:
    """Return how many of the shingles of `text` are in `gold`, as a share."""
    own = shingles(text)
    return sum((own & gold).values()) / max(1, sum(own.values()))
