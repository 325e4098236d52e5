# make run: news in data/raw → tables in data/processed. make test: lint, types and tests.
# Another interpreter: make run PY=python3.13

PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RAW ?= data/raw
OUT ?= data/processed
DATA ?= ../shared/data
REGISTRY ?= $(wildcard registry)
TO ?= csv,jsonl,xlsx,html
KNOWN = $(addprefix --registry ,$(REGISTRY))

.DEFAULT_GOAL := help
.PHONY: help run registry suggest test setup lint types tests format quality train clean

help:  ## these lines
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: $(READY)  ## create .venv and install the pinned versions

# pip checks every file against its hash; the package itself is installed from this folder.
$(READY): constraints.txt pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "newsnlp needs Python 3.11 or newer: make $(MAKECMDGOALS) PY=python3.11" >&2; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing; on Debian: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PY) -m venv --clear $(VENV)
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes -r constraints.txt
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY)  ## extract the tables of data/raw into data/processed
	$(BIN)/newsnlp extract $(RAW) -o $(OUT) --to $(TO) $(KNOWN)

registry: $(READY)  ## write templates of your own people and bodies into registry
	$(BIN)/newsnlp registry init registry

suggest: $(READY)  ## propose entries for the registry from the tables of data/processed
	$(BIN)/newsnlp registry suggest $(OUT) $(KNOWN)

test: lint types tests  ## everything that must pass before a commit

lint: $(READY)  ## ruff's rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## mypy, strict
	$(BIN)/mypy

tests: $(READY)  ## pytest in two processes; warnings are errors
	$(BIN)/python -m pytest -q -n 2

format: $(READY)  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: $(READY)  ## F1 of each table on the development data, against benchmarks/floors.json
	$(BIN)/python benchmarks/quality.py

train: $(READY)  ## train the network anew on DATA (two cores, forty minutes)
	$(BIN)/python -m pip --disable-pip-version-check install --quiet -r training/requirements.txt
	$(BIN)/python training/run.py --data $(DATA)

clean:  ## remove .venv, caches and tables
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find $(OUT) -mindepth 1 ! -name README.md -delete
