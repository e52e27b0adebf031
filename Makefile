# `make demo` and `make test` set everything up; nothing else is needed but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
DATA ?= data

.DEFAULT_GOAL := help
.PHONY: help setup demo test format lint types layers check bench lock clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("sayso needs Python 3.11 or newer; set PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP) ## Make the virtual environment, with locked and hashed dependencies

demo: setup ## Code the demonstration pages and show them
	@FORCE_COLOR=1 $(BIN)/sayso demo

test: setup format lint types layers ## Format check, lint, types, layers, tests
	$(BIN)/python -m pytest

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

bench: setup ## Measure quality against the floors, and speed: make bench DATA=corpora
	$(BIN)/python -m bench.quality all --data $(DATA)
	$(BIN)/python -m bench.speed --data $(DATA)

lock: ## Write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev \
		--no-emit-index-url --no-annotate --quiet --output-file requirements.lock pyproject.toml

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
