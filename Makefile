# `make demo` prints the claim table of an article, `make test` runs every check, `make fuzz SECONDS=60` looks for inputs that
# break a rule, so many seconds for each target. All need Python 3.11 or later and PyPI.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
ARTICLE ?= fixtures/ferry_report.txt
SECONDS ?= 60
BIN := .venv/bin

.PHONY: demo test lint types layers unit fuzz clean

demo: .venv/.installed
	$(BIN)/claimkit table $(ARTICLE)

test: lint types layers unit

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.installed-dev
	$(BIN)/mypy

layers: .venv/.installed-dev
	$(BIN)/lint-imports --no-logo

unit: .venv/.installed-dev
	$(BIN)/pytest

fuzz: .venv/.installed-fuzz
	$(BIN)/python -m fuzz --seconds $(SECONDS)

clean:
	rm -rf .fuzz .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist

# Some systems ship Python without the part of venv that installs pip; virtualenv brings its own.
.venv/pyvenv.cfg:
	$(PYTHON) -m venv .venv || { $(PYTHON) -m pip install virtualenv && $(PYTHON) -m virtualenv .venv; }

.venv/.installed: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable .
	touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[dev]'
	touch $@

.venv/.installed-fuzz: .venv/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[fuzz]'
	touch $@
