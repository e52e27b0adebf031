"""What a time expression is read against: the page's day, the dates before it, the tense."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.timex.calendar import first_day, holds_unit, interval
from sayso.extract.timex.tense import Tense, governing_verb, tense_of, verbs_above
from sayso.records import Span

Cycle = Literal["week", "year"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
OPEN = frozenset(("until", "till", "by", "through", "before", "ahead", "for"))
FORWARD = frozenset(("payable", "effective", "due"))
ABOVE_LIMIT = 5  # arcs from a time up to the preposition that governs it
NEARER_BEHIND = 3  # days: a weekday further back is nearer ahead
# What "Sunday's" of them "will be" is still to come; a killing of Sunday's is not.
SCHEDULED = frozenset((
    "ballot", "ceremony", "conference", "contest", "debate", "election", "final", "game",
    "hearing", "inauguration", "match", "meeting", "poll", "race", "referendum", "runoff",
    "session", "summit", "talk", "trial", "visit", "vote",
))  # fmt: skip
TOMORROW = 6  # days back, and one ahead
REPORTS = 6  # dates back among which that of a saying is looked for
CONTRARY = 12  # a date against the tense must be that much nearer, since parses err
# "88, up from 70 on Monday": what a present figure is held against is past
COMPARED = re.compile(r"\b(?:(?:up|down)\sfrom|compared\swith)\s(?:an?\s)?\S{0,3}\d[^;\n]{0,20}$")
COMPARED_REACH = 45
SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one expression says: a value, its TIMEX3 type and mod."""

    value: str
    type: TimexType = "DATE"
    mod: str | None = None
    since: bool = False  # the interval runs from the value's first day to the page's day
    cycle: Cycle | None = None  # a day of this name comes back every week or year
    days: int | None = None  # "yesterday" is -1: counted from the day it is said on
    derived: bool = False  # told from an earlier date, so later expressions do not point to it


