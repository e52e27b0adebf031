"""Transcripts: who speaks is written before a colon, at the start of each paragraph."""

from collections.abc import Iterator

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.saying.cues import Cue, CueEntry, Saying, load_cues

LONGEST_LABEL = 9  # tokens: "REP. ANNA BERG, MINISTER:"
FEWEST_LINES = 2  # one line of the kind is a dateline or a heading
FEWEST_WORDS = 2
INSIDE = frozenset([".", ",", "-", "'", "’"])
PLACES = frozenset(["GPE", "LOC", "FAC", "DATE", "EVENT"])


def find_labelled(spacy_doc: SpacyDoc) -> tuple[Saying, ...]:
    """Return the sayings of the labelled paragraphs of a transcript, in order; else none.

    The cue is the colon, the source the name before it, the content the rest of the paragraph.
    """
    entry = next((each for each in load_cues().entry if each.pos == "label"), None)
    if entry is None:
        return ()
    lines = [line for line in lines_of(spacy_doc) if is_labelled(line, entry)]
    if len(lines) < FEWEST_LINES:
        return ()
    return tuple(saying_of(line, entry) for line in lines)


def lines_of(spacy_doc: SpacyDoc) -> Iterator[SpacySpan]:
    """Yield the paragraphs as spans, line breaks left out."""
    start = 0
    for token in spacy_doc:
        if token.is_space and "\n" in token.text:
            if token.i > start:
                yield spacy_doc[start : token.i]
            start = token.i + 1
    if start < len(spacy_doc):
        yield spacy_doc[start:]


def colon_of(line: SpacySpan) -> Token | None:
    """Return the colon that ends the label of a line, None where it opens with none."""
    for token in line[:LONGEST_LABEL]:
        if token.text == ":":
            return token
        if not (token.is_alpha or token.text in INSIDE or token.text.endswith(".")):
            return None
    return None


def is_labelled(line: SpacySpan, entry: CueEntry) -> bool:
    """Tell whether a line opens with somebody's name and a colon, and then says something."""
    colon = colon_of(line)
    if colon is None or colon.i == line.start or line.end - colon.i <= FEWEST_WORDS:
        return False
    name = named_in(line, colon)
    if not name or any(token.lower_ in entry.not_object for token in name):
        return False
    if any(token.ent_type_ in PLACES for token in name):
        return False
    capitals = all(token.text.isupper() and len(token) > 1 for token in name)
    person = all(token.text[0].isupper() for token in name)
    return capitals or (person and any(token.ent_type_ == "PERSON" for token in name))


def named_in(line: SpacySpan, colon: Token) -> list[Token]:
    """Return the words of a label before its first comma."""
    words: list[Token] = []
    for token in line[: colon.i - line.start]:
        if token.text == ",":
            break
        if token.is_alpha:
            words.append(token)
    return words


def saying_of(line: SpacySpan, entry: CueEntry) -> Saying:
    """Return the saying of a labelled line."""
    colon = colon_of(line) or line[0]
    source = named_in(line, colon)[-1]
    content = frozenset(range(colon.i + 1, line.end))
    return Saying(Cue(colon, (colon,), entry), source, content, (), entry.stance)
