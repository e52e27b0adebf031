"""Which lines are page furniture: share bars, menus, adverts, related lists, legal lines.

The words are in `lexicons/en/furniture.toml`; what no list of words can hold (glued menus, rows
of columns, bracketed links, record numbers) is told by shape.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

import msgspec

from sayso.clean.signs.prose import is_sentence
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import ChromeKind

Match = Literal["bag", "line", "start", "label", "end", "inside", "marks"]
Effect = Literal["line", "block", "end", "stop"]

Phrase = tuple[str, ...]

TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,:]*|©|::")
NUMBER = "#"
MAX_LINE = 600  # characters; furniture is shorter, a longer line is text
ENOUGH_MARKS = 2
SHORT_NOTICE = 32  # words; longer notices must show one mark more
GLUED = re.compile(r"(?<=[a-z.&])(?=[A-Z][a-z])")
COLUMNS = re.compile(r"\t+|\s{2,}|\s*[|•·»›▸►>]+\s*|\s+[/\u2013–]\s+")
BRACKETED = re.compile(r"\[[^\[\]]{1,40}\]")
IMAGE_FILE = re.compile(r"\S{1,120}\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp)", re.IGNORECASE)
WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}", re.IGNORECASE)
HANDLE = re.compile(r"[@#]\w{2,40}(?:\s[@#]\w{2,40}){0,9}")
LABELLED = re.compile(r"\s{2,}\S|\t|\s?[|\u00b7\u2022\u00bb>\u25b8\u25ba]\s?\S")
MARKED = re.compile(r"[:|\u2013\u2014»>]|\s-")
CREDIT = re.compile(
    r"\((?:file )?(?:photo|picture|image|pic|photograph|video|illustration|credit)s?\b"
    r"[^()]{0,120}\)"
    r"|\b(?:photo|picture|image|photograph)(?:graph)?s?(?: credit)?(?: by|:| courtesy)"
    r"|[.!?\"\u201d]\s?(?-i:Credit|CREDIT)[:.\u2026]{0,3}\s?(?-i:[A-Z])[^.!?]{2,60}$",
    re.IGNORECASE,
)
CREDIT_WORDS = ("photo", "pic", "image", "video", "illustration", "credit")  # of any `CREDIT`
NAMES = "AFP AP Reuters REUTERS EPA EFE dpa DPA Getty ANSA TASS AAP Xinhua Anadolu Alamy PA"
CREDIT_NAMES = tuple(NAMES.split())
AGENCY_CREDIT = re.compile(
    rf"(?:[/|\[]\s?|\b(?:photo|image|via|pic)\s)(?:{'|'.join(CREDIT_NAMES)})"
    r"(?:[ /]\w{1,20}){0,3}[\])]?\.?$"
    r"|\((?:AP|AFP|EPA|Reuters|REUTERS) (?:Photo|Image)s?\b[^()]{0,80}\)"
    r"|^(?:REUTERS|AFP|EPA|AP)\s?/\s?\w"
)
ARROWED = re.compile(r"[\u00ab\u2039\u2190<][^\u00bb\u203a\u2192]{2,300}[\u00bb\u203a\u2192>]")
RULE_LINE = re.compile(r"[\W_]+")
UNCOUNTED = (NUMBER, "©", "::")  # in a bag line these may stand between the words
STRENGTH: dict[Effect, int] = {"line": 0, "block": 1, "end": 2, "stop": 3}
FROM_START: tuple[Match, ...] = ("line", "start", "label")
Index = dict[str, set[int]]  # a word -> which matchers have it
NOWHERE: frozenset[int] = frozenset()
MIN_PIECES = 3  # columns that make a menu
MAX_PIECE_WORDS = 4
LONGEST_WORD = 14  # of a bag, so that taking glued words apart stays linear


class FurnitureEntry(Entry, frozen=True, kw_only=True):
    """Words that mark one sort of furniture."""

    kind: ChromeKind
    match: Match
    forms: tuple[str, ...]
    effect: Effect = "line"
    max_words: int = 12
    sentences: bool = False  # also where the line is a whole sentence
    prefix_mark: bool = False  # only where a colon, bar or dash follows the form


class FurnitureLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `furniture.toml`."""

    entry: tuple[FurnitureEntry, ...]


class Furniture(msgspec.Struct, frozen=True):
    """What a line of furniture is, and what it does to the lines below."""

    kind: ChromeKind
    effect: Effect
    rule: str  # "furniture/related-block", "code/columns"


def words_of(text: str) -> Phrase:
    """Return the words of `text` as forms are compared: lower case, numbers as `#`."""
    straight = text.replace("\u2019", "'").casefold()
    return tuple([NUMBER if word[0].isdigit() else word for word in TOKEN.findall(straight)])


