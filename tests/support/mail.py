"""A real SMTP server on a free port of this machine; it keeps what it is given."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest


@dataclass
class Mailbox:
    """What the server received, in order."""

    host: str = "127.0.0.1"
    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    pause: float = 0  # seconds that it takes before a message is kept, and again before it says so

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: ANN001, N802
        """Take one message (called by the server's own thread)."""
        await asyncio.sleep(self.pause)
        self.messages.append(BytesParser(policy=default).parsebytes(envelope.content))
        await asyncio.sleep(self.pause)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the messages to one address."""
        return [message for message in self.messages if address in str(message["To"])]

    def settings(self) -> dict[str, str | int]:
        """Return the settings that send an application's mail here."""
        return {"MAIL_SERVER": self.host, "MAIL_PORT": self.port}

    def until(self, happened: Callable[[], object], seconds: float = 30) -> None:
        """Wait until something is true of what came; fail when it does not come."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                pytest.fail(f"these came: {[(str(m['To']), str(m['Subject'])) for m in self.messages]}")
            time.sleep(0.05)

    def wait(self, count: int, seconds: float = 30) -> list[EmailMessage]:
        """Return the messages once there are `count`; fail when they do not come."""
        self.until(lambda: len(self.messages) >= count, seconds)
        return self.messages


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Run an SMTP server; yield its mailbox."""
    from aiosmtpd.controller import Controller

    received = Mailbox()

    class AnyPort(Controller):
        """A controller that lets the system choose the port."""

        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    controller = AnyPort(received, hostname=received.host, port=0, enable_SMTPUTF8=True, ready_timeout=60)
    controller.start()
    received.port = controller.port
    try:
        yield received
    finally:
        controller.stop()


@pytest.fixture
def smtp() -> Iterator[Mailbox]:
    """Yield the mailbox of a running SMTP server."""
    with mailbox() as received:
        yield received
