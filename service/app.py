"""The application: API and web page over an opened service, with the headers that every answer carries."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from service.api.health import add_health
from service.api.http import Shell, add_api, http_fault, refused, unexpected
from service.flow.drafts import warm_up
from service.flow.service import Service, open_service
from service.flow.surroundings import disk_failed, is_disk_fault
from service.logs import start_logging
from service.settings import Settings
from service.web.http import add_web
from service.web.rendering import Renderer
from service.work.folder import own_folder, own_temporary_files
from service.work.supervise import supervise
from service.work.worker import Bell, run_worker

THREADS = 16
"""Threads of each process; somebody who follows a job keeps one."""
KEEP_ALIVE_SECONDS = 75
"""Longer than a proxy keeps an idle connection (nginx: 60): it must never send on one that we are closing."""
NICENESS = 10
"""Of the workers and of all programs that they start: they take what the requests leave of the processors."""
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""Where figures are counted: a full disk under them would kill whoever counts."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"


def create_app(service: Service, ring: Callable[[str], None]) -> Flask:
    """The WSGI application.

    Args:
        service: the opened service.
        ring: tells the workers that a job waits.
    """
    app = Flask("samlad", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    proxies = service.settings.proxyer
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    add_health(app, service)
    add_api(app, Shell(service, ring))
    web = add_web(app, Renderer(service), ring)
    secure = service.settings.sakra_kakor == "ja"

    @app.errorhandler(HTTPException)
    def refuse(fault: HTTPException) -> Response:
        return http_fault(fault) if _for_programs() else web.http_fault(fault)

    @app.errorhandler(OSError)
    def lack(fault: OSError) -> Response:
        if not is_disk_fault(fault):
            return fail(fault)
        told = disk_failed(fault)
        return refused(told) if _for_programs() else web.refused(told)

    @app.errorhandler(Exception)
    def fail(fault: Exception) -> Response:
        return unexpected(fault) if _for_programs() else web.unexpected(fault)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if secure and request.is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        if response.status_code == 503:
            response.headers.setdefault("Retry-After", "10")
        response.headers.pop("Server", None)
        return response

    return app


def _for_programs() -> bool:
    """Whether programs, not people, ask at the address."""
    return request.path.startswith(("/api/", "/halsa/", "/matning"))


class _Server(BaseApplication):  # type: ignore[misc]  # Gunicorn ships no types
    """Gunicorn with our settings; each of its processes opens the service for itself."""

    def __init__(self, settings: Settings) -> None:
        self._ours = settings
        self._open = ExitStack()
        super().__init__()

    def load_config(self) -> None:
        """Tell Gunicorn what we want."""
        for name, value in {
            "bind": f"{self._ours.adress}:{self._ours.port}",
            "workers": self._ours.processer,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": KEEP_ALIVE_SECONDS,
            "timeout": 120,
            "graceful_timeout": 15,
            "proc_name": "samlad",
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, in a process of its own."""
        self._open.enter_context(own_temporary_files())
        atexit.register(self._open.close)
        service = self._open.enter_context(open_service(self._ours, migrate=False))
        warm_up(service)
        return create_app(service, Bell(self._ours))


def run_web(settings: Settings) -> None:
    """Answer requests until told to stop."""
    start_logging()
    _Server(settings).run()


def run_jobs(settings: Settings) -> None:
    """Do ordered work until told to stop; who waits for an answer goes first."""
    start_logging()
    os.nice(NICENESS)
    with own_temporary_files():
        run_worker(settings)


def serve(settings: Settings, *, workers: bool = True) -> None:
    """The whole service: migrate, then answer requests and do ordered work, each in processes of its own."""
    with open_service(settings):
        pass  # the database is there and has the right shape, or nothing starts
    with own_folder(MEMORY if os.access(MEMORY, os.W_OK) else None) as figures:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)
        parts: dict[str, Callable[[], None]] = {"webb": partial(run_web, settings)}
        if workers:
            parts["arbetare"] = partial(run_jobs, settings)
        supervise(parts)
