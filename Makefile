# `make demo` and `make test` each work as the only command in a fresh clone with Python 3.12 or newer.
.PHONY: help demo test lint check bench agree docs lock runtime dev
.DEFAULT_GOAL := help

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

demo: runtime  ## the whole idea on real input: read, judge, audit, sweep, prove; then the product, running
	@.venv/bin/facturis demo

test: dev  ## the whole test suite, on all cores
	@.venv/bin/pytest -n auto --dist worksteal

lint: dev  ## style, types, and which room may import which
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

check: lint test  ## lint and test

bench: dev  ## measure, and write bench/results.md
	@.venv/bin/python -m bench

agree: dev  ## N generated cases (make agree N=5000): page, memory store and SQLite agree
	@AGREE_EXAMPLES=$(or $(N),500) .venv/bin/pytest -n auto --dist worksteal tests/agree

docs: dev  ## write docs/map.md, the tables of the guide and the catalogues of sentences again
	@.venv/bin/python tools/map.py
	@.venv/bin/python tools/residue.py
	@.venv/bin/python tools/messages.py

# UPGRADE=--upgrade takes the newest versions; otherwise a pin changes only where it must.
COMPILE = .venv/bin/uv pip compile pyproject.toml --no-config --quiet --universal --python-version 3.12 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)
lock: dev  ## pin the dependencies again (make lock UPGRADE=--upgrade for the newest)
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

runtime:
	@sh tools/environment.sh requirements.lock

dev:
	@sh tools/environment.sh requirements-dev.lock
