"""What the jobs hand to an application: the bell for its commands, the pool of render processes for its pages."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from extensions import ports
from jobs import bell
from jobs.pool import Pool
from services import preparing

_making = threading.Lock()


def bells(app: Flask) -> Path:
    """Return the folder of the workers' bells."""
    return Path(app.config["INSTANCE"]) / "bells"


def render_pool(app: Flask) -> Pool:
    """Return the application's render pool; its processes start with the first request for one."""
    with _making, app.app_context():
        if "render_pool" not in app.extensions:
            code = preparing.profile_code()
            profiles = preparing.profile_path(code).parent
            app.extensions["render_pool"] = Pool(
                app.config["RENDER_WORKERS"], preparing.templates_folder(), profiles, code
            )
        return app.extensions["render_pool"]


def _render(request: dict[str, Any], timeout: float | None = None) -> dict[str, Any]:
    app = current_app._get_current_object()
    return render_pool(app).render(request, timeout or app.config["RENDER_WAIT_SECONDS"])


def init_app(app: Flask) -> None:
    """Hand the bell and the render pool to the services; both belong to the application that calls."""
    ports.ring = lambda kind: bell.ring(bells(current_app))
    ports.render = _render
