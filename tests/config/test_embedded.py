"""What the embedded set-up makes for itself."""

import stat
from pathlib import Path

import pytest

from config.embedded import prepare


@pytest.mark.parametrize("private", [True, False])
def test_what_is_kept_embedded_only_its_owner_enters(tmp_path: Path, private: bool):
    var = tmp_path / "var"
    var.mkdir(mode=0o755)
    prepare(var, private=private)
    mode = stat.S_IMODE(var.stat().st_mode)
    assert mode == (0o700 if private else 0o755) and (var / "files").is_dir()
