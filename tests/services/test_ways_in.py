"""Codes, links, numbers, sessions: the services beneath the pages of accounts."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from passlib.totp import TOTP

from extensions import clock, db
from models import Account, AccountKey, OneTimeNumbers
from services import (
    account_keys,
    account_letters,
    account_sessions,
    accounts,
    one_time_numbers,
    sign_in,
)
from services.errors import NotFound, Refused
from tests.support import tree

GOOD = "bốn con cá vàng bơi"
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
ADDRESS = (f"10.1.{n // 250}.{n % 250}" for n in itertools.count(1))


@pytest.fixture
def app(make_app) -> Flask:  # noqa: ANN001
    """The application on an empty database, with cheap password checks."""
    return make_app(**tree.CHEAP_HASH)


@pytest.fixture
def kien(app: Flask) -> int:
    """The account of Kiên, with a password."""
    with app.app_context():
        who = tree.person()
        db.session.commit()
        return accounts.create(who, "kien01", password=GOOD, email="kien@donvi.vn")


# ---- codes and links ------------------------------------------------------------------------------------------


def _code(kien: int) -> str:
    from services.transaction import writing

    with writing():
        db.session.get(Account, kien).password = None
        return account_keys.add_code(kien, None)


def test_codes_can_be_read_and_typed(app: Flask) -> None:
    """No vowels that Telex would mark, no look-alikes; small letters, blanks and marks do not matter."""
    with app.app_context():
        codes = {account_keys.new_code() for _ in range(300)}
    assert len(codes) == 300
    assert not set("".join(codes)) & set("AEIOUYDSWZ0158BG")
    assert {account_keys.normal_code(one) for one in ("HK7T-3MPX", "hk7t 3mpx", " hk7t.3mpx\u200b")} == {
        "HK7T3MPX"
    }


@pytest.mark.sql
def test_a_code_opens_until_the_password_is_set(app: Flask, kien: int) -> None:
    """Right name and code lead on; then the code, its page and every copy of both are worth nothing."""
    with app.app_context():
        code = _code(kien)
        assert code not in {row.code_hash for row in db.session.query(AccountKey)}
        attempt, key = account_keys.enter_by_code("KIEN01", code.lower().replace("-", " "), "10.0.0.1")
        assert attempt.account_id == kien
        assert accounts.account_of_key(key).account_id == kien
        accounts.set_password(kien, GOOD)
        with pytest.raises(NotFound):
            accounts.account_of_key(key)
        assert account_keys.enter_by_code("kien01", code, "10.0.0.2")[0].problem == "wrong"


def test_codes_end(app: Flask, kien: int) -> None:
    """With the last minute of the seventh day; when a new one is made; with an account that is switched off."""
    with app.app_context():
        with clock.at(NOW):
            first, second = _code(kien), _code(kien)
            assert account_keys.enter_by_code("kien01", first, "10.0.0.1")[0].problem == "wrong"
            key = account_keys.enter_by_code("kien01", second, "10.0.0.2")[1]
        with clock.at(datetime(2026, 11, 28, 16, 59, tzinfo=UTC)):
            assert accounts.account_of_key(key).account_id == kien
        with clock.at(datetime(2026, 11, 28, 17, 0, tzinfo=UTC)):
            assert account_keys.enter_by_code("kien01", second, "10.0.0.3")[0].problem == "wrong"
            with pytest.raises(NotFound):
                accounts.account_of_key(key)
        with clock.at(NOW):
            db.session.get(Account, kien).active = False
            db.session.commit()
            with pytest.raises(NotFound):
                accounts.account_of_key(key)


# T14: within ten minutes, each from another address. A thousand in the long suite.
TRIES = pytest.mark.parametrize("tries", [100, pytest.param(1000, marks=pytest.mark.soak)])


@pytest.mark.sql
@TRIES
def test_of_many_codes_twelve_are_compared(app: Flask, kien: int, monkeypatch, tries: int) -> None:  # noqa: ANN001
    """The pauses of the account hold for codes as they do for passwords."""
    compared = 0
    real = account_keys._fitting

    def counting(account_id: int | None, *rest: str) -> AccountKey | None:
        nonlocal compared
        compared += account_id is not None
        return real(account_id, *rest)

    monkeypatch.setattr(account_keys, "_fitting", counting)
    with app.app_context():
        with clock.at(NOW):
            _code(kien)
        for n in range(tries):
            with clock.at(NOW + timedelta(seconds=600 / tries * n)):
                attempt, key = account_keys.enter_by_code("kien01", f"HHHH-{n:04}-KKKK", next(ADDRESS))
                assert (attempt.problem, key) == ("wrong", "")
    assert 5 <= compared <= 12


def test_forged_keys_open_nothing(app: Flask, kien: int) -> None:
    """Another id, another row of the same id, a recovery code's row, nonsense."""
    with app.app_context():
        _code(kien)
        key = account_keys.enter_by_code("kien01", _code(kien), "10.0.0.1")[1]
        recovery = account_keys.renew_recovery(kien, db.session.get(Account, kien).person_id)
        assert len(set(recovery)) == 10
        row = db.session.query(AccountKey).filter_by(kind="recovery").first()
        for bad in ("", "x", key[:-1], key + "a", account_keys.signed(row.id), key.replace(".", "")):
            with pytest.raises(NotFound):
                accounts.account_of_key(bad)
        _code(kien)
        with pytest.raises(NotFound):
            accounts.account_of_key(key)


