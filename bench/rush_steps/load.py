"""The load: real HTTP requests from one lean process of its own. Standard library only.

``load.py PLAN.json ANSWERS.json``. A plan names the port, how to press (``open``, ``closed``, ``arrivals`` or
``bursts``) and the requests; the answers keep every response with the instants (seconds since the epoch) at
which it was due, sent and complete. Each request has a connection of its own, as behind a proxy.
"""

import asyncio
import html
import json
import re
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 60  # seconds for an answer
FORM = re.compile(r'<form method="post" novalidate>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')


async def exchange(
    port: int, method: str, path: str, cookies: dict, body: str = ""
) -> tuple[int, dict, dict, str]:
    """Send one request; return the status, the headers, the cookies set and the body."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", "Connection: close"]
    lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        answer = await reader.read()
    finally:
        writer.close()
    if not answer:
        raise ConnectionError("no answer")
    return _parsed(answer)


def _parsed(answer: bytes) -> tuple[int, dict, dict, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers, cookies = {}, {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            cookies[key] = rest.partition(";")[0].strip('"')
        else:
            headers[name.lower()] = value
    return int(status.split()[1]), headers, cookies, body.decode(errors="replace")


async def opened(port: int, draft: dict) -> dict:
    """Open the check page of a draft and return the submission as the page gives it: its token, its hidden fields."""
    status, _, cookies, page = await exchange(port, "GET", draft["path"], draft["cookies"])
    body = _submission(page)
    if status != 200 or not body:
        raise RuntimeError(f"{draft['path']}: {status}, no form to submit")
    return draft | {"cookies": draft["cookies"] | cookies, "body": body}


def _submission(page: str) -> str:
    """What pressing the button of a check page sends; empty where there is none."""
    form = FORM.search(page)
    fields = {name: html.unescape(value) for name, value in HIDDEN.findall(form[1])} if form else {}
    return urlencode(fields | {"agreed": "on"}) if fields else ""


async def submitted(port: int, draft: dict, due: float) -> dict:
    """Post the submission and keep what came back.

    A page opened before a cutoff comes back after it with the year that counts now (CUT-2): it is read and pressed again.
    """
    where, body = (port, "POST", draft["path"], draft["cookies"]), draft["body"]
    answer = {"draft": draft["draft"], "due": due, "sent": time.time()}
    try:
        async with asyncio.timeout(PATIENCE):
            status, headers, cookies, page = await exchange(*where, body)
            while status == 200 and (body := _submission(page)):
                status, headers, cookies, page = await exchange(*where, body)
        answer |= {"status": status, "location": headers.get("location"), "messages": cookies.get("messages")}
    except (OSError, TimeoutError) as error:
        answer["error"] = type(error).__name__
    return answer | {"done": time.time()}


async def crowd(work, drafts: list[dict], users: int) -> list:
    """A closed loop: so many users at once, each takes the next draft when its answer is there."""
    waiting, done = iter(drafts), []

    async def user() -> None:
        for draft in waiting:
            done.append(await work(draft))

    await asyncio.gather(*(user() for _ in range(users)))
    return done


async def arrivals(port: int, drafts: list[dict], rate: float) -> list[dict]:
    """An open loop: ``rate`` arrivals a second whatever the answers do; waiting counts from when one was due."""
    begin, running = time.time(), []
    for place, draft in enumerate(drafts):
        due = begin + place / rate
        await asyncio.sleep(max(0.0, due - time.time()))
        running.append(asyncio.create_task(submitted(port, draft, due)))
    return await asyncio.gather(*running)


async def bursts(port: int, drafts: list[dict], copies: int, pause: float) -> list[dict]:
    """Double clicks: each draft is sent ``copies`` times at once, then a pause (s) before the next."""
    running = []
    for draft in drafts:
        now = time.time()
        running += [asyncio.create_task(submitted(port, draft, now)) for _ in range(copies)]
        await asyncio.sleep(pause)
    return await asyncio.gather(*running)


async def press(plan: dict) -> list[dict]:
    """Do what the plan says, not before its ``start``."""
    port, drafts = plan["port"], plan["drafts"]
    await asyncio.sleep(max(0.0, plan.get("start", 0) - time.time()))
    if plan["how"] == "open":
        return await crowd(lambda draft: opened(port, draft), drafts, plan["users"])
    if plan["how"] == "closed":
        return await crowd(lambda draft: submitted(port, draft, time.time()), drafts, plan["users"])
    if plan["how"] == "arrivals":
        return await arrivals(port, drafts, plan["rate"])
    return await bursts(port, drafts, plan["copies"], plan["pause"])


if __name__ == "__main__":
    result = asyncio.run(press(json.loads(Path(sys.argv[1]).read_text())))
    Path(sys.argv[2]).write_text(json.dumps(result))
