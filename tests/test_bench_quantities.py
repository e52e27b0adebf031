"""Our quantities in MeasEval's terms: what is one quantity there, and its modifiers."""

from functools import cache

import pytest
from bench.quality.adapters.quantities import predict
from bench.quality.coding import Item, nothing
from bench.quality.corpus import GoldDocument

import pages
from marked import unmark

# marked text, unit, modifiers
READ = [
    ("It weighs [about 30 kg] here.", "kg", ["IsApproximate"]),
    ("It weighs [more than 30 kg] here.", "kg", ["IsRange"]),
    ("It weighs [nearly 30 kg] here.", "kg", ["IsApproximate"]),
    ("It weighs [up to about 30 kg] here.", "kg", ["IsApproximate", "IsRange"]),
    ("It weighs [about 30 to 40 kg] here.", "kg", ["IsApproximate", "IsRange"]),
    ("It rose from [30 kg to 40 kg] here.", "kg", ["IsRange"]),
    ("They weigh [30, 40 and 50 kg] here.", "kg", ["IsList"]),
    ("It weighs [30 ± 2 kg] here.", "kg", ["HasTolerance"]),
    ("They weigh [an average of 30 kg] here.", "kg", ["IsMean"]),
    ("The mean weight is [30 kg] here.", "kg", ["IsMean"]),
    ("The median weight is [30 kg] here.", "kg", ["IsMedian"]),
    ("It moves at [5 km s−1] here.", "km s−1", []),
    ("They took [30] samples here.", None, ["IsCount"]),
]


@cache
def predicted() -> dict[str, list[dict[str, object]]]:
    """Return the predictions by text."""
    texts = [unmark(marked)[0] for marked, _, _ in READ] + ["They took several samples here."]
    items = [
        Item(GoldDocument(id=doc.text), doc, nothing(doc.report)) for doc in pages.documents(texts)
    ]
    return {text: prediction["quantities"] for text, prediction in predict(items)}


@pytest.mark.parametrize(("marked", "unit", "modifiers"), READ)
def test_modifiers(marked: str, unit: str | None, modifiers: list[str]) -> None:
    text, [span] = unmark(marked)
    [found] = predicted()[text]
    assert found["span"] == [span.start, span.end]
    assert (found["unit"], found["modifiers"]) == (unit, modifiers)


def test_the_indefinite_is_left_out() -> None:
    assert predicted()["They took several samples here."] == []


def test_respectively_keeps_numbers_apart() -> None:
    text = "They weigh 30 and 40 kg respectively."
    [doc] = pages.documents([text])
    [(_, prediction)] = predict([Item(GoldDocument(id="1"), doc, nothing(doc.report))])
    assert [text[slice(*q["span"])] for q in prediction["quantities"]] == ["30", "40 kg"]
