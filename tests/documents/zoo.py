"""The zoo: wrong papers made from right ones by script, each named after its one defect.

`python -m tests.documents.zoo FOLDER` writes them all, for whoever wants to look at them or try another checker.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import reference
from documents import catalogue, produce, word
from documents.checker import acts
from documents.profile import Profile

from . import zoo_pdf, zoo_word

TEMPLATES = Path(__file__).resolve().parents[2] / "doc_templates"


class Zoo:
    """Makes the animals; the right papers are laid out once."""

    def __init__(self) -> None:
        self.profile = Profile.from_dict(reference.load("profiles/tld-933.toml"))
        self.acts = acts.read(reference.load("legal_bases.toml"))
        self.kinds = catalogue.opened(TEMPLATES)
        self.design = self.kinds.kind(zoo_word.CERT).design
        codes = {animal.paper for zoo in (zoo_word, zoo_pdf) for animal in zoo.ANIMALS.values()}
        self.sheets = {
            code: produce.sheet(self.kinds.kind(code), self.kinds.kind(code).sample, self.profile)
            for code in codes
        }
        self.right = {code: word.document(sheet, self.profile) for code, sheet in self.sheets.items()}
        self.keeper = zoo_pdf.Keeper(self.profile)

    def word(self, name: str) -> bytes:
        """A wrong Word file."""
        animal = zoo_word.ANIMALS[name]
        return zoo_word.spoiled(self.right[animal.paper], animal)

    def pdf(self, name: str) -> bytes:
        """A wrong PDF file."""
        animal = zoo_pdf.ANIMALS[name]
        return self.keeper.pdf(self.sheets[animal.paper], animal)

    def everything(self) -> Iterator[tuple[str, str, bytes]]:
        """(file name, rule, content) of every animal."""
        for name, animal in zoo_word.ANIMALS.items():
            yield f"{name}.docx", animal.rule, self.word(name)
        for name, animal in zoo_pdf.ANIMALS.items():
            yield f"{name}.pdf", animal.rule, self.pdf(name)


def main(folder: Path) -> None:
    """Write all files into a folder, each in the folder of its rule."""
    for name, rule, content in Zoo().everything():
        target = folder / rule / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
