"""The same page printed in other ways: spans carried over, and which attributions survive."""

from itertools import pairwise
from pathlib import Path

import pytest
from bench.metamorphic.__main__ import cell, main
from bench.metamorphic.rewriting import Edit, Rewritten, carry_gold
from bench.metamorphic.variants import VARIANTS, recased, vary
from bench.quality.corpus import GoldDocument, report_of
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.pipeline import Settings, code_document
from sayso.records import Attribution, Span

PAGE = """\
Mayor Anna Berg said on Monday that the old bridge would stay closed until spring. \
“Nobody will cross that river before May,” she told reporters at the town hall.

The engineer, Leo Hahn, warned that the northern pillar was “rotten to the core” and could fall \
at any time.

According to the police, 40 families have left the valley. Two roads were flooded overnight.

"We have lost everything," said Maria Lind, a farmer from the east bank. The government denied \
that it had cut the budget for repairs.
"""
CUES = ("said", "told", "warned", "According to", "said", "denied")
EXPECTED = (  # who says it, and words of what is said
    ("Anna Berg", {"bridge", "closed", "spring"}),
    ("Anna Berg", {"cross", "river", "may"}),
    ("Leo Hahn", {"pillar", "rotten", "core", "fall"}),
    ("police", {"40", "families", "valley"}),
    ("Maria Lind", {"lost", "everything"}),
    ("government", {"cut", "budget", "repairs"}),
)
SHOUTED = (
    "cues in capitals"  # the parser takes such verbs for names, and the rules go by the parse
)


def gold_page() -> GoldDocument:
    """Return the page with its cues as gold attributions, nothing else marked."""
    attributions, place = [], 0
    for cue in CUES:
        place = PAGE.index(cue, place)
        attributions.append({"source": [], "cue": [[place, place + len(cue)]], "content": []})
        place += len(cue)
    return GoldDocument(id="page", text=PAGE, gold={"attributions": attributions})


@pytest.fixture(scope="module")
def parsed() -> dict[str, Document]:
    """Return the page in each variant, parsed."""
    pages = [report_of(vary(gold_page(), name)) for name in VARIANTS]
    return dict(zip(VARIANTS, annotate(pages), strict=True))


def says(page: str, attributions: tuple[Attribution, ...], name: str, words: set[str]) -> bool:
    """Tell whether one of the attributions is by `name` and has `words` in its content."""
    for each in attributions:
        content = " ".join(part.quote(page) for part in each.content).lower()
        who = each.source.name.lower() if each.source else ""
        if name.lower() in who and all(word in content for word in words):
            return True
    return False


@pytest.mark.parametrize("rules_only", [False, True], ids=["tagger", "rules"])
@pytest.mark.parametrize("name", VARIANTS)
def test_attributions_survive_the_variant(
    parsed: dict[str, Document], name: str, rules_only: bool
) -> None:
    doc = parsed[name]
    found = code_document(doc, Settings(rules_only=rules_only)).attributions
    lost = [each for each in EXPECTED if not says(doc.text, found, *each)]
    assert len(lost) <= (3 if rules_only and name == SHOUTED else 0), lost


# --- the variants themselves


def texts(name: str, text: str, cues: tuple[Span, ...] = ()) -> str:
    attributions = [{"source": [], "cue": [[c.start, c.end]], "content": []} for c in cues]
    return vary(GoldDocument(id="a", text=text, gold={"attributions": attributions}), name).text


@pytest.mark.parametrize(
    ("text", "bare", "curly", "straight"),
    [
        ('He said "no".', "He said no.", "He said “no”.", 'He said "no".'),
        ("He said ''no''.", "He said no.", "He said “no”.", 'He said "no".'),
        ("He said ``no''.", "He said no.", "He said “no”.", 'He said "no".'),
        ("He said 'no'.", "He said no.", "He said ‘no’.", "He said 'no'."),
        ("“It’s late,” he said.", "It’s late, he said.", "“It’s late,” he said.", None),
        ("The men's hats.", "The men's hats.", "The men’s hats.", "The men's hats."),
    ],
)
def test_marks_of_a_variant(text: str, bare: str, curly: str, straight: str | None) -> None:
    assert texts("no quote marks", text) == bare
    assert texts("curly marks", text) == curly
    assert texts("straight marks", text) == (straight or '"It\'s late," he said.')


