"""What the checker can find: one rule, one id, one Vietnamese sentence."""

from dataclasses import dataclass

RULES = {
    "page-size": "Khổ giấy phải là A4 (210 mm × 297 mm).",
    "margins": "Lề trang ngoài khoảng quy định.",
    "font": "Phông chữ phải là Times New Roman (hoặc phông cùng số đo).",
    "size": "Cỡ chữ ngoài khoảng quy định.",
    "face": "Kiểu chữ (đậm, nghiêng, đứng) không đúng.",
    "capitals": "Thành phần này phải viết in hoa.",
    "missing": "Thiếu một thành phần thể thức.",
    "order": "Các thành phần thể thức không đúng thứ tự.",
    "number": "Số, ký hiệu không đúng dạng (ví dụ: Số: 05/QĐ-CĐN).",
    "place-date": "Địa danh, thời gian không đúng dạng (ví dụ: Sông Lam, ngày 05 tháng 3 năm 2025).",
    "grounds": "Căn cứ phải kết thúc bằng dấu chấm phẩy, căn cứ cuối cùng bằng dấu chấm.",
    "recipients": "Nơi nhận: mỗi dòng có gạch đầu dòng và dấu chấm phẩy, dòng cuối là «Lưu» và dấu chấm.",
    "end": "Lời văn phải kết thúc đúng một lần bằng dấu «./.».",
    "page-number": "Số trang phải ở giữa lề trên, từ trang 2, cỡ chữ 13-14.",
    "spacing": "Giãn dòng phải từ dòng đơn tới 1,5 dòng.",
    "empty-paragraph": "Có đoạn trống dùng để giãn cách.",
    "nfc": "Chữ Việt không ở dạng dựng sẵn (NFC).",
    "glyph": "Có ký tự không hiện được.",
    "words": "Lời văn trong tệp Word và tệp PDF khác nhau.",
    "unreadable": "Không đọc được tệp.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: id of the rule, where it is, what was found there."""

    rule: str
    place: str
    found: str

    @property
    def message(self) -> str:
        """The rule in Vietnamese."""
        return RULES[self.rule]

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.found}]"