# ---- forgotten ------------------------------------------------------------------------------------------------


def test_forgetting_writes_the_same_row_for_everybody(app: Flask, kien: int) -> None:
    """T15: known, unknown, without address; the worker finds out. Ten presses are one letter."""
    from models import Job

    app.config.update(MAIL_SERVER="127.0.0.1", PUBLIC_URL="https://trinhky.example")
    with app.app_context(), clock.at(NOW):
        for _ in range(10):
            account_letters.forgotten("Kien01")
        account_letters.forgotten("khong-co")
        jobs = db.session.query(Job).order_by(Job.id).all()
        assert [job.payload for job in jobs] == [{"forgotten": "kien01"}, {"forgotten": "khong-co"}]
        letters = [account_letters.letter(job.payload) for job in jobs]
        assert letters[1] is None
        assert letters[0].address == "kien@donvi.vn"
        link = letters[0].body.splitlines()[-1]
        assert link.startswith("https://trinhky.example/mat-khau/")
        assert accounts.account_of_key(link.rsplit("/", 1)[1]).account_id == kien
        assert link.rsplit("/", 1)[1] not in str([vars(row) for row in db.session.query(AccountKey)])


# ---- numbers --------------------------------------------------------------------------------------------------


def _telephone(sealed: str) -> TOTP:
    return one_time_numbers._unsealed(sealed)


@pytest.fixture
def stepped(app: Flask, kien: int) -> SimpleNamespace:
    """Kiên with numbers on the telephone and ten recovery codes, at NOW."""
    with app.app_context(), clock.at(NOW):
        person_id = db.session.get(Account, kien).person_id
        offer = one_time_numbers.offer("kien01")
        phone = _telephone(offer.sealed)
        with pytest.raises(Refused):
            one_time_numbers.switch_on(kien, person_id, offer.sealed, "000000")
        codes = one_time_numbers.switch_on(kien, person_id, offer.sealed, phone.generate(NOW).token)
        assert phone.base32_key not in db.session.get(OneTimeNumbers, kien).secret
    return SimpleNamespace(id=kien, phone=phone, codes=codes)


