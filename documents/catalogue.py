"""The kinds of paper: one folder each, checked as a whole by `load`, made one by one when asked for by `opened`.

A folder holds `manifest.toml` (title, abbreviation …), `schema.json` (what values it takes), `sample.json` and
`body.html`; `_base` holds what bodies include and the schemas' common definitions.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from . import certificate, shapes
from . import schema as schemas
from .certificate import Design
from .errors import TemplateFault, UnknownKind, ValuesRefused
from .template import Body
from .tree import parse

BASE = "_base"
COMMON = "common.schema.json"
DESIGN = "certificate.toml"
NEEDED = ("manifest.toml", "schema.json", "sample.json", "body.html")
_CODE = re.compile(r"[a-z][a-z_]*")

# Manifest: key → (type, required). order = place in lists; number = whose number stands on the paper.
MANIFEST: dict[str, tuple[type, bool]] = {
    "title": (str, True),
    "abbreviation": (str, True),
    "family": (str, True),
    "number": (str, True),
    "order": (int, True),
    "note": (str, False),
}
NUMBERS = ("own", "parent", "none")


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of paper; `version` changes with any byte of its folder or of _base.

    What costs time (schema, body …) is made from the folder's files when it is first asked for, once; each raises
    TemplateFault where its file is wrong. `load` asks for all of it.
    """

    code: str
    title: str
    abbreviation: str
    manifest: Mapping[str, Any]
    version: str
    files: Mapping[str, bytes] = field(repr=False)  # of its folder, by name
    base: Mapping[str, bytes] = field(repr=False)  # of _base, by "_base/name"

    @cached_property
    def schema(self) -> Mapping[str, Any]:
        """The schema of its values, self-contained."""
        place = f"{self.code}/schema.json"
        common = {COMMON: _json(self.base.get(f"{BASE}/{COMMON}", b"{}"), f"{BASE}/{COMMON}")}
        schema = schemas.expanded(self._written_schema, common, place)
        if schema.get("type") != "object" or "properties" not in schema:
            raise TemplateFault(place, "the values of a kind are one object with properties")
        return schema

    @property
    def _written_schema(self) -> Any:
        return _json(self.files["schema.json"], f"{self.code}/schema.json")

    @cached_property
    def sample(self) -> Mapping[str, Any]:
        """The values of its sample, as they are written."""
        return _json(self.files["sample.json"], f"{self.code}/sample.json")

    @cached_property
    def body(self) -> Body:
        """Its body, checked against tags and schema, and compiled."""
        sources = {name: text.decode("utf-8") for name, text in self.base.items() if name.endswith(".html")}
        sources["body.html"] = self.files["body.html"].decode("utf-8")
        try:
            return Body(sources, "body.html", self.schema, f"{self.code}/body.html")
        except TemplateFault as error:
            if not error.place.startswith("body.html"):
                raise
            raise TemplateFault(f"{self.code}/{error.place}", error.reason) from error

    @cached_property
    def design(self) -> Design | None:
        """The page of a certificate; None of other kinds."""
        if self.manifest["family"] != certificate.FAMILY:
            return None
        return Design.from_dict(tomllib.loads(self.base[f"{BASE}/{DESIGN}"].decode("utf-8")))

    @cached_property
    def validator(self):
        """The schema's validator, made once."""
        return schemas.validator(self.schema)

    @cached_property
    def fits(self):
        """A quick check that says no more than whether values fit the schema."""
        return shapes.quick(self.schema, {"date": schemas.is_date}) or self.validator.is_valid

    @cached_property
    def whole(self):
        """Values that fit → the same with every optional field that was left out, see `shapes.completer`."""
        return shapes.completer(self.schema) or dict

    def check(self) -> None:
        """Raise TemplateFault where anything in the folder is wrong, also what its sample does not reach."""
        # What it refers to in the common schema is checked there, once for all kinds.
        schemas.check_schema(self._written_schema, f"{self.code}/schema.json")
        _ = self.design
        try:
            parse(self.body.markup(schemas.check(self, self.sample)), f"{self.code}/body.html")
        except ValuesRefused as error:
            raise TemplateFault(f"{self.code}/sample.json", str(error)) from error


@dataclass(frozen=True)
class Catalogue:
    """All kinds of a folder, by code, in the order of their manifests."""

    kinds: Mapping[str, Kind]

    def kind(self, code: str) -> Kind:
        """The kind of that code; raises UnknownKind."""
        if code not in self.kinds:
            raise UnknownKind(code)
        return self.kinds[code]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds.values())

    def __len__(self) -> int:
        return len(self.kinds)


def load(folder: Path | str) -> Catalogue:
    """Open and check every kind below `folder`; raises TemplateFault naming file, line and reason."""
    opened_kinds = opened(folder)
    common = Path(folder) / BASE / COMMON
    if common.is_file():
        schemas.check_schema(_json(common.read_bytes(), f"{BASE}/{COMMON}"), f"{BASE}/{COMMON}")
    for kind in sorted(opened_kinds, key=lambda kind: kind.code):
        kind.check()
    return opened_kinds


def opened(folder: Path | str) -> Catalogue:
    """Read every kind below `folder`: files and manifests now, the rest of a kind when it is first asked for.

    For folders that `load` has checked before, as a test does with the one that ships. Raises TemplateFault where a
    file is missing or a manifest is wrong; a kind's own faults come with its first use.
    """
    root = Path(folder)
    if not (root / BASE).is_dir():
        raise TemplateFault(str(root), f"no folder {BASE}")
    base = {
        f"{BASE}/{file.name}": file.read_bytes() for file in sorted((root / BASE).iterdir()) if file.is_file()
    }
    folders = sorted(
        entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith(("_", "."))
    )
    found = [_kind(entry, base) for entry in folders]
    found.sort(key=lambda kind: (kind.manifest["order"], kind.code))
    return Catalogue({kind.code: kind for kind in found})


def _kind(folder: Path, base: Mapping[str, bytes]) -> Kind:
    code = folder.name
    if not _CODE.fullmatch(code):
        raise TemplateFault(code, "the code of a kind is made of the letters a–z and _")
    files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    for name in NEEDED:
        if name not in files:
            raise TemplateFault(f"{code}/{name}", "missing")
    manifest = _manifest(files["manifest.toml"], f"{code}/manifest.toml")
    return Kind(
        code=code, title=manifest["title"], abbreviation=manifest["abbreviation"], manifest=manifest,
        version=_version(files, base), files=files, base=base,
    )  # fmt: skip


def _json(data: bytes, place: str) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise TemplateFault(place, str(error)) from error


def _manifest(data: bytes, place: str) -> dict[str, Any]:
    try:
        manifest = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        raise TemplateFault(place, str(error)) from error
    for name, (kind, required) in MANIFEST.items():
        if required and name not in manifest:
            raise TemplateFault(place, f"{name} is missing")
        if name in manifest and not isinstance(manifest[name], kind):
            raise TemplateFault(place, f"{name} must be of type {kind.__name__}")
    unknown = sorted(manifest.keys() - MANIFEST.keys())
    if unknown:
        raise TemplateFault(place, f"unknown: {', '.join(unknown)}")
    if manifest["number"] not in NUMBERS:
        raise TemplateFault(place, f"number is one of {', '.join(NUMBERS)}")
    return manifest


def _version(files: Mapping[str, bytes], base: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in sorted({**base, **files}.items()):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
