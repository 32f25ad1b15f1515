"""`flask documents batch`: one paper for each row of a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from documents.errors import DocumentProblem, UnknownKind, ValuesRefused
from services import batches_files
from services.errors import Refused

REFUSED = 2  # exit code for data or a kind that cannot be used
LEFT_OUT = 1  # exit code when some rows were left out


@click.command()
@click.argument("kind")
@click.option(
    "--input", "source", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--output", "target", required=True, type=click.Path(path_type=Path))
@click.option("--format", "formats", multiple=True, type=click.Choice(["pdf", "docx"]), default=("pdf",))
def batch(kind: str, source: Path, target: Path, formats: tuple[str, ...]) -> None:
    """Make a paper of KIND for each row of INPUT (.json, .csv, .xlsx).

    OUTPUT ends in .pdf: one file of all pages for the printer; else a folder with a file for each row.
    """
    try:
        shared, rows = batches_files.read(source)
        run = batches_files.Run(kind, shared, rows)
        left = run.whole(target) if target.suffix.lower() == ".pdf" else _folder(run, target, formats)
    except UnknownKind as error:
        _refuse([f"Không có loại văn bản {error.code}. Xem danh sách: flask documents kinds"])
    except ValuesRefused as error:
        _refuse([f"{path}: {reason}" for path, reason in error.problems])
    except Refused as error:
        _refuse([error.message % error.params if error.params else error.message])
    except DocumentProblem as error:
        _refuse([str(error)])
    for place, problems in left:
        for path, reason in problems:
            click.echo(f"dòng {place}, {path}: {reason}", err=True)
    click.echo(f"{len(rows) - len(left)}/{len(rows)}: {target}")
    sys.exit(LEFT_OUT if left else 0)


def _folder(run: batches_files.Run, target: Path, formats: tuple[str, ...]) -> list:
    target.mkdir(parents=True, exist_ok=True)
    left = []
    for place, made in run.singles(formats):
        if isinstance(made, dict):
            for name, content in made.items():
                (target / name).write_bytes(content)
        else:
            left.append((place, made))
    return left


def _refuse(lines: list[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(REFUSED)
