"""The quality bench on a corpus of our own: adapters, scorers, floors and the span check."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from bench.quality.__main__ import main, print_rows
from bench.quality.adapters import (
    attribution,
    cameo,
    clusters,
    coref,
    flattened,
    geo,
    geo_resolve,
    incidents,
    page_meta,
    pages,
    quantities,
    quotes,
    relations,
    templates,
    time,
)
from bench.quality.adapters.facts import code_sheets
from bench.quality.coding import Item, Prediction, Workspace
from bench.quality.corpus import GoldDocument, paragraphs_of, read_documents
from bench.quality.flattening import inner_text
from bench.quality.floors import floor_of, load_floors
from bench.quality.scoring import figures, run_scorer, write_predictions
from bench.quality.tasks import RUNS, TASKS
from bench.speed.measures import Ratio
from bench.speed.pages import page_files

from marked import unmark

MARKED = (
    "[The mayor of Lyon] [said] on Monday that [at least 12 people] died in the flood.\n\n"
    "Gunmen killed two farmers near Nairobi on 3 March 2021."
)
TEXT, [SOURCE, CUE, NUMBER] = unmark(MARKED)
CONTENT = [TEXT.index("at least"), TEXT.index("flood") + len("flood")]
BODY = "\n\n".join(
    f"The council met on day {day} and talked for hours about the old bridge over the river, "
    f"which was closed after the storm and has not been opened again since then."
    for day in range(1, 6)
)


def offsets(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


GOLD: dict[str, Any] = {
    "attributions": [
        {
            "source": [[SOURCE.start, SOURCE.end]],
            "cue": [[CUE.start, CUE.end]],
            "content": [CONTENT],
        }
    ],
    "places": [
        {"span": offsets("Lyon"), "lat": 45.75, "lon": 4.85, "geonameid": 2996944},
        {"span": offsets("Nairobi"), "lat": -1.28, "lon": 36.82, "geonameid": 184745},
    ],
    "times": [
        {"span": offsets("Monday"), "type": "DATE", "value": "2021-03-08"},
        {"span": offsets("3 March 2021"), "type": "DATE", "value": "2021-03-03"},
    ],
    "mentions": [{"span": offsets("killed"), "cluster": "a"}],
    "quantities": [{"span": [NUMBER.start, NUMBER.end], "unit": None}],
    "quotes": [],
}


def write_corpus(folder: Path, lines: list[dict[str, Any]]) -> Path:
    path = folder / "corpus.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    return path


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    meta = {"published": "2021-03-10"}
    line = {"id": "one", "text": TEXT, "meta": meta, "gold": GOLD}
    return write_corpus(tmp_path_factory.mktemp("corpus"), [line])


@pytest.fixture(scope="module")
def items(corpus: Path) -> list[Item]:
    workspace = Workspace()
    found = list(workspace.items(read_documents(corpus)))
    assert (workspace.checked, workspace.mismatches) == (1, 0)
    return found


def score(name: str, corpus: Path, found: list[tuple[str, Prediction]]) -> dict[str, Any]:
    path = corpus.with_name("pred.jsonl")
    write_predictions(path, found)
    return figures(run_scorer(name, [corpus, path, "--bootstrap", "1"]))


def test_attribution_is_scored(corpus: Path, items: list[Item]) -> None:
    assert score("score_attribution", corpus, list(attribution.predict(items)))["exact_cue"] == 1.0


def test_times_are_scored(corpus: Path, items: list[Item]) -> None:
    scores = score("score_time", corpus, list(time.predict(items)))
    assert (scores["strict"], scores["value"]) == (1.0, 1.0)


@pytest.mark.parametrize("adapter", [geo, geo_resolve])
def test_places_are_scored(corpus: Path, items: list[Item], adapter: Any) -> None:
    assert score("score_geo", corpus, list(adapter.predict(items)))["acc161"] == 1.0


def test_given_mentions_are_linked_and_come_back(corpus: Path, items: list[Item]) -> None:
    scores = score("score_coref", corpus, list(coref.predict(items)))
    assert (scores["mentions"], scores["b3"]) == (1.0, 1.0)


def test_quantities_are_scored(corpus: Path, items: list[Item]) -> None:
    scores = score("score_quantities", corpus, list(quantities.predict(items)))
    assert 0 < scores["span_overlap"] <= 1


@pytest.mark.parametrize("adapter", [cameo, incidents, quotes, relations, templates])
def test_every_document_gets_a_prediction(items: list[Item], adapter: Any) -> None:
    assert [name for name, _ in adapter.predict(items)] == ["one"]


def test_killing_makes_an_attack_template(items: list[Item]) -> None:
    [(_, found)] = templates.predict(items)
    assert [template["type"] for template in found["templates"]] == ["ATTACK"]


def test_pages_and_their_flattened_text_give_the_body(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{block}</p>" for block in BODY.split("\n\n"))
    page = f"<html><body><nav>Home</nav><article>{paragraphs}</article></body></html>"
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(page.encode()))
    documents = [GoldDocument(id="a", html="a.html.gz", gold={"body": BODY})]
    for adapter in (pages, flattened):
        [(_, found)] = adapter.predict(documents, tmp_path)
        assert "old bridge over the river" in found["body"]
    [(name, meta)] = page_meta.predict(documents, tmp_path)
    assert (name, set(meta)) == ("a", {"title", "published", "authors"})


def test_page_without_an_article_gives_an_empty_body(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html><body></body></html>")
    documents = [GoldDocument(id="a", html="a.html")]
    assert list(pages.predict(documents, tmp_path)) == [("a", {"body": ""})]
    assert list(flattened.predict(documents, tmp_path)) == [("a", {"body": ""})]


def test_texts_with_the_same_words_tell_one_story(tmp_path: Path) -> None:
    texts = ["Quake shakes coast of Chile", "Chile coast quake kills two", "Band plays new songs"]
    documents = [GoldDocument(id=str(number), text=text) for number, text in enumerate(texts)]
    told = dict(clusters.predict(documents, tmp_path))
    assert told["0"] == told["1"] != told["2"]


def test_inner_text_starts_lines_at_blocks() -> None:
    html = "<p>a <b>b</b>  c<br>d</p><script>x</script><div>e</div><div hidden>h</div><p>f"
    assert inner_text(html) == "a b c\nd\n\ne\n\nf"


def test_paragraphs_are_stretches_between_blank_lines() -> None:
    text = "\n\n a b \n\n\n\nc"
    assert [span.quote(text) for span in paragraphs_of(text)] == ["a b", "c"]


def test_facts_come_from_the_pages_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(BODY, "utf-8")
    (tmp_path / "page.json").write_text('{"facts": [], "text_has": ["old bridge"]}', "utf-8")
    (tmp_path / "out").mkdir()
    workspace = Workspace()
    assert code_sheets(tmp_path, tmp_path / "out", workspace) > 0
    assert (workspace.checked, workspace.mismatches) == (1, 0)
    scores = figures(run_scorer("check_facts", ["--list", tmp_path, tmp_path / "out"]))
    assert (scores["sheets"], scores["text"]) == (1.0, 1.0)


def test_command_line_scores_a_file(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["time", str(corpus), "--out", str(corpus.with_name("times.jsonl"))]) == 0
    printed = capsys.readouterr().out
    assert "mismatches: 0" in printed
    assert "value" in printed


def test_figure_below_its_floor_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    floors = {"time": {"te3": {"value": 0.8}}}
    assert print_rows("time.te3", {"value": 0.7, "strict": 0.1}, floors) == 1
    assert print_rows("time.te3", {"value": 0.8}, floors) == 0
    assert "BROKEN" in capsys.readouterr().out


def test_floors_are_of_runs_and_metrics_that_are_shown() -> None:
    shown = {(run.name, metric) for run in RUNS for metric in TASKS[run.task].metrics}
    for task, tables in load_floors().items():
        for name, metrics in tables.items():
            for metric in metrics:
                assert task == "facts" or (f"{task}.{name}", metric) in shown
    assert floor_of({"a": {"b": {"c": 0.5}}}, "a.b", "c") == 0.5


def test_ratio_is_the_median_of_the_rounds() -> None:
    assert Ratio(ours=(1.0, 9.0, 4.0), bare=(2.0, 1.0, 2.0)).value == 2.0


def test_speed_runs_on_the_demo_without_data() -> None:
    assert len(page_files(None)) > 5