@dataclass(slots=True)
class Context:
    """A document while its time expressions are read in text order."""

    doc: Document
    values: list[str] = field(default_factory=list)  # dated values so far
    starts: list[int] = field(default_factory=list)  # where each of them starts
    ends: list[int] = field(default_factory=list)  # ... and ends
    day_first: bool | None = None  # how the page writes 3/4/2012; None where it does not show

    def __post_init__(self) -> None:
        self.day_first = day_comes_first(self.doc.text, self.doc.published)

    @property
    def anchor(self) -> date | None:
        """The day the page was published."""
        return self.doc.published

    def remember(self, value: str, start: int, end: int) -> None:
        """Keep a dated value for the expressions that point back to it."""
        if interval(value) is not None:
            self.values.append(value)
            self.starts.append(start)
            self.ends.append(end)

    def last_in(self, unit: str, start: int) -> date | None:
        """Return the first day of the date last named that knows its `unit`; None for none.

        Dates that end before `start` are too far back to be meant.
        "Two months later" counts from a day or a month, never from a year.
        """
        for value, end in zip(reversed(self.values[-30:]), reversed(self.ends[-30:]), strict=True):
            if end >= start and holds_unit(value, unit):
                return first_day(value)
        return None

    def last_day(self, start: int) -> date | None:
        """Return the last day named before that ends after `start`, None where none was."""
        return self.last_in("D", start)

    def last_event_day(self, start: int) -> date | None:
        """Return the last day named that ends after `start` and dates no mere aside.

        "The house, elected in a poll held on 17 August, sat until 9 p.m.": not on that day.
        """
        last = slice(-1, -REPORTS - 1, -1)
        for value, begins, end in zip(
            self.values[last], self.starts[last], self.ends[last], strict=True
        ):
            if end < start:
                break
            verb = governing_verb(self.head(begins, end))
            aside = verb is not None and verb.dep_ in ("acl", "relcl")
            if holds_unit(value, "D") and not aside:
                return first_day(value)
        return None

    def last_value(self, start: int = 0) -> str | None:
        """Return the last dated value that ends after `start`, None where there is none."""
        if self.values and self.ends[-1] >= start:
            return self.values[-1]
        return None

    def last_quarter(self) -> str | None:
        """Return the last quarter named before, None where none was."""
        return next((value for value in reversed(self.values[-30:]) if "-Q" in value), None)

    def head(self, start: int, end: int) -> Token:
        """Return the token that heads `[start, end)` in the parse."""
        return self.doc.tokens_in(Span(start, end)).root

    def token(self, start: int) -> Token:
        """Return the token that holds the character at `start`."""
        return self.doc.tokens_in(Span(start, start + 1))[0]

    def tense(self, start: int, end: int) -> Tense | None:
        """Return the tense of the clause that `[start, end)` stands in, as far as it binds.

        "Until March" and "ahead of Friday's vote" are open; "Friday's vote" was held.
        """
        head = self.head(start, end)
        above = prepositions_above(head)
        if above & FORWARD:
            return "future"
        if COMPARED.search(self.doc.text, max(start - COMPARED_REACH, 0), start):
            return "past"
        tense = tense_of(head)
        if above & OPEN and tense != "future":
            return "open"
        if head.dep_ == "poss":
            return "future" if tense == "future" and head.head.lemma_ in SCHEDULED else "past"
        return "future" if tense == "present" and is_set_on(head) else tense

    def reported_on(self, start: int, end: int, unit: str) -> date | None:
        """Return when what is said of a time to come was said, None where the page tells.

        "She said in February that it would open in March": the March after that February. Only
        for an earlier date of the sentence that knows its `unit` and hangs on a past verb above.
        """
        head = self.head(start, end)
        above = verbs_above(head)[1:]
        if not above or self.anchor is None:
            return None
        said = {verb.i for verb in above if tense_of(verb) == "past"}
        first = head.sent.start_char
        earlier = zip(
            self.values[-REPORTS:], self.starts[-REPORTS:], self.ends[-REPORTS:], strict=True
        )
        for value, begins, ends in reversed(list(earlier)):
            if begins < first:
                break
            verb = governing_verb(self.head(begins, ends))
            day = first_day(value) if holds_unit(value, unit) else None
            if verb is not None and verb.i in said and day is not None and day < self.anchor:
                return day
        return None

    def nearest(self, candidates: list[date], tense: Tense | None) -> date | None:
        """Return the candidate nearest to the page's day that fits `tense`; None without a day.

        A candidate against the tense counts as `CONTRARY` times as far.
        """
        anchor = self.anchor
        if anchor is None or not candidates:
            return None

        def cost(day: date) -> int:
            distance = (day - anchor).days
            against = (distance > 0 and tense == "past") or (distance < 0 and tense == "future")
            return abs(distance) * (CONTRARY if against else 1)

        return min(candidates, key=cost)

    def weekday(self, number: int, tense: Tense | None) -> date | None:
        """Return the weekday nearest to the page's day, itself included, by tense."""
        if self.anchor is None:
            return None
        back = (self.anchor.isoweekday() - number) % 7
        nearer_ahead = tense in ("open", "present") and back > NEARER_BEHIND
        # Nobody calls a day of last week by tomorrow's name: a page is often dated in another
        # time zone, or by its first edition, than the copy that tells of "Friday" was written.
        if tense == "future" or nearer_ahead or back == TOMORROW:
            return shift_days(self.anchor, (7 - back) % 7)
        return shift_days(self.anchor, -back)


def is_set_on(head: Token) -> bool:
    """Tell whether a time is when something is to be: "the vote is on Sunday"."""
    lead = head.head
    verb = lead.head
    return lead.lower_ == "on" and verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP")


def prepositions_above(head: Token) -> set[str]:
    """Return the words between `head` and the verb it hangs on: {"until"}, {"ahead", "of"}."""
    found: set[str] = set()
    node = head
    for _ in range(ABOVE_LIMIT):
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            break
        if node.pos_ in ("ADP", "SCONJ", "ADV", "ADJ"):
            found.add(node.lower_)
    return found


def shift_days(day: date, count: int) -> date | None:
    """Return the day `count` days on, None beyond the calendar."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def day_comes_first(text: str, published: date | None) -> bool | None:
    """Tell how the page writes dates with slashes: the first that fits one way only decides."""
    for match in SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            return True
        if second > 12 >= first:
            return False
        if published and {first, second} == {published.day, published.month} and first != second:
            return first == published.day
    return None


def on_day(day: date | None, ending: str = "") -> Reading:
    """Return the reading of a day, or of a part of it; the day unknown where it is None."""
    value = (day.isoformat() if day else "XXXX-XX-XX") + ending
    return Reading(value, "TIME" if ending else "DATE")
