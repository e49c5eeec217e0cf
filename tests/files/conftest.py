"""Fixtures of the files room."""

import pytest


@pytest.fixture
def private_dir(settings, tmp_path):
    """An empty private store of this test alone."""
    settings.PRIVATE_FILES_DIR = tmp_path / "files"
    return settings.PRIVATE_FILES_DIR
