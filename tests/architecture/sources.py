"""The project's own files, as the tests of the house read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Not ours, or made on this machine (the same folders stand in .gitignore).
FOREIGN = {".git", ".venv", "build", "instance", "__pycache__", "node_modules"}


def files(*endings: str) -> Iterator[Path]:
    """Yield every file of the project with one of the endings (all files without any), sorted."""
    for path in _walk(ROOT):
        if not endings or path.suffix in endings:
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in FOREIGN or path.name.endswith("_cache") or path.name == ".hypothesis":
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


def name(path: Path) -> str:
    """Return the path as people write it, from the top of the project."""
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    """Return the top folder a file stands in, or the file's own name at the top."""
    return path.relative_to(ROOT).parts[0]
