"""Frozen releases: a migration that was released neither changes nor vanishes; an unreleased version is frozen again."""

import importlib

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def frozen():
    """``bin/releases/frozen.py`` as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(settings.BASE_DIR / "bin")
        yield importlib.import_module("releases.frozen")


@pytest.fixture
def checkout(tmp_path, frozen):
    """A checkout with one migration that is frozen in two versions; the value makes the newer one released."""
    (tmp_path / "shop" / "migrations").mkdir(parents=True)
    (tmp_path / "shop" / "migrations" / "0001_initial.py").write_text("operations = []\n")
    for version in ("1.9.0", "1.10.0"):
        (tmp_path / "tests" / "releases" / version).mkdir(parents=True)
        frozen.write_checksums(tmp_path, version)

    def release(day: str):
        (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n## 1.10.0 ({day})\n")
        return tmp_path

    return release


def test_versions_are_ordered_by_their_numbers(frozen, checkout):
    assert frozen.frozen(checkout("not released")) == ["1.9.0", "1.10.0"]


@pytest.mark.parametrize("day", ["2026-12-01", "not released"])
def test_migrations_may_be_added_after_a_release(frozen, checkout, day):
    root = checkout("2026-12-01")
    assert list(frozen.broken(root)) == []
    (root / "shop" / "migrations" / "0002_more.py").write_text("operations = []\n")
    sentences = list(frozen.broken(checkout(day)))
    assert sentences == [] if day != "not released" else "尚未发布" in sentences[0]


def test_released_migration_must_not_change(frozen, checkout):
    root = checkout("2026-12-01")
    (root / "shop" / "migrations" / "0001_initial.py").write_text("operations = [1]\n")
    (sentence,) = frozen.broken(root)
    assert "shop/migrations/0001_initial.py" in sentence and "不能改动" in sentence


def test_released_migration_must_not_vanish(frozen, checkout):
    root = checkout("2026-12-01")
    path = root / "shop" / "migrations" / "0001_initial.py"
    path.rename(path.with_name("0001_begin.py"))
    (sentence,) = frozen.broken(root)
    assert "0001_initial.py" in sentence and "不能删除" in sentence


def test_unreleased_version_is_to_be_frozen_again(frozen, checkout):
    root = checkout("not released")
    assert list(frozen.broken(root)) == []
    (root / "shop" / "migrations" / "0001_initial.py").write_text("operations = [1]\n")
    (sentence,) = frozen.broken(root)
    assert "请重新运行 python bin/freeze_release.py 1.10.0" in sentence


def test_something_must_be_frozen(frozen, tmp_path):
    (sentence,) = frozen.broken(tmp_path)
    assert "没有冻结的版本" in sentence
