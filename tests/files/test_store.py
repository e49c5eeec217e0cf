"""The private store: complete or not there at all, the same content once."""

import hashlib
import io
import os
import resource
import threading

import pytest

from files import store
from files.invariants import broken
from files.models import StoredFile
from files.refusals import FileRefused, StoreFull

pytestmark = pytest.mark.django_db


def everything_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_content_lies_under_its_checksum(private_dir):
    sha256 = hashlib.sha256("核算说明".encode()).hexdigest()
    stored = store.put("核算说明".encode(), "text/plain")
    assert (stored.sha256, stored.size, stored.mime) == (sha256, 12, "text/plain")
    assert store.path(sha256) == private_dir / sha256[:2] / sha256[2:4] / sha256
    with store.open(sha256) as content:
        assert content.read().decode() == "核算说明"


def test_same_content_is_kept_once(private_dir):
    first = store.put(b"same", "text/plain")
    stream = io.BytesIO(b"same")
    stream.read()  # left at its end: put reads from the start
    assert store.put(stream, "text/plain") == first
    assert StoredFile.objects.count() == 1
    assert everything_in(private_dir) == [store.path(first.sha256)]


def test_putting_again_heals_lost_content(private_dir):
    stored = store.put(b"content", "text/plain")
    store.path(stored.sha256).unlink()
    store.put(b"content", "text/plain")
    assert list(broken()) == []


def test_full_disk_leaves_nothing_behind(private_dir):
    store.put(b"small", "text/plain")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        with pytest.raises(StoreFull, match="存储空间不足") as refusal:
            store.put(b"x" * 200_000, "text/plain")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(refusal.value, FileRefused)
    assert len(everything_in(private_dir)) == 1
    assert StoredFile.objects.count() == 1


def test_two_writers_of_the_same_content_do_not_disturb_each_other(private_dir):
    content = b"y" * 3_000_000
    results = []
    writers = [
        threading.Thread(target=lambda: results.append(store._write(io.BytesIO(content)))) for _ in range(6)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(results) == 6 and len(set(results)) == 1
    assert len(everything_in(private_dir)) == 1


def test_invariants_name_missing_and_changed_content(private_dir):
    whole, lost, changed = (store.put(word, "text/plain") for word in (b"whole", b"lost", b"changed"))
    store.path(lost.sha256).unlink()
    store.path(changed.sha256).write_bytes(b"CHANGED")
    StoredFile.objects.filter(pk=whole.pk).update(size=99)
    assert sorted(broken()) == sorted(
        [
            f"文件 {lost.sha256} 在存储中缺失或无法读取。",
            f"文件 {changed.sha256} 的内容与校验值不符。",
            f"文件 {whole.sha256} 的大小与登记不符：登记 99 字节，实际 5 字节。",
        ]
    )


def test_half_written_files_of_killed_processes_go_after_a_day(private_dir):
    stored = store.put(b"content", "text/plain")
    old, young = private_dir / f"{store.INCOMING}old", private_dir / f"{store.INCOMING}young"
    for path in (old, young):
        path.touch()
    os.utime(old, (0, 0))
    assert store.drop_abandoned() == 1
    assert set(everything_in(private_dir)) == {young, store.path(stored.sha256)}
