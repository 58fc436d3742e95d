"""The tables of the two files.

``evidence.db`` holds ids, kinds, dates, codes, levels and decisions; ``vault.db`` everything a person wrote:
names, free text, the user's own keys, pages and the full-text indexes. Nothing in either is updated or deleted,
but for a waiting reference that is filled in, by erasure, and for what is no evidence at all: ``work`` and ``job``.

Who entered a record, when, and by which load stands once in ``revision``: one transaction is one revision.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text

SCHEMA_VERSION = 2
"""Raised with every change of these tables; a case with a higher one was written by a newer Dossier, one with a lower
one gets the tables that it lacks when it is opened."""

evidence = MetaData()
vault = MetaData()


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _words(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


meta = Table("meta", evidence, Column("name", Text, primary_key=True), _words("value"))

revision = Table(
    "revision",
    evidence,
    Column("number", Integer, primary_key=True),
    _words("at"),
    _words("by"),
    _words("actor"),
    _words("version"),
    _words("load"),
)
Index("revision_load", revision.c.load)

load = Table(
    "load",
    evidence,
    _id(),
    _whole("revision"),
    _words("dataset"),
    _whole("added"),
    _whole("changed"),
    _whole("unchanged"),
    _whole("refused"),
)

thread = Table(
    "thread",
    evidence,
    _id(),
    _words("kind"),
    _words("dataset"),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("digits", Text, unique=True),  # of its code, check digit last; none for kinds without codes
    sqlite_with_rowid=False,
)
Index("thread_dataset", thread.c.dataset, thread.c.kind)

# `fields` is JSON: "v" the values, "r" the references: field to [thread, kind] in order.
record = Table(
    "record",
    evidence,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("thread", Text, ForeignKey("thread.id"), nullable=False),
    _whole("number"),
    _words("kind"),
    _whole("revision"),
    _whole("level"),
    Column("content", Text, nullable=False),
    _words("corrects"),  # id of the version that a person corrected, "" for what was loaded or entered
    Column("fields", LargeBinary, nullable=False),
)
Index("record_thread", record.c.thread)
Index("record_revision", record.c.revision)

# Who points to whom, for finding what a change touches; `fields` of a record says by which field.
reference = Table(
    "reference",
    evidence,
    Column("target", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# References that could not be resolved when their record was entered, or that may mean one of several kinds
# (then one row for each, in the order of the model: `rank`). `target` is filled in when the row they name comes.
waiting = Table(
    "waiting",
    evidence,
    Column("n", Integer, primary_key=True),
    _words("version"),
    _words("thread"),
    _words("field"),
    _whole("position"),
    _whole("rank"),
    _words("kind"),
    _words("key_hash"),
    Column("target", Text),
    Column("resolved", Integer),
)
Index("waiting_key", waiting.c.key_hash, sqlite_where=text("target IS NULL"))
Index("waiting_thread", waiting.c.thread)
Index("waiting_resolved", waiting.c.resolved)

decision = Table(
    "decision",
    evidence,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _words("type"),
    _words("left"),
    _words("right"),
    _words("verdict"),
    Column("score", Float),
    _words("reasons"),
    _whole("level"),
    _whole("revision"),
)
Index("decision_left", decision.c.left)
Index("decision_right", decision.c.right)
Index("decision_revision", decision.c.revision)
Index("decision_type", decision.c.type)

original = Table(
    "original",
    evidence,
    _id(),
    Column("hash", Text, nullable=False, unique=True),
    _words("name"),
    _whole("size"),
    _whole("revision"),
)

custody = Table(
    "custody",
    evidence,
    Column("n", Integer, primary_key=True),
    _words("thread"),
    _words("original"),
    _words("action"),
    _words("media_type"),
    _words("at"),
    _words("by"),
    _words("hash"),
    _whole("revision"),
)
Index("custody_thread", custody.c.thread)

run = Table(
    "run",
    evidence,
    _id(),
    _words("query"),
    _words("text_hash"),
    _words("parameters"),
    _whole("revision"),
    _whole("rows"),
    Column("seconds", Float, nullable=False),
    _words("at"),
    _words("by"),
    _words("result_hash"),
)

# Long work that a separate process does; what was asked and what came of it are in the vault (`job_words`).
job = Table(
    "job",
    evidence,
    _id(),
    _words("kind"),
    _words("owner"),
    _words("state"),
    _whole("done"),
    _whole("total"),
    _whole("stop"),  # 1 once somebody asked it to stop
    _words("made_at"),
    _words("changed_at"),
)
Index("job_owner", job.c.owner, job.c.made_at)

# What was given out, of which revision, resting on which records and decisions (JSON lists of ids).
package = Table(
    "package",
    evidence,
    _id(),
    _words("audience"),
    _whole("revision"),
    _words("at"),
    _words("by"),
    _words("records"),
    _words("decisions"),
)

# --- vault.db: a row of the evidence carries the revision it came with: so those of a broken transaction are found.

vault_meta = Table("meta", vault, Column("name", Text, primary_key=True), _words("value"))

# Joined with the evidence side by number *and* id: files of two backups must never lend each other names.
vault_record = Table(
    "record",
    vault,
    Column("n", Integer, primary_key=True),
    _words("id"),
    Column("fields", LargeBinary, nullable=False),
    _whole("revision"),
)

dataset = Table("dataset", vault, Column("hash", Text, primary_key=True), _words("name"), _whole("revision"))

load_words = Table(
    "load_words",
    vault,
    _id(),
    _words("dataset"),
    _words("file"),
    _words("mapping"),
    _whole("revision"),
)

why = Table("why", vault, _id(), _words("words"), _whole("revision"))

name = Table(
    "name",
    vault,
    Column("id", Integer, primary_key=True),
    _words("version"),
    _words("thread"),
    _words("words"),
    _whole("revision"),
)

page = Table(
    "page",
    vault,
    Column("id", Integer, primary_key=True),
    _words("thread"),
    _whole("number"),
    _words("label"),
    _words("language"),
    _words("words"),
    _whole("revision"),
)
Index("page_thread", page.c.thread, page.c.number)

original_hash = Table("original_hash", vault, _id(), _words("sha256"), _whole("revision"))

# What a person works on and has not entered: drafts of forms, saved views, selections. `body` is JSON. These three
# tables belong to no revision, so that no sweep after a crash takes them for rows of a broken transaction.
work = Table(
    "work",
    vault,
    _id(),
    _words("kind"),
    _words("owner"),
    _whole("version"),
    _words("made_at"),
    _words("changed_at"),
    Column("body", LargeBinary, nullable=False),
)
Index("work_owner", work.c.owner, work.c.kind)

job_words = Table(
    "job_words",
    vault,
    _id(),
    Column("request", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=False),
)

package_words = Table("package_words", vault, _id(), _words("title"), _words("purpose"), _words("files"))

# Folded text under the row number of `page` and `name`. `secure-delete`: a deleted word leaves the index at once.
FULL_TEXT = tuple(
    statement
    for table in ("page_text", "name_text")
    for statement in (
        f'CREATE VIRTUAL TABLE {table} USING fts5(folded, tokenize = "unicode61 remove_diacritics 0")',
        f"INSERT INTO {table}({table}, rank) VALUES ('secure-delete', 1)",
    )
)
"""Statements that make the full-text tables of the vault."""


def insert_sql(table: Table) -> str:
    """An INSERT of every column of a table, for ``executemany`` with tuples."""
    marks = ", ".join("?" * len(table.columns))
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
