"""What the embedded setup makes for itself on first start."""

import secrets
from pathlib import Path


def secret_key(var_dir: Path) -> str:
    """Return the secret key kept in ``var/secret_key``, making it (and the folders of ``var/``) once."""
    for folder in ("broker/messages", "broker/control", "beat", "cache", "files", "mail"):
        (var_dir / folder).mkdir(parents=True, exist_ok=True)
    path = var_dir / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
