# The whole service on Debian's own LibreOffice. Data lies in /var/lib/samlad: mount a volume there.
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install --yes --no-install-recommends \
      libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui python3-uno \
      fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation2 default-jre-headless \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/samlad
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY schemas schemas
COPY templates templates
COPY bilagor bilagor
COPY samples samples
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
  && useradd --system --create-home --home-dir /var/lib/samlad samlad
USER samlad
ENV SAMLAD_DATA=/var/lib/samlad/data SAMLAD_CACHE=/var/lib/samlad/cache SAMLAD_ADRESS=0.0.0.0
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/halsa/redo', timeout=8)"]
CMD ["samlad", "serve"]
