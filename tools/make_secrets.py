"""Make the secret files that docker-compose.yml asks for: generated, never chosen, never overwritten.

    python tools/make_secrets.py

Writes secrets/neo4j_password, secrets/neo4j_auth (the same, as the Neo4j image wants it), secrets/case_key.
The folder is closed to everybody else (0700); the files in it can be read by the users of the containers,
whose numbers this machine does not know. Back up case_key: without it nobody can open the case.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "secrets"


def main() -> None:
    """Write the files that are not there yet."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    FOLDER.chmod(0o700)
    password = write("neo4j_password", secrets.token_urlsafe(24))
    write("neo4j_auth", f"neo4j/{password}")
    write("case_key", secrets.token_urlsafe(32))


def write(name: str, text: str) -> str:
    """Write one secret unless it is there; returns what the file holds."""
    path = FOLDER / name
    if path.exists():
        print(f"secrets/{name} is kept.")
        return path.read_text(encoding="utf-8")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444), "w") as file:
        file.write(text)
    print(f"secrets/{name} is written.")
    return text


if __name__ == "__main__":
    main()
