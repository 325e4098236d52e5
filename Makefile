# make run: news in data/raw → tables in data/processed. make test: lint, types and tests.
# Another interpreter: make run PY=python3.13

PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
  --custom-compile-command 'make pins' --quiet $(UPGRADE)
RAW ?= data/raw
OUT ?= data/processed
DATA ?= ../shared/data
REGISTRY ?= $(wildcard registry)
TO ?= csv,jsonl,xlsx,html
KNOWN = $(addprefix --registry ,$(REGISTRY))

.DEFAULT_GOAL := help
.PHONY: help run registry suggest test setup lint types tests format quality torture docs train pins clean

help:  ## these lines
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: $(DEV)  ## create .venv and install the pinned versions, those for tests and pages, too

# pip checks every file against its hash; the package itself is installed from this folder.
$(READY): constraints.txt pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "newsnlp needs Python 3.11 or newer: make $(MAKECMDGOALS) PY=python3.11" >&2; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing; on Debian: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PY) -m venv --clear $(VENV)
	$(PIP) install --quiet --require-hashes -r constraints.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# What tests, figures and pages need on top; a press office never downloads it.
$(DEV): $(READY) constraints-dev.txt
	$(PIP) install --quiet --require-hashes -r constraints-dev.txt
	@touch $@

run: $(READY)  ## extract the tables of data/raw into data/processed
	$(BIN)/newsnlp extract $(RAW) -o $(OUT) --to $(TO) $(KNOWN)

registry: $(READY)  ## write templates of your own people and bodies into registry
	$(BIN)/newsnlp registry init registry

suggest: $(READY)  ## propose entries for the registry from the tables of data/processed
	$(BIN)/newsnlp registry suggest $(OUT) $(KNOWN)

test: lint types tests  ## everything that must pass before a commit

lint: $(DEV)  ## ruff's rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)  ## mypy, strict
	$(BIN)/mypy

tests: $(DEV)  ## pytest in two processes; warnings are errors
	$(BIN)/python -m pytest -q -n 2

format: $(DEV)  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: $(DEV)  ## F1 of each table on the development data, against benchmarks/floors.json
	$(BIN)/python benchmarks/quality.py

docs: $(DEV)  ## build/site: README, docs and the notebooks as pages; a broken link is an error
	$(BIN)/python -m sphinx -b html -aE -W --keep-going -q -c docs -d build/doctrees . build/site
	@echo build/site/index.html

torture: $(DEV)  ## mutate files and texts, kill fifty runs: all must come to a good end (twenty minutes)
	PYTHONPATH=src:tests $(BIN)/python tests/fuzz_read.py
	$(BIN)/python benchmarks/torture.py --data $(DATA)

train: $(DEV)  ## train the network anew on DATA (two cores, forty minutes)
	$(PIP) install --quiet -r training/requirements.txt
	$(BIN)/python training/run.py --data $(DATA)

pins:  ## pin what pyproject.toml asks for anew, in constraints.txt and constraints-dev.txt (needs uv)
	$(COMPILE) --extra build pyproject.toml -o constraints.txt
	$(COMPILE) --all-extras --constraint constraints.txt pyproject.toml -o constraints-dev.txt

clean:  ## remove .venv, caches and tables
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find $(OUT) -mindepth 1 ! -name README.md -delete
