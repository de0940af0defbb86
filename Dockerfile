# The image of web, worker and beat. Which of them it is, the command says (docker-compose.yml).
FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r requirements.lock
WORKDIR /portal
COPY . .
# Catalogues and static files are made here, so that the running image needs no writable code.
# The values only satisfy the settings; nothing of them is stored.
RUN /venv/bin/python -m portal.stack.messages \
 && SECRET_KEY=build DATABASE_URL=postgres:// REDIS_URL=redis:// EMAIL_URL=smtp:// \
    SITE_URL=https://build.invalid STATIC_ROOT=/portal/staticfiles \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
 && /venv/bin/python -m compileall -q /portal

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /nonexistent portal \
 && install -d -o portal -g portal /media
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/portal/staticfiles MEDIA_ROOT=/media BEAT_SCHEDULE_FILE=/tmp/beat
USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--max-requests", "2000", "--max-requests-jitter", "200", \
     "--no-control-socket"]
