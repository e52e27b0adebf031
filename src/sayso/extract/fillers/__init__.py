"""Who did it, who and what was hit, with what: a trained reader of pages that tell of violence.

    sentences near a violent act -> words -> windows -> encoder -> a role for each word -> spans

The rules fill the places of an act from its own clause. A page tells a violent incident over many
sentences, and often names who did it, whom it hit and with what far from the act, or in a phrase
that no act governs. The reader, trained on the role fillers of MUC-4 (Sundheim 1991), sees windows
of whole paragraphs and what the rules made of each word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from sayso.annotate.document import Document
from sayso.extract.events import Act
from sayso.extract.fillers.coded import VIOLENT, coded_at
from sayso.extract.fillers.joining import is_told, join_fillers
from sayso.extract.fillers.roles import KINDS, ROLES, Filler, Reading, Role
from sayso.extract.parties import Parties
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging import score_window, sentences_of
from sayso.extract.tagging.windows import Window, find_windows
from sayso.extract.tagging.words import COLUMNS, MARK, Words, read_words
from sayso.models.encoders import Encoder, load_encoder
from sayso.records import Event, Span

__all__ = ["Filler", "Reading", "find_fillers", "with_fillers"]

WEIGHTS = "fillers"
LONGEST_WINDOW = 400  # word pieces: most reports of an incident fit
REACH = 5  # sentences around a violent act that are read
OUTSIDE, OPENS, GOES_ON = range(3)
GOING_ON = 0.8  # of how sure the first word must be
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


NOTHING = Reading({}, ())


@dataclass(frozen=True, slots=True)
class Reader:
    """The encoder, and how sure it must be of each role."""

    encoder: Encoder
    least: dict[Role, float]


@cache
def load_reader() -> Reader:
    """Return the reader, loaded once a process.

    Raises `ModelError` where its weights are missing or not those of their card.
    """
    encoder, rest = load_encoder(WEIGHTS)
    return Reader(encoder, dict(zip(ROLES, rest["least"].tolist(), strict=True)))


def with_fillers(doc: Document, acts: Sequence[Act], parties: Parties) -> tuple[Act, ...]:
    """Return the acts, the violent ones with who and what the reader finds around them.

    Only what stands around acts that lack somebody is read. Raises `ModelError` where the weights
    are missing or not those of their card.
    """
    events = [act.event for act in acts]
    reading = find_fillers(doc, events, around=[event for event in events if lacks(event)])
    joined = join_fillers(doc, events, reading.fillers, parties)
    return tuple(replace(act, event=event) for act, event in zip(acts, joined, strict=True))


def lacks(event: Event) -> bool:
    """Tell whether nobody acts in a violent event, or nobody is acted on."""
    return is_told(event) and not (event.actors and event.recipients)


def find_fillers(
    doc: Document, events: Sequence[Event], around: Sequence[Event] | None = None
) -> Reading:
    """Return what the sentences near the violent ones of `events` tell, `NOTHING` without one.

    With `around`, only what is near the violent ones of those is read. Raises `ModelError` where
    the weights are missing or not those of their card.
    """
    sentences = sentences_of(doc)
    is_open = near_violence(sentences, events if around is None else around)
    if not any(is_open):
        return NOTHING
    reader = load_reader()
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    coded = coded_at(len(doc.text), events)
    words = read_words(doc, sentences, quotations, coded, reader.encoder.tokenizer)
    fillers: list[Filler] = []
    told = np.full(len(KINDS), -np.inf, np.float32)
    for window in find_windows(words, is_open, LONGEST_WINDOW):
        roles, kinds = read_window(words, window, reader.encoder)
        told = np.logaddexp(told, np.logaddexp.reduce(kinds, axis=0))
        fillers += fillers_of(words, window[0], roles, reader.least)
    chances = 1 / (1 + np.exp(-told))
    order = {role: number for number, role in enumerate(ROLES)}
    return Reading(
        kinds=dict(zip(KINDS, map(float, chances), strict=True)),
        fillers=tuple(sorted(fillers, key=lambda f: (order[f.role], f.span))),
    )


def near_violence(sentences: Sequence[Span], events: Sequence[Event]) -> list[bool]:
    """Return which sentences stand within `REACH` of one with a violent act."""
    starts = [span.start for span in sentences]
    told = [event.trigger.start for event in events if event.type in VIOLENT]
    is_open = [False] * len(sentences)
    for index in np.searchsorted(starts, told, "right") - 1:
        for place in range(max(0, index - REACH), min(len(sentences), index + REACH + 1)):
            is_open[place] = True
    return is_open


def read_window(words: Words, window: Window, encoder: Encoder) -> tuple[Floats, Floats]:
    """Return the chances `(words, roles, 3)` and the logits `(words, kinds)` of one window."""
    scores, kinds = score_window(words, window, encoder)
    logits = scores.reshape(len(scores), len(ROLES), 3)
    likely = np.exp(logits - logits.max(axis=2, keepdims=True))
    return likely / likely.sum(axis=2, keepdims=True), kinds


def fillers_of(
    words: Words, first: int, chances: Floats, least: Mapping[Role, float]
) -> Iterator[Filler]:
    """Yield the fillers in a window that starts at word `first`; marks at their ends are off.

    `chances` is `(words, roles, 3)`. A filler is a run of words of one sentence, each all but as
    sure to be in the role, to open it or to go on, as its first word must be; a word behind a mark
    that is likelier to open one starts the next: "the Popular Front [PF]" are two.
    """
    is_mark = words.columns[first : first + len(chances), COLUMNS.index("shape")] == MARK
    after_mark = np.concatenate([[True], is_mark[:-1]])
    inside = chances[:, :, OPENS] + chances[:, :, GOES_ON]
    for column, role in enumerate(ROLES):
        told = inside[:, column]
        opens_anew = after_mark & (chances[:, column, OPENS] > chances[:, column, GOES_ON])
        goes_on = (told >= GOING_ON * least[role]) & ~opens_anew
        place = 0
        while place < len(told):
            if told[place] < least[role] or is_mark[place]:
                place += 1
                continue
            end = stretch_end(words, first, goes_on, place, is_mark)
            span = Span(int(words.starts[first + place]), int(words.ends[first + end - 1]))
            yield Filler(role, span, float(told[place:end].max()))
            place = end


def stretch_end(words: Words, first: int, goes_on: Bools, start: int, is_mark: Bools) -> int:
    """Return where the run of words that starts with the word `start` ends; no mark ends it."""
    sentence = words.sentences[first + start]
    end = place = start + 1
    while place < len(goes_on) and goes_on[place] and words.sentences[first + place] == sentence:
        place += 1
        if not is_mark[place - 1]:
            end = place
    return end
