"""The package of a Word file, written by hand: what was deflated once is copied, not deflated again.

Of the dozen parts of a paper only the text and its title change from one to the next. Same parts, same bytes: no
clock, members in a fixed order, the content types first.
"""

import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache

_DATE = 0x21  # 1 January 1980, the earliest a package can name
_UNICODE = 0x800
_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
_STORED, _DEFLATED = 0, 8
_PACKED_ALREADY = (".png", ".jpeg")

Member = tuple[bytes, bytes, bytes]  # its name, its entry with the data, what the directory says of it


def packed(parts: Mapping[str, bytes], fresh: tuple[str, ...] = ("word/document.xml",)) -> bytes:
    """The package of the parts; those named `fresh` are different each time and not remembered."""
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    return joined([(member if name in fresh else _kept)(name, parts[name]) for name in order])


def member(name: str, data: bytes) -> Member:
    """One part, ready for `joined`."""
    stored = name.endswith(_PACKED_ALREADY)
    content = data if stored else _deflated(data)
    method, word = _STORED if stored else _DEFLATED, name.encode()
    sizes = (zlib.crc32(data), len(content), len(data), len(word))
    local = struct.pack("<IHHHHHIIIHH", _LOCAL, 20, _UNICODE, method, 0, _DATE, *sizes, 0)
    central = struct.pack(
        "<IHHHHHHIIIHHHHHI",
        _CENTRAL,
        (3 << 8) + 20,
        20,
        _UNICODE,
        method,
        0,
        _DATE,
        *sizes,
        0,
        0,
        0,
        0,
        0o600 << 16,
    )
    return word, local + word + content, central


@lru_cache(maxsize=256)
def _kept(name: str, data: bytes) -> Member:
    return member(name, data)


def joined(members: list[Member]) -> bytes:
    """The package of such parts, in their order."""
    entries, directory, at = [], [], 0
    for name, entry, central in members:
        entries.append(entry)
        directory += (central, struct.pack("<I", at), name)
        at += len(entry)
    told = b"".join(directory)
    end = struct.pack("<IHHHHIIH", _END, 0, 0, len(members), len(members), len(told), at, 0)
    return b"".join((*entries, told, end))


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()
