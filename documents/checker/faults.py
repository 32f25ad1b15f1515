"""What the checker can find: one rule, one id, one Vietnamese sentence, and where in the profile its source stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..profile import Profile
from .words import packed


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what is asked (Vietnamese msgid) and the value of the profile whose source it shares ("" = ours)."""

    message: str
    origin: str = ""


LIST = "Danh mục căn cứ pháp lý có ngày hiệu lực, kèm theo phần mềm"
OWN = "Lựa chọn của phần mềm, để tệp mở ở máy nào cũng như nhau"

_TABLE = {
    # the page
    "page-size": ("Khổ giấy phải là A4 (210 mm × 297 mm).", "page.width"),
    "margins": ("Lề trang ngoài khoảng quy định.", "page.left"),
    "page-number": (
        "Số trang phải ở giữa lề trên, từ trang 2, cỡ chữ 13-14, trang đầu không ghi.",
        "page.number_from",
    ),
    "signature-alone": ("Khối chữ ký không đứng một mình ở trang cuối.", ""),
    "table-head": ("Bảng dài qua nhiều trang phải lặp lại dòng đầu bảng.", ""),
    # the letters
    "font": ("Phông chữ phải là Times New Roman (hoặc phông cùng số đo).", "page.font"),
    "legacy": ("Chữ gõ bằng phông cũ (TCVN3, VNI); phải là Unicode.", "page.font"),
    "nfc": ("Chữ Việt không ở dạng dựng sẵn (NFC).", "page.font"),
    "lookalike": ("Có chữ trông giống chữ Việt nhưng là chữ khác (Ð, Ɖ thay cho Đ).", "page.font"),
    "invisible": ("Có ký tự không nhìn thấy nằm trong lời văn.", ""),
    "glyph": ("Có ký tự không hiện được.", "page.font"),
    "colour": ("Chữ phải màu đen, không tô nền.", "page.font"),
    "size": ("Cỡ chữ ngoài khoảng quy định.", "style.body.size"),
    "face": ("Kiểu chữ (đậm, nghiêng, đứng) không đúng.", "style.body.size"),
    "capitals": ("Thành phần này phải viết in hoa.", "style.title.case"),
    "underline": ("Không gạch chân chữ; dưới thành phần này là đường kẻ liền.", "frame.motto_rule"),
    # the paragraphs
    "align": ("Thành phần này phải canh giữa.", "style.title.align"),
    "justify": ("Lời văn phải dàn đều hai lề.", "style.body.align"),
    "indent": ("Dòng đầu đoạn phải lùi vào 1 cm hoặc 1,27 cm.", "style.body.indent"),
    "spacing": ("Giãn dòng phải từ dòng đơn tới 1,5 dòng.", "lines.most"),
    "paragraph-gap": ("Khoảng cách giữa các đoạn phải từ 6 pt.", "lines.between_paragraphs"),
    "empty-paragraph": ("Có đoạn trống dùng để giãn cách.", ""),
    # the components
    "missing": ("Thiếu một thành phần thể thức.", "texts.national"),
    "order": ("Các thành phần thể thức không đúng thứ tự.", "texts.national"),
    "place": ("Thành phần thể thức không đúng vị trí.", "texts.national"),
    "national": ("Quốc hiệu phải là «CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM».", "texts.national"),
    "motto": ("Tiêu ngữ phải là «Độc lập - Tự do - Hạnh phúc», gạch nối có cách hai bên.", "texts.motto"),
    "rule-line": ("Dưới Tiêu ngữ phải có đường kẻ liền, dài bằng dòng chữ.", "frame.motto_rule"),
    "underscores": ("Đường kẻ phải là nét vẽ, không gõ bằng dấu gạch dưới.", "frame.motto_rule"),
    "parent-body": ("Cơ quan chủ quản ghi ở đầu phải là công đoàn cấp trên.", "style.parent.size"),
    "number": ("Số, ký hiệu không đúng dạng (ví dụ: Số: 05/QĐ-CĐN).", "texts.number"),
    "number-zero": ("Số nhỏ hơn 10 ghi thêm một số 0 phía trước; số khác không thêm.", "texts.number"),
    "place-date": (
        "Địa danh, thời gian không đúng dạng (ví dụ: Sông Lam, ngày 05 tháng 3 năm 2025).",
        "style.place_date.size",
    ),
    "date-zero": (
        "Ngày nhỏ hơn 10 và tháng 1, tháng 2 ghi thêm số 0; các tháng khác không thêm.",
        "style.place_date.size",
    ),
    "date-real": ("Ngày này không có trong lịch.", "style.place_date.size"),
    "addressees": (
        "Kính gửi: có dấu hai chấm; nhiều nơi thì mỗi nơi một dòng, dấu chấm phẩy, cuối là dấu chấm.",
        "texts.addressees",
    ),
    "grounds": ("Căn cứ phải kết thúc bằng dấu chấm phẩy, căn cứ cuối cùng bằng dấu chấm.", "style.basis.size"),
    "ended-act": ("Căn cứ phải là văn bản có hiệu lực vào ngày ký.", ""),
    "articles": ("Điều phải đánh số liên tục 1, 2, 3 …, sau số là dấu chấm.", "style.clause_heading.size"),
    "parts": ("Mục I, II, III … phải đánh số liên tục.", "style.part_heading.size"),
    "points": ("Điểm phải theo thứ tự a, b, c, d, đ, e … của chữ Việt.", "style.body.size"),
    "cited": ("Viện dẫn: «Điều» viết hoa; «khoản», «điểm» viết thường.", "style.body.size"),
    "money": ("Số tiền: nhóm ba chữ số bằng dấu chấm, sau là «đồng».", ""),
    "end": ("Lời văn phải kết thúc đúng một lần bằng dấu «./.».", "texts.end"),
    "signature": ("Quyền hạn người ký: TM., KT., TL., TUQ., Q. có một dấu chấm và cách.", "style.signer_title.size"),
    "signer-name": (
        "Họ tên người ký viết chữ thường, không ghi học hàm, học vị, danh hiệu.",
        "style.signer_name.size",
    ),
    "recipients": (
        "Nơi nhận: mỗi dòng có gạch đầu dòng và dấu chấm phẩy, dòng cuối là «Lưu» và dấu chấm.",
        "texts.recipients",
    ),
    "appendix": ("Phụ lục: từ «Phụ lục» viết chữ thường, số La Mã, cỡ 14, đậm.", "style.appendix_label.size"),
    # certificates
    "certificate-page": ("Giấy khen, giấy chứng nhận in trên một trang.", ""),
    "certificate-type": ("Cỡ, kiểu hoặc màu chữ không phải của dòng nào trên giấy khen, giấy chứng nhận.", ""),
    # the file
    "tracked": ("Tệp Word còn vết sửa hoặc ghi chú chưa xử lý.", ""),
    "hidden-text": ("Tệp Word có chữ ẩn.", ""),
    "words": ("Lời văn trong tệp Word và tệp PDF khác nhau.", ""),
    "unreadable": ("Không đọc được tệp.", ""),
}  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType({code: Rule(*row) for code, row in _TABLE.items()})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: id of the rule, where it is, what was found there, what was asked, and the source of that.

    place, found and expected are `words.Words` where they are ours, plain text where the paper is quoted. `origin`
    names the value of the profile where the rule's own is too general ("style.number.size").
    """

    rule: str
    place: str
    found: str
    expected: str = ""
    origin: str = ""
    source: str = ""

    @property
    def message(self) -> str:
        """The rule in Vietnamese."""
        return RULES[self.rule].message

    def data(self) -> dict:
        """The fault as plain data for JSON, its words ready to be said in another language."""
        said = {name: packed(getattr(self, name)) for name in ("place", "found", "expected")}
        return {"rule": self.rule, "source": self.source} | said

    def __str__(self) -> str:
        asked = f"; phải là: {self.expected}" if self.expected else ""
        source = f" ({self.source})" if self.source else ""
        return f"{self.place}: [{self.rule}] {self.message} [{self.found}{asked}]{source}"


def sourced(fault: Fault, profile: Profile) -> Fault:
    """The fault with the source of its rule in this profile, in words; one that has a source keeps it."""
    if fault.source:
        return fault
    origin = profile.origins.get(fault.origin) or profile.origins.get(RULES[fault.rule].origin)
    return replace(fault, source=origin.source if origin else OWN)
