# make run · make test · make cover · make drill · make histories · make bench · make bench-web · make bench-rivals;
# each does its own set-up.
PY ?= python3
BIN = .venv/bin
RIVALS = .venv-bench
PIP = $(BIN)/pip install --quiet --disable-pip-version-check

# Tests begin many processes, and the next run reads what this one compiled: without the files of bytecode
# every process compiles the whole program, and each worker rewrites the asserts of every test, every time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test cover drill histories bench bench-web bench-rivals lock format clean

.venv/.runtime: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PY) -m venv .venv
	$(PIP) --no-deps --require-hashes -r requirements.lock  # a lock is whole: nothing is left to resolve
	$(PIP) --no-build-isolation --no-deps --editable .
	$(BIN)/pip check --disable-pip-version-check
	touch $@

.venv/.development: requirements-dev.lock .venv/.runtime
	$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/pip check --disable-pip-version-check
	touch $@

# The matchers we are compared with weigh more than all else: they have an environment of their own.
$(RIVALS)/.installed: requirements-bench.lock
	test -x $(RIVALS)/bin/python || $(PY) -m venv $(RIVALS)
	$(RIVALS)/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	$(RIVALS)/bin/pip check --disable-pip-version-check
	touch $@

run: .venv/.runtime
	$(BIN)/monitor demo $(ARGS)

test: .venv/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal -m "not drill"

cover: .venv/.development
	$(BIN)/pytest -n 2 --dist worksteal -m "not drill" --cov --cov-report=term

drill: .venv/.development
	$(BIN)/pytest -n 2 --dist worksteal -m drill

histories: .venv/.development
	LETTERS_CROWDS=250 $(BIN)/pytest -n 2 -m drill tests/drill/test_letters_crowd.py

bench: .venv/.development $(RIVALS)/.installed
	$(BIN)/python -m tests.bench.run $(ARGS)
	$(BIN)/python -m tests.bench.curve --linking 10000 40000
	$(BIN)/python -m tests.bench.one
	$(BIN)/python -m tests.bench.absent
	$(BIN)/python -m tests.bench.agencies
	$(BIN)/python -m tests.bench.law
	$(BIN)/python -m tests.bench.matching
	$(BIN)/python -m tests.bench.letters
	$(RIVALS)/bin/python -m tests.bench.rivals --packages 2000 5000 --minutes 5

bench-web: .venv/.development
	$(BIN)/python -m tests.bench.web $(ARGS)
	$(BIN)/python -m tests.bench.web --database postgresql $(ARGS)

bench-rivals: $(RIVALS)/.installed
	$(RIVALS)/bin/python -m tests.bench.rivals $(ARGS)

lock: .venv/.development
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --extra build --extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --constraint requirements.lock --extra build --extra bench pyproject.toml -o requirements-bench.lock

format: .venv/.development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv $(RIVALS) build demo-data
