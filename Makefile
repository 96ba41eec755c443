# Needs a Python of 3.11 or later with venv, and make. Everything else comes into .venv/.
# .venv/*.done are stamps: a step is done again only when what it was made from has changed.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
# Quiet twice: an index that lacks a package is no news, a failure is.
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
TEST_OPTIONS ?= -n auto --dist loadgroup -q
# Where the site of `make quality` and `make picture` is built, and the address it is built for.
QUALITY := .quality/hub
QUALITY_URL := https://example.org/hub/
CODE := src tests quality bench

.DEFAULT_GOAL := help
.PHONY: help site test lint types check quality pictures picture real bench lock clean
.DELETE_ON_ERROR:

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

site: .venv/site.done  ## build the sample hub into public/
	@$(BIN)/openhub build
	@echo "The hub is in public/. To look at it: $(BIN)/openhub serve"

test: .venv/dev.done  ## pass the tests
	@$(BIN)/python -m pytest $(TEST_OPTIONS)

lint: .venv/dev.done  ## rules and layout of the code
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --quiet --check --diff $(CODE)

types: .venv/dev.done  ## types of the code
	@$(BIN)/mypy --strict src quality bench

check: lint types test  ## lint, types and tests: what every change passes

quality: .venv/quality.done  ## what needs a browser, Java or Node, on the built sample hub
	@$(BIN)/python -m pytest -q -n auto quality
	@OPENHUB_QUALITY=true $(BIN)/python -m pytest -q -n auto tests/outputs/test_calendar_readers.py
	@$(BIN)/openhub build -q --url $(QUALITY_URL) --output $(QUALITY)
	@$(BIN)/python -m quality $(QUALITY) --url $(QUALITY_URL)

pictures: .venv/quality.done  ## a picture of each template and state, in .quality/pictures/
	@$(BIN)/openhub build -q --url $(QUALITY_URL) --output $(QUALITY)
	@$(BIN)/python -m quality $(QUALITY) --url $(QUALITY_URL) --pictures .quality/pictures

picture: .venv/quality.done  ## the pictures of the sample hub in docs/: home, and metrics
	@$(BIN)/openhub build -q --url $(QUALITY_URL) --output $(QUALITY)
	@$(BIN)/python -m quality.picture $(QUALITY) --url $(QUALITY_URL) docs/home.png
	@$(BIN)/python -m quality.picture $(QUALITY) --url $(QUALITY_URL) \
		--page metrics/time-to-first-response/ docs/metric.png
	@$(BIN)/python -m quality.picture $(QUALITY) --url $(QUALITY_URL) \
		--page metrics/ --size 360x1060 --scheme dark docs/metrics-phone.png

real: .venv/quality.done  ## numbers of other projects as metrics, and their pictures in docs/: make real CORPORA=folder
	@[ -n "$(CORPORA)" ] || { echo "say where the data stands: make real CORPORA=folder"; exit 1; }
	@rm -rf .quality/real
	@$(BIN)/python -m quality.real_metrics $(CORPORA) .quality/real
	@$(BIN)/python -m quality.real_pictures .quality/real docs

bench: .venv/dev.done  ## CPU and memory of a cold build, of reading a changelog, of long series of events and long metrics
	@$(BIN)/python -m bench.cold
	@$(BIN)/python -m bench.changelog
	@$(BIN)/python -m bench.series
	@$(BIN)/python -m bench.metrics

lock: .venv/made.done  ## choose the newest versions that fit, and lock them
	@$(PIP) install uv
	@for group in build:site dev:dev quality:quality; do \
		UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet --upgrade \
			--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
			--group $${group%:*} -o requirements/$${group#*:}.txt \
			$$([ $$group = build:site ] || echo -c requirements/site.txt) || exit 1; \
	done
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --group data -o requirements/data.txt

clean:  ## remove all that was made
	rm -rf .venv .quality public quality/node_modules quality/.frictionless

.venv/made.done:
	@[ -n "$(PYTHON)" ] || { echo "openhub needs Python 3.11 or later; name one with: make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/site.done: requirements/site.txt pyproject.toml .venv/made.done
	@$(PIP) install --no-deps --require-hashes -r requirements/site.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.done: requirements/dev.txt .venv/site.done
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

.venv/quality.done: requirements/quality.txt requirements/data.txt quality/package-lock.json quality/install.sh .venv/dev.done
	@$(PIP) install --no-deps --require-hashes -r requirements/quality.txt
	@bash quality/install.sh
	@touch $@
