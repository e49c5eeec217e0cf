"""A worker killed while it sends e-mail: everything is sent, and a second copy is known as the same by its id."""

import email
import socketserver
from collections import Counter
from threading import Event, Thread

import pytest

from journal import clock
from journal.models import Message
from tests.faults.audit import assert_sound


class MailServer(socketserver.ThreadingTCPServer):
    """Takes e-mails, and can keep the first sender waiting at a command (``MAIL``, or ``.`` after the content)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, hold_at: str) -> None:
        super().__init__(("127.0.0.1", 0), Sender)
        self.hold_at, self.holding, self.released = hold_at, Event(), Event()
        self.received: list[str] = []

    def hold(self, command: str) -> None:
        """Keep the sender waiting if this is the command, until it is released."""
        if command == self.hold_at and not self.released.is_set():
            self.holding.set()
            self.released.wait(300)


class Sender(socketserver.StreamRequestHandler):
    """One connection in the few words of SMTP that a sender needs."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].split()[0].upper()
            self.server.hold(command)
            if command == "DATA":
                self.say("354 go on")
                self.take()
            self.say("221 bye" if command == "QUIT" else "250 ok")

    def take(self) -> None:
        content = []
        while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
            content.append(line)
        message_id = email.message_from_string("".join(content))["Message-ID"]
        if line:
            self.server.received.append(message_id)
        self.server.hold(".")

    def say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:
            return  # the sender is dead


@pytest.mark.parametrize("hold_at", ["MAIL", "."], ids=["before its content", "before it knows of success"])
def test_a_worker_killed_while_sending_loses_no_message(stack, wait_until, hold_at):
    messages = [
        Message.objects.create(
            key=f"k{n}",
            recipient_id=n,
            email=f"person{n}@example.org",
            subject="标题",
            body="正文",
            created_at=clock.now(),
        ).pk
        for n in range(4)
    ]
    with MailServer(hold_at) as post:
        Thread(target=post.serve_forever, daemon=True).start()
        stack.env["EMAIL_URL"] = f"smtp://127.0.0.1:{post.server_address[1]}"
        worker = stack.worker(concurrency=1)
        wait_until(post.holding.is_set)
        worker.kill()
        post.released.set()
        stack.worker(concurrency=1)
        stack.beat()
        wait_until(lambda: Message.objects.filter(state=Message.State.DONE).count() == 4)
        post.shutdown()
    copies = Counter(post.received)
    assert sorted(copies) == sorted(f"<message-{pk}@127.0.0.1>" for pk in messages)
    assert sum(copies.values()) == (4 if hold_at == "MAIL" else 5)
    assert not Message.objects.filter(sent_at=None).exists()
    assert_sound()
