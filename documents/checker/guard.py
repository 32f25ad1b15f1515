"""What is looked at before a stranger's file is opened: that it is what it says, and not a trap.

A file is judged by its bytes, never by its name. Limits follow the house's rules for uploads: 100 MB unpacked,
a hundredfold packing, 2,000 parts, 300 pages.
"""

import zipfile
from io import BytesIO

from ..errors import DocumentProblem

MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
MOST_PARTS = 2_000
MOST_PAGES = 300

EMPTY = "Tệp rỗng."
NO_PAPER = "Tệp này không phải PDF hay Word (.docx)."
OLD_WORD = "Tệp Word đời cũ (.doc) hoặc có mật khẩu. Mở bằng Word, lưu lại thành .docx không mật khẩu."
BOMB = "Tệp nén bất thường, không mở."
BROKEN_WORD = "Tệp Word bị hỏng."
BROKEN_PDF = "Tệp PDF bị hỏng."
LOCKED_PDF = "Tệp PDF có mật khẩu. Lưu lại bản không mật khẩu."
PICTURES = "Tệp PDF chỉ có hình quét, không có chữ để kiểm tra."
LONG = "Tệp PDF có %(pages)s trang, nhiều nhất là %(most)s trang."


class Unreadable(DocumentProblem):
    """A file that cannot be measured; `message` is a Vietnamese msgid with its `params`."""

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)


def kind_of(data: bytes) -> str:
    """ "pdf" or "docx", by the bytes. Raises Unreadable for everything else."""
    if not data:
        raise Unreadable(EMPTY)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(OLD_WORD)
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(NO_PAPER)
    open_package(data)
    return "docx"


def open_package(data: bytes) -> None:
    """Look at the directory of a Word package; raises Unreadable for a bomb, a broken one, or another kind of file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(BROKEN_WORD) from error
    unpacked = sum(part.file_size for part in parts)
    heaviest = max(
        (part.file_size / max(part.compress_size, 1) for part in parts if part.file_size > 1 << 20), default=0
    )
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or heaviest > MOST_RATIO:
        raise Unreadable(BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(OLD_WORD)
    if "word/document.xml" not in {part.filename for part in parts}:
        raise Unreadable(NO_PAPER)
