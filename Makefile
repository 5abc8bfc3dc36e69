# Everything starts here. `make demo` and `make test` set up what they need; a step that is done costs nothing again.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo serve test uthallighet lint format lock generated benchmarks clean system system-test eark

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

demo: system .venv/.runtime ## build the sample meeting's packet into out/demo
	$(BIN)/samlad demo --ut out/demo

serve: system .venv/.runtime ## start the service on its embedded default: SQLite, a folder, no other server
	$(BIN)/samlad serve

test: system-test .venv/.dev .venv/.eark ## every tier of tests, with coverage
	$(BIN)/coverage erase
	$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=
	$(BIN)/coverage report

uthallighet: system-test .venv/.dev ## 200 builds on each kind of database while everything is killed again and again
	UTHALLIGHET=200 $(BIN)/python -m pytest -s tests/live/test_endurance.py

lint: .venv/.dev ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/.dev ## put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generated: .venv/.dev ## rewrite what is generated: JSON Schemas, Word templates, docs/fel.md, README's settings, the page's catalogue
	$(BIN)/python -m service.schema.publish
	$(BIN)/python -m templates._bygg
	$(BIN)/python docs/skriv.py
	$(BIN)/python docs/oversatt.py
	$(BIN)/python -m tests.files.hostile

benchmarks: system-test .venv/.dev ## measure: fill, conversion, assembly
	$(BIN)/python -m benchmarks.fill
	$(BIN)/python -m benchmarks.engines
	$(BIN)/python -m benchmarks.convert
	$(BIN)/python -m benchmarks.packet
	$(BIN)/python -m benchmarks.rebuild
	$(BIN)/python -m benchmarks.archive
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.sketch

lock: .venv/.dev ## pin every version with its hashes
	$(BIN)/uv pip compile pyproject.toml --extra build --extra verapdf --extra seal $(LOCKED) -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra build --extra verapdf --extra seal --extra dev $(LOCKED) -o requirements-dev.txt
	$(BIN)/uv pip compile .ci/eark.in --override .ci/eark.override $(LOCKED) -o requirements-eark.txt
LOCKED := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-strip-extras

clean: ## remove what was made here
	rm -rf .venv out build *.egg-info .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system:
	@.ci/system

system-test:
	@.ci/system test

.venv/.base: | system
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Samlad behöver Python 3.11 eller senare.")'
	$(PYTHON) -m venv .venv
	touch $@

.venv/.runtime: requirements.txt pyproject.toml | .venv/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

eark: .venv/.eark ## the independent validator of archive packages, in an environment of its own
.venv/.eark: requirements-eark.txt | .venv/.base
	$(PYTHON) -m venv .venv/eark
	.venv/eark/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-eark.txt
	touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
