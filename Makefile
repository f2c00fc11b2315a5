# svtool: everything a person or a machine needs. `make` alone prints this list.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif

.DEFAULT_GOAL := help
.PHONY: help measures test test-slow test-all test-spark page-check mutants kills full-disk check fix docs bench bench-docs sample wheelhouse lock dist audit test-matrix fuzz clean

help: ## print what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

measures: $(VENV)/.ready ## print Tables 1 and 2 from the sample
	@$(BIN)/python -m svtool measures --project sample_data/svtool.yaml
	@echo "The sample is made up. Its warnings are there on purpose: it has the faults that real extracts have."

test: $(VENV)/.ready-dev ## run the tests, in under three minutes on two cores
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not slow and not spark"

test-slow: $(VENV)/.ready-dev ## run the tests that take longer, alone
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m "slow and not spark"

test-all: $(VENV)/.ready-dev ## run all tests, those too that take longer
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not spark"

SPARK_TESTS := tests/spark tests/spec/test_police_practice.py tests/spec/test_kinds_practice.py \
	tests/spec/test_derived_fields_are_fields.py tests/properties/test_engine_agrees_with_oracle.py \
	tests/unit/test_benchmarks.py::test_the_script_for_spark_counts_what_the_others_count

test-spark: $(VENV)/.ready-spark ## run a part of the tests with Spark as the engine; needs Java 17
	@$(BIN)/python -m pytest -q --engine spark -m "not slow" $(SPARK_TESTS)

kills: N ?= 200
kills: SEED ?= 1
kills: $(VENV)/.ready-dev ## kill whole commands at N random moments (200), and look at what they leave
	@$(BIN)/python .ci/ends/kills.py --number $(N) --seed $(SEED)

full-disk: $(VENV)/.ready-dev ## run whole commands on disks that are full at N sizes (20), and look at what they leave
	@$(BIN)/python .ci/ends/full_disk.py --sizes $(or $(N),20)

page-check: $(VENV)/.ready-dev ## check pages of svtool report with axe-core and the Nu validator; needs npm, Java and Chromium
	@$(BIN)/python tests/page/check_pages.py $(PAGES)

mutants: N ?= 200
mutants: SEED ?= 1
mutants: $(VENV)/.ready-mutants ## change the core in N places (200), one at a time, and say how many of them the tests catch
	@$(BIN)/python .ci/mutants.py --number $(N) --seed $(SEED)

fuzz: $(VENV)/.ready-dev ## throw bytes at readers, rules, dates and command lines, guided by what they reach
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	@$(BIN)/python .ci/fuzz.py $(FUZZ)

check: $(VENV)/.ready-dev ## run the linters, the type checker, and the checks of spelling and links
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/docs/test_spelling.py tests/docs/test_links.py

fix: $(VENV)/.ready-dev ## mend what the linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.ready-dev ## write the generated parts and the outputs of the documentation again
	@PYTHONPATH=tests $(BIN)/python tests/docs/pages.py

bench: $(VENV)/.ready-bench ## measure speed and memory on up to 20 million rows, beside other programs
	@$(BIN)/python benchmarks/run.py $(BENCH)

bench-docs: $(VENV)/.ready ## write what the benchmark measured into the documentation
	@test -f benchmarks/data/results.json || $(MAKE) bench
	@$(BIN)/python benchmarks/performance_page.py

sample: $(VENV)/.ready ## write the sample extracts again
	@$(BIN)/python -m svtool sample --out sample_data --force

wheelhouse: $(VENV)/pyvenv.cfg ## build a zip that installs svtool without a network
	@$(BIN)/python .ci/wheelhouse/build.py

lock: $(VENV)/.ready-release ## write the versions that were tried into requirements/ again
	@$(LOCK) --output-file requirements/svtool.txt
	@$(LOCK) --extra dev --extra spark --output-file requirements/development.txt

dist: $(VENV)/.ready-release ## build the wheel, the source archive, and a list of all that svtool needs
	@$(BIN)/python .ci/release/build.py

audit: $(VENV)/.ready-release ## look up what is known against the libraries that svtool needs; needs a network
	@$(BIN)/python -m pip_audit --disable-pip --requirement requirements/svtool.txt

test-matrix: $(VENV)/.ready-release ## run the tests with the oldest and the newest libraries, on each Python that is found
	@$(BIN)/python .ci/matrix.py $(MATRIX)

clean: ## remove what was installed and built
	rm -rf $(VENV) build dist mutants *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -m venv $(VENV)

# pip compiles no editable install; where Python may not write bytecode, every run would compile svtool again.
COMPILE := $(BIN)/python -m compileall -q svtool

$(VENV)/.ready: pyproject.toml $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.ready-dev: pyproject.toml $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(COMPILE)
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-bench: pyproject.toml $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(COMPILE)
	@touch $@ $(VENV)/.ready

# Versions and hashes for every Python and system, without the address of the index that they came from.
LOCK := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml

$(VENV)/.ready-release: pyproject.toml $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	@$(COMPILE)
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-spark: pyproject.toml $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,spark]'
	@$(COMPILE)
	@touch $@ $(VENV)/.ready-dev $(VENV)/.ready

$(VENV)/.ready-mutants: pyproject.toml $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	@$(COMPILE)
	@touch $@ $(VENV)/.ready-dev $(VENV)/.ready
