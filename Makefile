# Two commands: `make run` and `make test`. The rest is for people who change the portal.
PYTHON ?= python3

.PHONY: run test check shots lighthouse messages lock

run:
	@$(PYTHON) portal/stack/bootstrap.py run

test:
	@$(PYTHON) portal/stack/bootstrap.py test $(ARGS)

check: # what CI checks beside the tests
	@.ci/check

shots: # pictures of the main screens into shots/; make shots ARGS="--language en desk"
	@.venv/bin/python -m scripts.shots $(ARGS)

lighthouse: # home, directory, listing and desk in its four categories; needs npm
	@.venv/bin/python -m scripts.lighthouse.measure

messages: # after a change of texts; then fill locale/de/LC_MESSAGES/django.po; needs gettext
	@DEBUG=1 SECRET_KEY=x DATABASE_URL=postgres:// REDIS_URL=redis:// EMAIL_URL=smtp:// \
	  .venv/bin/python manage.py makemessages --locale de --no-location \
	  --ignore .venv --ignore .run --ignore tests --ignore benchmarks

lock: # after a change of the dependencies in pyproject.toml; needs uv (pip install uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --upgrade -q pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --upgrade -q --extra encoder pyproject.toml -o requirements-encoder.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --upgrade -q --extra local pyproject.toml -o requirements-local.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --upgrade -q --extra local --extra encoder --extra test pyproject.toml -o requirements-test.lock

