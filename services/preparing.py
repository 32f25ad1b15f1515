"""Move (a) of issuing: lay a paper out with a blank number, measure it, and keep the result by its hash.

The hash covers everything that will stand on the paper but number and date: values, format profile, versions of
the templates. Numbering compares it, so that nobody numbers what nobody has seen.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app

import reference
from documents import catalogue as kinds
from documents import choosing
from documents.checker.words import packed, unpacked
from documents.symbols import Number
from extensions import clock, ports
from models.types import canonical
from services import formats, outbox, paper_kinds
from services.errors import Busy, NotFound
from services.signing import Signed
from services.transaction import writing

FORMATS = ("docx", "pdf")


@dataclass(frozen=True)
class Part:
    """A part of a paper before it has a number: the kind's code, its title, plain values for the template."""

    kind: str
    title: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Issuer:
    """A unit that issues a paper: its symbol, written out, and the signer as its register lists them."""

    unit_id: int
    symbol: str
    signer: str


@dataclass(frozen=True)
class PaperDraft:
    """A paper before it has a number. `symbol` is written out (TTr-CĐCS); `dossiers` are (id, revision no).

    `partner` is the second issuer of a joint paper, which numbers it in a register of its own.
    """

    kind: str
    unit_id: int
    subject: str
    symbol: str
    signer: str
    parts: tuple[Part, ...]
    matter_id: int | None = None
    dossiers: tuple[tuple[int, int], ...] = ()
    replaces_id: int | None = None
    recipients: str = ""
    signatures: tuple[Signed, ...] = ()
    dated: str = ""  # the day it will bear (ISO), "" today: which rules it is laid out by
    partner: Issuer | None = None

    @property
    def issuers(self) -> tuple[Issuer, ...]:
        """Every unit that issues the paper, the one that leads first; of two each has its own signer."""
        first = self.signatures[0].name if self.partner and self.signatures else self.signer
        lead = Issuer(self.unit_id, self.symbol, first)
        return (lead, self.partner) if self.partner else (lead,)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> PaperDraft:
        """Read back what `asdict` and JSON made of a draft."""
        parts = tuple(Part(**part) for part in data["parts"])
        dossiers = tuple((dossier_id, revision) for dossier_id, revision in data["dossiers"])
        signatures = tuple(Signed(**one) for one in data.get("signatures", ()))
        partner = Issuer(**data["partner"]) if data.get("partner") else None
        read = {"parts": parts, "dossiers": dossiers, "signatures": signatures, "partner": partner}
        return cls(**{**data, **read})


@dataclass(frozen=True)
class Fault:
    """What the checker found wrong in a part: its rule, where, and what stands there (words of the checker)."""

    part_no: int
    rule: str
    place: str
    found: str

    @classmethod
    def read(cls, part_no: int, data: Mapping[str, Any]) -> Fault:
        """Read a fault as a render process or a kept draft has it."""
        return cls(part_no, data["rule"], unpacked(data["place"]), unpacked(data["found"]))

    def data(self) -> dict[str, Any]:
        """Return the fault as plain data for JSON."""
        return asdict(self) | {"place": packed(self.place), "found": packed(self.found)}


@dataclass(frozen=True)
class Prepared:
    """A laid-out draft: `seen_hash` to number it by, faults, and why there is no PDF (None where there is)."""

    seen_hash: str
    part_count: int
    faults: tuple[Fault, ...] = ()
    pdf_missing: str | None = None
    files: Mapping[str, int] = field(default_factory=dict)


def catalogue() -> kinds.Catalogue:
    """Return the kinds of paper of this installation. Errors: `TemplateFault` where its own are wrong."""
    return paper_kinds.below(templates_folder())


def templates_folder() -> Path:
    """Return the folder of the kinds of paper (setting DOC_TEMPLATES; else those that ship)."""
    return Path(current_app.config.get("DOC_TEMPLATES") or paper_kinds.FOLDER)


def profile_code(on: date | None = None) -> str:
    """Return the code of the format profile of papers dated `on` (today): the one set, while it is in force."""
    preferred = str(current_app.config["FORMAT_PROFILE"])
    return choosing.in_force(paper_kinds.profiles(), on or clock.today(), preferred).code


def profile_path(code: str) -> Path:
    """Return the file of a format profile."""
    return reference.path(f"profiles/{code}.toml")


def rules_of(draft: PaperDraft) -> str:
    """Return the name of the rules that a draft is laid out by (see `formats`)."""
    return formats.name_of(draft.unit_id, date.fromisoformat(draft.dated) if draft.dated else None)


# What only numbering knows, and how each is written into the values of a template whose schema has the name.
_STAMPS: dict[str, Callable[[Sequence[Number], date | None], Any]] = {
    "number": lambda numbers, on: asdict(numbers[0]),
    "partner_number": lambda numbers, on: asdict(numbers[1]),
    "date": lambda numbers, on: on.isoformat() if on else None,
    "year": lambda numbers, on: (on or clock.today()).year,
}


def stamped(part: Part, numbers: Sequence[Number], dated_on: date | None) -> dict[str, Any]:
    """Return the part's values with number and date filled in where its kind has them; a number for each issuer.

    `seq` of the numbers and `dated_on` are None while the paper is a draft: they print as blanks.
    """
    known = catalogue().kind(part.kind).schema["properties"]
    filled = {name: write(numbers, dated_on) for name, write in _STAMPS.items() if name in known}
    cited = {name: write(numbers, dated_on) for name, write in _CITED.items()}
    own = {name: cited for name in _CITING if _without_number(part.values.get(name))}
    return {**part.values, **filled, **own}


