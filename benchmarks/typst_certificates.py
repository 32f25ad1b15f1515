"""The certificates in Typst, its compiler called in this process."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import typst

from benchmarks import data
from benchmarks.reportlab_certificates import HEIGHT, WIDTH

_LOOK = {"regular": "", "bold": 'weight: "bold"', "italic": 'style: "italic"'}
_LOOK["bold_italic"] = f"{_LOOK['bold']}, {_LOOK['italic']}"


def write(rows: Sequence[dict[str, str]], lines: list, border: bytes) -> bytes:
    """Return one PDF with a page for each row."""
    sample = data.shared()
    varying = {sample["name"]: "c.name", sample["about"]: "c.about", sample["merit"]: "c.merit"}
    varying |= {f"Số sổ vàng: {sample['book_no']}": '"Số sổ vàng: " + c.book_no'}
    source = [
        "#let rows = json(bytes(sys.inputs.d))",
        f'#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt, background: image("border.png", width: 100%))',
        '#set text(font: "Tinos", lang: "vi", kerning: false, ligatures: false, bottom-edge: "baseline")',
        "#for c in rows {",
    ]
    for face, size, left, base, align, colour, words in lines:
        red, green, blue = (round(float(part) * 255) for part in colour.split()[:3])
        look = ", ".join(
            part for part in (f"size: {size}pt", _LOOK[face], f"fill: rgb({red}, {green}, {blue})") if part
        )
        said = varying.get(words, json.dumps(words, ensure_ascii=False))
        middle = words in varying and align == "center"
        where = "top + center, dx: 0pt" if middle else f"top + left, dx: {left}pt"
        source.append(f"place({where}, dy: {HEIGHT - base - size}pt, text({look}, {said}))")
    source += ["pagebreak(weak: true)", "}"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "border.png").write_bytes(border)
        (Path(folder) / "all.typ").write_text("\n".join(source), encoding="utf-8")
        fonts = data.renderer().fonts.files["regular"].parent
        return typst.compile(
            str(Path(folder) / "all.typ"), root=folder, font_paths=[str(fonts)], format="pdf",
            sys_inputs={"d": json.dumps(rows, ensure_ascii=False)},
        )  # fmt: skip
