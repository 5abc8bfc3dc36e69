"""Whether the service lives, whether it can work, and figures for Prometheus."""

from __future__ import annotations

import json
import os
import time

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from service.flow.inspection import job_counts, readiness
from service.flow.service import Service
from service.logs import told

REQUESTS = Counter("samlad_anrop_total", "Anrop", ["metod", "adress", "status"])
SECONDS = Histogram(
    "samlad_anrop_sekunder", "Tid per anrop", ["metod", "adress"], buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 30)
)
LOCAL = ("127.0.0.1", "::1")


def add_health(app: Flask, service: Service) -> None:
    """`/halsa/lever`, `/halsa/redo`, `/matning`, and a line in the log for each request."""
    everybody = service.settings.matning == "alla"

    @app.get("/halsa/lever")
    def live() -> Response:
        return _json({"ok": True}, 200)

    @app.get("/halsa/redo")
    def ready() -> Response:
        found = readiness(service)
        ok = all(found.values())
        response = _json({"ok": ok, **found}, 200 if ok else 503)
        if not ok:
            response.headers["Retry-After"] = "10"
        return response

    @app.get("/matning")
    def figures() -> Response:
        if not everybody and request.remote_addr not in LOCAL:
            return _json({"ok": False}, 404)
        return Response(_requests() + _jobs(service), mimetype=CONTENT_TYPE_LATEST)

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        # The rule and not the address: an address may name a report or a file.
        rule = request.url_rule.rule if request.url_rule else "okänd"
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        REQUESTS.labels(request.method, rule, response.status_code).inc()
        SECONDS.labels(request.method, rule).observe(seconds)
        facts = told(metod=request.method, adress=rule, status=response.status_code, ms=round(seconds * 1000))
        app.logger.info("anrop", extra=facts)
        return response


def _requests() -> bytes:
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no type here
    return generate_latest(registry)


def _jobs(service: Service) -> bytes:
    lines = ["# HELP samlad_jobb Jobb efter status", "# TYPE samlad_jobb gauge"]
    lines += [f'samlad_jobb{{status="{status}"}} {count}' for status, count in job_counts(service).items()]
    return ("\n".join(lines) + "\n").encode()


def _json(body: object, status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")
