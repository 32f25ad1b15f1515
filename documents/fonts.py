"""The pinned font files of the PDF: found once, checked letter by letter, never taken by name from the system.

Word names Times New Roman; the PDF embeds a face with the same widths. Debian's `fonts-liberation` (1.x) lacks 98
Vietnamese letters under the same family name as `fonts-liberation2`, so a face counts only if every letter of the
repertoire has a glyph in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .repertoire import LETTERS

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
    Path("/Library/Fonts"),
)
FAMILIES = {"Tinos": "Tinos", "LiberationSerif": "Liberation Serif 2"}  # file name → name in our PDF
FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold_italic": "BoldItalic"}


@dataclass(frozen=True)
class FontSet:
    """Four font files of one family; keys regular, bold, italic, bold_italic."""

    family: str
    files: dict[str, Path]

    def address(self, face: str) -> str:
        """The file's address for the stylesheet."""
        return self.files[face].as_uri()


def find(folders: Iterable[Path] = FOLDERS) -> FontSet | None:
    """The first family whose four files hold every letter of the repertoire; None when there is none."""
    roots = [folder.expanduser() for folder in folders]
    for family, name in FAMILIES.items():
        found = [file for root in roots if root.is_dir() for file in root.rglob(f"{family}-Regular.ttf")]
        for regular in sorted(found):
            files = {face: regular.with_name(f"{family}-{part}.ttf") for face, part in FACES.items()}
            if all(file.is_file() and not missing(file, LETTERS) for file in files.values()):
                return FontSet(name, files)
    return None


def missing(file: Path, letters: Iterable[str]) -> list[str]:
    """Letters that have no glyph in a font file."""
    from fontTools.ttLib import TTFont  # needed where PDF is made, slow to import elsewhere

    with TTFont(file, lazy=True) as font:
        glyphs = font.getBestCmap()
    return [letter for letter in letters if ord(letter) not in glyphs]
