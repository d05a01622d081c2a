# One place for every command of the project; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
# uv is twenty times faster where it exists; pip does the same work everywhere else.
UV := $(shell command -v uv 2>/dev/null)

.PHONY: help
help: ## Liste les commandes
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

$(BIN)/python:
	@$(if $(UV),uv venv --quiet --seed --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV)) \
	  || { echo "Python 3.11 ou plus récent, avec le module venv, est nécessaire (Debian : apt install python3-venv)."; rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.runtime

define install
	@echo "Installation de $(1)…"
	@$(if $(UV),VIRTUAL_ENV=$(VENV) uv pip install --quiet --require-hashes -r $(1),$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1))
	@$(if $(UV),VIRTUAL_ENV=$(VENV) uv pip install --quiet --no-deps -e .,$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .)
endef

.PHONY: run
run: $(VENV)/.runtime ## Démarre la démonstration sur http://127.0.0.1:5000 (PORT=5001 pour un autre port)
	@PORTAL_DEMO=1 $(BIN)/portail run --bind 127.0.0.1:$(PORT)

.PHONY: test
test: $(VENV)/.dev ## Lance tous les tests (PYTEST="-k connexion" pour en choisir)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST)

.PHONY: coverage
coverage: $(VENV)/.dev ## Lance tous les tests et dit les lignes et branches qu’aucun ne parcourt
	@$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term $(PYTEST)

.PHONY: check
check: lint types ## Lance toutes les vérifications, celles que fait l’intégration continue

.PHONY: lint
lint: $(VENV)/.dev ## Style, gabarits, contrats d’import, dépendances, sécurité
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --check --quiet
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry . --no-ansi
	@$(BIN)/bandit -q -c pyproject.toml -r portal app.py

.PHONY: types
types: $(VENV)/.dev ## Vérifie les types (mypy strict)
	@$(BIN)/mypy

.PHONY: format
format: $(VENV)/.dev ## Met en forme le code et les gabarits
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/djlint templates --reformat --quiet ; true

.PHONY: migrate
migrate: $(VENV)/.runtime ## Met la base de données à jour
	@$(BIN)/portail db upgrade

.PHONY: migration
migration: $(VENV)/.dev ## Écrit une migration d’après les modèles (NOM="ajoute …")
	@$(BIN)/portail db revision "$(NOM)"

.PHONY: lock
lock: $(VENV)/.dev ## Recalcule les versions verrouillées, sans adresse d’index
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --no-emit-package portail-sante --python-version 3.11 --extra postgres --extra redis pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --no-emit-package portail-sante --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

.PHONY: build
build: $(VENV)/.dev ## Construit la roue (wheel) dans dist/
	@$(BIN)/uv build --wheel --quiet

.PHONY: bench-auth
bench-auth: $(VENV)/.runtime ## Mesure la connexion, à côté de logiciels comparables (BENCH="--quick")
	@$(BIN)/python -m bench.auth $(BENCH)

.PHONY: voices
voices: ## Refait les voix du captcha (demande espeak-ng et sox ; elles sont déjà dans le dépôt)
	@sh tools/voices.sh

.PHONY: classeurs
classeurs: $(VENV)/.dev ## Refait les classeurs des tests (demande LibreOffice ; ils sont déjà dans le dépôt)
	@sh tools/classeurs.sh

.PHONY: bench-import
bench-import: $(VENV)/.runtime ## Mesure l’import de profils, à côté de django-import-export (BENCH="--rows 2000")
	@$(BIN)/python -m bench.imports $(BENCH)

.PHONY: bench-import-live
bench-import-live: $(VENV)/.dev ## Mesure un import avec mots de passe, et les pages servies pendant ce temps (BENCH="--rows 500")
	@$(BIN)/python -m bench.import_live $(BENCH)

.PHONY: bench-search
bench-search: $(VENV)/.runtime ## Mesure la recherche d’établissements sur 103 022 lignes (BENCH="postgresql://…")
	@$(BIN)/python -m bench.search $(BENCH)

.PHONY: bench-instruction
bench-instruction: $(VENV)/.runtime ## Mesure les pages de l’instruction sur 20 000 demandes (BENCH="postgresql://…")
	@$(BIN)/python -m bench.instruction $(BENCH)

.PHONY: bench-nights
bench-nights: $(VENV)/.runtime ## Mesure les nuits de Medimail sur 100 000 comptes (BENCH="postgresql://…")
	@$(BIN)/python -m bench.nights $(BENCH)

.PHONY: bench-staff
bench-staff: $(VENV)/.runtime ## Mesure les pages d’un référent sur 100 000 profils (BENCH="postgresql://…")
	@$(BIN)/python -m bench.staff $(BENCH)

.PHONY: bench-structures
bench-structures: $(VENV)/.runtime ## Mesure les pages de 2 000 structures Medimail (BENCH="postgresql://…")
	@$(BIN)/python -m bench.structures $(BENCH)

.PHONY: bench-mailboxes
bench-mailboxes: $(VENV)/.runtime ## Mesure les listes de comptes sur 100 000 comptes Medimail (BENCH="postgresql://…")
	@$(BIN)/python -m bench.mailboxes $(BENCH)

.PHONY: clean
clean: ## Efface l’environnement et les données de la démonstration
	@rm -rf $(VENV) var dist