#: Where annexes cite a paper: one without number means the paper to which the annex belongs.
_CITING = ("attached", "plan")
_CITED = {name: _STAMPS[name] for name in ("number", "date")}


def _without_number(cited: Any) -> bool:
    return isinstance(cited, Mapping) and cited["number"]["seq"] is None


def fingerprint(draft: PaperDraft) -> str:
    """Return the SHA-256 of all that the paper will say, except number and date."""
    known, rules = catalogue(), rules_of(draft)
    said = asdict(draft)
    del said["dated"]
    for part, values in zip(said["parts"], blank(draft), strict=True):
        part["values"] = {name: value for name, value in values.items() if name not in _STAMPS}
    versions = [known.kind(part.kind).version for part in draft.parts]
    whole = [said, versions, formats.read(rules), formats.sha256(rules)]
    return hashlib.sha256(canonical(whole).encode("utf-8")).hexdigest()


def blank(draft: PaperDraft) -> list[dict[str, Any]]:
    """Return the values of each part of a draft, numbers and date blank."""
    numbers = [Number(None, "", issuer.symbol) for issuer in draft.issuers]
    return [stamped(part, numbers, None) for part in draft.parts]


def prepare(draft: PaperDraft, timeout: float | None = None, *, queue: bool = True) -> Prepared:
    """Lay the draft out with a blank number, check it, keep it; what is kept already is returned at once.

    `timeout` in seconds (setting RENDER_WAIT_SECONDS). Where that is not enough a worker does it, if `queue`: a
    page that only reads leaves no job. Errors: `Refused` (values do not fit the template; the findings are
    (part no, JSON path, reason)), `Busy` (ask again), `NotMade`.
    """
    seen_hash = fingerprint(draft)
    if (known := kept(seen_hash)) is not None:
        return known
    try:
        return _lay_out(draft, seen_hash, timeout or current_app.config["RENDER_WAIT_SECONDS"])
    except Busy:
        if queue:
            with writing():
                key = f"prepare:{seen_hash}:{clock():%Y%m%d%H}"
                outbox.add("prepare", {"draft": asdict(draft)}, key=key)
        raise


def prepare_now(data: Mapping[str, Any], timeout: float) -> None:
    """Prepare a draft that took too long for a page (the job's side of `prepare`)."""
    draft = PaperDraft.from_data(data)
    seen_hash = fingerprint(draft)
    if kept(seen_hash) is None:
        _lay_out(draft, seen_hash, timeout)


def _lay_out(draft: PaperDraft, seen_hash: str, timeout: float) -> Prepared:
    end = time.monotonic() + timeout
    faults: list[Fault] = []
    files: dict[str, bytes] = {}
    missing, rules = None, rules_of(draft)
    for no, (part, values) in enumerate(zip(draft.parts, blank(draft), strict=True), start=1):
        answer = ports.render(request(part.kind, values, rules), max(end - time.monotonic(), 0.1))
        faults += [Fault.read(no, fault) for fault in answer["faults"]]
        missing = missing or answer["pdf_missing"]
        files |= {f"{no}.{name}": content for name, content in answer["files"].items()}
    sizes = {name: len(content) for name, content in files.items()}
    prepared = Prepared(seen_hash, len(draft.parts), tuple(faults), missing, sizes)
    _keep(prepared, files)
    return prepared


def request(
    kind: str,
    values: Mapping[str, Any],
    rules: str,
    wanted: tuple[str, ...] = FORMATS,
    mark: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what the render pool is asked: files of one part with their mark, measured against the rules of a name."""
    asked = {"kind": kind, "values": values, "formats": list(wanted), "check": True} | ruled(rules)
    return {**asked, "mark": mark} if mark else asked


def ruled(rules: str) -> dict[str, Any]:
    """Return what a request says of the rules with this name: the profile's code, and the settings of a unit."""
    code, settings = formats.read(rules)
    return {"profile": code, "settings": settings} if settings else {"profile": code}


def folder() -> Path:
    """Return where laid-out drafts are kept: one folder each, named by its hash; may be emptied at any time."""
    return Path(current_app.config["INSTANCE"]) / "prepared"


def _keep(prepared: Prepared, files: Mapping[str, bytes]) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder(), prefix=".new-"))
    for name, content in files.items():
        (new / name).write_bytes(content)
    said = asdict(prepared) | {"faults": [fault.data() for fault in prepared.faults]}
    (new / "result.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    try:
        new.rename(folder() / prepared.seen_hash)
    except OSError:  # somebody else has kept the same meanwhile
        shutil.rmtree(new)


def kept(seen_hash: str) -> Prepared | None:
    """Return the laid-out draft of this hash, or None."""
    path = folder() / seen_hash / "result.json"
    if len(seen_hash) != 64 or not seen_hash.isalnum() or not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    faults = tuple(Fault.read(fault["part_no"], fault) for fault in data["faults"])
    return Prepared(**{**data, "faults": faults})


def kept_file(seen_hash: str, part_no: int, fmt: str) -> bytes:
    """Return a file of a laid-out draft, for «Xem bản in». Errors: `NotFound`."""
    prepared = kept(seen_hash)
    name = f"{part_no}.{fmt}"
    if prepared is None or name not in prepared.files:
        raise NotFound
    return (folder() / seen_hash / name).read_bytes()
