"""What happens after the commit: job rows with a lease, the worker, mail, the pool of render processes.

It knows services, documents and models. It must not know blueprints or forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Hand the bell and the render pool to the services."""
    from jobs import wiring  # here, so that a render process, which imports this package, stays small

    wiring.init_app(app)
