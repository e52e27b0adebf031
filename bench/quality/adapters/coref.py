"""The same event in many articles: gold mention spans are given, never their clusters.

A plain baseline until the ledger links incidents: mentions corefer when their articles tell the
same story (word overlap), their head words have the same lemma, and the events that the product
coded there, if any, do not name other actors or other recipients.
"""

from collections.abc import Iterable, Iterator

from bench.quality.coding import Item, Prediction
from bench.quality.stories import group
from sayso.records import Event, Span

CLOSE = 0.15

Names = frozenset[str]
Frame = tuple[Names, Names]


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield the gold mentions of each document with the clusters they fall into."""
    read = list(items)
    stories = group([item.gold.text for item in read], CLOSE)
    clusters: dict[tuple[int, str], list[Frame]] = {}
    for item, story in zip(read, stories, strict=True):
        mentions = []
        for mention in item.gold.gold["mentions"]:
            span = Span(*mention["span"])
            key = (story, head_lemma(item, span))
            number = place_in(clusters.setdefault(key, []), frame_of(item, span))
            label = f"{story}/{key[1]}/{number}"
            mentions.append({"span": mention["span"], "cluster": label})
        yield item.gold.id, {"mentions": mentions}


def head_lemma(item: Item, span: Span) -> str:
    """Return the lemma of the word that heads the mention."""
    tokens = item.doc.tokens_in(span)
    return tokens.root.lemma_.lower() if len(tokens) else span.quote(item.doc.text).lower()


def frame_of(item: Item, span: Span) -> Frame:
    """Return the names of actors and recipients of the event coded at `span`."""
    event = next((e for e in item.coded.events if e.trigger.overlaps(span)), None)
    return (names(event, "actors"), names(event, "recipients"))


def names(event: Event | None, side: str) -> Names:
    """Return the words of the proper names on one side of the event, none without an event.

    "Gunmen" and "the suspect" may be the same; two names are not.
    """
    parties = getattr(event, side) if event else ()
    named = (party.name for party in parties if party.name[:1].isupper())
    return frozenset(word for name in named for word in name.lower().split())


def place_in(frames: list[Frame], frame: Frame) -> int:
    """Return the number of the first cluster whose frame agrees, widened by `frame`."""
    for number, known in enumerate(frames):
        if all(agree(one, other) for one, other in zip(known, frame, strict=True)):
            frames[number] = (known[0] | frame[0], known[1] | frame[1])
            return number
    frames.append(frame)
    return len(frames) - 1


def agree(one: Names, other: Names) -> bool:
    """Tell whether two sets of names share a word, or one is empty."""
    return not one or not other or bool(one & other)
