# `make demo` prints the claim table of an article, `make test` runs every check, `make fuzz SECONDS=60` looks for inputs that
# break a rule, so many seconds for each target. All need Python 3.11 or later and PyPI.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
ARTICLE ?= fixtures/ferry_report.txt
SECONDS ?= 60
BIN := .venv/bin
# What the tests may use; `make test EXTRAS=dev,ray,spark` tests the engines too, which are large and otherwise skipped.
EXTRAS ?= dev
DEV := .venv/.installed-$(EXTRAS)

.PHONY: demo test lint types layers unit docs notebooks fuzz clean

demo: .venv/.installed
	$(BIN)/claimkit table $(ARTICLE)

test: lint types layers unit

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

layers: $(DEV)
	$(BIN)/lint-imports --no-logo

unit: $(DEV)
	$(BIN)/pytest -n auto --dist worksteal

# The documentation as a site, in the folder site.
docs: $(DEV)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# Runs the notebooks in docs/notebooks anew and stores what comes out.
notebooks: $(DEV)
	$(BIN)/python docs/notebooks/remake.py

fuzz: .venv/.installed-fuzz
	$(BIN)/python -m fuzz --seconds $(SECONDS)

clean:
	rm -rf site .fuzz .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist

# Some systems ship Python without the part of venv that installs pip; virtualenv brings its own.
.venv/pyvenv.cfg:
	$(PYTHON) -m venv .venv || { $(PYTHON) -m pip install virtualenv && $(PYTHON) -m virtualenv .venv; }

.venv/.installed: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable .
	touch $@

$(DEV): .venv/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[$(EXTRAS)]'
	touch $@

.venv/.installed-fuzz: .venv/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[fuzz]'
	touch $@
