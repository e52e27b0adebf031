"""When an act happened: the time that hangs on it, unless it only bounds what stands beside it."""

from collections.abc import Sequence

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.binding.syntax import Binder, anchored, root_of
from sayso.extract.counting.totals import tells_total
from sayso.extract.times import bound_of
from sayso.extract.timex.tense import governing_verb
from sayso.records import Time

DAY_LENGTH = len("2022-12-20")


def bind_times(doc: Document, binder: Binder, times: Sequence[Time]) -> dict[int, Time]:
    """Return the time of each act of `binder`, by number; none for an act without one."""
    dated = [
        time
        for time in times
        if time.start is not None and not (is_bound(doc, time) or dates_total(doc, time))
    ]
    return binder.bind(anchored(doc, [(time.span, time) for time in dated]))


def is_scheduled(doc: Document, verb: Token, time: Time | None) -> bool:
    """Tell whether a verb in the present is dated after the page: "they meet on Friday"."""
    if doc.published is None or time is None or time.start is None:
        return False
    is_present = verb.tag_ in ("VBP", "VBZ")
    return is_present and time.start[:DAY_LENGTH] > doc.published.isoformat()


def is_bound(doc: Document, time: Time) -> bool:
    """Tell whether a time only bounds what is told beside it: "closed until Thursday".

    Not "since" beside a perfect, which tells of a state: "has been held since Monday"; nor a
    clock time or part of a day, which are as good as the moment: "shortly after midnight".
    """
    bound = bound_of(doc.text, time.span)
    if bound is None or time.precision in ("minute", "part_of_day"):
        return False
    head = root_of(doc, time.span)
    verb = governing_verb(head) if head is not None else None
    return bound != "since" or verb is None or not is_perfect(verb)


def dates_total(doc: Document, time: Time) -> bool:
    """Tell whether a time only dates a count: "the toll from the flood rose to 23 on Tuesday".

    Not one that stands with a noun: "the toll of SUNDAY'S flood rose".
    """
    head = root_of(doc, time.span)
    if head is None:
        return False
    above = head.head.head if head.dep_ == "pobj" else head.head
    return above.pos_ == "VERB" and tells_total(above)


def is_perfect(verb: Token) -> bool:
    """Tell whether a verb stands in the perfect: "has been blocked"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)
