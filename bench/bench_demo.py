"""`make demo` from nothing, with pip's share named apart.

A copy of what git holds is put into an empty folder; there the environment is made (`make venv`: pip and this package,
from locks and the machine's own pip cache, if it has one), and then `dossier demo --no-browser` is run until it tells
its address; then once more, as on the second day. The baseline is pip's share: what everything of ours adds to it.

    python bench/bench_demo.py [--pip]        without --pip this interpreter's environment is taken, and no pip run

Installing needs a package index and 1.2 GB of disk, so `make bench` leaves that part out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tarfile
import time
from io import BytesIO
from pathlib import Path

from builders import ROOT, folder_for, machine

PATIENCE = 600


def main() -> int:
    """Measure and print; there is no goal to miss."""
    print(machine())
    with folder_for("demo") as folder:
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(archive)) as packed:
            packed.extractall(folder, filter="data")
        pip = 0.0
        python = Path(sys.executable)
        if "--pip" in sys.argv:
            began = time.perf_counter()
            subprocess.run(["make", "venv"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            pip = time.perf_counter() - began
            python = folder / ".venv" / "bin" / "python"
        first = until_address(folder, python)
        again = until_address(folder, python)
    said = f"{pip:.1f} s of it pip" if pip else "pip left out (--pip)"
    print(f"make demo from nothing: {pip + first:.1f} s, {said}; loading the example and serving it {first:.1f} s")
    print(f"again, with the case there: {again:.1f} s")
    if pip:
        print(f"ratio of pip to the whole: {pip / (pip + first):.2f}")
    return 0


def until_address(folder: Path, python: Path) -> float:
    """Seconds until `dossier demo` tells where it is; it is stopped then, as by Ctrl-C."""
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [str(python), "-m", "dossier", "demo", "--no-browser", "--port", "18051"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "http://" in line:
                break
        took = time.perf_counter() - began
        process.send_signal(signal.SIGINT)
        process.stdout.close()
        process.wait(PATIENCE)
    if not said or "http://" not in said[-1]:
        raise SystemExit("'dossier demo' ended without an address.")
    return took


if __name__ == "__main__":
    sys.exit(main())
