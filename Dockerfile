# One image for web, worker, beat and migrate (docker-compose.yml); docs/operations.md tells how to
# run it. Everything compiled is compiled here: the running container only reads its files.

FROM python:3.13-slim AS builder

ENV PATH=/opt/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

# Before the code, so that this layer is built anew only when the lock changes. Wheels only: neither
# stage needs a compiler. The image's own pip installs, so that the environment carries none.
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv --without-pip /opt/venv \
 && /usr/local/bin/pip --python /opt/venv/bin/python install \
    --require-hashes --only-binary :all: -r /tmp/requirements.lock

# .dockerignore names what belongs in the image.
WORKDIR /app
COPY . .

# The settings ask for these variables and use none of them here. Set for this command only, so that
# no placeholder can reach production. Without DEBUG the static files get their hashed names.
RUN python -m portal.stack.messages \
 && SECRET_KEY=build-only DATABASE_URL=postgres://build REDIS_URL=redis://build \
    EMAIL_URL=smtp://build SITE_URL=https://build.invalid python manage.py collectstatic --noinput \
 && python -m compileall -q .


FROM python:3.13-slim

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MEDIA_ROOT=/data/media \
    BEAT_SCHEDULE_FILE=/data/beat/schedule

# A fixed number, so that the volumes keep their owner from image to image. A new volume takes the
# owner of the folder that it covers.
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin portal \
 && install --directory --owner portal --group portal /data/media /data/beat

# Root's files: the portal can read its code and never change it.
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /app /app

WORKDIR /app
USER 10001:10001
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "portal/stack/probe.py", "http://127.0.0.1:8000/healthz"]

# As portal/stack/run.py starts it. The workers' heartbeat files lie in memory: on a disk that
# stalls, gunicorn would take its workers for dead.
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--log-level", "warning"]
