"""The trained classifier of lines: pages in every shape that flattening gives them."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.clean import Given, clean_page
from sayso.clean.flattened.features import LineWords, LineWordsEntry, look_at, word_sorts
from sayso.clean.flattened.labels import MODEL, best_threshold, label_pieces, rows_of
from sayso.clean.flattened.layout import elements_of, take_apart
from sayso.clean.flattened.lines import Line, split_lines
from sayso.clean.flattened.pieces import is_stream, merge_words, split_pieces
from sayso.errors import ModelError
from sayso.ingest.page import page_of
from sayso.lexicons import load_lexicon
from sayso.models.cards import load_card
from sayso.models.convolution import Tagger, load_tagger
from sayso.traced import Traced
from watchdog import must_end

MENU = "Home News World Africa Business Sport Culture Opinion Weather Video".split()
HEAD = [
    "The Coast Observer",
    *MENU,
    "Log in",
    "Subscribe",
    "Dam above Karima overflows after a week of rain",
    "By Amal Deng",
    "12 August 2020, 14:05",
    "Share",
    "Facebook",
    "Twitter",
]
BODY = [
    "Water poured over the wall of the dam above Karima on Tuesday after a week of rain, and "
    "about 4,000 people were told to leave their homes, the governor said.",
    "Engineers had opened all of the gates on Sunday, but the level of the lake went on rising "
    "through the night and reached the top of the wall before dawn.",
    '"We heard the water and then we ran," said Hassan Omer, a farmer who has lived below the '
    "dam for thirty years. He lost two cows and a boat.",
    "The ministry of irrigation denied that the gates had been opened too late. It said that "
    "the rain was the heaviest since records began in 1912.",
    "Aid groups brought tents and blankets to a school on the hill, where families were still "
    "arriving at noon. More rain is expected until Thursday.",
    "Two of the three roads to the town are under water, and the army has sent boats.",
]
TAIL = [
    "Related Stories",
    "Why the rains came early",
    "Ten photos of the river",
    "Most read",
    "Minister resigns over school meals",
    "Trader wins camel race",
    "Comments",
    "Be the first to comment",
    "Sign up for our newsletter",
    "About us",
    "Privacy policy",
    "© 2020 The Coast Observer. All rights reserved.",
]
PAGE = [*HEAD, *BODY, *TAIL]
SHAPES = {
    "lines": "\n".join(PAGE),
    "paragraphs": "\n\n".join(PAGE),
    "words": "\n".join(word for line in PAGE for word in line.split()),
    "glued": "".join(PAGE),
    "one line": " ".join(PAGE),
    "nodes": "\n".join(PAGE).replace(" the governor said", "\nthe governor\nsaid"),
}


def lines_of(text: str) -> list[Line]:
    return split_lines(Traced.decoded(text.encode("utf-8", "replace"), "utf-8"))


def body_of(text: str) -> str:
    return clean_page(page_of(text.encode(), None), Given()).text


@pytest.mark.parametrize("shape", SHAPES)
def test_the_text_is_found_in_every_shape(shape: str) -> None:
    found = Counter(body_of(SHAPES[shape]).split())
    known = Counter(" ".join(BODY).split())
    assert (found & known).total() >= 0.95 * known.total()
    assert (found - known).total() <= 0.05 * known.total()


def test_fragments_of_a_sentence_are_joined() -> None:
    text = "\n".join(BODY).replace("the governor said", "the governor\nsaid")
    text = text.replace("on Tuesday after", "on\nTuesday\nafter").replace(
        "the army has", "the\narmy\nhas"
    )
    paragraphs = [line.text for line in take_apart(lines_of("\n".join(HEAD) + "\n" + text)).body]
    assert BODY[0] in paragraphs


def test_lines_stay_whole_where_the_page_has_them() -> None:
    layout = take_apart(lines_of(SHAPES["lines"]))
    assert [line.text for line in layout.body] == BODY
    assert layout.title is not None
    assert layout.title.text == "Dam above Karima overflows after a week of rain"
    kinds = {role.line.text: role.kind for role in (*layout.head, *layout.tail)}
    assert kinds["12 August 2020, 14:05"] == "date_line"
    assert kinds["Be the first to comment"] == "comments"


def test_every_line_is_somewhere() -> None:
    layout = take_apart(lines_of(SHAPES["lines"]))
    told = [role.line.text for role in (*layout.head, *layout.cut, *layout.tail)]
    told += [line.text for line in layout.body]
    told += [layout.title.text] if layout.title else []
    assert sorted(told) == sorted(PAGE)


def test_same_page_same_labels() -> None:
    assert take_apart(lines_of(SHAPES["glued"])) is not None
    assert body_of(SHAPES["glued"]) == body_of(SHAPES["glued"])


@pytest.mark.parametrize("entry", load_lexicon("line_words", LineWords).entry, ids=lambda e: e.id)
def test_word_lists_keep_their_promises(entry: LineWordsEntry) -> None:
    forms = set(entry.forms)
    assert len(forms) == len(entry.forms)
    assert all(forms & words_of(example) for example in entry.fires)
    assert not any(forms & words_of(example) for example in entry.silent)
    assert all(form in word_sorts() for form in forms)


def words_of(text: str) -> set[str]:
    return set(text.lower().replace("|", " ").replace(".", " ").replace("।", " ").split())


def test_figures_of_a_sentence_and_of_a_menu_differ() -> None:
    sentence, content = look_at("The mayor of Delta left the hall at noon, she said.")
    menu, _ = look_at("Facebook | Twitter")
    assert len(sentence) == len(menu)
    assert sentence != menu
    assert content >= {"mayor", "delta", "hall", "noon"}


def test_threshold_falls_where_the_model_is_unsure() -> None:
    sizes = np.array([10.0, 10.0, 10.0])
    assert best_threshold(np.array([0.99, 0.98, 0.01]), sizes) == 0.5
    assert best_threshold(np.array([0.3, 0.05, 0.05]), sizes) == pytest.approx(0.3)


def test_weights_are_those_of_their_card() -> None:
    card = load_card(MODEL)
    tagger = load_tagger(MODEL)
    lines = lines_of(SHAPES["lines"])
    pieces = split_pieces(lines, stream=False)
    rows = rows_of(pieces, elements_of(lines, pieces, stream=False))
    assert rows.shape == (len(pieces), card.columns)
    assert tagger.columns == card.columns
    assert set(card.scores) >= {"held_out.inner_text.pages", "seen.single_words.news_pages"}


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = {
        "model": "x", "trained_by": "x", "data": [], "licence": "x", "seed": 1, "scores": {},
        "columns": 1, "sha256": "0",
    }  # fmt: skip
    (tmp_path / "tampered.json").write_text(json.dumps(card), "utf-8")
    (tmp_path / "tampered.npz").write_bytes(b"x")
    monkeypatch.setattr("sayso.models.cards.files", lambda _: tmp_path)
    with pytest.raises(ModelError, match="not those of their card"):
        load_tagger("tampered")
    with pytest.raises(ModelError, match="cannot be read"):
        load_tagger("missing")


def test_networks_look_up_and_down() -> None:
    arrays = {
        "mean": np.zeros(1), "scale": np.ones(1), "enter": np.ones((1, 1, 1)),
        "enter_bias": np.zeros((1, 1)), "layers": np.ones((1, 1, 3, 1, 1)),
        "layer_bias": np.zeros((1, 1, 1)), "leave": np.ones((1, 1)), "leave_bias": np.zeros(1),
    }  # fmt: skip
    tagger = Tagger({key: value.astype(np.float32) for key, value in arrays.items()})
    rows = np.array([[0.0], [1.0], [0.0], [0.0]], np.float32)
    odds = np.log(tagger.probabilities(rows) / (1 - tagger.probabilities(rows)))
    assert odds.round(4).tolist() == [1.0, 2.0, 1.0, 0.0]
    assert tagger.probabilities(rows[:0]).tolist() == []


@given(
    st.lists(st.sampled_from([*PAGE, "", "|", "x"]), max_size=30), st.sampled_from(["\n", "", " "])
)
def test_any_mixture_of_lines_is_labelled(some: list[str], between: str) -> None:
    lines = merge_words(lines_of(between.join(some)))
    stream = is_stream(lines)
    pieces = split_pieces(lines, stream)
    kept = label_pieces(pieces, elements_of(lines, pieces, stream), stream)
    assert len(kept) == len(pieces)
    assert any(kept) or not pieces


@pytest.mark.parametrize("unit", ["a", "A ", "aB", "a.B", "\n", "x\n", "|", "“", "the ", "1 "])
def test_hostile_pages_take_linear_time(unit: str) -> None:
    with must_end():
        take_apart(lines_of(unit * (100_000 // len(unit))))
