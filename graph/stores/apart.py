"""Somebody's own Cypher on a copy of the embedded graph in a process of its own: what can be ended at any moment.

The engine knows a time limit but no way to interrupt a query, and one that builds a huge list would take the memory
of everybody. So the graph goes through a pipe (never onto the disk) to a fresh process with a bound on its memory,
which answers one query at a time and ends by itself when nobody asks any more. It opens no file of the case and holds
no key.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from graph.errors import QueryRefused, QueryTimeout, StoreError
from graph.stores.store import Limits, Params, Row

IDLE_SECONDS = 120.0
GRACE_SECONDS = 2.0
_LEAST_MEMORY = 3 * 2**30
_TRIES = 20
_LENGTH = 8
_ROOT = Path(__file__).resolve().parents[2]
_KINDS: dict[str, type[StoreError]] = {"timeout": QueryTimeout, "refused": QueryRefused, "store": StoreError}


class Apart:
    """A process with a copy of a graph. One query at a time; :meth:`end` from any thread.

    Args:
        content: the graph as ``to_bytes`` gives it.
    """

    def __init__(self, content: bytes) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "graph.stores.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])},
        )
        with contextlib.suppress(OSError):  # a process that is gone is noticed when it is asked
            _send(self._stream(self._process.stdin), content)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process, whatever it is doing."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def ask(self, cypher: str, params: Params, limits: Limits) -> Row:
        """Columns, rows and whether there are more: ``{columns, rows, truncated}``.

        Raises QueryTimeout, QueryRefused or StoreError; StoreError too where the process was ended.
        """
        request = {"cypher": cypher, "params": dict(params), "seconds": limits.seconds, "rows": limits.rows}
        late = threading.Event()
        timer = threading.Timer(limits.seconds + GRACE_SECONDS, self._give_up, [late])
        with self._lock:
            timer.daemon = True
            timer.start()
            try:
                _send(self._stream(self._process.stdin), json.dumps(request).encode())
                told = json.loads(_receive(self._stream(self._process.stdout)))
            except (OSError, EOFError, ValueError):
                self.close()
                if late.is_set():
                    raise QueryTimeout(f"The query took longer than {limits.seconds:g} seconds: narrow it.") from None
                raise StoreError("The query was ended: it needed more memory than one query may take.") from None
            except (TypeError, OverflowError):
                raise QueryRefused("A parameter has a value that the graph database cannot take.") from None
            finally:
                timer.cancel()
        if "error" in told:
            error = _KINDS[told["error"]](told["text"])
            if isinstance(error, QueryRefused):
                error.at = tuple(told["at"]) if told.get("at") else None
            raise error
        return dict(told)

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.end()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                self._stream(stream).close()
        self._process.wait()

    def _give_up(self, late: threading.Event) -> None:
        late.set()
        self.end()

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        assert stream is not None  # noqa: S101 - both were asked for
        return stream


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(_LENGTH, "big"))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_LENGTH)
    content = stream.read(int.from_bytes(head, "big")) if len(head) == _LENGTH else b""
    if len(head) < _LENGTH or len(content) < int.from_bytes(head, "big"):
        raise EOFError
    return content


# --- the other side


def main() -> None:
    """Read a graph, then answer until nobody asks."""
    import kglite

    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    content = _receive(requests)
    _bound_memory(len(content))
    graph = kglite.from_bytes(content, storage="memory")
    del content
    while True:
        idle = threading.Timer(IDLE_SECONDS, os._exit, [0])
        idle.daemon = True
        idle.start()
        try:
            request = json.loads(_receive(requests))
        except EOFError:
            return
        idle.cancel()
        _send(answers, json.dumps(_answer(graph, request)).encode())


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    most = _LEAST_MEMORY + 6 * size
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(graph: Any, request: Row) -> Row:
    from graph.stores.kglite_calls import MissingProperty, columns_of, declare, rows_of, run, truncated

    limits = Limits(seconds=request["seconds"], rows=request["rows"])
    try:
        for _ in range(_TRIES):
            try:
                answer = run(graph.freeze(), request["cypher"], request["params"], limits)
                return {"columns": columns_of(answer), "rows": rows_of(answer), "truncated": truncated(answer)}
            except MissingProperty as missing:
                declare(graph, missing.label, missing.name)
    except QueryTimeout as error:
        return {"error": "timeout", "text": str(error)}
    except QueryRefused as error:
        return {"error": "refused", "text": str(error), "at": error.at}
    except StoreError as error:
        return {"error": "store", "text": str(error)}
    return {"error": "refused", "text": "This query names too many properties that nothing here has."}


if __name__ == "__main__":
    main()
