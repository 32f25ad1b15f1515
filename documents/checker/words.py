"""Words of the checker that people read: in Vietnamese as they stand, with message id and values for other languages.

What is quoted from a paper is plain text and is said as it is in every language.
"""

from collections.abc import Iterable, Mapping
from typing import Any


class Words(str):
    """A Vietnamese message id with its values filled in: the text itself is the Vietnamese.

    `message` and `params` say the same to whoever translates; a value may be words again. A message without values
    is taken as it is.
    """

    message: str
    params: Mapping[str, str]

    def __new__(cls, message: str, **params: str) -> "Words":
        """Fill the values into the message."""
        made = super().__new__(cls, message % params if params else message)
        made.message, made.params = message, params
        return made


def listed(items: Iterable[str]) -> str:
    """The items with commas between them; "" for none."""
    found = list(items)
    whole = found[0] if found else ""
    for item in found[1:]:
        whole = Words("%(first)s, %(next)s", first=whole, next=item)
    return whole


def packed(text: str) -> Any:
    """The text as plain data for JSON: {"message", "params"} for words, the text itself for a quotation."""
    if not isinstance(text, Words):
        return text
    return {"message": text.message, "params": {name: packed(value) for name, value in text.params.items()}}


def unpacked(data: Any) -> str:
    """What `packed` made, read back."""
    if isinstance(data, str):
        return data
    message = data["message"]
    return Words(message, **{name: unpacked(value) for name, value in data["params"].items()})


SIDES = {"left": Words("trái"), "right": Words("phải"), "top": Words("trên"), "bottom": Words("dưới")}
FACES = {
    (False, False): Words("đứng, thường"), (True, False): Words("đậm"), (False, True): Words("nghiêng"),
    (True, True): Words("đậm nghiêng"),
}  # fmt: skip
ALIGNED = {"left": Words("canh trái"), "right": Words("canh phải"), "both": Words("dàn đều")}
BLACK = Words("màu đen")


def margin(side: str, mm: str) -> str:
    """A margin that was found, in words: `side` is one of `SIDES`."""
    return Words("lề %(side)s %(mm)s mm", side=SIDES[side], mm=mm)


def face_name(bold: bool, italic: bool) -> str:
    """A face in words."""
    return FACES[(bool(bold), bool(italic))]


def sized(size: float) -> str:
    """A size in words."""
    return Words("cỡ %(size)s", size=f"{size:g}")


def sizes(least: float, most: float) -> str:
    """A range of sizes in words."""
    return Words("cỡ %(least)s-%(most)s", least=f"{least:g}", most=f"{most:g}")
