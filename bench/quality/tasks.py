"""Which tasks there are, on which corpora, and who predicts and scores them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.quality.adapters import (
    attribution,
    cameo,
    clusters,
    coref,
    flattened,
    gate,
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
from bench.quality.coding import Item, Prediction
from bench.quality.corpus import GoldDocument

Found = Iterator[tuple[str, Prediction]]
OnText = Callable[[Iterable[Item]], Found]
OnFile = Callable[[Sequence[GoldDocument], Path], Found]


@dataclass(frozen=True, slots=True)
class Task:
    """How one task is predicted and scored."""

    scorer: str
    metrics: tuple[str, ...]  # shown in the table, the primary one first
    on_text: OnText | None = None  # needs the text parsed and coded
    on_file: OnFile | None = None  # needs the corpus line and its folder only
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One task on one corpus file of the data folder; `limit` keeps the whole table short."""

    task: str
    corpus: str  # folder/file without ".jsonl.gz"
    limit: int | None = None
    flags: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The key of this run in the table and in `floors.toml`."""
        folder, _, file = self.corpus.partition("/")
        return f"{self.task}.{folder}" if file in ("dev", "train") else f"{self.task}.{file}"


GEO = ("geoparse_f1", "overlap_f1", "acc161")

TASKS: dict[str, Task] = {
    "attribution": Task(
        "score_attribution",
        ("source_content", "full_relation", "exact_source", "exact_cue", "exact_content"),
        on_text=attribution.predict,
    ),
    "gate": Task("score_gate", ("cues", "content", "dropped"), on_file=gate.predict),
    "quotes": Task(
        "score_quotes", ("attributed_overlap", "speaker_accuracy"), on_text=quotes.predict
    ),
    "quantities": Task(
        "score_quantities",
        ("span_overlap", "span_exact", "unit", "modifiers"),
        on_text=quantities.predict,
    ),
    "pages": Task("score_pages", ("shingles", "page_f1"), on_file=pages.predict),
    "flattened": Task("score_pages", ("shingles", "page_f1"), on_file=flattened.predict),
    "flattened_nodes": Task(
        "score_pages", ("shingles", "page_f1"), on_file=flattened.predict_nodes
    ),
    "flattened_words": Task(
        "score_pages", ("shingles", "page_f1"), on_file=flattened.predict_words
    ),
    "flattened_glued": Task(
        "score_pages", ("shingles", "page_f1"), on_file=flattened.predict_glued
    ),
    "page_meta": Task(
        "score_page_meta",
        ("date_day_en", "title_exact_en", "authors_en", "date_day", "authors", "date_minute"),
        on_file=page_meta.predict,
    ),
    "cameo": Task("score_cameo", ("pair_root", "root", "silent"), on_text=cameo.predict),
    "relations": Task("score_relations", ("typed", "pair", "type"), on_text=relations.predict),
    "templates": Task(
        "score_templates", ("ree", "incident_type", "relevance"), on_text=templates.predict
    ),
    "geo": Task("score_geo", GEO, on_text=geo.predict),
    "geo_resolve": Task("score_geo", ("acc161", "auc"), on_text=geo_resolve.predict),
    "time": Task("score_time", ("value", "relaxed", "strict"), on_text=time.predict),
    "coref": Task("score_coref", ("conll", "muc", "b3"), on_text=coref.predict),
    "clusters": Task("score_clusters", ("bcubed_f1", "pair_f1"), on_file=clusters.predict),
    "incidents": Task(
        "score_incidents",
        ("killed", "injured", "city", "state", "victim_names"),
        on_text=incidents.predict,
    ),
}

# Runs on the same texts stand together, so that each text is parsed once.
RUNS: tuple[Run, ...] = (
    Run("pages", "pages/dev"),
    Run("pages", "news_pages/dev"),
    *(
        Run(task, f"{corpus}/dev")
        for task in ("flattened", "flattened_nodes", "flattened_words", "flattened_glued")
        for corpus in ("news_pages", "pages")
    ),
    Run("page_meta", "news_meta/dev"),
    Run("clusters", "clusters_news/dev"),
    Run("clusters", "clusters_headlines/dev"),
    Run("attribution", "polnear/dev"),
    Run("quotes", "polnear_quotes/dev"),
    Run("gate", "polnear/dev"),
    Run("quantities", "measeval/dev"),
    Run("cameo", "cameo_cases/dev"),
    Run("cameo", "cameo_cases/petrarch_unit"),
    Run("relations", "plv/dev"),
    Run("templates", "muc4/dev"),
    Run("incidents", "gvdb/dev"),
    *(
        Run(task, f"{corpus}/dev")
        for corpus in ("geo_lgl", "geo_geowebnews", "geo_trnews", "geo_geovirus")
        for task in ("geo", "geo_resolve")
    ),
    Run("time", "time_te3/train"),
    Run("time", "meantime/dev"),
    Run("coref", "meantime/dev"),
    Run("coref", "ecbplus/dev"),
    Run("clusters", "ecbplus/dev", flags=("--subtopics",)),
)
