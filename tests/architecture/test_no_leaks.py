"""Nothing of one machine, one network or one key in what everybody gets."""

from __future__ import annotations

import re

import pytest

from tests.architecture import sources

TEXT = {
    *("", ".py", ".md", ".txt", ".toml", ".html", ".css", ".js", ".json", ".csv", ".po", ".pot"),
    *(".cfg", ".ini", ".mako", ".sh", ".yml", ".yaml", ".svg"),
}

LEAKS = {
    "a folder of one machine": re.compile(r"(?<![\w.-])/(?:root|home/\w+|work|Users/\w+|opt/\w+)/"),
    "where packages come from": re.compile(
        r"--(?:extra-)?index-url|--find-links|--trusted-host|file:///(?!\{)"
    ),
    "an address inside somebody's network": re.compile(
        r"(?<![\d.])(?!192\.168\.1\.10\b)(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}(?![\d.])"
    ),  # 192.168.1.10 is the example beside the field
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}

# Hosts that may be named, and why.
HOSTS = {
    "127.0.0.1", "localhost",  # this machine
    "www.w3.org", "schemas.openxmlformats.org", "schemas.microsoft.com", "purl.org", "ns.adobe.com",  # namespaces
    "json-schema.org",  # the dialect of our schemas
    "keepachangelog.com", "semver.org",  # the form of CHANGELOG.md
    "donvi.vn",  # the example beside a field
}  # fmt: skip
RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|org|net|vn))?$")
ADDRESS = re.compile(r"https?://([^\s/:\"'<>)\]}»,;`\\]+)")

THIS = "tests/architecture/test_no_leaks.py"

# Tests send from invented addresses, ask for invented hosts, and offer files that must not be read.
ELSEWHERE_ONLY = {"an address inside somebody's network", "a strange host", "where packages come from"}


def strangers(text: str) -> list[str]:
    """Return the hosts a text names that are neither reserved for examples nor in the list."""
    hosts = {host.lower() for host in ADDRESS.findall(text)}
    return sorted(
        host for host in hosts if host not in HOSTS and not RESERVED.search(host) and "{" not in host
    )


def texts(what: str) -> list[tuple[str, str]]:
    """Return (name, text) of every text file in which `what` would be a leak."""
    return [
        (sources.name(path), path.read_text(encoding="utf-8"))
        for path in sources.files()
        if path.suffix in TEXT
        and sources.name(path) != THIS
        and not (what in ELSEWHERE_ONLY and sources.room(path) == "tests")
    ]


@pytest.mark.parametrize("what", LEAKS)
def test_nothing_leaks(what: str) -> None:
    found = [f"{name}: {match[0]}" for name, text in texts(what) for match in LEAKS[what].finditer(text)]
    assert not found, f"{what}:\n" + "\n".join(found)


def test_no_strange_hosts() -> None:
    found = [f"{name}: {host}" for name, text in texts("a strange host") for host in strangers(text)]
    assert not found, "hosts not in the list:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a folder of one machine", "open('/home/lan/key')"),
        ("a folder of one machine", "cd /root/project"),
        ("where packages come from", "pip install --extra-index-url https://x"),
        ("an address inside somebody's network", "MAIL_SERVER = 192.168.1.20"),
        ("an address inside somebody's network", "10.0.0.7"),
        ("a private key", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
)
def test_leaks_are_seen(what: str, text: str) -> None:
    assert LEAKS[what].search(text)


def test_strange_hosts_are_seen() -> None:
    text = (
        "http://127.0.0.1:5000 https://mail.congdoan.example/a https://mirror.acme.net/simple http://evil.com"
    )
    assert strangers(text) == ["evil.com", "mirror.acme.net"]
