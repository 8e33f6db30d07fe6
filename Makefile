# Everything a newcomer, a developer or CI does with this repository. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test test-all search check bench measure format lock clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/.run  ## run the shop's journeys against the healthy demo agent: no key, no network
	@$(BIN)/harness run journeys

test: .venv/.dev check  ## lint, types and tests: all that a bare machine can run
	@$(BIN)/python -m pytest -n auto

test-all: .venv/.all check  ## every test, with every real part installed: a browser, a database, statistics, workflow checkers
	@$(BIN)/python -m pytest -n auto --every-part

search: .venv/.dev  ## look for examples that break a promise, other ones each time
	@$(BIN)/python -m pytest -n auto --hypothesis-profile=search

check: .venv/.dev  ## lint, formatting and types only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: .venv/.run  ## measure how fast journeys are compiled and conversations held, beside plain loops in the same run
	@$(BIN)/python benchmarks/compile.py
	@$(BIN)/python -m benchmarks.speed

measure: .venv/.run  ## measure the detectors on real, labelled conversations: make measure DATA=path
	@$(BIN)/python -m benchmarks.measure "$(DATA)"

format: .venv/.dev  ## put the code into the project's format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: .venv/.dev  ## pin anew, with hashes and without addresses (needs uv)
	uv pip compile pyproject.toml --group build --universal --generate-hashes --no-emit-index-url --no-header --output-file requirements.txt
	uv pip compile pyproject.toml --group build --group dev --universal --generate-hashes --no-emit-index-url --no-header --output-file requirements-dev.txt
	uv pip compile pyproject.toml --group build --group dev --group parts --universal --generate-hashes --no-emit-index-url --no-header --output-file requirements-all.txt

clean:  ## remove the environment and what tools left behind
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	@echo "Setting up .venv (once)"
	@$(PYTHON) -m venv .venv
	@touch $@

# The marks are newer than what they were made from, so a second call installs nothing.
.venv/.run: .venv/.made requirements.txt pyproject.toml
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.txt
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# Parts of the system come from its packages, where it has Debian's; elsewhere, install them by hand.
.venv/.all: .venv/.dev requirements-all.txt
	@$(PIP) install --require-hashes -r requirements-all.txt
	@for part in chromium postgresql; do dpkg -s $$part >/dev/null 2>&1 || missing="$$missing $$part"; done; \
	if [ -n "$$missing" ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing >/dev/null; fi
	@touch $@
