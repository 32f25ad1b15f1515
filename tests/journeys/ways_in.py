"""An office gives a deputy chair without e-mail a printed code; she comes in, and comes back by her own passkey."""

from __future__ import annotations

from typing import Any

from tests.support.stage import Person, Stage

UNIT = "Hồng Phúc"
PASSWORD = "chín bậc thang tre cao"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def come_in_by_paper(stage: Stage) -> None:
    """From the printed sheet to the passkey; without a script the password is the way back."""
    with stage.pictured("ways-in"):
        name, code = _invited(stage("P04"))
        guest = stage.people["guest"] = stage.newcomer()
        address = stage.url.replace("127.0.0.1", "localhost")  # passkeys are bound to names, not to numbers
        if guest.scripted:
            _with_authenticator(guest)
        _first_time(guest, address, name, code)
        if guest.scripted:
            _makes_a_passkey(guest)
        _leaves_everywhere(guest, address)
        _comes_back(guest)
        _given_again(stage("P04"), guest, address)


def _with_authenticator(guest: Person) -> None:
    browser: Any = guest.page.context.new_cdp_session(guest.page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def _invited(office: Person) -> tuple[str, str]:
    """The office above looks for who has no account, invites, and prints the sheet."""
    office.open("/don-vi")
    office.follow(UNIT)
    office.follow("Tài khoản")
    office.look("w01-accounts")
    office.reach()
    office.follow("Mời một người")
    line = office.page.locator("main li", has_text="Phó Chủ tịch").first
    name = line.locator("b").first.inner_text()
    office.look("w02-choose")
    office.follow("Mời", line)
    office.fill("Tên đăng nhập", "x")
    office.press("Mời")
    office.refused("Tên đăng nhập", "Tên đăng nhập cần từ 3 đến 100 chữ")
    office.look("w03-invite-wrong")
    office.fill("Tên đăng nhập", "+84 987 654 321")
    office.press("Mời")
    office.sees("Mã chỉ hiện lần này.")
    office.look("w04-sheet")
    assert name in office.text()
    return name, office.page.locator(".tk-code").inner_text()


def _first_time(guest: Person, address: str, name: str, code: str) -> None:
    """By name and code to a password of her own."""
    guest.open(f"{address}/dang-nhap")
    guest.follow("Vào bằng mã trên giấy")
    guest.fill("Tên đăng nhập", "0987 654 321")
    guest.fill("Mã trên giấy", code[:-1] + ("7" if code[-1] != "7" else "9"))
    guest.press("Đi tiếp")
    guest.refused("Mã trên giấy", "Tên hoặc mã chưa đúng")
    guest.look("w05-code-wrong")
    guest.fill("Mã trên giấy", code.lower().replace("-", " "))
    guest.press("Đi tiếp")
    guest.sees(name)
    guest.fill("Mật khẩu mới", "12345678")
    guest.press("Đặt mật khẩu và vào")
    guest.refused("Mật khẩu mới", "Nhiều người dùng mật khẩu này")
    guest.look("w06-password-wrong")
    guest.fill("Mật khẩu mới", PASSWORD)
    guest.press("Đặt mật khẩu và vào")
    guest.sees("Đã đặt mật khẩu.")


def _makes_a_passkey(guest: Person) -> None:
    guest.open(guest.address.rsplit("/", 1)[0] + "/toi")
    guest.follow("Mở", guest.page.locator("section[aria-labelledby=h-ways]"))
    guest.look("w07-ways-in")
    guest.follow("Tạo khóa trên máy này")
    guest.fill("Gọi khóa này là gì", "Điện thoại của tôi")
    guest.look("w08-new-key")
    guest.press("Tạo khóa")
    guest.sees("Đã tạo khóa.")
    guest.sees("Điện thoại của tôi")
    guest.look("w09-key-made")


def _leaves_everywhere(guest: Person, address: str) -> None:
    guest.open(f"{address}/toi/bao-ve")
    guest.press("Thoát trên mọi máy")
    guest.sees("Đã đăng xuất trên mọi máy.")
    guest.open(f"{address}/viec")
    assert "/dang-nhap" in guest.page.url


def _comes_back(guest: Person) -> None:
    if guest.scripted:
        guest.press("Vào bằng khóa trên máy này")
    else:
        guest.fill("Số điện thoại", "0987654321")
        guest.fill("Mật khẩu", PASSWORD)
        guest.press("Đăng nhập")
    assert guest.address.endswith("/viec"), "where she wanted to go"


def _given_again(office: Person, guest: Person, address: str) -> None:
    """She has forgotten everything: the office gives a new way in, and every earlier one is worth nothing."""
    office.follow("Đã in, về danh sách")
    office.follow("Mở", office.page.locator("tr", has_text="0987654321"))
    office.look("w10-account")
    office.press("Cấp lại đường vào")
    code = office.page.locator(".tk-code").inner_text()
    guest.open(f"{address}/viec")
    assert "/dang-nhap" in guest.page.url
    guest.open(f"{address}/vao-bang-ma?ten=0987654321")
    guest.fill("Mã trên giấy", code)
    guest.press("Đi tiếp")
    guest.sees("Đặt mật khẩu")
