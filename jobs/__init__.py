"""What happens after the commit: job rows with a lease, the worker, mail, the pool of render processes.

It knows services, documents and models. It must not know blueprints or forms.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Hand the bell and the render pool to the services."""
