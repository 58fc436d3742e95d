"""Write locks/ anew from pyproject.toml: `uv` resolves for Linux, Windows and macOS at once, with hashes.

test.lock is resolved first and holds the others to its versions, so one package has one version everywhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ["--universal", "--generate-hashes", "--python-version", "3.11", "--quiet"]
NO_HOSTS = ["--no-emit-index-url", "--no-emit-find-links"]
SETS = {
    "build": ["--group", "build"],
    "test": ["pyproject.toml", "--extra", "test"],
    "run": ["pyproject.toml", "-c", "locks/test.lock"],
    "bench": ["pyproject.toml", "--extra", "bench", "-c", "locks/test.lock"],
    "py2neo": ["pyproject.toml", "--extra", "py2neo", "-c", "locks/test.lock"],
}


def main() -> None:
    """Resolve every set; extra arguments go to uv (`--upgrade`, `--upgrade-package NAME`)."""
    uv = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if not uv:
        print("Writing the locks needs uv: pip install uv", file=sys.stderr)
        raise SystemExit(1)
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make locks"}
    for name, sources in SETS.items():
        target = ["--output-file", f"locks/{name}.lock"]
        command = [uv, "pip", "compile", *RULES, *NO_HOSTS, *sources, *target, *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        print(f"locks/{name}.lock is written.")


if __name__ == "__main__":
    main()
