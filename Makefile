# One verb a task. Each sets up what it needs, from nothing but Python >= 3.11 and make.
#
# .venv holds the tree itself, to run and to work on. Tests run elsewhere: on the built wheel, beside
# what the sdist holds, with the source out of reach (build/). What develops, tests, lints and builds
# the docs is installed in the exact versions of requirements/, with hashes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE ?= news/sn-2024/rafah
LOCKED := -m pip install -qq --require-hashes --requirement

.PHONY: environments keys pictures analyse test test-thorough test-all test-locked test-newest test-oldest browser develop lint docs lock \
	mutants test-coverage bench evaluate clean help

help:
	@echo "make analyse      install, and run the main job on a shipped case (CASE=FILE for another)"
	@echo "make test         run the fast tests on the built wheel; make test-all runs the slow ones too"
	@echo "make test-thorough  those that take half a second to ten seconds each (CI runs them)"
	@echo "make test-newest  the same with the newest release of every dependency"
	@echo "make test-oldest  the same with the oldest that pyproject.toml allows"
	@echo "make browser      open reports and the workbench in a real Chromium, which has to be installed"
	@echo "make develop      install the tree with all tools, to work on it: .venv/bin/python -m pytest"
	@echo "make lint         style and types"
	@echo "make docs         build the documentation strictly"
	@echo "make pictures     take the pictures of the documentation anew, in a real Chromium"
	@echo "make keys         write the tables of keys in docs/json.md and docs/case-file.md anew"
	@echo "make lock         renew the locked versions of everything that develops and tests"
	@echo "make mutants      break the engines on purpose, and see whether their tests notice (20 minutes)"
	@echo "make test COVERED=1  the same, and which share of each package's lines and branches they run (as CI does)"
	@echo "make evaluate     score the inference on recorded negotiations between people"
	@echo "make bench        measure speed beside peers, and write the table of docs/benchmarks.md (15 minutes)"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# As a user installs it: the newest releases, with nothing but our own floors.
$(VENV)/.base: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install -qq --editable .
	@# Where Python may not write bytecode itself, every start would compile all of it.
	@$(BIN)/python -m compileall -q src
	@touch $@

# A group of tools in its locked versions, and the tree itself. Not of itself "up to date" with
# analyse: whichever came last decides the versions.
$(VENV)/.%: requirements/%.txt $(BIN)/python pyproject.toml
	$(BIN)/python $(LOCKED) requirements/build.txt --requirement $<
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

analyse: $(VENV)/.base
	@$(BIN)/lastyard analyse $(CASE) || [ $$? -eq 1 ]

develop: $(VENV)/.lint $(VENV)/.docs $(VENV)/.browser

# Tests: one environment for each way of choosing versions, one folder with what is tested.
BUILT := build/dist/.done
TESTED := build/tested
ENVIRONMENT := build/environments/$(notdir $(PYTHON))
TEST = cd $(TESTED) && $(CURDIR)/$(ENVIRONMENT)-$(1)/bin/python $(2) -m pytest -n auto --dist worksteal

