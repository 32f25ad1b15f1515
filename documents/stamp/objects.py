"""Objects of a PDF file, written one after the other: nothing is kept but where each begins."""

import re
import zlib
from array import array
from typing import BinaryIO

_REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")


def stream(data: bytes, extra: str = "") -> bytes:
    """The bytes of a compressed stream object with its dictionary."""
    packed = zlib.compress(data)
    return b"<</Filter/FlateDecode/Length %d%s>>\nstream\n%s\nendstream" % (
        len(packed),
        extra.encode(),
        packed,
    )


def moved(data: bytes, by: int) -> bytes:
    """The bytes of an object whose references point `by` numbers further; the content of a stream is not touched."""
    if not by:
        return data
    head, mark, rest = data.partition(b"stream\n")
    return _REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + by), head) + mark + rest


def _packed(data: bytes) -> bytes:
    """Deflated in a window of 1 kB: for half a kilobyte the usual one takes longer to set up than to use."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 10, 4)
    return packer.compress(data) + packer.flush()


class File:
    """A PDF file that grows: objects in any order, then the table of their places and the trailer."""

    def __init__(self, target: BinaryIO) -> None:
        self._target, self._at = target, 0
        self._places = array("Q", [0])
        self._put(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._at += len(data)

    def reserve(self, number: int) -> None:
        """Let numbers up to this one exist; what is never written is marked as free."""
        missing = number + 1 - len(self._places)
        if missing > 0:
            self._places.extend([0] * missing)

    @property
    def next(self) -> int:
        """The first number that nothing has yet."""
        return len(self._places)

    def write(self, number: int, data: bytes) -> None:
        """Write an object."""
        self.reserve(number)
        self._places[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def page(self, content: bytes, rest: bytes) -> int:
        """Write a page and its content, which get the next two numbers; returns the page's."""
        number, packed, at = len(self._places), _packed(content), self._at
        first = b"%d 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
            number, len(packed), packed,
        )  # fmt: skip
        second = b"%d 0 obj\n<</Type/Page/Contents %d 0 R%s>>\nendobj\n" % (number + 1, number, rest)
        self._places.extend((at, at + len(first)))
        self._put(first + second)
        return number + 1

    def close(self, catalogue: int, info: int, identifier: bytes) -> None:
        """Write the table of places and the trailer."""
        start, count = self._at, len(self._places)
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for first in range(1, count, 4096):
            self._put(
                b"".join(
                    b"%010d 00000 n \n" % place if place else b"0000000000 65535 f \n"
                    for place in self._places[first : first + 4096]
                )
            )
        self._put(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, catalogue, info, identifier, identifier, start)
        )
