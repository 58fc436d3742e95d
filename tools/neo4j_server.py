"""Start and stop a real Neo4j Community without Docker: a test server, on this machine only.

    python tools/neo4j_server.py start [--home DIR] [--port N] [--heap 1g]
    python tools/neo4j_server.py stop  [--home DIR]
    python tools/neo4j_server.py status [--home DIR]

Maven fetches the server's jars as tools/pom.xml names them (once, about 114 MB); Java 17 or later runs them.
The home folder (.cache/neo4j) then holds the server, its log, `password` (0600) and `server.json` with the
address, which the tests read. Everything in that server is wiped by the tests: keep no case in it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".cache" / "neo4j"
POM = ROOT / "tools" / "pom.xml"
FOLDERS = ("conf", "data", "logs", "plugins", "import", "licenses", "run")
ENTRY_POINT = "org.neo4j.server.CommunityEntryPoint"
START_SECONDS = 120
STOP_SECONDS = 60

CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
dbms.security.allow_csv_import_from_file_urls=false
"""


def main() -> None:
    """Run the action named on the command line."""
    parser = argparse.ArgumentParser(description="Start or stop the test Neo4j.")
    parser.add_argument("action", choices=["start", "stop", "status"])
    parser.add_argument("--home", type=Path, default=HOME, help="folder of the server's files")
    parser.add_argument("--port", type=int, default=7687, help="Bolt port; a free one is taken if it is in use")
    parser.add_argument("--heap", default="1g", help="heap of the server")
    args = parser.parse_args()
    home = args.home.resolve()
    if args.action == "start":
        start(home, args.port, args.heap)
    elif args.action == "stop":
        stop(home)
    else:
        running = state(home)
        print(f"running at {running['url']}" if running else "not running")


def start(home: Path, port: int, heap: str) -> None:
    """Start the server unless it runs already, wait for Bolt, and set its password on the first start."""
    running = state(home)
    if running:
        print(f"Neo4j is already running at {running['url']} (process {running['pid']}).")
        return
    java = need_java()
    lib = jars()
    for folder in FOLDERS:
        (home / folder).mkdir(parents=True, exist_ok=True)
    port = free_port(port)
    (home / "conf" / "neo4j.conf").write_text(CONF.format(port=port), encoding="utf-8")
    # The heap is given to Java itself: what the settings file says of it is read by Neo4j's own start script alone,
    # and Java would take a quarter of the machine.
    memory = [f"-Xms{heap}", f"-Xmx{heap}"]
    command = [java, *memory, "-cp", f"{lib}/*", ENTRY_POINT, f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "logs" / "console.log").open("ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home, start_new_session=True
        )
    url = f"bolt://127.0.0.1:{port}"
    try:
        log_in(url, password_file(home), process, home)
    except BaseException:
        process.terminate()
        raise
    (home / "server.json").write_text(
        json.dumps({"url": url, "user": "neo4j", "password_file": str(home / "password"), "pid": process.pid}),
        encoding="utf-8",
    )
    print(f"Neo4j answers at {url} (process {process.pid}); its password is in {home / 'password'}.")


def stop(home: Path) -> None:
    """Stop the server that `start` started here; nothing happens where none runs."""
    running = state(home)
    if not running:
        print("Neo4j is not running.")
        return
    os.kill(running["pid"], signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while alive(running["pid"]) and time.monotonic() < deadline:
        time.sleep(0.2)
    if alive(running["pid"]):
        os.kill(running["pid"], signal.SIGKILL)
    (home / "server.json").unlink(missing_ok=True)
    print("Neo4j is stopped.")


def state(home: Path) -> dict[str, Any] | None:
    """What `server.json` says, if the process it names is still our server."""
    try:
        told: dict[str, Any] = json.loads((home / "server.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return told if alive(told["pid"]) else None


def alive(pid: int) -> bool:
    """Whether `pid` runs the Neo4j entry point (a process number may have been given to another program)."""
    if Path("/proc/self/cmdline").exists():
        try:
            return ENTRY_POINT.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
    told = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return ENTRY_POINT in told.stdout


def need_java() -> str:
    """The path of a Java 17 or later."""
    java = shutil.which("java")
    if not java:
        fail("Neo4j needs Java 17 or later: apt-get install openjdk-17-jre-headless")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    if not found or int(found[1]) < 17:
        fail("Neo4j needs Java 17 or later: apt-get install openjdk-17-jre-headless")
    return java


def jars() -> Path:
    """The folder with the server's jars, fetched by Maven where they are absent or of another version."""
    lib, stamp = HOME / "lib", HOME / "lib" / "pom.xml"
    if stamp.is_file() and stamp.read_bytes() == POM.read_bytes():
        return lib
    maven = shutil.which("mvn")
    if not maven:
        fail("Fetching Neo4j needs Maven: apt-get install maven")
    print("Fetching Neo4j's jars with Maven (once, about 114 MB) ...", flush=True)
    shutil.rmtree(lib, ignore_errors=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={lib}", "-DincludeScope=runtime"]
    done = subprocess.run(
        [maven, "-B", "-q", "-Dstyle.color=never", "-f", str(POM), *goal],
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        fail("Maven could not fetch Neo4j; its message stands above.")
    shutil.copyfile(POM, stamp)
    return lib


def free_port(wanted: int) -> int:
    """`wanted` where nothing listens there, else any free port."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    fail("No free port on 127.0.0.1.")


def password_file(home: Path) -> Path:
    """The file with the server's password, made at the first start, readable by its owner alone."""
    path = home / "password"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path


def log_in(url: str, password: Path, process: subprocess.Popen[bytes], home: Path) -> None:
    """Wait until the server answers over Bolt with our password, setting it on the first login."""
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, ServiceUnavailable, SessionExpired, TransientError

    word = password.read_text(encoding="utf-8")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            fail(f"Neo4j stopped while starting; see {home / 'logs'}.")
        try:
            with GraphDatabase.driver(url, auth=("neo4j", word)) as driver:
                driver.verify_connectivity()
                return
        except AuthError:
            set_first_password(url, word, home)
        except (ServiceUnavailable, SessionExpired, TransientError, OSError):
            time.sleep(0.5)
    fail(f"Neo4j did not answer within {START_SECONDS} seconds; see {home / 'logs'}.")


def set_first_password(url: str, word: str, home: Path) -> None:
    """Change a new server's password from the one it comes with to `word`."""
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError

    try:
        with GraphDatabase.driver(url, auth=("neo4j", "neo4j")) as driver:
            driver.execute_query("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $word", word=word, database_="system")
    except AuthError:
        fail(f"The server's data in {home / 'data'} does not go with {home / 'password'}: remove both.")


def fail(sentence: str) -> NoReturn:
    """Say what is missing, and end with exit code 1."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
