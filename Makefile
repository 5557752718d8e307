# The two commands: `make run` and `make test`. Everything else is listed by `make help`.
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
ARGS ?=
# One more than the two processors of the smallest machine: many tests wait for a worker, a browser or a clock.
WORKERS ?= 3
SHARED ?= ../shared
export PYTHONUNBUFFERED := 1
# Without compiled bytecode every start of Python takes several times as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup packages run test lint format bench measure screenshots stop clean lock drill-numbers drill-forgeries drill-faults drill-uploads drill-audit

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

packages: ## Virtual environment and packages, nothing started
	@$(PYTHON) -m tools.setup

setup: packages ## Packages, services, database, reference data and demo data
	@$(PY) -m tools.prepare

run: packages ## Start the portal with demo data on http://localhost:8000 (PORT=... for another)
	@$(PY) -m tools.run

test: packages ## The whole suite on services of its own, in parallel, with a real browser (ARGS="tests/core -k name")
	@$(PY) -m tools.browser
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: packages ## Every rule that a tool can check
	@$(PY) -m tools.lint

format: packages ## Put code and templates into the agreed shape
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format --quiet .

bench: packages ## Times of the pages beside a bare view, in one run
	@$(PY) -m bench $(ARGS)

measure: packages ## The matching on claims that circulated (SHARED=../shared); skipped where they are not at hand
	@$(PY) -m bench.measure $(SHARED)

screenshots: packages ## Pictures of every page at 360 and 1280 px, into var/screenshots, and docs/img/beranda.png
	@$(PY) -m tools.browser
	@$(PY) -m tools.screenshots $(ARGS)

drill-numbers: packages ## 64 threads sign 500 letters; the registers stay without gap or double
	@$(PY) -m bench.drill_numbers $(ARGS)

drill-forgeries: packages ## 200 altered copies of a signed letter; none may pass as genuine
	@$(PY) -m bench.drill_forgeries $(ARGS)

drill-faults: packages ## Kill the worker and the broker in the middle; nothing may be lost or done twice
	@$(PY) -m bench.drill_faults $(ARGS)

drill-uploads: packages ## Bad and good files; none of the bad may be stored, none of the good refused
	@$(PY) -m bench.drill_uploads $(ARGS)

drill-audit: packages ## What the chained trail costs, and how fast it is verified
	@$(PY) -m bench.drill_audit $(ARGS)

stop: ## Stop the portal and its services
	@if [ -x $(PY) ]; then $(PY) -m tools.stop; else echo "Belum ada yang terpasang, jadi tidak ada yang berjalan."; fi

clean: stop ## Remove what setup made: data, packages, caches (the code stays)
	@$(PYTHON) -m tools.clean

lock: packages ## Compile requirements*.in again, with hashes and without hosts
	@$(PY) -m tools.lock
