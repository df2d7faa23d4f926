# Everything a person needs: make setup | demo | test | stories | lint | bench | triage-report | size
# Needs Python 3.11 or newer and make; everything else is installed below .venv by `make setup`.
.DELETE_ON_ERROR:
.PHONY: setup demo test stories lint bench triage-report size lock browser clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml scripts/make_venv
	PYTHON="$(PYTHON)" scripts/make_venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	@scripts/get_node_clients .make/node
	@touch $@

demo: setup
	$(BIN)/hark demo $(DEMO)

# One more than there are cores: browser stories wait more than they work. Files in the order of their names: the stories
# come early, and nothing long is left for the end.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
test: setup browser
	HARK_NODE_MODULES="$(CURDIR)/.make/node" $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not patient" $(TESTS)

# The stories that wait for clocks of minutes (idle owners, warnings, breaches, reminders, a server that fell), of what
# happens seldom, and long walks with a thumb through what other stories do at a desk.
stories: setup browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m patient tests/browser

# What tests need beyond Python. Without a browser its tests skip loudly.
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

# Figures of this machine. POSTS says how large the seeded desk is.
POSTS ?= 100000
bench: setup
	$(BIN)/hark bench triage
	$(BIN)/hark bench live
	$(BIN)/hark bench desk --posts $(POSTS)
	$(BIN)/python tests/bench/archive_read.py
	$(BIN)/python tests/bench/sandbox_stream.py

# Fills the table in docs/triage.md from ../shared/data; says so and stops when that folder is absent.
triage-report: setup
	$(BIN)/python -m hark.triage.report --data $(or $(HARK_SHARED_DATA),../shared/data) --page docs/triage.md

lock: setup
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock --quiet

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
