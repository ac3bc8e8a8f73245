# Everything a user or a developer runs. `make` alone says what there is.

.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/sh
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
PYTHON_IN_VENV := $(BIN)/python
# Two at a time, each with engines of its own; a file stays with one of them.
PYTEST := $(PYTHON_IN_VENV) -m pytest -n 2 --dist loadfile
NEO4J := $(PYTHON_IN_VENV) -m tests.neo4j.server
UNIT := not slow and not embedded and not neo4j

# Of `make demo`: SERVE=0 ends instead of serving; GRAPH=neo4j runs it on a real Neo4j; SEED and ENCOUNTERS vary it.
SERVE ?= 1
GRAPH ?= embedded
SEED ?=
ENCOUNTERS ?=
DEMO_HOME := .waterbed-demo
DEMO_OPTIONS := --home $(DEMO_HOME) --graph $(GRAPH) $(if $(filter 0 no false,$(SERVE)),--no-serve,--serve) \
	$(if $(SEED),--seed $(SEED)) $(if $(ENCOUNTERS),--encounters $(ENCOUNTERS))

.PHONY: help demo test check fix bench lock docs clean lint types contracts set-up-run set-up-dev set-up-neo4j web chromium

help:  ## Say what there is
	@printf 'make TARGET\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: set-up-run web $(if $(filter neo4j,$(GRAPH)),set-up-neo4j-now)  ## Simulate a region, find what is in it, serve it (SERVE=0: don't serve; GRAPH=neo4j: on a real Neo4j)
	@$(if $(filter neo4j,$(GRAPH)),$(NEO4J) --) $(BIN)/waterbed demo $(DEMO_OPTIONS)

test: set-up-dev set-up-neo4j web chromium lint types contracts  ## Set up and run all checks and all tests
	@$(PYTEST)

check: set-up-dev lint types contracts  ## Lint, types, import contracts and the fast tests
	@$(PYTEST) -q -m '$(UNIT)'

fix: set-up-dev  ## Format, and mend what the linter can mend
	@$(BIN)/ruff check --quiet --fix .; $(BIN)/ruff format --quiet .

bench: set-up-dev  ## Measure accuracy and speed on simulated regions
	@$(BIN)/waterbed bench all

docs: set-up-dev  ## Write docs/commands.md and docs/api.md anew, from the command line and the routes
	@$(PYTHON_IN_VENV) -m tests.house.command_reference --write
	@$(PYTHON_IN_VENV) -m tests.house.api_reference --write

lock: set-up-dev  ## Pin newer dependencies, with their hashes, in requirements/
	@scripts/lock.sh $(UPGRADE)

clean:  ## Remove what the other targets made, .venv too
	@if [ -x $(BIN)/waterbed ] && [ -d $(DEMO_HOME) ]; then $(BIN)/waterbed --home $(DEMO_HOME) graph stop || true; fi
	rm -rf .venv $(DEMO_HOME) .bench build dist tests/neo4j/lib viz/web/dist viz/web/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	@find graph ingest viz api tests -name __pycache__ -type d -prune -exec rm -rf {} +

lint:
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

types:
	@$(BIN)/mypy --no-error-summary

contracts:
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { printf '%s\n' "$$said"; exit 1; }

set-up-run:
	@scripts/setup.sh run

set-up-dev:
	@scripts/setup.sh dev

set-up-neo4j:
	@scripts/neo4j.sh

web:
	@scripts/web.sh

chromium:
	@scripts/chromium.sh

set-up-neo4j-now:
	@CI=1 scripts/neo4j.sh
