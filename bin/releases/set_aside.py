"""Set data from before the first release aside: moved into a folder beside the new ones, nothing deleted.

The database moves last, so that whoever is interrupted finds it in its place and goes on. While the folder's name ends in
``.moving`` it is not complete; the next start completes it before it looks at any database.
"""

import shutil
from pathlib import Path

DATABASE = "portal.sqlite3"
BESIDE_DATABASE = tuple(DATABASE + ending for ending in ("-wal", "-shm", "-journal"))
DATA = ("files", "mail", "broker", "beat", "cache", "demo-loaded", *BESIDE_DATABASE, DATABASE)
KEY = "secret_key"  # copied: the old data need it to be opened again, and the new ones go on with it
UNFINISHED = ".moving"


def unfinished(var: Path) -> Path | None:
    """Return the folder of a move that was interrupted, if there is one."""
    return next(iter(sorted(var.glob(f"before-*{UNFINISHED}"))), None)


def set_aside(var: Path, name: str) -> Path:
    """Move all data of the embedded portal into ``var / name``, or complete a move that was interrupted.

    Args:
        var: folder of the portal's data.
        name: name of the new folder; an interrupted move keeps the name it began with.

    Returns:
        The folder in which the data lie.

    Raises:
        OSError: something cannot be moved; what was moved stays, and the next call goes on.
    """
    folder = unfinished(var) or var / f"{name}{UNFINISHED}"
    folder.mkdir(exist_ok=True)
    if not (folder / DATABASE).exists():
        for item in DATA:
            _move(var / item, folder)
    if (var / KEY).exists():
        shutil.copy2(var / KEY, folder / KEY)
    return folder.rename(folder.with_name(folder.name.removesuffix(UNFINISHED)))


def _move(source: Path, folder: Path) -> None:
    """Move a file or folder; what was moved before under this name is kept, and an empty folder need not follow it."""
    target = folder / source.name
    if not source.exists() or (target.exists() and _is_empty(source)):
        return
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{source.name}.{number}"
    source.rename(target)


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and all(path.is_dir() for path in folder.rglob("*"))
