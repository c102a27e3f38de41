# Everything there is to do with this clone. A machine needs python3 (3.11 or newer) and make, nothing else.
PYTHON ?= python3
export PYTHON
HOME_FOLDER := $(or $(CRISISDESK_HOME),$(CURDIR)/.crisisdesk)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# A command beside a private PostgreSQL of its own folder, so that a running `make run` is not disturbed.
BESIDE = CRISISDESK_HOME='$(HOME_FOLDER)/$(1)' $(BIN)/python -m crisisdesk.embedded during
PATHS := crisisdesk accounts notifications risks mentions incidents playbooks tests manage.py
# Settings as a server has them, for `check --deploy`; nothing connects.
PRODUCTION := env CRISISDESK_PRODUCTION=1 SECRET_KEY=Sm0EnyhPrcGWl2uuQOeTpkLIdAUqBi84YxtvN7fKjZ3w5V6zRo \
	SEAL_KEYS=unused-while-checking-0123456789abcdef ALLOWED_HOSTS=desk.example.com \
	SITE_URL=https://desk.example.com DATABASE_URL=postgresql://crisisdesk_app:x@db.example.com/crisisdesk

.NOTPARALLEL:
.PHONY: help run test check e2e bench kill flood screenshots seed reset lock messages messages-check environment environment-dev catalogue

help:
	@grep -E '^## ' Makefile | sed 's/^## //'

## make run             set up what is missing and start everything with the demo world (PORT, CRISISDESK_HOME)
run: environment catalogue
	@$(MANAGE) run

## make test            all tests but the browser's, beside a PostgreSQL of their own
test: environment-dev catalogue
	@$(call BESIDE,test) $(BIN)/python -m pytest -n 2 --dist loadfile -m "not e2e" $(ARGS)

## make check           style, types, imports, templates, migrations, settings, catalogue, rules of the house
check: environment-dev catalogue
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	@$(BIN)/lint-imports
	@$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check
	@$(MANAGE) check
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level DEBUG
	@$(MANAGE) messages --check
	@$(BIN)/mypy $(PATHS)
	@$(BIN)/python -m pytest -q -n 0 tests/test_house.py tests/test_tokens.py

## make e2e             the browser's tests; installs Debian's chromium where it is absent and may be
e2e: environment-dev catalogue
	@sh deploy/chromium.sh || exit 0; \
		$(call BESIDE,e2e) $(BIN)/python -m pytest -n 2 -m e2e tests/e2e $(ARGS)

## make bench           every benchmark prints JSON lines with its figure and its reference
bench: environment-dev
	@$(call BESIDE,bench) sh -ec '$(MANAGE) migrate -v 0; \
		for script in benchmarks/*.py; do $(BIN)/python -m benchmarks.$$(basename $$script .py); done'

## make kill            kill -9 of every process while 50,000 mentions arrive (ARGS="--seed 2")
kill: environment-dev
	@CRISISDESK_HOME='$(HOME_FOLDER)/kill' $(BIN)/python -m benchmarks.kill $(ARGS)

## make flood           one tenant floods the desk: how much later come another's mentions?
flood: environment-dev
	@CRISISDESK_HOME='$(HOME_FOLDER)/flood' $(BIN)/python -m benchmarks.flood $(ARGS)

## make screenshots     take README's pictures from the demo desk that runs at PORT
screenshots: environment-dev
	@$(BIN)/python docs/screenshots/take.py

## make seed            bring the demo world up to date without starting the desk
seed: environment
	@$(BIN)/python -m crisisdesk.embedded during sh -ec '$(MANAGE) migrate -v 0; $(MANAGE) seed_demo'

## make reset           throw the data folder away: database, mail, uploads, secrets
reset: environment
	@$(MANAGE) reset

## make messages        collect the words of code and templates into the Russian catalogue
messages: environment-dev
	@$(MANAGE) messages

messages-check: environment-dev
	@$(MANAGE) messages --check

## make lock            pin requirements*.in with hashes, for every Python from 3.11
lock: environment-dev
	@for pins in requirements requirements-dev; do \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--custom-compile-command "make lock" $$pins.in -o $$pins.txt || exit 1; \
	done

environment:
	@sh deploy/environment.sh requirements.txt

environment-dev:
	@sh deploy/environment.sh requirements-dev.txt

catalogue: environment
	@$(BIN)/python -m crisisdesk.catalogue
