#!/usr/bin/env python3
"""Score a gate that says which sentences may hold an attribution.

    score_gate.py GOLD PRED

GOLD is a corpus of attributions (see score_attribution.py).  PRED lines: {"id": ..., "pred":
{"open": [[s, e], ...], "shut": [[s, e], ...]}}, the sentences on both sides.

Metrics (shares, summed over documents, 95% bootstrap interval):
  cues      of the gold attributions, those whose cue has a word in an open sentence (the
            content counts where there is no cue): what the gate loses is lost for good
  content   of the words of the gold contents, those in an open sentence
  dropped   of the sentences, those that are shut: the work that is saved
"""
from span_scoring import WordIndex, run


def score_document(document, prediction):
    """Count vectors of one document."""
    index = WordIndex(document["text"])
    passed = index(prediction.get("open") or [])
    gold = document["gold"]["attributions"]
    cues = [index(item.get("cue") or item["content"]) for item in gold]
    content = index([span for item in gold for span in item["content"]])
    shut, opened = (len(prediction.get(side) or []) for side in ("shut", "open"))
    return {
        "cues": (sum(bool(cue & passed) or not cue for cue in cues), len(cues)),
        "content": (len(content & passed), len(content)),
        "dropped": (shut, shut + opened),
    }


if __name__ == "__main__":
    run("Score a gate before an attribution tagger.", score_document, "cues")
