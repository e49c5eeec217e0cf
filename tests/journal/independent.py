"""A verifier of the journal by docs/journal.md alone: it imports nothing of the portal.

``python independent.py [COUNT:HASH…] < dump.json`` reads an object with ``rows`` (the columns of ``journal_record`` by
name) and ``heads`` (stream → hash and count), and holds it against heads that were noted elsewhere.
"""

import hashlib
import json
import sys

BLANK_TEXT = "（内容已依法删除）"
EMPTY = {"actor": [None, BLANK_TEXT], "summary": BLANK_TEXT, "facts": {}}
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def canonical(value) -> str:
    """Canonical JSON, written out by hand."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value)) + "}"
    raise TypeError(f"No canonical form of {value!r}")


def sha256(value) -> str:
    """Hash of a value."""
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def hash_of_row(row: dict) -> str:
    """Recipe 1."""
    names = [
        "recipe",
        "stream",
        "previous_hash",
        "at",
        "verb",
        "label",
        "object_type",
        "object_id",
        "audience",
    ]
    return sha256([row[name] for name in [*names, "actor_digest", "summary_digest", "facts_digest"]])


def against(rows: list[dict], noted: list[tuple[int, str]]) -> list[str]:
    """Return a fault for each noted head (count, hash) that the rows of the stream ``portal`` do not lead to."""
    hashes = [row["hash"] for row in sorted(rows, key=lambda row: row["id"]) if row["stream"] == "portal"]
    faults = []
    for count, end in noted:
        if count > len(hashes):
            faults.append(f"{count} cut")
        elif ("0" * 64 if count == 0 else hashes[count - 1]) != end:
            faults.append(f"{count} rewritten")
    return faults


def verify(dump: dict) -> tuple[list[str], list[str]]:
    """Return (faults, blanked), each a list of short words like ``3 actor``."""
    faults, blanked, ends = [], [], {}
    lawful = {
        (row["object_id"], name)
        for row in dump["rows"]
        if row["verb"] == "blank_record" and row["object_type"] == "journal.record"
        for name in row["facts"]["fields"]
    }
    for row in sorted(dump["rows"], key=lambda row: row["id"]):
        before, count = ends.get(row["stream"], ("0" * 64, 0))
        if row["previous_hash"] != before:
            faults.append(f"{row['id']} order")
        if row["recipe"] != 1 or row["hash"] != hash_of_row(row):
            faults.append(f"{row['id']} hash")
        values = {
            "actor": [row["actor_id"], row["actor_name"]],
            "summary": row["summary"],
            "facts": row["facts"],
        }
        for name, value in values.items():
            salt, word = row[f"{name}_salt"], f"{row['id']} {name}"
            if salt:
                faults += [word] if sha256([salt, value]) != row[f"{name}_digest"] else []
            elif (row["id"], name) in lawful and value == EMPTY[name]:
                blanked.append(word)
            else:
                faults.append(word)
        ends[row["stream"]] = (row["hash"], count + 1)
    heads = {stream: tuple(end) for stream, end in dump["heads"].items()}
    faults += [f"{stream} end" for stream in sorted({*heads, *ends}) if heads.get(stream) != ends.get(stream)]
    return faults, blanked


if __name__ == "__main__":
    told = json.load(sys.stdin)
    found, deleted = verify(told)
    found += against(told["rows"], [(int(text.split(":")[0]), text.split(":")[1]) for text in sys.argv[1:]])
    print("\n".join([*(f"fault: {word}" for word in found), *(f"blanked: {word}" for word in deleted)]))
    sys.exit(bool(found))
