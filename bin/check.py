"""``make check``: what can be said about the code without running it."""

import os
import subprocess
import sys

from children import stop_on_signals
from project import ROOT, VENV_BIN, VENV_PYTHON, say
from setup import setup


def checks() -> dict[str, list]:
    """Return the command of each check by its Chinese name."""
    manage = [VENV_PYTHON, "manage.py"]
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    templates = sorted({path.relative_to(ROOT) for path in ROOT.glob("*/templates")} | {"templates"}, key=str)
    return {
        "代码检查": [VENV_BIN / "ruff", "check", "--quiet", "."],
        "代码格式": [VENV_BIN / "ruff", "format", "--check", "--quiet", "."],
        "导入方向": [VENV_PYTHON, "-c", linter],
        "类型检查": [VENV_PYTHON, "-m", "mypy"],
        "只减不增": [VENV_PYTHON, "bin/ratchets.py"],
        "规则与测试": ["env", "PYTHONPATH=bin", VENV_PYTHON, "-m", "checks.rules"],
        "系统检查": [*manage, "check", "--fail-level", "WARNING"],
        "迁移完整": [*manage, "makemigrations", "--check", "--dry-run"],
        "已发布的迁移": [VENV_PYTHON, "bin/freeze_release.py", "--check"],
        "模板检查": [VENV_PYTHON, "-m", "djlint", *templates, "--lint", "--quiet"],
    }


def own_environment() -> dict[str, str]:
    """Return the environment without what would lead tests and checks to a database or queue in use."""
    foreign = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in foreign and not name.startswith("PORTAL_")
    }


def check() -> int:
    """Run every check, show what the failing ones say, and return 0 only when all hold."""
    failing = []
    for name, command in checks().items():
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=own_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        say(f"{name}：{'通过' if result.returncode == 0 else '未通过'}")
        if result.returncode:
            failing.append(name)
            print(result.stdout, flush=True)
    if failing:
        say(f"未通过的检查：{'、'.join(failing)}")
    return 1 if failing else 0


if __name__ == "__main__":
    stop_on_signals()
    setup(dev=True)
    sys.exit(check())
