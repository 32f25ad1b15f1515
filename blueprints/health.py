"""For whoever watches the service: is the process alive, can it work. Says nothing else."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from blueprints.session import requires
from extensions import limiter
from services import readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@requires("always")
@limiter.exempt
def healthz() -> Any:
    """Answer as long as the process runs; asks nobody."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@requires("always")
@limiter.exempt
def readyz() -> Any:
    """Answer 200 when everything that serving needs works, 503 with the parts that do not."""
    parts = readiness.report()
    failing = sorted(name for name, works in parts.items() if not works)
    return {"status": "failing" if failing else "ok", "failing": failing}, 503 if failing else 200
