# Dossier from the locks alone; runs as a user without rights, on a read-only root file system.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /build
RUN python -m venv /opt/dossier
COPY locks/build.lock locks/run.lock locks/
RUN /opt/dossier/bin/pip install --require-hashes -r locks/build.lock \
 && /opt/dossier/bin/pip install --no-build-isolation --require-hashes -r locks/run.lock
COPY pyproject.toml README.md LICENSE dossier.py ./
COPY graph graph
COPY ingest ingest
COPY queries queries
COPY dashboard dashboard
COPY commands commands
RUN /opt/dossier/bin/pip install --no-index --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-ara \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin dossier \
 && install -d -o dossier -g dossier -m 0700 /cases
COPY --from=build /opt/dossier /opt/dossier
ENV PATH=/opt/dossier/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp
USER 10001:10001
VOLUME /cases
EXPOSE 8050
ENTRYPOINT ["dossier"]
CMD ["--help"]
