"""Lines of a page as copied from a browser -> what is body, what is above, what goes.

Every line gets a role by its own looks; the body is the run of sentences, with the furniture in
between taken out. No outlet's layout is known here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import msgspec

from sayso.clean.flattened.elements import Element, runs_of
from sayso.clean.flattened.labels import label_pieces
from sayso.clean.flattened.lines import Line
from sayso.clean.flattened.paragraphs import find_paragraphs, parts_of
from sayso.clean.flattened.pieces import (
    Joint,
    Piece,
    is_glued,
    is_stream,
    merge_words,
    split_pieces,
)
from sayso.clean.signs.agency import find_signature, is_agency_line
from sayso.clean.signs.byline import find_bylines, is_writer
from sayso.clean.signs.dateline import is_agency_dateline
from sayso.clean.signs.dates import read_date_line
from sayso.clean.signs.furniture import Effect, Furniture, furniture_rules, without_bar
from sayso.clean.signs.outlet import PIECES, has_name_word, known_outlet
from sayso.clean.signs.prose import (
    function_words,
    is_open_caption,
    is_sentence,
    is_stopped,
    may_be_sentence,
    word_list,
)
from sayso.records import ChromeKind

MAX_DATE_RESIDUE = 3  # words beside a date: "Text-only version"
STOP_SHARE = 0.2  # of the sentences must stand above a line that ends an article
STOP_SENTENCES = 3
GAPPED_SHARE = 0.5  # of sentences follow a blank line: blank lines part the paragraphs here
TEASER_WORDS = 30
LINK_RUN = 3  # bare lines in a row are links, not subheads
FAR = 6  # lines without a sentence part an article from what stands below
VERY_FAR = 15  # so many lines alone say that something else has begun
SMALL_PART = 0.35  # of the article's length: what stands far below it is none of it
MAX_KICKER_WORDS = 8  # of the line above a headline that names its theme
MIN_TITLE_WORDS, MAX_TITLE_WORDS = 3, 40
HOST = re.compile(
    r"(?:[A-Za-z0-9-]{2,40}\.){1,3}(?:com?|net|org|info|news|[a-z]{2})(?:\.[a-z]{2})?"
)
FRAMED = re.compile(r"[*=~#_+]{2,}\s?\w")  # a rule before the words: the page's own name
KNOWN, MAX_KNOWN = 8_000, 120  # lines that are remembered, and their characters
MAX_BOXES = 2  # lines of furniture between the article and a last short sentence of it
BOX_KINDS = ("advert", "related", "caption")
NEVER_TEXT = ("agency", "dateline", "masthead", "date_line", "byline", "share_bar", "copyright")
MIN_SHOUT = 3  # characters
CONTENT_LETTERS = 4  # shorter words do not tell what a line is about


class Role(msgspec.Struct, frozen=True):
    """What a line is by its own looks."""

    line: Line
    kind: ChromeKind | None  # None for sentences, possible sentences and bare lines
    sentence: bool = False
    possible: bool = False
    effect: Effect = "line"

    @property
    def bare(self) -> bool:
        """Neither furniture nor text: a headline, a subhead, a link, a name."""
        return self.kind is None and not self.sentence and not self.possible


class Layout(msgspec.Struct, frozen=True):
    """A page taken apart. All lists are in page order."""

    head: tuple[Role, ...]  # above the body, the headline left out
    title: Line | None
    body: tuple[Line, ...]
    cut: tuple[Role, ...]  # inside the body
    tail: tuple[Role, ...]


class Looks(NamedTuple):
    """What a text is by itself: the fields of a `Role`."""

    kind: ChromeKind | None
    sentence: bool = False
    possible: bool = False
    effect: Effect = "line"


def role_of(line: Line) -> Role:
    """Return what `line` is by its own looks."""
    looks = known_looks if len(line.text) <= MAX_KNOWN else looks_of
    return Role(line, *looks(line.text))


def looks_of(text: str) -> Looks:
    """Return what `text`, a line, is."""
    if is_agency_line(text):
        return Looks("agency")
    if is_masthead(text):
        return Looks("masthead")
    if is_agency_dateline(text):
        return Looks("dateline")
    furniture = furniture_rules().find(text)
    kind = dated_kind(text, furniture)
    if kind is not None:
        return Looks(kind)
    if furniture is not None:
        return Looks(furniture.kind, effect=furniture.effect)
    if text.isdecimal():
        return Looks("counter")
    if find_bylines(text) is not None and not is_sentence(text):
        return Looks("byline")
    signature = find_signature(text)
    text = text[: signature[0]] if signature is not None else text
    if is_sentence(text):
        return Looks(None, sentence=True)
    return Looks(None, possible=may_be_sentence(text))


known_looks = lru_cache(maxsize=KNOWN)(looks_of)  # menus and share bars are the same everywhere


def dated_kind(text: str, furniture: Furniture | None) -> ChromeKind | None:
    """Return what a line with a date is: a date line or a byline, None where it is neither."""
    dated = read_date_line(text)
    if not dated.dated or (furniture is not None and furniture.kind in ("copyright", "counter")):
        return None
    residue = dated.residue
    timed = any(stamp.clock or stamp.weekday is not None for stamp in dated.stamps)
    if residue and is_stopped(text) and not is_agency_line(residue):
        return None  # "Ten people died on 6 January.": text, however short
    if find_bylines(residue) is not None or is_writer(without_bar(residue)):
        return "byline"
    if len(word_list(residue)) <= MAX_DATE_RESIDUE + (2 if timed else 0):
        return "date_line"
    if is_agency_line(residue) or known_outlet(residue) is not None:
        return "date_line"
    return None


def is_masthead(text: str) -> bool:
    """Tell whether a line is a known outlet, or a name and a bar: "Delta Post | World"."""
    if known_outlet(text) is not None or HOST.fullmatch(text):
        return True
    name, *rest = PIECES.split(text)
    if not rest or "," in name or read_date_line(text).dated:
        return False
    return known_outlet(name) is not None or has_name_word(name)


def mass(roles: Iterable[Role]) -> int:
    """Return how much sentence text `roles` hold, in characters."""
    return sum(len(role.line.text) for role in roles if role.sentence and role.kind is None)


def find_end(roles: Sequence[Role]) -> int:
    """Return the index of the line that ends the article, the number of lines where none does."""
    total, before, sentences = mass(roles), 0, 0
    for index, role in enumerate(roles):
        if role.sentence:
            before += len(role.line.text)
            sentences += 1
        elif sentences and ends_here(role.effect, before, sentences, total):
            return index
    return len(roles)


def ends_here(effect: Effect, before: int, sentences: int, total: int) -> bool:
    """Tell whether a line with `effect` ends an article of which `before` stands above it."""
    if effect == "stop":
        return sentences >= STOP_SENTENCES or before >= STOP_SHARE * total
    return effect == "end" and 2 * before >= total


def block_ends(roles: Sequence[Role], start: int, gapped: bool) -> int:
    """Return the index after the list that a line like "Related stories" at `start` opens."""
    index = start + 1
    if index < len(roles) and gapped and not roles[index].line.gap:
        while index < len(roles) and not roles[index].line.gap and is_teaser(roles[index]):
            index += 1
        return index
    while index < len(roles) and not is_article(roles[index]):
        index += 1
    return index


def is_teaser(role: Role) -> bool:
    """Tell whether a line can stand in a list of links."""
    return len(word_list(role.line.text)) <= TEASER_WORDS


def is_article(role: Role) -> bool:
    """Tell whether a line belongs to the article again, below a list of links."""
    if role.kind is not None:
        return False
    return role.sentence or (joins(role) and not is_question(role))


def blank_blocks(roles: Sequence[Role]) -> list[Role]:
    """Return `roles` with the lists below "Related stories" and the like marked as furniture."""
    sentences = [role for role in roles if role.sentence]
    gapped = sum(role.line.gap for role in sentences) >= GAPPED_SHARE * len(sentences)
    marked: list[Role] = []
    index, begun = 0, False
    while index < len(roles):
        role = roles[index]
        begun = begun or role.sentence
        marked.append(role)
        index += 1
        if not begun:
            continue
        after = index
        if role.effect != "line":
            after = block_ends(roles, index - 1, gapped)
        elif role.kind == "advert" and gapped:
            after = advert_ends(roles, index)
        kind = role.kind or "related"
        marked += [Role(one.line, one.kind or kind) for one in roles[index:after]]
        index = after
    return marked


def advert_ends(roles: Sequence[Role], start: int) -> int:
    """Return the index after the advert whose label stands above `start`, told by its brevity.

    It hangs on the label without a blank line, on a page whose paragraphs have one.
    """
    end = start
    while end < len(roles) and not roles[end].line.gap:
        end += 1
    words = sum(len(word_list(role.line.text)) for role in roles[start:end])
    return end if words <= TEASER_WORDS else start


def clusters(roles: Sequence[Role]) -> list[tuple[int, int]]:
    """Return the runs of sentences that few other lines part, as index ranges."""
    runs: list[tuple[int, int]] = []
    for index, role in enumerate(roles):
        if not role.sentence:
            continue
        if runs and index - runs[-1][1] <= FAR:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def find_body(roles: Sequence[Role]) -> tuple[int, int]:
    """Return the index range of the body; all lines where the page has no sentence."""
    runs = clusters(roles)
    if not runs:
        return find_loose_body(roles)
    sizes = [mass(roles[start:end]) for start, end in runs]
    main = sizes.index(max(sizes))
    last = main
    for after in range(main + 1, len(runs)):
        between = roles[runs[after - 1][1] : runs[after][0]]
        if sizes[after] >= SMALL_PART * sizes[main] or not turns_away(between):
            last = after
    start, end = runs[0][0], end_with_short_lines(roles, runs[last][1])
    while start > 0 and joins(roles[start - 1]) and not is_question(roles[start - 1]):
        start -= 1
    return start, end


def turns_away(between: Sequence[Role]) -> bool:
    """Tell whether the lines between two runs of sentences lead on to other stories."""
    openers = [role for role in between if role.effect != "line"]
    ended = any(role.effect in ("end", "stop") for role in openers)
    return ended or len(openers) > 1 or len(between) > VERY_FAR


def end_with_short_lines(roles: Sequence[Role], end: int) -> int:
    """Return the end of the body with the short sentences below it, past a box or two."""
    boxes, index = 0, end
    while index < len(roles) and boxes <= MAX_BOXES:
        if joins(roles[index]):
            end, boxes = index + 1, 0
        elif roles[index].kind in BOX_KINDS and roles[index].effect == "line":
            boxes += 1
        else:
            break
        index += 1
    return end


def find_loose_body(roles: Sequence[Role]) -> tuple[int, int]:
    """Return the index range of what can be text on a page without a plain sentence."""
    loose = [index for index, role in enumerate(roles) if role.possible]
    if not loose:
        loose = [index for index, role in enumerate(roles) if role.kind is None]
    return (loose[0], loose[-1] + 1) if loose else (0, 0)


def joins(role: Role) -> bool:
    """Tell whether a line beside the body is a short sentence of it: "He gave no details."."""
    return role.kind is None and role.possible and is_stopped(role.line.text)


def is_question(role: Role) -> bool:
    """Tell whether a line ends as a headline may."""
    return role.line.text.rstrip("\"'\u201d\u2019 ")[-1:] in ("?", "!")


def keep_subheads(roles: Sequence[Role]) -> Iterator[tuple[Role, bool]]:
    """Yield the lines of the body with whether they stay: between text, runs of bare lines go."""
    last: Role | None = None
    prose = any(not role.bare and role.kind is None for role in roles)
    for bare, group in groupby(roles, key=lambda role: role.bare):
        run = list(group)
        links = prose and bare and len(run) >= LINK_RUN
        for role in run:
            caption = bare and below_picture(role, last)
            yield role, role.kind is None and not links and not caption
            last = role


def could_be_title(role: Role) -> bool:
    """Tell whether a line above the body can be the headline."""
    words = word_list(role.line.text)
    if role.kind is not None or not MIN_TITLE_WORDS <= len(words) <= MAX_TITLE_WORDS:
        return False
    text = role.line.text
    if FRAMED.match(text):
        return False
    if text.rstrip("\"'\u201d\u2019 ").endswith((".", ":", ";", ",")) and not text.endswith("..."):
        return False
    return role.bare or role.possible or is_question(role)


def find_title(head: Sequence[Role]) -> int | None:
    """Return the index of the headline in `head`, None where no line can be one.

    A line right above a byline or date line is likelier than one that has none below; of equals,
    the last. Of two lines without a break between them the longer second one is a standfirst.
    """
    fit = [index for index, role in enumerate(head) if could_be_title(role)]
    # what stands below a picture is its caption, unless there is nothing else
    fit = [
        index for index in fit if index == 0 or not below_picture(head[index], head[index - 1])
    ] or fit
    if not fit:
        return None
    signed = [index for index in fit if is_signed(head, index)]
    last = (signed or fit)[-1]
    return last - 1 if last - 1 in fit and is_standfirst(head[last], head[last - 1]) else last


def is_standfirst(role: Role, above: Role) -> bool:
    """Tell whether a line sums up the story below the headline `above`.

    It is the longer one, or follows without a break a line too long to be a kicker.
    """
    headline = above.line.text
    size = len(word_list(headline))
    menu = not any(word.islower() for word in word_list(headline))
    if size > MAX_KICKER_WORDS and not role.line.gap and not menu:
        return True
    return size > MIN_TITLE_WORDS and len(headline) < len(role.line.text)


def below_picture(role: Role, above: Role | None) -> bool:
    """Tell whether a line follows the picture or film on the line `above` without a break."""
    return above is not None and above.kind == "caption" and not role.line.gap


def is_signed(head: Sequence[Role], index: int) -> bool:
    """Tell whether a byline or date line follows the line at `index`."""
    return index + 1 < len(head) and head[index + 1].kind in ("byline", "date_line")


def captioned(role: Role) -> Role:
    """Return `role` as a caption where its line, copied from below a picture, reads as one."""
    text = role.line.text
    if role.kind is not None or not is_open_caption(text) or find_signature(text) is not None:
        return role
    return Role(role.line, "caption")


def take_apart(lines: Sequence[Line]) -> Layout:
    """Return the layout of a page given as lines.

    A trained model says which lines are text, the rules what the others are.
    """
    lines = merge_words(lines)
    stream = is_stream(lines)
    pieces = split_pieces(lines, stream)
    kept = label_pieces(pieces, elements_of(lines, pieces, stream), stream)
    parts = parts_of(lines, pieces, kept, stream)
    roles = [captioned(role_of(part.line)) for part in parts]
    text = [
        part.text and role.kind not in NEVER_TEXT for part, role in zip(parts, roles, strict=True)
    ]
    start = body_start(roles, text)
    stop = body_stop(roles, text)
    head = roles[:start]
    title = find_title(head)
    return Layout(
        head=tuple(role for index, role in enumerate(head) if index != title),
        title=head[title].line if title is not None else None,
        body=tuple(find_paragraphs(parts[:stop], text, start)),
        cut=tuple(roles[index] for index in range(start, stop) if not text[index]),
        tail=tuple(roles[stop:]),
    )


def body_start(roles: Sequence[Role], text: Sequence[bool]) -> int:
    """Return the index of the first line of text; a headline that the model took for one is none.

    It is a bare line right above the text, where no line above it has a word of the text.
    """
    if not any(text):
        return len(text)
    start = text.index(True)
    body = [role for role, kept in zip(roles[start + 1 :], text[start + 1 :], strict=True) if kept]
    if not body or not roles[start].bare or not could_be_title(roles[start]):
        return start
    about = {word for role in body for word in content_words(role)}
    title = find_title(roles[:start])
    told = title is not None and about & content_words(roles[title])
    return start if told else start + 1 + text[start + 1 :].index(True)


def body_stop(roles: Sequence[Role], text: Sequence[bool]) -> int:
    """Return the index after the last line of text; a bare line after sentences is none."""
    places = [index for index, kept in enumerate(text) if kept]
    if not places:
        return len(text)
    last = len(places) - 1
    sentences = sum(roles[index].sentence for index in places)
    if roles[places[last]].bare and sentences >= STOP_SENTENCES:
        last -= 1
    return places[last] + 1


def content_words(role: Role) -> set[str]:
    """Return the words of a line that can tell what it is about, in lower case."""
    words = {word.lower() for word in word_list(role.line.text)}
    return {word for word in words - function_words() if len(word) >= CONTENT_LETTERS}


def elements_of(lines: Sequence[Line], pieces: Sequence[Piece], stream: bool) -> list[Element]:
    """Return the elements of a page, with what the rules say of each."""
    runs = runs_of(pieces, stream or is_glued(pieces))
    stretches = [element_line(lines, pieces[run[0]], pieces[run[-1]]) for run in runs]
    roles = [captioned(role_of(line)) for line in stretches]
    end = find_end(roles)
    marked = blank_blocks(roles[:end])
    start, stop = find_body(marked)
    stays = [False] * len(roles)
    stays[start:stop] = [kept for _, kept in keep_subheads(marked[start:stop])]
    return [
        Element(
            pieces=run,
            words=role.line.text.count(" ") + 1,
            shouted=len(role.line.text) > MIN_SHOUT and role.line.text.isupper(),
            kind=role.kind,
            effect=role.effect,
            sentence=role.sentence and role.kind is None,
            possible=role.possible,
            ended=index >= end,
            kept=stays[index],
            blanked=role.kind is None and (index >= end or marked[index].kind is not None),
        )
        for index, (run, role) in enumerate(zip(runs, roles, strict=True))
    ]


def element_line(lines: Sequence[Line], first: Piece, last: Piece) -> Line:
    """Return the stretch from one piece to another of the same line as a line of its own."""
    line = lines[first.line]
    return Line(
        line.source[first.start : last.end], line.start + first.start, first.joint == Joint.GAP
    )
