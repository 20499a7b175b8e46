# Two commands matter: `make run` simulates the Medan study, `make test` checks everything.
# Both create their own environment first. Another Python: make run PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
SCENARIO ?= scenarios/medan.yaml
RUN_OPTIONS ?=
# Workers of the test run; the tests do not depend on it.
TEST_WORKERS ?= 2
# How many examples a property is tried on: shared (60, others each time) or few (20, always the same).
EXAMPLES ?= shared
# Which tests, as a marker expression; all of them if nothing is said.
SELECT ?=

BIN := $(VENV)/bin
# durable-rules names a function that Python 3.13 removed; this flag gives it the new name.
DURABLE_FLAG := -DPyEval_CallObject=PyObject_CallObject

.PHONY: help known-findings run test test-core lint types format wheel bench national soak questions validate \
  docs notebook install check-pages check-pages clean
.DEFAULT_GOAL := help

help: ## Show these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

install: $(VENV)/.installed ## Install into .venv, and nothing more

run: $(VENV)/.installed ## Simulate and compare (SCENARIO=..., RUN_OPTIONS="--people 2000")
	$(BIN)/policy-sim run $(SCENARIO) $(RUN_OPTIONS)

test: lint types ## Check style, types and behaviour
	$(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist loadgroup --hypothesis-profile $(EXAMPLES) -m "$(SELECT)"

# What hangs on the version of Python: reading, typing, deciding, keyed chance, one simulated arm.
CORE := tests/catalogue tests/documents tests/policy tests/rules tests/workforce $(wildcard tests/test_*.py) \
  tests/simulation/test_simulate.py tests/simulation/test_small_medan.py

test-core: $(VENV)/.installed-dev ## Check the language, the rules, the people and one simulated arm
	$(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist loadgroup --hypothesis-profile few $(CORE)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy
	$(BIN)/mypy benchmarks

format: $(VENV)/.installed-dev ## Put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(VENV)/.installed-dev ## Build the wheel into dist/
	$(BIN)/python -m pip -q wheel --no-deps --wheel-dir dist .

bench: $(VENV)/.installed-dev ## Measure and compare with benchmarks/RESULTS.md
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt -e ".[bench]"
	$(BIN)/python benchmarks/measure.py

soak: $(VENV)/.installed ## Watch the memory of 500 replications, one after the other
	$(BIN)/python benchmarks/soak.py

national: $(VENV)/.installed-dev ## Measure 4.7 million people over ten years (PEOPLE=1000000 for fewer)
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt -e ".[bench]"
	$(BIN)/python benchmarks/measure.py national $(if $(PEOPLE),--people $(PEOPLE))

questions: $(VENV)/.installed ## Run the twelve questions, small, and write docs/questions/
	$(BIN)/python benchmarks/questions.py $(STUDIES)

validate: $(VENV)/.installed ## Run the published studies in full, and write docs/validation/ (STUDIES="..." for some)
	$(BIN)/python benchmarks/validate.py $(STUDIES)

docs: $(VENV)/.installed-dev ## Build the documentation into build/site, strictly
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt -e ".[docs]"
	NO_MKDOCS_2_WARNING=true $(BIN)/mkdocs build -q -f website/mkdocs.yml

notebook: $(VENV)/.installed ## Open the notebooks in JupyterLab
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt -e ".[excel,lab,notebook]"
	$(BIN)/jupyter lab notebooks

check-pages: $(VENV)/.installed-dev ## Look at the report in a browser: accessibility, phone and desktop (RUN=folder)
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt -e ".[pages]"
	$(BIN)/python benchmarks/pages.py $(RUN)

clean: ## Remove the environments and what they built
	rm -rf $(VENV) .venv-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.durable: constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt pip setuptools wheel
	CPPFLAGS="$(DURABLE_FLAG) $$CPPFLAGS" $(BIN)/python -m pip -q install --disable-pip-version-check \
	  --no-cache-dir --no-build-isolation --no-binary durable-rules -c constraints.txt durable-rules \
	  || echo "durable-rules could not be built: the columnar engine works, the audit will say why not"
	touch $@

$(VENV)/.installed: $(VENV)/.durable pyproject.toml
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt -e ".[excel]"
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip -q install --disable-pip-version-check -c constraints.txt -e ".[dev,notebook]"
	touch $@

known-findings: $(VENV)/.installed ## Examine every shipped draft (some minutes)
	POLICY_SIM_ALL_DRAFTS=1 $(BIN)/python -m pytest -q tests/proof/test_known_findings.py
