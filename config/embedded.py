"""What the embedded setup makes for itself on first start."""

import os
import secrets
from pathlib import Path

FOLDERS = ("broker/messages", "broker/control", "beat", "cache", "files", "mail", "static")


def prepare(var_dir: Path, *, private: bool) -> None:
    """Make the folders of ``var/``; ``private`` shuts them to everybody but their owner."""
    var_dir.mkdir(parents=True, exist_ok=True)
    if private:
        var_dir.chmod(0o700)
    for folder in FOLDERS:
        (var_dir / folder).mkdir(parents=True, exist_ok=True)


def secret_key(var_dir: Path) -> str:
    """Return the secret key kept in ``var/secret_key``, made once however many processes start."""
    path = var_dir / "secret_key"
    if not path.exists():
        draft = var_dir / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was faster: its key is the key
        finally:
            draft.unlink()
    return path.read_text()