def form_words(form: str) -> Phrase:
    """Return the words of a lexicon form, in which `#` stands for any number."""
    return words_of(form.replace(NUMBER, "0"))


class EntryMatcher:
    """One lexicon entry, made ready for look-ups."""

    def __init__(self, entry: FurnitureEntry) -> None:
        self.entry = entry
        self.phrases = frozenset(form_words(form) for form in entry.forms)
        self.first = frozenset(phrase[0] for phrase in self.phrases)
        self.lengths = sorted({len(phrase) for phrase in self.phrases}, reverse=True)

    def matches(self, text: str, words: Phrase, sentence: bool) -> bool:
        """Tell whether the entry fires on a line with these words."""
        entry = self.entry
        if len(words) > entry.max_words or (sentence and not entry.sentences):
            return False
        if entry.match == "line":
            return words in self.phrases
        if entry.match in ("start", "label"):
            return self.starts(text, words)
        if entry.match == "end":
            return any(words[-size:] in self.phrases for size in self.lengths)
        found = self.found_inside(words)
        return len(found) >= (marks_needed(words) if entry.match == "marks" else 1)

    def starts(self, text: str, words: Phrase) -> bool:
        """Tell whether the line opens with a form, and a mark where the entry wants one."""
        for size in self.lengths:
            if words[:size] in self.phrases:
                if self.entry.match == "label":
                    return LABELLED.match(behind(text, size)) is not None
                marked = mark_follows(text, size) or is_shouted(text, size)
                return marked or not self.entry.prefix_mark
        return False

    def found_inside(self, words: Phrase) -> set[Phrase]:
        """Return the forms that stand anywhere in `words`."""
        starts = [start for start, word in enumerate(words) if word in self.first]
        return {
            words[start : start + size]
            for start in starts
            for size in self.lengths
            if words[start : start + size] in self.phrases
        }


def marks_needed(words: Phrase) -> int:
    """Return how many different marks of speech to a visitor a line of that length must show."""
    return ENOUGH_MARKS if len(words) <= SHORT_NOTICE else ENOUGH_MARKS + 1


def mark_follows(text: str, size: int) -> bool:
    """Tell whether a colon, bar or dash stands right after the first `size` words of `text`."""
    return MARKED.match(behind(text, size).lstrip(")] \u00a0")) is not None


def is_shouted(text: str, size: int) -> bool:
    """Tell whether the first words of `text`, two or more, are in capitals and the rest is not."""
    rest = behind(text, size)
    return size > 1 and text.removesuffix(rest).isupper() and bool(rest) and not rest.isupper()


def without_bar(text: str) -> str:
    """Return `text` without the words of a share or tool bar at its end, glued ones too."""
    words = text.split()
    while len(words) > 1 and furniture_rules().is_bar(words[-1]):
        words.pop()
    return " ".join(words)


def behind(text: str, size: int) -> str:
    """Return what stands behind the first `size` words of `text`, "" where it has fewer."""
    ends = [found.end() for found in TOKEN.finditer(text)]
    return text[ends[size - 1] :] if size <= len(ends) else ""


