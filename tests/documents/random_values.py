"""Random values for any kind of paper, made from its schema: a new kind needs no lines here.

Short and long names, few and many rows, optional parts on and off. The name of a field says what stands in it where
its type does not (`name` is a person's, `unit` a unit's); everything else is prose as long as the schema bears.
"""

import base64
import io

from PIL import Image

from tests.documents.random_papers import SIGNERS, Papers

SYMBOLS = ("KH-CĐCS", "BC-CĐN", "TTr-CĐCS", "QĐ-LĐLĐ", "CĐN-VP", "TrS-CĐN")
COUNTS = (0, 1, 2, 3, 5, 8, 13, 34)  # rows of a table
FEW = (0, 1, 2, 3, 5)  # paragraphs of a list
AMOUNTS = (0, 1, 15, 1_005, 1_416_882, 215_125_000, 10**15)


class Values(Papers):
    """Walks a schema; the same seed gives the same values."""

    def of(self, schema: dict, name: str = "") -> object:
        """A value of the schema of the field `name`."""
        special = getattr(self, f"_field_{name}", None)
        if special and "properties" in schema or name in ("symbol", "suffix"):
            return special(schema)
        if "anyOf" in schema:
            return self.maybe(self.of(schema["anyOf"][1], name))
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kinds = schema.get("type", "string")
        if isinstance(kinds, list):
            kinds = kinds[0] if self.random.random() < 0.6 else "null"
        return getattr(self, f"_{kinds}")(schema, name)

    def _null(self, schema: dict, name: str) -> None:
        return None

    def _boolean(self, schema: dict, name: str) -> bool:
        return self.random.random() < 0.5

    def _object(self, schema: dict, name: str) -> dict:
        needed = schema.get("required", ())
        return {
            key: self.of(part, key)
            for key, part in schema["properties"].items()
            if key in needed or self.random.random() < 0.7
        }

    def _array(self, schema: dict, name: str) -> list:
        rows = "properties" in schema["items"]
        count = self.random.choice(COUNTS if rows and not _nested(schema["items"]) else FEW)
        count = min(max(count, schema.get("minItems", 0)), schema.get("maxItems", 10**6))
        return [self.of(schema["items"], name.removesuffix("s")) for _ in range(count)]

    def _integer(self, schema: dict, name: str) -> int:
        least, most = schema.get("minimum", 0), schema.get("maximum", 1000)
        if most >= 10**15:
            return self.random.choice(AMOUNTS)
        return self.random.randint(least, min(most, max(1500, least + 300)))

    def _string(self, schema: dict, name: str) -> str:
        if schema.get("format") == "date":
            return self.day()
        if "[01][0-9]" in schema.get("pattern", ""):
            return f"{self.random.randint(0, 23):02d}:{self.random.choice([0, 5, 30]):02d}"
        most = schema.get("maxLength", 500)
        made = getattr(self, f"_said_{name}", None)
        if made:
            return made()[:most].strip() or "Một"
        if most >= 1000:
            return self.paragraphs(3)[:most]
        if most <= 200:
            return self.text(1, 3).rstrip(".")
        return self.text(2, self.random.choice([4, 8, 20, 60])).rstrip(".")[:most].strip()

    def _said_name(self) -> str:
        return self.random.choice([self.person(), self.person(), self.unit(70)])

    def _said_unit(self) -> str:
        return self.unit(90)

    _said_author = _said_owner = _said_authority = _said_issuer = _said_unit

    def _said_base(self) -> str:
        return "Căn cứ " + self.text(4, 30)

    def _said_number(self) -> str:
        return f"{self.random.randint(1, 400)}/{self.random.choice(SYMBOLS)}"

    def _said_code(self) -> str:
        return f"{self.random.randint(1, 4)}.{self.random.randint(1, 12)}"

    def _said_image(self) -> str:
        """A small picture of any shape, upright or lying."""
        size = self.random.choice([(30, 20), (20, 30), (40, 10), (10, 60), (1, 1)])
        made = io.BytesIO()
        Image.new("RGB", size, self.random.choice(["navy", "maroon", "white"])).save(made, "PNG")
        return base64.b64encode(made.getvalue()).decode("ascii")

    def _said_rank(self) -> str:
        return self.random.choice(["Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ"])

    def _said_sex(self) -> str:
        return self.random.choice(["Nam", "Nữ"])

    def _said_note(self) -> str:
        return self.random.choice(["mới", "vắng", "dự thay"])

    def _said_type(self) -> str:
        return self.random.choice(["SN", "HC", "DN"])

    _said_receipt = _said_kept_by = _said_note

    def _field_symbol(self, schema: dict) -> str:
        return self.random.choice(SYMBOLS)

    def _field_suffix(self, schema: dict) -> str:
        return self.random.choice(["", "", "a"])

    def _field_letterhead(self, schema: dict) -> dict:
        return self.head("X")["letterhead"]

    def _field_signature(self, schema: dict) -> dict:
        made = {"lines": list(self.random.choice(SIGNERS)), "name": self.maybe(self.person())}
        return {**made, "hint": self.maybe("(Ký, ghi rõ họ tên)")} if "hint" in schema["properties"] else made


def _nested(schema: dict) -> bool:
    return any(part.get("type") == "array" for part in schema["properties"].values())


def values(kind, seed: int) -> dict:
    """Random values of a kind (documents.catalogue.Kind); a kind that has a maker of its own is made by that."""
    maker = getattr(Values(seed), kind.code, None)
    return maker() if maker else Values(seed).of(kind.schema)
