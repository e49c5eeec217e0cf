"""What the operator's check of an installation asks about files: ``manage.py check --deploy``."""

from typing import Any

from django.core.checks import Error

from files.children import sandbox

ADVICE = (
    "需要支持 Landlock 和 seccomp 的 Linux 内核（Debian 12 及以后、Ubuntu 22.04 及以后均支持）和 libseccomp2；"
    "容器和 systemd 单元不得禁用这些系统调用。详见 docs/operations.md。"
)


def parsers_are_shut_in(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Have a parser try what it must not be able to do here; an error when it can."""
    reach = sandbox.reach()
    if not reach:
        return []
    what = "、".join(reach)
    return [Error(f"解析上传文件的子进程没有被隔离，能够接触：{what}。", hint=ADVICE, id="files.E001")]
