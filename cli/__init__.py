"""Commands of the shell: `flask demo · documents · workflows · users · search · sweep · worker`; they call services."""

from flask import Flask

from cli.demo import demo
from cli.documents import documents
from cli.documents_batch import batch
from cli.search import search
from cli.serve import web
from cli.sweep import sweep
from cli.users import users
from cli.worker import worker
from cli.workflows import workflows


def init_app(app: Flask) -> None:
    """Register the command groups."""
    app.cli.add_command(demo)
    documents.add_command(batch)
    app.cli.add_command(documents)
    app.cli.add_command(sweep)
    app.cli.add_command(search)
    app.cli.add_command(users)
    app.cli.add_command(web)
    app.cli.add_command(worker)
    app.cli.add_command(workflows)
