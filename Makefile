# One verb a task. Each sets up what it needs in .venv, from nothing but Python >= 3.11.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE ?= catalog/news/sn-2024/rafah.yaml

.PHONY: analyse browser test test-all lint docs bench evaluate clean help

help:
	@echo "make analyse    install, and run the main job on a shipped case (CASE=FILE for another)"
	@echo "make test       install, and run the fast tests; make test-all runs the slow ones too"
	@echo "make browser    opens reports in a real Chromium, which has to be installed"
	@echo "make lint       style and types"
	@echo "make docs       build the documentation strictly"
	@echo "make evaluate   score the inference on recorded negotiations between people (docs/evidence.md)"
	@echo "make bench      measure speed; results go to docs/benchmarks.md by hand"

# The virtual environment, and one stamp per set of packages installed into it.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --upgrade "pip>=25.1"

$(VENV)/.base: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install -qq --editable .
	@# Where Python may not write bytecode itself, every start would compile all of it.
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.%: $(VENV)/.base
	$(BIN)/python -m pip install -qq --group $*
	@touch $@

analyse: $(VENV)/.base
	@$(BIN)/lastyard analyse $(CASE) || [ $$? -eq 1 ]

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist worksteal

test-all: $(VENV)/.test
	LASTYARD_THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal -m ""

# What is missing (Chromium, say) is skipped by name.
browser: $(VENV)/.test $(VENV)/.browser
	$(BIN)/python -m pytest -n 2 -rs -m browser tests/views/report/test_in_a_browser.py

lint: $(VENV)/.lint $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -W --keep-going -q docs docs/_build/html

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

evaluate: $(VENV)/.base
	$(BIN)/python -m evaluation

clean:
	rm -rf $(VENV) docs/_build build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
