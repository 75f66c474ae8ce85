# `make` alone prints this help.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export MLFLOW_DISABLE_TELEMETRY := true
export DVC_NO_ANALYTICS := 1
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1

# An index of other builds of torch, for one that brings no GPU libraries: see README.
TORCH := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))

.DEFAULT_GOAL := help
.PHONY: help run test check bench-text bench-classifiers teacher learn-furniture ui lock clean

help:  ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt $(TORCH) -e '.[dev]'
	touch $@

run: $(BIN)/.installed  ## fetch, train, register, score; print the outlet table and the page's path
	dvc repro
	stance corpora
	stance outlets data/scores --target russia --out results
	@echo "report: $(CURDIR)/reports/index.html"

test: $(BIN)/.installed  ## run the default tests
	pytest

check: $(BIN)/.installed  ## lint, types, imports
	ruff check .
	ruff format --check .
	mypy
	lint-imports

bench-text: $(BIN)/.installed  ## measure how well and how fast texts are read, on the golden test sets
	PYTHONPATH=. python -m tests.quality.bench

bench-classifiers: $(BIN)/.installed  ## print how fast each trained classifier is, on one thread
	OMP_NUM_THREADS=1 RAYON_NUM_THREADS=1 TOKENIZERS_PARALLELISM=false PYTHONPATH=. \
		python -m tests.quality.classifier_speed

teacher: $(BIN)/.installed  ## train the larger English network, for hours; it goes on where it stopped
	dvc repro teacher/dvc.yaml
	cp teacher/said.parquet teacher/lessons.parquet

learn-furniture: $(BIN)/.installed  ## learn anew which lines are page furniture; print held-out figures
	PYTHONPATH=. python -m tests.quality.learn_furniture

ui: $(BIN)/.installed  ## compare runs in the MLflow UI on 127.0.0.1:5000
	MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false mlflow ui --workers 1 --backend-store-uri "$${MLFLOW_TRACKING_URI:-sqlite:///$(CURDIR)/mlflow.db}" --host 127.0.0.1 --port 5000

lock: $(BIN)/.installed  ## renew constraints.txt within pyproject.toml
	uv pip compile --quiet --upgrade --no-annotate --no-header --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml -o constraints.txt
	sed -i -E 's/\+cpu$$//' constraints.txt

clean:  ## remove what a run made; runs and registered models too
	rm -rf data/raw data/articles data/encoder data/sentences data/dataset data/scores data/outlets.* models teacher/base teacher/model teacher/said.parquet mlflow.db mlartifacts .stance
