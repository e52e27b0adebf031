"""Numbers that count nothing: ages, dates, clock times, labels, addresses, distances in time."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.numbers import Number
from sayso.extract.counting.units import Unit
from sayso.lexicons import Entry, Lexicon, load_lexicon

WINDOW = 40
OLDEST = 120
COMPASS = (
    "north",
    "south",
    "east",
    "west",
    "latitude",
    "longitude",
    "of latitude",
    "of longitude",
)
YEARS = range(1000, 2101)
NAMING = frozenset(
    ["PERSON", "ORG", "PRODUCT", "GPE", "FAC", "LAW", "WORK_OF_ART", "EVENT", "LOC"]
)
PLACED = frozenset(["GPE", "LOC", "NORP", "DATE", "TIME"])  # "in Kabul 12 died"
NAME_PARTS = frozenset(["compound", "nmod", "amod", "appos"])  # "BOEING 737"
DASHES = "-–—‑"
BETWEEN_COMMAS = re.compile(r"[,(]\s*$")
CLOSED = re.compile(r"\s*(?:[,.;)]|$|\n|[-–—―]|(?:of|from)\s[A-Z])")
ADDRESS = re.compile(
    r"(?:\s[NSEW]\.?)?(?:\s[A-Z][\w.'’]{1,20}){1,3}?"
    r"\s(?:Street|St|Avenue|Ave|Boulevard|Blvd|Road|Rd|Lane|Ln|Drive|Dr|Court|Way|Place|Highway)\b"
)
# Numbers between a label and this one: "Figs. 3, 6 and 9"
DIALLED = frozenset(["911"])  # "911 calls" are calls to a number
LISTED = re.compile(r"(?:\d[\d.–-]{0,8}[a-z]?(?:,| and| or| to|, and) ?){1,6}$")
# Proportions that `spread` reads as no share: "two of every three", "one in 13"
ODDS_AHEAD = re.compile(r"\s(?:in|of|out\sof)\severy\s", re.IGNORECASE)
ODDS_BEHIND = re.compile(r"\b(?:(?:one|1)\sin|(?:in|of)\severy|out\sof\severy)\s$", re.IGNORECASE)
LAST_WORD = re.compile(r"(?:^|[^\w.])([\w.’']+)[\s\-–]$")


class LabelEntry(Entry, frozen=True, kw_only=True):
    """Words that make a number beside them count nothing."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class LabelLexicon(Lexicon, frozen=True, kw_only=True):
    """`number_labels.toml`."""

    entry: tuple[LabelEntry, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The forms of one entry, for quick look-up."""

    before: frozenset[str]
    after: tuple[str, ...]


@cache
def load_labels() -> dict[str, Labels]:
    """Return the labels by entry id; raises `LexiconError` where the lexicon is malformed."""
    entries = load_lexicon("number_labels", LabelLexicon).entry
    return {e.id: Labels(frozenset(e.before), e.after) for e in entries}


@dataclass(frozen=True, slots=True)
class Setting:
    """A number where it stands: in a document, with its tokens, unit and counted noun."""

    doc: Document
    number: Number
    tokens: SpacySpan
    unit: Unit | None
    noun: Token | None
    start: int  # of the phrase, hedge included
    end: int  # of number, unit and the hedge behind it

    @property
    def hedged(self) -> bool:
        """Whether a hedge stands before the number."""
        return self.start < self.number.start

    @property
    def before(self) -> str:
        """A few characters before the phrase."""
        return self.doc.text[max(self.start - WINDOW, 0) : self.start]

    @property
    def after(self) -> str:
        """A few characters behind number, unit and hedge."""
        return self.doc.text[self.end : self.end + WINDOW]

    @property
    def after_number(self) -> str:
        """A few characters behind the number itself."""
        return self.doc.text[self.number.end : self.number.end + WINDOW]


def why_no_quantity(setting: Setting) -> str | None:
    """Return which rule says that a number is no quantity, None where it may be one."""
    if is_age(setting):
        return "age"
    if is_date(setting):
        return "month"
    if is_distance_in_time(setting):
        return "distance-in-time"
    if setting.unit is not None:
        return why_no_measure(setting)
    if is_year(setting):
        return "year"
    if ends_with_label(setting):
        return "label"
    if word_before(setting.before) in load_labels()["whole"].before:
        return "whole"
    if is_odds(setting):
        return "odds"
    if is_times(setting):
        return "times"
    return "name" if is_name(setting) or is_compound(setting) else None


def why_no_measure(setting: Setting) -> str | None:
    """Return which rule says that a number with a unit is no quantity, None where it may be."""
    if is_calibre(setting):
        return "calibre"
    unit = setting.unit
    degrees = unit is not None and unit.entry.item == "degree"
    return "coordinate" if degrees and starts_with(setting.after.lstrip(), COMPASS) else None


def starts_with(text: str, forms: tuple[str, ...]) -> bool:
    """Tell whether `text`, in lower case, starts with one of `forms` as whole words."""
    low = text.lower()
    return any(low.startswith(f) and not low[len(f) : len(f) + 1].isalnum() for f in forms)


def word_before(text: str) -> str:
    """Return the last word of `text`, in lower case, if only a space or hyphen follows it."""
    found = LAST_WORD.search(text[-WINDOW:])
    return found[1].lower() if found else ""


def two_words_before(text: str) -> str:
    """Return the last two words of `text` in lower case."""
    return " ".join(text.lower().split()[-2:])


def is_age(setting: Setting) -> bool:
    """Tell whether the number is an age: "a 17-year-old", "Smith, 42,", "aged 40"."""
    labels = load_labels()["age"]
    if starts_with(setting.after_number, labels.after):
        return True
    if setting.noun is not None:
        return False
    top = setting.number.high
    if top is None or top > OLDEST:
        return False
    if word_before(setting.before) in labels.before and setting.unit is None:
        return True
    if two_words_before(setting.before) in labels.before:
        return True
    return setting.number.figures and setting.unit is None and is_apposed(setting)


def is_apposed(setting: Setting) -> bool:
    """Tell whether the number stands alone behind a name or person: "Smith, 42," "Smith (42)"."""
    opening = BETWEEN_COMMAS.search(setting.before)
    if opening is None or not CLOSED.match(setting.after_number):
        return False
    first = setting.tokens.start
    named = setting.doc.spacy_doc[first - 2] if first >= 2 else None
    return named is not None and (named.pos_ in ("PROPN", "NOUN") or named.text in ('"', "”"))


def is_date(setting: Setting) -> bool:
    """Tell whether a month stands beside the number."""
    if setting.unit is not None or setting.number.scale > 1:
        return False
    labels = load_labels()["month"]
    spacy_doc = setting.doc.spacy_doc
    first, last = setting.tokens.start, setting.tokens.end
    ahead = spacy_doc[first - 1] if first else None
    behind = spacy_doc[last] if last < len(spacy_doc) else None
    if behind is not None and behind.lower_ == "of" and last + 1 < len(spacy_doc):
        behind = spacy_doc[last + 1]
    if ahead is not None and ahead.lower_ in labels.before and is_month(ahead):
        return True
    return behind is not None and behind.lower_ in labels.after and is_month(behind)


def is_month(token: Token) -> bool:
    """Tell whether a token that spells a month is not the verb "may" or "march"."""
    if token.tag_ != "MD" and not (token.pos_ == "VERB" and token.text.islower()):
        return True
    follower = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return follower is None or follower.is_punct or follower.like_num


def is_distance_in_time(setting: Setting) -> bool:
    """Tell whether a length of time says when, not how long: "two days later"."""
    if setting.unit is None or setting.unit.entry.kind != "duration":
        return False
    labels = load_labels()["distance-in-time"]
    if starts_with(setting.after, labels.after) or setting.after[:1] in ("'", "’"):
        return not is_serving(setting)
    if setting.unit.hyphen:
        return False
    return word_before(setting.before) in labels.before


def is_serving(setting: Setting) -> bool:
    """Tell whether the length of time is possessed by a term: "five years' imprisonment"."""
    return bool(
        re.match(r"['’]s?\s(?:in|imprison|jail|prison|hard|probation|detention)", setting.after)
    )


def is_calibre(setting: Setting) -> bool:
    """Tell whether a size in millimetres names a weapon: "a 9mm pistol", "155-mm shells"."""
    unit = setting.unit
    if unit is None or unit.entry.item != "millimetre":
        return False
    behind = setting.doc.spacy_doc.char_span(unit.start, unit.end, alignment_mode="expand")
    follows = (
        behind is not None
        and behind.end < len(behind.doc)
        and (behind.doc[behind.end].pos_ in ("NOUN", "PROPN", "ADJ"))
    )
    return unit.hyphen or word_before(setting.before) in ("a", "the", "his", "an") or follows


def is_year(setting: Setting) -> bool:
    """Tell whether four bare digits are a year."""
    number = setting.number
    digits = setting.doc.text[number.start : number.end]
    if not (number.figures and digits[:4].isdigit() and len(digits) >= 4 and number.scale == 1):
        return False
    low = number.low
    if low is None or low not in YEARS or (number.shape == "exact" and len(digits) != 4):
        return False
    dated = any(token.ent_type_ == "DATE" for token in setting.tokens)
    return dated or setting.noun is None


def ends_with_label(setting: Setting) -> bool:
    """Tell whether a label stands beside the number: "page 14", "9 a.m.", "Boeing 737"."""
    labels = load_labels()["label"]
    after = setting.after_number
    if starts_with(after.lstrip(" -"), labels.after) and after[:1] in (
        " ",
        "-",
        "a",
        "p",
        "A",
        "P",
    ):
        return True
    if ADDRESS.match(after):
        return True
    ahead = word_before(LISTED.sub("", setting.before))
    dialled = setting.doc.text[setting.number.start : setting.number.end] in DIALLED
    if is_strong_label(setting, ahead) or is_bracketed(setting) or dialled:
        return True
    if setting.noun is not None:
        return False
    if ahead in labels.before or two_words_before(setting.before) in labels.before:
        return True
    return follows_name(setting)


def is_strong_label(setting: Setting, ahead: str) -> bool:
    """Tell whether the word `ahead` labels the number even where a noun follows."""
    labels = load_labels()
    if ahead in labels["strong-label"].before or not setting.number.figures or setting.hedged:
        return ahead in labels["strong-label"].before
    first = setting.tokens.start
    word = setting.doc.spacy_doc[first - 1] if first else None
    if word is None or word.lower_ != ahead or word.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return False
    if ahead in labels["graded"].before:
        return True
    if ahead in labels["numbered"].before:
        return first < 2 or word.nbor(-1).pos_ != "DET"
    return ahead in labels["label"].before and word.text[0].isupper()  # "Day 3 of the trial"


def is_bracketed(setting: Setting) -> bool:
    """Tell whether the number is a reference: "[42]"."""
    text, number = setting.doc.text, setting.number
    return (
        text[number.start - 1 : number.start] == "[" and text[number.end : number.end + 1] == "]"
    )


def follows_name(setting: Setting) -> bool:
    """Tell whether the digits continue a name: "Boeing 737", "PAC 3"."""
    first = setting.tokens.start
    if not first or not setting.number.figures:
        return False
    ahead = setting.doc.spacy_doc[first - 1]
    adjoins = ahead.idx + len(ahead) + 1 >= setting.number.start
    number = setting.tokens[0]
    tied = number.head.i == ahead.i or (ahead.head.i == number.i and ahead.dep_ in NAME_PARTS)
    return adjoins and ahead.pos_ == "PROPN" and tied and ahead.ent_type_ not in PLACED


def is_odds(setting: Setting) -> bool:
    """Tell whether the number is one half of a proportion: "one in five", "9 out of 10"."""
    return bool(ODDS_AHEAD.match(setting.after_number) or ODDS_BEHIND.search(setting.before))


def is_times(setting: Setting) -> bool:
    """Tell whether the number multiplies or repeats: "three times", "3-fold"."""
    return starts_with(setting.after_number.lstrip(" -"), load_labels()["times"].after)


def is_name(setting: Setting) -> bool:
    """Tell whether the number stands inside a name: "Group of Seven", "Pool One", "Big Three"."""
    spacy_doc, first, last = setting.doc.spacy_doc, setting.tokens.start, setting.tokens.end
    token = setting.tokens[0]
    named = token.ent_type_ in NAMING
    if named and token.ent_iob_ == "I":
        return True
    if named and last < len(spacy_doc) and spacy_doc[last].ent_iob_ == "I":
        follower = spacy_doc[last]
        return follower.pos_ == "PROPN" and follower.tag_ != "NNPS"
    if setting.number.figures or not token.text[:1].isupper() or first == 0:
        return False
    ahead = spacy_doc[first - 1]
    adjoins = ahead.idx + len(ahead) + 1 >= setting.number.start  # no line break between
    named = ahead.pos_ == "PROPN" and ahead.text[:1].isupper()
    return adjoins and named and not token.is_sent_start


def is_compound(setting: Setting) -> bool:
    """Tell whether the number is tied to a word by a hyphen: "a four-party alliance"."""
    after = setting.after
    return len(after) > 1 and after[0] in DASHES and after[1].isalpha()
