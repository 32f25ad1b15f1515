"""What fifty people at a sector union do at once (a locust file): chairs type and look, the office reads and decides.

Started by `benchmarks/fifty_people.py`; by hand: `locust -f benchmarks/people.py --host http://127.0.0.1:5000`.
"""

from __future__ import annotations

import json
import os
import random
import re
from itertools import count

from locust import HttpUser, between, task

PASSWORD = os.environ.get("TRINHKY_BENCH_PASSWORD", "")
NAMES = json.loads(os.environ.get("TRINHKY_BENCH_NAMES", '{"chairs": [], "office": []}'))
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
VERSION = re.compile(r'name="version"[^>]* value="(\d+)"')
CODE = re.compile(r'href="/ho-so/([A-Z]{2}-\d{4}-\d{5})"')
WORDS = ("họp ban chấp hành", "do thi huong", "giay khen", "KT-2026-00042", "trạm y tế an bồi")

_chairs, _office = count(), count()


class Somebody(HttpUser):
    """Signs in and opens what everybody opens."""

    abstract = True
    wait_time = between(*(float(one) for one in os.environ.get("TRINHKY_BENCH_PAUSE", "2-6").split("-")))
    names: tuple[str, ...] = ()

    def on_start(self) -> None:
        """Sign in by name and password, and learn which dossiers there are."""
        page = self.client.get("/dang-nhap", name="/dang-nhap")
        said = {"identity": self.name_of(), "password": PASSWORD, "csrf_token": TOKEN.search(page.text)[1]}
        self.client.post("/dang-nhap", data=said, name="/dang-nhap (POST)")
        self.codes = CODE.findall(self.client.get("/ho-so", name="/ho-so").text)

    def name_of(self) -> str:
        """The sign-in name of this person."""
        raise NotImplementedError

    @task(4)
    def first_page(self) -> None:
        """What waits for me."""
        self.client.get("/viec", name="/viec")

    @task(3)
    def dossier(self) -> None:
        """One of the dossiers."""
        if self.codes:
            self.client.get(f"/ho-so/{random.choice(self.codes)}", name="/ho-so/<code>")

    @task(2)
    def all_dossiers(self) -> None:
        """A page of the list."""
        self.client.get(f"/ho-so?trang={random.randrange(1, 4)}", name="/ho-so")

    @task(1)
    def search(self) -> None:
        """Something typed into the box."""
        self.client.get("/tim", params={"q": random.choice(WORDS)}, name="/tim")

    @task(1)
    def health(self) -> None:
        """The measure of the machine itself."""
        self.client.get("/healthz", name="/healthz")


class Chair(Somebody):
    """A chair or secretary: types in a plan of her own, which saves itself."""

    weight = 4

    def name_of(self) -> str:
        """The next chair."""
        return NAMES["chairs"][next(_chairs) % len(NAMES["chairs"])]

    @task(6)
    def type(self) -> None:
        """Open a part of a draft and let it save itself once."""
        found = CODE.findall(self.client.get("/ho-so?trang-thai=draft", name="/ho-so?draft").text)
        drafts = [
            code for code in found if code.startswith("KT-")
        ]  # nominations have the part that is typed in
        if not drafts:
            return
        address = f"/ho-so/{drafts[0]}/phan/round"
        page = self.client.get(address, name="/ho-so/<code>/phan/<part>")
        token, version = TOKEN.search(page.text), VERSION.search(page.text)
        if not (token and version):
            return
        typed = {
            "csrf_token": token[1],
            "version": version[1],
            "do": "save",
            "reason": f"thành tích {random.random()}",
        }
        headers = {"Accept": "application/json", "X-Requested-With": "fetch"}
        self.client.post(address, data=typed, headers=headers, name="/ho-so/<code>/phan/<part> (save)")


class Officer(Somebody):
    """Somebody in the office above: reads what came, looks at the rounds and at the units."""

    weight = 1

    def name_of(self) -> str:
        """The next officer."""
        return NAMES["office"][next(_office) % len(NAMES["office"])]

    @task(3)
    def rounds(self) -> None:
        """The rounds and cycles of the union."""
        self.client.get(
            random.choice(("/khen-thuong/dot", "/xep-loai/", "/don-vi")), name="rounds, cycles, unit"
        )
