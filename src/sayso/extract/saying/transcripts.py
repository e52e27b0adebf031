"""Speakers named beside their words: labels before a colon, and credits behind a dash."""

from collections.abc import Iterator

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.saying.cues import Cue, CueEntry, Saying, load_cues

LONGEST_LABEL = 9  # tokens: "REP. ANNA BERG, MINISTER:"
FEWEST_LINES = 2  # one line of the kind is a dateline or a heading
FEWEST_WORDS = 2
INSIDE = frozenset([".", ",", "-", "'", "’"])
DASHES = frozenset(["—", "–", "―", "--", "-"])
PLACES = frozenset(["GPE", "LOC", "FAC", "DATE", "EVENT"])


def find_labelled(spacy_doc: SpacyDoc) -> tuple[Saying, ...]:
    """Return the sayings of the labelled paragraphs of a transcript, and of credited quotations.

    The cue is the colon, the source the name before it, the content the rest of the paragraph;
    or the cue is the dash, the source the name behind it, the content the quotation before it.
    """
    entry = next((each for each in load_cues().entry if each.pos == "label"), None)
    if entry is None:
        return ()
    lines = list(lines_of(spacy_doc))
    credited = tuple(saying_of_credit(line, entry) for line in lines if dash_of(line) is not None)
    labelled = [line for line in lines if is_labelled(line, entry)]
    if len(labelled) < FEWEST_LINES:
        return credited
    return (*(saying_of(line, entry) for line in labelled), *credited)


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
        if token.is_quote and token.i == line.start:
            continue  # a transcript quoted paragraph by paragraph
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


def dash_of(line: SpacySpan) -> Token | None:
    """Return the dash of "“We shall rebuild.” — Anna Berg", None where a line ends otherwise."""
    end = line.end
    while end > line.start + 1 and (line.doc[end - 1].is_space or line.doc[end - 1].text == "."):
        end -= 1
    for dash in reversed(line.doc[max(line.start, end - LONGEST_LABEL) : end]):
        if dash.text in DASHES:
            break
        if not (dash.is_alpha or dash.text in INSIDE or dash.is_space):
            return None
    else:
        return None
    name = [token for token in line.doc[dash.i + 1 : end] if token.is_alpha]
    before = next((t for t in reversed(line.doc[line.start : dash.i]) if not t.is_space), None)
    quoted = before is not None and before.is_quote and line[0].is_quote
    return dash if quoted and name and all(token.text[0].isupper() for token in name) else None


def saying_of_credit(line: SpacySpan, entry: CueEntry) -> Saying:
    """Return the saying of a line that ends with a dash and who said it."""
    dash = dash_of(line) or line[0]
    name = [token for token in line.doc[dash.i + 1 : line.end] if token.is_alpha]
    content = frozenset(range(line.start, dash.i))
    return Saying(Cue(dash, (dash,), entry), name[-1], content, (), entry.stance)


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
