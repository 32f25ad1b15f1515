"""`flask documents`: official papers from plain data, without the web and without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from cli.documents_check import check
from cli.documents_verify import verify
from documents.errors import PdfUnavailable, UnknownKind, ValuesRefused
from services import paper_kinds

REFUSED = 2  # exit code for data or a kind that cannot be used


@click.group()
def documents() -> None:
    """Kinds of paper, their schemas and samples; Word and PDF from JSON; the layout checker."""


documents.add_command(check)
documents.add_command(verify)


@documents.command()
def kinds() -> None:
    """Print one kind a line, its code first."""
    for code, title in paper_kinds.kinds():
        click.echo(f"{code}\t{title}")


@documents.command()
@click.argument("kind")
def schema(kind: str) -> None:
    """Print the JSON schema of the values of KIND."""
    click.echo(_known(paper_kinds.schema, kind))


@documents.command()
@click.argument("kind")
def sample(kind: str) -> None:
    """Print sample values of KIND, ready for `render`."""
    click.echo(_known(paper_kinds.sample, kind))


@documents.command()
@click.argument("kind")
@click.option(
    "--input", "source", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--output", "target", required=True, type=click.Path(file_okay=False, path_type=Path))
def render(kind: str, source: Path, target: Path) -> None:
    """Write KIND.docx and KIND.pdf from the JSON values in INPUT to the folder OUTPUT."""
    made = _known(paper_kinds.render, kind, _values(source))
    target.mkdir(parents=True, exist_ok=True)
    for name, content in made.files.items():
        (target / name).write_bytes(content)
        click.echo(target / name)
    if made.pdf_missing:
        click.echo(made.pdf_missing, err=True)


@documents.command()
@click.option("--output", "target", required=True, type=click.Path(file_okay=False, path_type=Path))
def samples(target: Path) -> None:
    """Write the sample of every kind as KIND.pdf to the folder OUTPUT; what is no kind any more goes."""
    target.mkdir(parents=True, exist_ok=True)
    try:
        made = paper_kinds.samples()
    except PdfUnavailable as error:
        _refuse([error.reason])
    for stale in target.glob("*.pdf"):
        if stale.name not in made:
            stale.unlink()
    for name, content in made.items():
        (target / name).write_bytes(content)
    click.echo(f"{target}: {len(made)}")


def _known(action, kind: str, *more):
    """Call the service; say what is wrong with kind or data and leave with exit code 2."""
    try:
        return action(kind, *more)
    except UnknownKind as error:
        _refuse([f"Không có loại văn bản {error.code}. Xem danh sách: flask documents kinds"])
    except ValuesRefused as error:
        _refuse([f"{path}: {reason}" for path, reason in error.problems])


def _values(source: Path) -> dict:
    try:
        values = json.loads(source.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        _refuse(["$: Tệp không ở dạng UTF-8."])
    except ValueError as error:
        place = (
            f" (dòng {error.lineno}, cột {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        )
        _refuse([f"$: Tệp không phải JSON{place}."])
    if not isinstance(values, dict):
        _refuse(["$: Phải là một nhóm giá trị."])
    return values


def _refuse(lines: list[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(REFUSED)


if __name__ == "__main__":
    documents()
