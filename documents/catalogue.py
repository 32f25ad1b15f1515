"""The kinds of paper: one folder each, loaded and checked as a whole.

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
    """One kind of paper. `schema` is self-contained; `version` changes with any byte of its folder or of _base."""

    code: str
    title: str
    abbreviation: str
    manifest: Mapping[str, Any]
    schema: Mapping[str, Any]
    sample: Mapping[str, Any]
    version: str
    body: Body = field(repr=False)
    design: Design | None = field(default=None, repr=False)  # of certificates

    @cached_property
    def validator(self):
        """The schema's validator, made once."""
        return schemas.validator(self.schema, f"{self.code}/schema.json")

    @cached_property
    def fits(self):
        """A quick check that says no more than whether values fit the schema."""
        return shapes.quick(self.schema, {"date": schemas.is_date}) or self.validator.is_valid

    @cached_property
    def whole(self):
        """Values that fit → the same with every optional field that was left out, see `shapes.completer`."""
        return shapes.completer(self.schema) or dict


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
    """Load and check every kind below `folder`; raises TemplateFault naming file, line and reason."""
    root = Path(folder)
    if not (root / BASE).is_dir():
        raise TemplateFault(str(root), f"no folder {BASE}")
    base = {
        f"{BASE}/{file.name}": file.read_bytes() for file in sorted((root / BASE).iterdir()) if file.is_file()
    }
    folders = sorted(
        entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith(("_", "."))
    )
    loaded = [_kind(entry, base) for entry in folders]
    loaded.sort(key=lambda kind: (kind.manifest["order"], kind.code))
    return Catalogue({kind.code: kind for kind in loaded})


def _kind(folder: Path, base: Mapping[str, bytes]) -> Kind:
    code = folder.name
    if not _CODE.fullmatch(code):
        raise TemplateFault(code, "the code of a kind is made of the letters a–z and _")
    files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    for name in NEEDED:
        if name not in files:
            raise TemplateFault(f"{code}/{name}", "missing")
    manifest = _manifest(files["manifest.toml"], f"{code}/manifest.toml")
    common = {COMMON: _json(base.get(f"{BASE}/{COMMON}", b"{}"), f"{BASE}/{COMMON}")}
    schema = schemas.expanded(
        _json(files["schema.json"], f"{code}/schema.json"), common, f"{code}/schema.json"
    )
    if schema.get("type") != "object" or "properties" not in schema:
        raise TemplateFault(f"{code}/schema.json", "the values of a kind are one object with properties")
    sources = {name: text.decode("utf-8") for name, text in base.items() if name.endswith(".html")}
    sources["body.html"] = files["body.html"].decode("utf-8")
    kind = Kind(
        code=code, title=manifest["title"], abbreviation=manifest["abbreviation"], manifest=manifest, schema=schema,
        sample=_json(files["sample.json"], f"{code}/sample.json"), version=_version(files, base),
        body=Body(sources, "body.html", schema, f"{code}/body.html"), design=_design(manifest, base),
    )  # fmt: skip
    _ = kind.validator  # a schema that is wrong itself is found now
    try:
        parse(kind.body.markup(schemas.check(kind, kind.sample)), f"{code}/body.html")
    except ValuesRefused as error:
        raise TemplateFault(f"{code}/sample.json", str(error)) from error
    return kind


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


def _design(manifest: Mapping[str, Any], base: Mapping[str, bytes]) -> Design | None:
    if manifest["family"] != certificate.FAMILY:
        return None
    return Design.from_dict(tomllib.loads(base[f"{BASE}/{DESIGN}"].decode("utf-8")))


def _version(files: Mapping[str, bytes], base: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in sorted({**base, **files}.items()):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
