"""Lock files hold versions and checksums and no address of this or any machine."""

import json
import re

import pytest
from django.conf import settings

ADDRESS = re.compile(r"://|--(find-links|index-url|extra-index-url|trusted-host)|(?<![\w.-])/\w")
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


@pytest.mark.parametrize("name", [*REQUIREMENTS, "frontend/package-lock.json", "frontend/.npmrc"])
def test_lock_file_holds_no_address(name):
    text = (settings.BASE_DIR / name).read_text()
    if name.endswith(".json"):
        text = re.sub(r'"sha512-[^"]+"', "", text)
    assert not ADDRESS.findall(text)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_python_package_is_pinned_and_hashed(name):
    blocks = re.split(r"\n(?=[a-z])", (settings.BASE_DIR / name).read_text())
    assert len(blocks) > 20
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+==\S+", block) and "--hash=sha256:" in block, block


def test_every_front_end_package_has_a_checksum():
    lock = json.loads((settings.BASE_DIR / "frontend/package-lock.json").read_text())
    packages = [package for path, package in lock["packages"].items() if path]
    assert packages and all(package["integrity"].startswith("sha512-") for package in packages)
