"""What others take for the article: two fast extractors, and what the page's JSON declares.

The text of the report is never theirs: their text is laid beside the blocks of the page, in
order, and each block learns who would keep it.
"""

from collections.abc import Sequence

import turbohtml

from sayso.clean.markup.blocks import Block

SHORT = 25  # letters: a shorter block is only looked for between longer ones
WINDOW = 400  # letters ahead in which a short block is looked for
FAR = 50_000  # letters ahead in which any block is looked for: the search stays linear
LONG = 60  # letters: of a longer block a part is enough
PROBE = slice(10, 50)
PARTLY = 0.7


def squeezed(text: str) -> str:
    """Return `text` without blanks, to compare lines of two extractions."""
    return "".join(text.split())


def by_resiliparse(source: str) -> str:
    """Return the article as resiliparse finds it, "" where it finds none."""
    from resiliparse.extract.html2text import extract_plain_text  # plain pages never need it

    text: str = extract_plain_text(
        source, main_content=True, alt_texts=False, links=False, comments=False
    )
    return text


def by_turbohtml(source: str) -> str:
    """Return the article as turbohtml finds it, "" where it finds none."""
    return turbohtml.parse(source, positions=False).main_text()


def votes_of(keys: Sequence[str], article: str) -> list[float]:
    """Return for each of `keys`, squeezed blocks in page order, how far `article` holds it.

    1 for a block that is there in its place, less for one that is there in part. Long blocks are
    looked for first; a short one must stand between its long neighbours.
    """
    text = squeezed(article)
    votes, after = [0.0] * len(keys), [0] * len(keys)
    if not text:
        return votes
    place = 0
    for index, key in enumerate(keys):
        if len(key) >= SHORT:
            place, votes[index] = find_long(text, key, place)
        after[index] = place
    limit, limits = len(text), [0] * len(keys)
    for index in range(len(keys) - 1, -1, -1):
        limits[index] = limit
        if votes[index]:
            limit = after[index] - len(keys[index])
    place = 0
    for index, key in enumerate(keys):
        place = max(place, after[index])
        if 0 < len(key) < SHORT:
            found = text.find(key, place, min(limits[index], place + len(key) + WINDOW))
            if found >= 0:
                votes[index], place = 1.0, found + len(key)
    return votes


def find_long(text: str, key: str, place: int) -> tuple[int, float]:
    """Return where a long `key` ends in `text` behind `place`, and how far it is there."""
    limit = place + len(key) + FAR
    found = text.find(key, place, limit)
    if found >= 0:
        return found + len(key), 1.0
    if len(key) <= LONG:
        return place, 0.0
    found = text.find(key[PROBE], place, limit)
    return (found + PROBE.stop - PROBE.start, PARTLY) if found >= 0 else (place, 0.0)


def keys_of(blocks: Sequence[Block]) -> list[str]:
    """Return the text of each block without blanks."""
    return [squeezed(block.text) for block in blocks]