def test_cases_of_a_variant() -> None:
    text = "Berg said “Straße”."
    assert texts("cues in capitals", text, (Span(5, 9),)) == "Berg SAID “Straße”."
    assert texts("all in small letters", text) == "berg said “straße”."
    assert recased("ßﬁİ", str.upper) == "ßﬁİ"


def test_spans_follow_their_words() -> None:
    text = "“No,” he said. ``Not now.''"
    gold = {
        "attributions": [{"source": [[6, 8]], "cue": [[9, 13]], "content": [[0, 5], [15, 27]]}]
    }
    document = vary(GoldDocument(id="a", text=text, gold=gold), "no quote marks")
    [attribution] = document.gold["attributions"]
    quoted = {
        role: [document.text[start:end] for start, end in spans]
        for role, spans in attribution.items()
    }
    assert quoted == {"source": ["he"], "cue": ["said"], "content": ["No,", "Not now."]}


def test_span_of_which_nothing_is_left_goes() -> None:
    rewritten = Rewritten.of('a "b" c', [Edit(Span(2, 3), ""), Edit(Span(4, 5), "")])
    assert rewritten.text == "a b c"
    assert rewritten.carry([2, 3]) is None
    assert rewritten.carry([2, 5]) == [2, 3]
    gold = {"attributions": [{"cue": [[2, 3]]}]}
    carried = carry_gold(GoldDocument(id="a", text='a "b" c', gold=gold), rewritten)
    assert carried.gold == {"attributions": [{"cue": []}]}


def test_difference_stands_beside_the_figure() -> None:
    assert cell(0.5, 0.75).split() == ["0.500", "-0.250"]
    assert cell(None, 0.75).split() == ["-", "-"]


def test_command_prints_a_row_for_each_variant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = {"source_content": 0.5, "exact_source": 0.5, "exact_cue": 0.5, "exact_content": None}
    monkeypatch.setattr("bench.metamorphic.__main__.read_documents", lambda *_: [gold_page()])
    monkeypatch.setattr("bench.metamorphic.__main__.score_task", lambda *_: scores)
    assert main(["--data", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in VARIANTS)


LETTERS = st.sampled_from("aBé ß.'’‘`\"“”„«»\n") | st.characters(codec="utf-8")
PAGES = st.text(LETTERS, min_size=1, max_size=60)
MARKS = frozenset("\"“”„«»'’‘`")


def words_alone(text: str) -> str:
    """Return `text` without marks, white space and case; "µ" and "μ" share a capital."""
    kept = (letter for letter in text if letter not in MARKS and not letter.isspace())
    return recased(recased("".join(kept), str.upper), str.lower)


@pytest.mark.parametrize("name", VARIANTS)
@given(text=PAGES, cuts=st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True))
def test_carried_spans_quote_the_same_words(name: str, text: str, cuts: list[int]) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts})
    spans = [[start, end] for start, end in pairwise(places)]
    gold = {"attributions": [{"source": [], "cue": spans, "content": [[0, len(text)]]}]}
    document = GoldDocument(id="a", text=text, gold=gold)
    rewritten = VARIANTS[name](document)
    assert words_alone(rewritten.text) == words_alone(text)
    assert len(rewritten.places) == len(text) + 1
    assert all(before <= after for before, after in pairwise(rewritten.places))
    for start, end in spans:
        carried = rewritten.carry([start, end])
        now = "" if carried is None else rewritten.text[carried[0] : carried[1]]
        assert words_alone(now) == words_alone(text[start:end])
