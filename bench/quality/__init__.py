"""Scores of the product on corpora that lie outside the project.

`python -m bench.quality TASK CORPUS.jsonl.gz` runs one corpus file; `all --data DIR` runs every
corpus below a folder and holds the scores against `floors.toml`. Corpora are read in place.
"""
