"""Words on pictures, by Debian's tesseract where it is installed.

tesseract is a program of its own: it gets a PNG that our own worker has just made, on standard input, starts
through a launcher that sets limits and, on Linux, takes away writing files and opening sockets.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys

from ingest.readers.text import clean

MEMORY = 2 << 30
WANTED = ("ara", "eng")
LAUNCHER = """
import os, sys
seconds, memory = int(sys.argv[1]), int(sys.argv[2])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
except (ImportError, OSError, ValueError):
    pass
try:
    from landlock import FSAccess, Ruleset
    rules = Ruleset()
    rules.allow("/", rules=FSAccess.EXECUTE | FSAccess.READ_FILE | FSAccess.READ_DIR)
    rules.apply()
except Exception:
    pass
try:
    import errno, pyseccomp
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in ("socket", "connect", "ptrace", "process_vm_readv", "process_vm_writev", "kill", "fork", "vfork"):
        calls.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    calls.load()
except Exception:
    pass
os.execv(sys.argv[3], sys.argv[3:])
"""


@functools.cache
def tesseract() -> str:
    """The program's path; "" where there is none."""
    return shutil.which("tesseract") or ""


@functools.cache
def languages() -> tuple[str, ...]:
    """Those of Arabic and English that tesseract has data for."""
    if not tesseract():
        return ()
    listed = subprocess.run([tesseract(), "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return tuple(name for name in WANTED if name in listed.stdout.split())


def missing() -> str:
    """A clause that says what OCR lacks on this machine; "" where it lacks nothing."""
    if not tesseract():
        return "OCR: tesseract not found (on Debian: apt-get install tesseract-ocr tesseract-ocr-ara)"
    lacking = [name for name in WANTED if name not in languages()]
    if not lacking:
        return ""
    packages = " ".join("tesseract-ocr-" + name for name in lacking)
    return f"OCR: tesseract has no data for {' and '.join(lacking)} (on Debian: apt-get install {packages})"


def words_on(png: bytes, seconds: float) -> str | None:
    """The words on a picture; None where tesseract failed or took longer than ``seconds``."""
    if not languages():
        return None
    program = [tesseract(), "stdin", "stdout", "-l", "+".join(languages()), "--psm", "3"]
    command = program
    if os.name == "posix":
        command = [sys.executable, "-I", "-c", LAUNCHER, str(int(seconds) + 1), str(MEMORY), *program]
    environment = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
    if os.environ.get("TESSDATA_PREFIX"):
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    if os.name == "nt":
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
    try:
        done = subprocess.run(command, input=png, capture_output=True, timeout=seconds, env=environment, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return None
    return clean(done.stdout.decode("utf-8", "replace")).strip("\f\n ") if done.returncode == 0 else None
