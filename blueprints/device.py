"""On what somebody signed in, read from what the browser says of itself: «system.browser», never trusted."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

# What stands in the header → code, in the order in which it is looked for: several words stand in one header.
SYSTEMS = (
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)
BROWSERS = (
    ("coc_coc", "coccoc"),
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("Firefox", "firefox"),
    ("Chrome", "chrome"),
    ("Safari", "safari"),
)

SYSTEM_WORDS = {
    "iphone": _l("Điện thoại iPhone"),
    "ipad": _l("Máy tính bảng iPad"),
    "android": _l("Điện thoại Android"),
    "windows": _l("Máy tính Windows"),
    "mac": _l("Máy tính Mac"),
    "linux": _l("Máy tính Linux"),
}
BROWSER_NAMES = {
    "coccoc": "Cốc Cốc",
    "edge": "Edge",
    "opera": "Opera",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
}


def code(header: str) -> str:
    """Return the code of a User-Agent header; unknown parts are left empty («.»)."""
    system, browser = (
        next((name for sign, name in table if sign in header[:1000]), "") for table in (SYSTEMS, BROWSERS)
    )
    return f"{system}.{browser}"


def words(code_: str) -> str:
    """Return a code in words: «Điện thoại Android, Chrome»."""
    system, _dot, browser = code_.partition(".")
    said = [str(SYSTEM_WORDS.get(system, _l("Máy lạ"))), BROWSER_NAMES.get(browser, "")]
    return ", ".join(one for one in said if one)