$(BUILT): $(VENV)/.build $(shell git ls-files --cached --others --exclude-standard 2>/dev/null || find . -path ./build -prune -o -path ./.venv -prune -o -type f -print)
	rm -rf build/dist $(TESTED)
	$(BIN)/python -m build --no-isolation --outdir build/dist . >/dev/null
	mkdir -p $(TESTED)
	tar -xzf build/dist/*.tar.gz -C $(TESTED) --strip-components=1
	rm -rf $(TESTED)/src
	@touch $@

WHEEL = $(ENVIRONMENT)-$(1)/bin/python -m pip install -qq --no-deps --no-index --force-reinstall build/dist/*.whl

$(ENVIRONMENT)-locked/.done: requirements/coverage.txt requirements/browser.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python $(LOCKED) requirements/coverage.txt --requirement requirements/browser.txt
	@touch $@

$(ENVIRONMENT)-oldest/.done: requirements/oldest.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python $(LOCKED) $<
	@touch $@

# All that CI needs, so that it can be made beside lint and docs: most of it waits for downloads.
environments: $(ENVIRONMENT)-locked/.done $(ENVIRONMENT)-oldest/.done

test: $(if $(COVERED),test-coverage,test-locked)

test-locked: $(ENVIRONMENT)-locked/.done $(BUILT)
	@$(call WHEEL,locked)
	$(call TEST,locked) $(ARGUMENTS)

# The same tests, and which share of each package's lines and branches they run; programs and workers that they start count.
# ARGUMENTS=tests/values for some of the tests: then floors are not held against them.
COVERAGE = cd $(TESTED) && $(CURDIR)/$(ENVIRONMENT)-locked/bin/python
test-coverage: $(ENVIRONMENT)-locked/.done $(BUILT)
	@$(call WHEEL,locked)
	@rm -rf $(TESTED)/build/coverage && mkdir -p $(TESTED)/build/coverage
	$(call TEST,locked,-m coverage run) $(ARGUMENTS)
	@$(COVERAGE) -m coverage combine -q
	@$(COVERAGE) -m coverage json -q -o build/coverage/figures.json
	@$(COVERAGE) tests/covered.py build/coverage/figures.json $(if $(ARGUMENTS),,--floors)

test-oldest: $(ENVIRONMENT)-oldest/.done $(BUILT)
	@$(call WHEEL,oldest)
	LASTYARD_BRIEF=1; export LASTYARD_BRIEF; $(call TEST,oldest) $(ARGUMENTS)

test-newest: $(VENV)/.lock $(BUILT)
	@test -d $(ENVIRONMENT)-newest || $(PYTHON) -m venv $(ENVIRONMENT)-newest
	@# The certificates that the machine trusts, as pip takes them: an office may have its own.
	$(BIN)/uv pip install --quiet --system-certs --python $(ENVIRONMENT)-newest --upgrade --group test \
		"lastyard[dask,docx,mcp,pdf,postgres,room,web] @ file://$$(ls $(CURDIR)/build/dist/*.whl)"
	@$(call WHEEL,newest)
	LASTYARD_BRIEF=1; export LASTYARD_BRIEF; $(call TEST,newest) $(ARGUMENTS)

test-thorough: $(ENVIRONMENT)-locked/.done $(BUILT)
	@$(call WHEEL,locked)
	$(call TEST,locked) -m thorough $(ARGUMENTS)

test-all: $(ENVIRONMENT)-locked/.done $(BUILT)
	@$(call WHEEL,locked)
	LASTYARD_THOROUGH=1; export LASTYARD_THOROUGH; $(call TEST,locked) -m ""

# What is missing (Chromium, say) is skipped by name.
browser: $(ENVIRONMENT)-locked/.done $(BUILT)
	@$(call WHEEL,locked)
	cd $(TESTED) && $(CURDIR)/$(ENVIRONMENT)-locked/bin/python -m pytest -n 2 --dist worksteal -rs -m browser tests/views/report/test_in_a_browser.py tests/web/test_in_a_browser.py tests/room/test_in_a_browser.py tests/promises/test_p10_the_page.py tests/docs/test_pictures.py

# ARGUMENTS="values reading --seed 2 --minutes 5" for some packages, others of the mutants, less time.
mutants: $(VENV)/.coverage
	$(BIN)/python tests/mutants.py $(ARGUMENTS)

keys: $(VENV)/.lint
	$(BIN)/python tests/docs/keys.py

# The pictures of the documentation, from the version at hand.
pictures: $(VENV)/.browser
	$(BIN)/python tests/docs/pictures.py

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -W --keep-going -q docs docs/_build/html

lock: $(VENV)/.lock
	$(BIN)/python requirements/lock.py $(BIN)/uv

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

evaluate: $(VENV)/.base
	$(BIN)/python -m evaluation

clean:
	rm -rf $(VENV) docs/_build build .pytest_cache .mypy_cache .ruff_cache .hypothesis
