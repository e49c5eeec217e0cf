"""Kombu's filesystem broker, safe for several processes: web, worker and beat of the embedded setup.

The stock transport shows a message under its final name while it is still being written, claims it by way of
the temporary folder of the system, and truncates the file of an exchange before it holds the lock. Each can
make another process read half a file and stop. Here files appear whole, and a rename claims them.
"""

import contextlib
import fcntl
import time
import uuid
from pathlib import Path
from queue import Empty

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


def _write_whole(path: Path, content) -> None:
    """Write `content` as JSON so that `path` is either absent, old or complete."""
    draft = path.with_name(f".{uuid.uuid4()}.draft")
    draft.write_text(dumps(content))
    draft.replace(path)


class Channel(filesystem.Channel):
    """The filesystem channel with whole writes, claims by rename, and a lock around exchange files."""

    def _put(self, queue, payload, **kwargs):
        name = f"{time.time_ns():020}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out, name), payload)

    def _get(self, queue):
        folder = Path(self.data_folder_in)
        for message in sorted(folder.iterdir()):
            if message.name.partition(".")[2] != f"{queue}.msg":
                continue
            claimed = folder / f".{uuid.uuid4()}.claimed"
            try:
                message.rename(claimed)
            except FileNotFoundError:
                continue  # another process was faster
            payload = loads(claimed.read_text())
            claimed.unlink()
            return payload
        raise Empty

    def get_table(self, exchange):
        try:
            rows = loads(self._exchange_file(exchange).read_text())
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        with self._exchanges_locked():
            binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
            table = self.get_table(exchange)
            if binding not in table:
                _write_whole(self._exchange_file(exchange), [binding, *table])

    @contextlib.contextmanager
    def _exchanges_locked(self):
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """The transport that settings name for the embedded setup."""

    Channel = Channel
