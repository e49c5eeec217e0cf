# The commands of the portal; each is a script in bin/ that needs only Python 3.11 or newer.
PYTHON ?= python3
export ARGS PORT

.PHONY: setup run test test-slow mutants rules check lock
.DEFAULT_GOAL := run

setup:
	@$(PYTHON) bin/setup.py

run:
	@$(PYTHON) bin/run.py

test:
	@$(PYTHON) bin/test.py

test-slow:
	@$(PYTHON) bin/test.py --slow

mutants:
	@PYTHONPATH=bin $(PYTHON) -m mutation

rules:
	@PYTHONPATH=bin $(PYTHON) -m checks.rules --write

check:
	@$(PYTHON) bin/check.py

lock:
	@$(PYTHON) bin/lock.py

bench-%:
	@$(PYTHON) bin/bench.py $*
