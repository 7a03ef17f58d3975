# `make run` and `make test` do all set-up on a machine that has Python 3.11+ (with venv) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test check format bench lock clean

help: ## show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(VENV)/run.stamp ## start the service on the sample documents at http://127.0.0.1:8080
	$(BIN)/feedmill --config deploy/demo.toml run

test: $(VENV)/dev.stamp ## run the whole test suite
	$(BIN)/python -m pytest -n auto

check: $(VENV)/dev.stamp ## lint, format, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_imports.py

format: $(VENV)/dev.stamp ## format and sort imports
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp ## run the benchmarks
	$(BIN)/python -m benchmarks

lock: ## write the lock files anew (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header -q -U -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header -q -c requirements.lock -o requirements-dev.lock

clean: ## remove the environment, the demo's state and generated feeds
	rm -rf $(VENV) .demo feeds

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("feedmill needs Python 3.11 or newer; this is " + sys.version) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)

# The development lock holds every package of the other one, so that a developer's environment serves both.
$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies into $(VENV) (once, about a minute) ..."
	test -e $(VENV)/dev.stamp || $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked development dependencies into $(VENV) (once, a minute or two) ..."
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@