class FurnitureRules:
    """All of `furniture.toml`, and the shapes of furniture."""

    def __init__(self, lexicon: FurnitureLexicon) -> None:
        self.matchers = [EntryMatcher(entry) for entry in lexicon.entry if entry.match != "bag"]
        self.starting, self.ending, self.inside = self.indexed()
        self.bags = [entry for entry in lexicon.entry if entry.match == "bag"]
        self.bag: dict[str, set[str]] = {}
        for entry in self.bags:
            for form in entry.forms:
                for word in form_words(form):
                    self.bag.setdefault(word, set()).add(entry.id)

    def indexed(self) -> tuple[Index, Index, Index]:
        """Return which matchers can fire, by the first, the last and any word of a line."""
        starting: Index = {}
        ending: Index = {}
        inside: Index = {}
        for place, matcher in enumerate(self.matchers):
            match = matcher.entry.match
            by_word = ending if match == "end" else starting if match in FROM_START else inside
            for phrase in matcher.phrases:
                by_word.setdefault(phrase[-1 if match == "end" else 0], set()).add(place)
        return starting, ending, inside

    def candidates(self, words: Phrase) -> Iterable[EntryMatcher]:
        """Return the matchers of which a form can stand in `words`, in the lexicon's order."""
        if not words:
            return ()
        places = self.starting.get(words[0], NOWHERE) | self.ending.get(words[-1], NOWHERE)
        for word in self.inside.keys() & words:
            places |= self.inside[word]
        return [self.matchers[place] for place in sorted(places)]

    def find(self, text: str) -> Furniture | None:
        """Return what furniture the line `text` is, None where it is none that we know.

        Where several rules fire, the one that ends most counts, and then the first.
        """
        return max(self.all(text), key=lambda found: STRENGTH[found.effect], default=None)

    def all(self, text: str) -> list[Furniture]:
        """Return every reading of the line `text` as furniture, in the order of the lexicon."""
        if len(text) > MAX_LINE:
            return []
        words, sentence = words_of(text), is_sentence(text)
        entries = [m.entry for m in self.candidates(words) if m.matches(text, words, sentence)]
        found = [Furniture(e.kind, e.effect, f"furniture/{e.id}") for e in entries]
        found += self.caption(text)
        if not sentence:
            found += self.shape(text)
            found += self.from_bags(words)
        return found

    def caption(self, text: str) -> list[Furniture]:
        """Return a caption where a picture credit stands on the line."""
        if has_credit(text):
            return [Furniture("caption", "line", "code/picture-credit")]
        if IMAGE_FILE.fullmatch(text):
            return [Furniture("caption", "line", "code/image-file")]
        return []

    def shape(self, text: str) -> list[Furniture]:
        """Return furniture that is told by its looks."""
        if RULE_LINE.fullmatch(text):
            return [Furniture("other", "line", "code/no-words")]
        if WEB_ADDRESS.fullmatch(text):
            return [Furniture("other", "line", "code/web-address")]
        if HANDLE.fullmatch(text):
            return [Furniture("other", "line", "code/handle")]
        if ARROWED.fullmatch(text):
            return [Furniture("navigation", "line", "code/arrows")]
        if text.startswith("\u00a9"):
            return [Furniture("copyright", "line", "code/copyright-sign")]
        if text.startswith("::"):
            return [Furniture("related", "line", "code/colons")]
        if is_link_row(text) or is_glued_menu(text):
            return [Furniture("navigation", "line", "code/menu-row")]
        return []

    def from_bags(self, words: Phrase) -> list[Furniture]:
        """Return the bars and menus whose words make up the whole line, the likeliest first."""
        if not words or all(word == NUMBER for word in words):
            return []
        votes: Counter[str] = Counter()
        for word in words:
            parts = [word] if word in self.bag or word in UNCOUNTED else self.take_apart(word)
            if parts is None:
                return []
            for part in parts:
                votes.update(self.bag.get(part, ()))
        if not votes:
            return []
        ranked = sorted(self.bags, key=lambda entry: -votes[entry.id])
        return [
            Furniture(entry.kind, "line", f"furniture/{entry.id}")
            for entry in ranked
            if votes[entry.id] and len(words) <= entry.max_words
        ]

    def is_bar(self, word: str) -> bool:
        """Tell whether a word, or words glued to one, can stand in a share or tool bar."""
        kinds = {found.kind for found in self.from_bags(words_of(word))}
        return not kinds.isdisjoint(("share_bar", "tool_bar"))

    def take_apart(self, word: str) -> list[str] | None:
        """Return the words of the bag that `word` is glued from, None where it is not.

        Each place in the word keeps the way there with the fewest pieces.
        """
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - LONGEST_WORD), end):
                before = best[start]
                if before is None:
                    continue
                piece = word[start:end]
                if piece not in self.bag or len(piece) < 2:
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = [*before, piece]
        return best[-1]


def has_credit(text: str) -> bool:
    """Tell whether a line names who took a picture. Most lines lack the words, which is quick."""
    if any(map(text.lower().__contains__, CREDIT_WORDS)) and CREDIT.search(text):
        return True
    return any(map(text.__contains__, CREDIT_NAMES)) and AGENCY_CREDIT.search(text) is not None


def pieces_of(text: str) -> Sequence[str]:
    """Return the columns of a line."""
    return [piece for piece in COLUMNS.split(text) if piece.strip()]


def short_pieces(pieces: Iterable[str]) -> bool:
    """Tell whether every piece is the size of a menu item."""
    return all(len(piece.split()) <= MAX_PIECE_WORDS for piece in pieces)


def is_link_row(text: str) -> bool:
    """Tell whether the line is a row of links: columns, bars or brackets."""
    bracketed = BRACKETED.findall(text)
    if len(bracketed) >= 2 and len(BRACKETED.sub("", text).strip()) <= 0.2 * len(text):
        return True
    pieces = pieces_of(text)
    return len(pieces) >= MIN_PIECES and short_pieces(pieces)


def is_glued_menu(text: str) -> bool:
    """Tell whether the line is a menu whose items lost the blanks between them."""
    joints = len(GLUED.findall(text))
    return joints >= 2 and joints + 1 >= len(text.split()) / 2


@cache
def furniture_rules() -> FurnitureRules:
    """Return the rules, read once a process."""
    return FurnitureRules(load_lexicon("furniture", FurnitureLexicon))
