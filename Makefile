# Everything a person needs: make setup | demo | test | lint | bench | size
# Needs Python 3.11 or newer and make; everything else is installed below .venv by `make setup`.
.DELETE_ON_ERROR:
.PHONY: setup demo test lint bench size lock browser clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml scripts/make_venv
	PYTHON="$(PYTHON)" scripts/make_venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	$(BIN)/hark demo $(DEMO)

test: setup browser
	$(BIN)/python -m pytest $(TESTS)

browser:
	@scripts/get_browser

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/house_rules.py

size: setup
	$(BIN)/python scripts/house_rules.py --sizes

bench: setup
	$(BIN)/python -m pytest tests/bench --override-ini=addopts= -q -s $(TESTS)

lock: setup
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock --quiet

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
