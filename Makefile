# Every command of the house. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
UV     ?= $(shell command -v uv)
BIN    := .venv/bin
READY  := .venv/.ready
PEERS  := .venv-peers/.ready
ASSETS := maps/assets/package-lock.json
CHECKS := tests/web/node_modules/.package-lock.json
BIOME  := tests/web/node_modules/.bin/biome

# Files of tests run side by side, each by one process, so that what a file shares is made once, the longest first.
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# The lock is whole: nothing is resolved, so that a release of today changes nothing here.
LOCKED := --require-hashes --no-deps --only-binary :all:
ifneq ($(UV),)
INSTALL := "$(UV)" pip install --quiet --python $(BIN)/python
else
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: help setup demo test coverage check lint types arrows verify bench bench-peers sample lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) $(ASSETS) $(CHECKS) ## install everything into .venv and fetch what the pages need

demo: setup ## run the made-up sample to a map and a report
	$(BIN)/nearcare demo

test: setup ## run all tests but the slow proofs
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

coverage: setup ## the same, told line by line which code no test runs; takes nearly twice as long
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) --cov --cov-report=term

check: lint types arrows test ## lint, types, arrows between the storeys, tests

lint: setup ## look for faults of style, change nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIOME) check --config-path=tests/web maps/web_map/static

types: setup ## check the types, strictly
	$(BIN)/mypy

arrows: setup ## check that imports run downward only, without circles
	$(BIN)/lint-imports --no-cache

verify: setup ## run the slow proofs, on real data where it is at hand
	$(BIN)/python -m pytest -m verify

bench: setup ## run the benchmarks one after another
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

bench-peers: setup $(PEERS) ## the search beside GRASS, scikit-image and others, installed into .venv-peers
	$(BIN)/python benchmarks/peers/run.py

sample: setup ## make the made-up valley of data/sample/ anew
	$(BIN)/python -m scripts.make_sample

lock: ## pin the newest versions anew, with hashes (needs uv)
	@[[ -n "$(UV)" ]] || { echo "make lock needs uv on the PATH" >&2; exit 1; }
	"$(UV)" pip compile $(LOCKING) --group dev --output-file requirements.txt pyproject.toml
	"$(UV)" pip compile $(LOCKING) --group node --output-file requirements-node.txt
	"$(UV)" pip compile $(LOCKING) --group peers --output-file requirements-peers.txt

clean: ## remove what setup and the tools made
	rm -rf .venv .venv-peers tests/web/node_modules accessibility/search/__pycache__/nearcare-* maps/assets build dist htmlcov .coverage .coverage.* \
	    .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# One file for every system and Python from 3.11 on; no address of an index in it.
LOCKING := --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

$(READY): requirements.txt pyproject.toml hatch_build.py
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "nearcare needs Python 3.11 or newer; name one: make setup PYTHON=python3.12" >&2; exit 1; }
ifneq ($(UV),)
	"$(UV)" venv --quiet --allow-existing --python "$(PYTHON)" .venv
else
	@"$(PYTHON)" -m venv .venv \
	    || { echo "no .venv could be made; install uv, or the venv of your Python (Debian: apt-get install python3-venv)" >&2; exit 1; }
endif
	$(INSTALL) $(LOCKED) --requirement requirements.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(ASSETS): maps/web/package.json maps/web/package-lock.json maps/assets.py | $(READY)
	@command -v npm >/dev/null || $(INSTALL) $(LOCKED) --requirement requirements-node.txt
	$(BIN)/python -m maps.assets

# What the scripts and pages of the web map are checked with, beside tests/; its newest file tells when it was made.
$(CHECKS): tests/web/package.json tests/web/package-lock.json | $(ASSETS)
	$(BIN)/python -m maps.assets tests/web
	@touch $@

$(PEERS): requirements-peers.txt
	@"$(PYTHON)" -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check $(LOCKED) --requirement requirements-peers.txt
	@touch $@
