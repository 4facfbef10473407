# `make` lists the commands. Each sets up what it needs first; what is there already is left alone.

.DEFAULT_GOAL := help
.PHONY: help setup serve build preview test check schema new-year bench lighthouse long links reproducible audit mutation lock clean distclean env env-browser env-mutation

# Any Python from 3.8 on starts the set-up, which then finds Python 3.13.
# Each name is tried: a version manager may offer a `python3` that does not run here.
PYTHON ?= $(shell for python in python3 python /usr/bin/python3 /usr/local/bin/python3 \
    /opt/homebrew/bin/python3 $(HOME)/.pyenv/versions/*/bin/python3; do \
    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 \
    && echo "$$python" && break; done)

IN_VENV := .venv/bin/python
SITE := $(IN_VENV) -m calculator.site

# The theme's notice about MkDocs 2 says nothing to the people who build this site.
export NO_MKDOCS_2_WARNING := 1

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env:
	@test -n "$(PYTHON)" || { echo "No Python 3.8 or newer found: install python3 first."; exit 1; }
	@"$(PYTHON)" .ci/setup.py

env-browser:
	@test -n "$(PYTHON)" || { echo "No Python 3.8 or newer found: install python3 first."; exit 1; }
	@"$(PYTHON)" .ci/setup.py --browser

env-mutation:
	@test -n "$(PYTHON)" || { echo "No Python 3.8 or newer found: install python3 first."; exit 1; }
	@"$(PYTHON)" .ci/setup.py --mutation

setup: env ## Fetch everything and compile the rules
	$(SITE) compile

serve: env ## Show the site on http://127.0.0.1:8000, follow every change; other port: PORT=8001
	$(SITE) serve $(if $(PORT),--port $(PORT))

build: env ## Write the finished site to site/
	$(SITE) build

preview: build ## Serve the finished site under a sub-path, as GitHub Pages does
	$(SITE) preview $(if $(PORT),--port $(PORT))

test: env-browser ## Run every test; one part of them: make test ARGS="-k deductible"
	$(SITE) build
	CHROMIUM="$$(cat .setup/chromium)" $(IN_VENV) -m pytest -n 2 $(ARGS)

check: env ## Check style, types, rule data, its age, and the strict build
	$(IN_VENV) -m ruff check
	$(IN_VENV) -m ruff format --check
	$(IN_VENV) -m mypy
	$(IN_VENV) -m mypy .ci
	$(IN_VENV) -m yamllint --strict .
	$(SITE) compile --check
	$(SITE) freshness
	$(SITE) build

links: env ## List the links that leave the built site, for a check by people
	$(SITE) links

reproducible: env ## Build twice from nothing and compare every byte
	$(SITE) reproducible

audit: env ## Ask the advisory services about the pinned packages (needs the network)
	$(SITE) audit

schema: env ## Write the JSON Schema of the rule files anew
	$(SITE) schema

new-year: env ## Add a year to the yearly figures and list what to look up: make new-year YEAR=2028
	@test -n "$(YEAR)" || { echo "Which year? make new-year YEAR=2028"; exit 1; }
	$(SITE) new-year $(YEAR)

bench: env-browser ## Measure speed against plain Pyodide and plain MkDocs; quickly: make bench ARGS=--quick
	$(SITE) build
	CHROMIUM="$$(cat .setup/chromium)" $(IN_VENV) -m tests.bench $(ARGS)

long: env-browser ## Run the tests with many more cases, an hour or more; one part: make long PART=engines
	$(SITE) build
	$(IN_VENV) -m tests.long $(PART) $(if $(TIMES),--times $(TIMES))

lighthouse: env-browser ## Measure three pages as a phone with Lighthouse; the best of three: make lighthouse ARGS="--rounds 3"
	$(SITE) build
	CHROMIUM="$$(cat .setup/chromium)" $(IN_VENV) -m tests.lighthouse $(ARGS)

mutation: env-mutation ## Change the engine in small ways; the tests must notice: make mutation ONLY=bill
	.setup/mutation/bin/python -m tests.mutation $(if $(ONLY),--only "$(ONLY)") $(if $(AGAIN),--again)

lock: ## Pin the packages anew; the newest ones: make lock UPGRADE=1
	@"$(PYTHON)" .ci/setup.py --lock $(if $(UPGRADE),--upgrade)

clean: ## Delete everything the build wrote
	rm -rf site dist docs/assets/runtime docs/assets/fonts docs/data calculator/compiled_rules.json
	find docs/states -name "*.md" ! -name index.md -delete
	find docs/rules -name "*.md" ! -path docs/rules/index.md ! -name disagreements.md -delete
	rm -rf .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache .setup/mutants test-results
	find calculator docs overrides tests .ci -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## Delete that and everything the set-up fetched
	rm -rf .setup .venv node_modules
