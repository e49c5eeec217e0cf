"""The largest application is bound within bounded memory, nothing of it left out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_300_mb_are_bound_with_under_400_mb_of_memory():
    run = subprocess.run(
        [sys.executable, "bench/packet.py", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    large = json.loads(run.stdout)["large"]
    assert large["attachments_mb"] >= 290 and large["left_out"] == [] and large["pages"] > 500
    assert large["worker_mb"] < 400 and large["child_mb"] < 400
    assert large["together_mb"] < 400, "worker and child; with the lean fonts that set-up makes"