@pytest.mark.sql
def test_the_second_step(app: Flask, stepped: SimpleNamespace) -> None:
    """The password alone is half; a number opens once, one number off is forgiven, two are not."""
    later = NOW + timedelta(minutes=10)
    with app.app_context(), clock.at(later):
        attempt = sign_in.authenticate("kien01", GOOD, "10.0.0.1")
        assert attempt.second and attempt.problem is None
        number = stepped.phone.generate(later).token
        assert one_time_numbers.take_step(stepped.id, f"{number[:3]} {number[3:]}", "10.0.0.2").account_id
        assert one_time_numbers.take_step(stepped.id, number, "10.0.0.3").problem == "wrong"
        for minutes, problem in ((0.5, None), (2, "wrong"), (-2, "wrong")):
            typed = stepped.phone.generate(later + timedelta(minutes=minutes)).token
            assert one_time_numbers.take_step(stepped.id, typed, next(ADDRESS)).problem == problem, minutes


def test_recovery_codes_work_once_each(app: Flask, stepped: SimpleNamespace) -> None:
    """Ten codes, each once; switching the numbers off makes the rest worthless."""
    with app.app_context(), clock.at(NOW):
        code = stepped.codes[0]
        assert one_time_numbers.take_step(stepped.id, code.lower(), "10.0.0.1").account_id == stepped.id
        assert one_time_numbers.take_step(stepped.id, code, "10.0.0.2").problem == "wrong"
        assert account_keys.recovery_left(stepped.id) == 9
        one_time_numbers.switch_off(stepped.id, db.session.get(Account, stepped.id).person_id)
        assert account_keys.recovery_left(stepped.id) == 0
        assert not sign_in.authenticate("kien01", GOOD, "10.0.0.3").second


@pytest.mark.sql
@TRIES
def test_of_many_numbers_twelve_are_compared(
    app: Flask,
    stepped: SimpleNamespace,
    monkeypatch,  # noqa: ANN001
    tries: int,
) -> None:
    """T14 for the second step: who has the password only may type it again and again, and forgets nothing by it."""
    compared = 0
    real = one_time_numbers._fits_number

    def counting(account_id: int | None, typed: str) -> bool:
        nonlocal compared
        compared += account_id is not None
        return real(account_id, typed)

    monkeypatch.setattr(one_time_numbers, "_fits_number", counting)
    with app.app_context():
        for n in range(tries):
            with clock.at(NOW + timedelta(seconds=60 + 600 / tries * n)):
                if n % 4 == 0:
                    sign_in.authenticate("kien01", GOOD, next(ADDRESS))
                assert one_time_numbers.take_step(stepped.id, f"{n:06}", next(ADDRESS)).problem == "wrong"
    assert 5 <= compared <= 12


# ---- sessions -------------------------------------------------------------------------------------------


def test_sessions_are_rows(app: Flask, kien: int) -> None:
    """Each machine has its own; ending one leaves the others; a new password, a switch-off, a reset end all."""
    with app.app_context(), clock.at(NOW):
        said = {"shared": False, "device": "android.chrome", "address": "10.0.0.1"}
        mark = db.session.get(Account, kien).fs_uniquifier
        tokens = [account_sessions.begin(kien, **said) for _ in range(3)]
        assert all(account_sessions.signed_in(mark, one).id == kien for one in tokens)
        account_sessions.end(kien, tokens[0])
        other = account_sessions.running(kien, tokens[1])
        assert [one.here for one in other] == [True, False]
        with pytest.raises(NotFound):
            account_sessions.end_one(kien + 1, other[1].session_id)
        account_sessions.end_one(kien, other[1].session_id)
        alive = [account_sessions.signed_in(mark, one) is not None for one in tokens]
        assert alive == [False, True, False]
        accounts.set_password(kien, GOOD)
        fresh = db.session.get(Account, kien).fs_uniquifier
        assert account_sessions.signed_in(fresh, tokens[1]) is None
    with app.app_context(), clock.at(NOW):
        token = account_sessions.begin(kien, **said)
        with clock.at(NOW + timedelta(hours=24, seconds=1)):
            assert account_sessions.signed_in(fresh, token) is None
            assert account_sessions.running(kien, token) == []
