"""The two SQLCipher files under SQLAlchemy Core: engines, connections, and errors in our own words."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import orjson
from sqlalchemy import Connection, Engine, Table, create_engine, event, exc
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from graph.errors import CaseError, Damaged, NewerVersion
from graph.evidence import tables
from graph.evidence.keys import Keys

EVIDENCE, VAULT = "evidence.db", "vault.db"
BUSY_SECONDS = 30
CACHE_KIB = 64 * 1024

Row = Sequence[Any]


class Database:
    """Engines on one case folder.

    Reads see both files (the vault as schema ``vault``) as of one moment. Writes go through one connection a
    file, for SQLite in WAL mode does not commit two files at once: see :mod:`graph.evidence.writing`.
    """

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self._keys = keys
        self._reads = self._engine(lambda: self._connect(EVIDENCE, attach=True), "BEGIN")
        self._evidence = self._engine(lambda: self._connect(EVIDENCE), "BEGIN IMMEDIATE", size=1)
        self._vault = self._engine(lambda: self._connect(VAULT), "BEGIN IMMEDIATE", size=1)

    @staticmethod
    def _engine(creator: Any, begin: str, size: int = 8) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=creator,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=32,
            hide_parameters=True,  # an error must not print what was being written
        )

        @event.listens_for(engine, "begin")
        def _(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _connect(self, file: str, *, attach: bool = False) -> Any:
        key = {EVIDENCE: self._keys.evidence, VAULT: self._keys.vault}
        # isolation_level None: transactions begin where we say so, not where the driver guesses.
        connection = sqlcipher.connect(
            str(self.folder / file), isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
        )
        try:
            connection.execute(f"PRAGMA key = \"x'{key[file].hex()}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")
            if attach:
                connection.execute(
                    f"ATTACH DATABASE ? AS vault KEY \"x'{key[VAULT].hex()}'\"", (str(self.folder / VAULT),)
                )
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "secure_delete = ON",
                "foreign_keys = OFF",
                f"cache_size = -{CACHE_KIB}",
                "temp_store = MEMORY",
                "trusted_schema = OFF",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def create(self) -> None:
        """Make the tables of both files, in files only their owner may read."""
        for file in (EVIDENCE, VAULT):
            os.close(os.open(self.folder / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with told(), self._vault.begin() as connection:
            tables.vault.create_all(connection)
            for statement in tables.FULL_TEXT:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version = {tables.SCHEMA_VERSION}")
        with told(), self._evidence.begin() as connection:
            tables.evidence.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {tables.SCHEMA_VERSION}")

    def upgrade(self, evidence: Connection, vault: Connection) -> None:
        """Add the tables that a case of an earlier version lacks, under the writer's lock. Rows stay as they are.

        Cut off between the two files, it goes on at the next opening.
        """
        for connection, metadata in ((vault, tables.vault), (evidence, tables.evidence)):
            with connection.begin():
                metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {tables.SCHEMA_VERSION}")

    def verify(self) -> int:
        """Both files open under their keys and have tables that this version can read.

        Returns:
            The lower of their two versions; below ``SCHEMA_VERSION`` it must be upgraded.

        Raises:
            Damaged, NewerVersion.
        """
        for file in (EVIDENCE, VAULT):
            if not (self.folder / file).exists() or (self.folder / file).stat().st_size == 0:
                raise Damaged(f"{file} is missing or empty; restore the case from its newest good copy.")
        lowest = tables.SCHEMA_VERSION
        with self.reading() as connection:
            for schema, file in (("main", EVIDENCE), ("vault", VAULT)):
                version = int(rows(connection, f"PRAGMA {schema}.user_version")[0][0])
                if version > tables.SCHEMA_VERSION:
                    raise NewerVersion(
                        f"{file} was written by a newer Dossier (format {version}, this one reads "
                        f"{tables.SCHEMA_VERSION}); open it with that version or a later one."
                    )
                if version < 1:
                    raise Damaged(f"{file} holds no tables; restore the case from its newest good copy.")
                lowest = min(lowest, version)
        return lowest

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees both files as they are at its first read."""
        with told(), self._reads.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writers(self) -> Iterator[tuple[Connection, Connection]]:
        """Write connections on evidence and vault, not yet in a transaction."""
        with told(), self._evidence.connect() as evidence, self._vault.connect() as vault:
            yield evidence, vault

    def checkpoint(self) -> None:
        """Move what was committed from the write-ahead logs into the files, as far as readers and disk allow."""
        with suppress(CaseError), self.writers() as (evidence, vault):
            for connection in (evidence, vault):
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def raw(self, file: str) -> Any:
        """A driver connection on one file, for the online backup; the caller closes it."""
        with told():
            return self._connect(file)

    def close(self) -> None:
        """Close every connection; the last one out empties the write-ahead logs."""
        for engine in (self._reads, self._vault, self._evidence):
            engine.dispose()


@contextmanager
def told() -> Iterator[None]:
    """Turn what SQLite says into our own errors, without statements and values."""
    try:
        yield
    except (exc.DBAPIError, sqlcipher.Error) as error:
        raise _in_our_words(error) from None
    except OSError as error:
        if error.errno in _FULL:
            raise CaseError(DISK_FULL) from None
        raise


_FULL = {28, 27, 122}  # ENOSPC, EFBIG, EDQUOT on Linux
DISK_FULL = "The disk is full, or a file may not grow: nothing of this step was written. Make room, then run it again."


def _in_our_words(error: Exception) -> CaseError:
    said = str(getattr(error, "orig", None) or error).lower()
    if "disk is full" in said or "disk i/o error" in said:
        return CaseError(DISK_FULL)
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return Damaged(
            "A file of the case is not as it was written; restore the newest good copy "
            "('dossier check' says which that is)."
        )
    if "locked" in said or "busy" in said:
        return CaseError("Another process is writing to this case; try again when it has finished.")
    if "readonly" in said or "unable to open" in said:
        return CaseError("The files of the case cannot be opened for writing; check who owns them.")
    return CaseError(f"The evidence store refused a step ({type(getattr(error, 'orig', error)).__name__}).")


def rows(connection: Connection, sql: str, *params: Any) -> Sequence[Row]:
    """Rows of a statement with ``?`` marks, as plain tuples."""
    with closing(connection.exec_driver_sql(sql, params)) as result:
        # Straight from the driver's cursor: SQLAlchemy's own rows double the time of a large read.
        return cast("Sequence[Row]", result.cursor.fetchall())


def insert(connection: Connection, table: Table, many: list[tuple[Any, ...]]) -> None:
    """Insert rows, each with every column of the table in order."""
    if many:
        connection.exec_driver_sql(tables.insert_sql(table), many)


def listed(values: Any) -> str:
    """Values as JSON text, for ``IN (SELECT value FROM json_each(?))``: one parameter for any number."""
    return orjson.dumps(list(values)).decode()
