"""TCVN3 and VNI text: recognised, converted on request, and Unicode text left alone."""

import pytest

from vietnamese.syllables import is_syllable
from vietnamese.text import clean, convert_legacy, looks_legacy

LEGACY = [
    ("C«ng ®oµn ngµnh Y tÕ", "tcvn3", "Công đoàn ngành Y tế"),
    ("C¤NG §OµN", "tcvn3", "CÔNG ĐOÀN"),
    ("TrÇn V¨n B×nh", "tcvn3", "Trần Văn Bình"),
    ("tr\u00adêng ®¹i häc", "tcvn3", "trường đại học"),
    ("T\u00ad vÊn ph¸p luËt cho ®oµn viªn", "tcvn3", "Tư vấn pháp luật cho đoàn viên"),
    ("Hoµn thµnh xuÊt s¾c nhiÖm vô n¨m 2025.", "tcvn3", "Hoàn thành xuất sắc nhiệm vụ năm 2025."),
    ("Coâng ñoaøn ngaønh Y teá", "vni", "Công đoàn ngành Y tế"),
    ("COÂNG ÑOAØN VIEÄT NAM", "vni", "CÔNG ĐOÀN VIỆT NAM"),
    (
        "ñöôøng Nguyeãn Traõi, quyønh, nghó, kyõ, lyù, ñòa chæ",
        "vni",
        "đường Nguyễn Trãi, quỳnh, nghĩ, kỹ, lý, địa chỉ",
    ),
    ("Hoaøn thaønh xuaát saéc nhieäm vuï naêm 2025", "vni", "Hoàn thành xuất sắc nhiệm vụ năm 2025"),
]


@pytest.mark.parametrize(("typed", "encoding", "unicode_text"), LEGACY)
def test_recognised_and_converted(typed, encoding, unicode_text):
    assert looks_legacy(typed) == encoding
    assert convert_legacy(typed, encoding) == unicode_text
    # Cleaning, which happens to every field, must not make the conversion impossible.
    assert convert_legacy(clean(typed), encoding) == unicode_text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cong doan",
        "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh",
        "HỘI NGHỊ TỔNG KẾT NĂM 2025",
        "Ðại hội nhiệm kỳ 2023 - 2028",
        "José, André, Zoë, Peña, München, Ångström",
        "có mét cò hòa ô tô",
        "© 2025 «Lao động» ® 10 µm",
        "Y Blŏk Ênuôl, H'Mai Niê, K'Long",
    ],
)
def test_unicode_text_is_left_alone(text):
    assert looks_legacy(text) is None


def test_unknown_encoding():
    with pytest.raises(ValueError, match="viqr"):
        convert_legacy("Co^ng ddoa`n", "viqr")


SYLLABLES = (
    "công đoàn nghiệp quyết giếng gì yêu khuya khuỷu nguyễn thuở ngoằn xoong ĐẠI Huỳnh ứng a Đắk ệch ộc"
)


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_is_a_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "bcd", "càc", "kộngg", "đđa", "ñan", "iPhone", "cÔng", "fa", "hộị"])
def test_is_no_syllable(word):
    assert not is_syllable(word)
