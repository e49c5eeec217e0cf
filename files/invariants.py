"""What must be true of the store, for ``manage.py audit_invariants``."""

from collections.abc import Iterator

from files import store
from files.models import StoredFile


def broken() -> Iterator[str]:
    """Yield a sentence for each file that is missing or whose content does not match its checksum."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        try:
            with store.open(stored.sha256) as content:
                sha256, size = store.checksum(content), content.tell()
        except OSError:
            yield f"文件 {stored.sha256} 在存储中缺失或无法读取。"
            continue
        if sha256 != stored.sha256:
            yield f"文件 {stored.sha256} 的内容与校验值不符。"
        elif size != stored.size:
            yield f"文件 {stored.sha256} 的大小与登记不符：登记 {stored.size} 字节，实际 {size} 字节。"
