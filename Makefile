# What people type. Every target works from a fresh clone; the first one that needs Python packages makes .venv.
# On Windows, without make: py tools/make_venv.py run, then .venv\Scripts\dossier demo.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BIN := .venv/bin
PLATFORM ?= linux
PYTEST_ARGS ?=

.PHONY: help demo test lint bench neo4j neo4j-stop bundle secrets locks venv venv-test venv-py2neo clean

help:        ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

demo: venv   ## load the example case and open the dashboard on it
	@$(BIN)/dossier demo

test: venv-test ## run every test that this machine can run, and say what was left out
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: venv-test ## ruff, mypy --strict, the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench:       ## speed against named baselines (each script in bench/ prints its ratio)
	@$(PYTHON) tools/make_venv.py bench
	@missed=; for script in bench/bench_*.py bench/names.py bench/resolution.py; do \
	    [ -e "$$script" ] || { echo "bench/ holds no bench_*.py."; exit 1; }; \
	    echo "== $$script"; .venv-bench/bin/python "$$script" || missed="$$missed $$script"; \
	done; echo "== bench.matching"; .venv-bench/bin/python -m bench.matching || missed="$$missed bench/matching.py"; \
	[ -z "$$missed" ] || { echo "Not met, or failed:$$missed"; exit 1; }

neo4j: venv  ## start a real Neo4j for the tests (needs Java 17 and Maven, no Docker)
	@$(BIN)/python tools/neo4j_server.py start

neo4j-stop: venv ## stop it
	@$(BIN)/python tools/neo4j_server.py stop

bundle: venv ## all wheels and a start script for a laptop without network: PLATFORM=linux|windows|macos
	@$(BIN)/python tools/bundle.py $(PLATFORM)

secrets:     ## passwords and key for docker-compose.yml, generated
	@$(PYTHON) tools/make_secrets.py

locks:       ## write locks/ anew from pyproject.toml (needs uv)
	@$(PYTHON) tools/lock.py

venv:
	@$(PYTHON) tools/make_venv.py run

venv-test:
	@$(PYTHON) tools/make_venv.py test

venv-py2neo:  ## an environment with py2neo, for its notebook (docs/py2neo.ipynb)
	@$(PYTHON) tools/make_venv.py py2neo

clean:       ## remove what was built; cases and the Neo4j cache stay
	rm -rf .venv .venv-bench .venv-py2neo build dist
