# The platform as one image: web, worker and beat differ by their command only (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements requirements
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY . .
RUN .venv/bin/python assets/build.py && mkdir -p var && \
    .venv/bin/python -c "from sso_core.embedded import prepare; prepare.translations()" && \
    SECRET_KEY=build-only .venv/bin/python manage.py collectstatic --noinput && rm -rf assets/node_modules

FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --home /app sso && mkdir -p /app /documents && chown sso /documents
WORKDIR /app
COPY --from=build --chown=sso /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 MEDIA_ROOT=/documents
USER sso
EXPOSE 8000
# Processes and threads: gunicorn.conf.py.
CMD ["gunicorn", "sso_core.wsgi", "--bind", "0.0.0.0:8000"]
