"""The filesystem broker of the embedded setup, under several real processes at once."""

import json
import subprocess
import sys
from collections import Counter

import pytest

SENDER = """
import sys
from kombu import Connection, Exchange, Queue
folder, label, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder + "/control"}
queue = Queue("celery", Exchange("celery"), routing_key="celery")
broker = {"transport": "config.queue.broker:Transport", "transport_options": options}
with Connection("filesystem://", **broker) as connection:
    producer = connection.Producer()
    for number in range(count):
        body = {"id": f"{label}-{number}", "text": "低碳" * 500}
        producer.publish(body, exchange=queue.exchange, routing_key="celery", declare=[queue])
"""
RECEIVER = """
import json, sys, time
from pathlib import Path
from queue import Empty
from kombu import Connection, Exchange, Queue
folder, over = sys.argv[1], Path(sys.argv[2])
options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder + "/control"}
queue = Queue("celery", Exchange("celery"), routing_key="celery")
got = []
broker = {"transport": "config.queue.broker:Transport", "transport_options": options}
with Connection("filesystem://", **broker) as connection:
    simple = connection.SimpleQueue(queue)
    while True:
        everything_is_sent = over.exists()
        try:
            message = simple.get_nowait()
        except Empty:
            if everything_is_sent:
                break
            time.sleep(0.01)
            continue
        got.append(message.payload["id"])
        message.ack()
print(json.dumps(got))
"""


@pytest.mark.embedded
def test_every_message_arrives_once_with_several_senders_and_receivers(tmp_path):
    def start(code, *arguments):
        command = [sys.executable, "-c", code, str(tmp_path), *arguments]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    over = tmp_path / "over"
    receivers = [start(RECEIVER, str(over)) for _ in range(3)]
    senders = [start(SENDER, label, "150") for label in ("a", "b")]
    for sender in senders:
        _, errors = sender.communicate(timeout=300)
        assert sender.returncode == 0, errors
    over.touch()
    received = Counter()
    for receiver in receivers:
        output, errors = receiver.communicate(timeout=300)
        assert receiver.returncode == 0, errors
        received.update(json.loads(output))
    assert received == {f"{label}-{number}": 1 for label in "ab" for number in range(150)}
    assert not list(tmp_path.glob("*.msg")) and not list(tmp_path.glob(".*.claimed"))
