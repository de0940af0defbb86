# Two commands: `make run` and `make test`. The rest is for people who change the portal.
PYTHON ?= python3

.PHONY: run test check lock

run:
	@$(PYTHON) portal/stack/bootstrap.py run

test:
	@$(PYTHON) portal/stack/bootstrap.py test $(ARGS)

check: # what CI checks beside the tests
	@.ci/check

lock: # after a change of the dependencies in pyproject.toml; needs uv (pip install uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -q pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -q --extra local pyproject.toml -o requirements-local.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -q --extra local --extra test pyproject.toml -o requirements-test.lock

