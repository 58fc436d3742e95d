"""CSV and TSV as spreadsheet programs write them: separator, quote and encoding found out, one line at a time."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from graph.errors import LoadError
from ingest.readers.document import ReadLimits
from ingest.readers.text import BIDI, NAMES, SAMPLE, detect, guess_single_byte, listed

MOST_LINE = 32 << 20  # bytes: a file without line ends is no table
MOST_CELL = 8 << 20  # characters
SEPARATORS = (",", ";", "\t", "|")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
MOST_NOTED = 1_000  # line numbers remembered for a note

csv.field_size_limit(MOST_CELL)  # the module knows only one limit for all its readers


class CsvRow(NamedTuple):
    """A row: its number as a spreadsheet program shows it, the line of the file that it begins on, its cells
    (None where empty, none after the last used one)."""

    number: int
    line: int
    cells: tuple[str | None, ...]


class CsvFile:
    """A text table; every iteration reads it anew.

    Attributes:
        encoding, separator, quote: as found in the file's head.
        notes: what the last pass met: odd encodings, zero bytes, direction marks, with their lines.

    Raises:
        LoadError: the file cannot be opened, or is empty.
    """

    def __init__(self, path: Path, limits: ReadLimits) -> None:
        self.path, self.limits = path, limits
        try:
            with path.open("rb") as file:
                head = file.read(8 * SAMPLE)
                more = file.read(1)
        except OSError as error:
            raise LoadError(f"{path.name}: cannot be opened ({error.strerror or 'input error'}).") from None
        if not head.strip():
            raise LoadError(f"{path.name}: the file is empty.")
        self.encoding, self.skip = detect(head)
        text = head[self.skip :].decode(self.encoding, errors="replace")
        lines = text.replace("\0", "").splitlines()
        if more and len(lines) > 1:
            lines.pop()
        self.named = 0
        first = lines[0].strip().lower() if lines else ""
        if first.startswith("sep=") and len(first) == 5:  # Excel's own hint, which it hides from its users
            self.separator, self.named = lines.pop(0).strip()[4], 1
        self.quote = _quote(lines)
        if not self.named:
            self.separator = _separator(lines, self.quote)
        self.notes: list[str] = []
        self._whole = False  # whether the notes are those of a whole pass
        self.fallback = guess_single_byte(head)

    def __iter__(self) -> Iterator[CsvRow]:
        return _Pass(self).rows()

    def settle(self, notes: list[str], *, whole: bool) -> None:
        """Keep what a pass met; a pass that was broken off never replaces a whole one."""
        if whole or not self._whole:
            self.notes, self._whole = notes, whole


class _Pass:
    """One reading of a file: what it met on the way belongs to it alone, so that two may run side by side."""

    def __init__(self, table: CsvFile) -> None:
        self._table = table
        self._odd: list[int] = []
        self._zeros: list[int] = []
        self._marks: list[int] = []
        self._quotes = 0

    def rows(self) -> Iterator[CsvRow]:
        """Raises LoadError at the row where the file turns out not to be a table."""
        reader = csv.reader(
            self._lines(), delimiter=self._table.separator, quotechar=self._table.quote, doublequote=True
        )
        whole = unclosed = False
        name = self._table.path.name
        number, line, begun = 0, 1 + self._table.named, 1
        try:
            for cells in reader:
                number += 1
                if len(cells) > self._table.limits.columns:
                    most = f"{self._table.limits.columns:,}"
                    raise LoadError(
                        f"{name}: row {number} has more than {most} columns; check how its cells are separated."
                    )
                # A mark that is never closed swallows the rest of the file: only in its last row is this telling.
                unclosed = self._quotes % 2 == 1 and reader.line_num + self._table.named > line
                begun = line
                while cells and not cells[-1]:
                    cells.pop()
                yield CsvRow(number, line, tuple([cell or None for cell in cells]))
                line = reader.line_num + 1 + self._table.named
                self._quotes = 0
            whole = True
        except csv.Error as error:
            why = (
                f"holds a cell of more than {MOST_CELL >> 20} million letters; a quotation mark may be missing there"
                if "limit" in str(error)
                else "holds a line break outside quotation marks; save the table again from the program it came from"
            )
            raise LoadError(f"{name}: row {number + 1} (line {line}) {why}.") from None
        finally:
            self._table.settle(self._notes(), whole=whole)
        if unclosed:
            raise LoadError(
                f"{name}: row {number} (line {begun}) opens a quotation mark that is never closed; close it, "
                "or take it out."
            )

    def _lines(self) -> Iterator[str]:
        """Decoded lines with their ends, so that line breaks inside quotes stay as they are."""
        with self._table.path.open("rb") as file:
            file.seek(self._table.skip)
            lines = self._wide(file) if self._table.encoding.startswith(("utf-16", "utf-32")) else self._narrow(file)
            for number, text in enumerate(lines, start=1):
                if number <= self._table.named:
                    continue
                if "\0" in text:
                    text = text.replace("\0", "")
                    self._remember(self._zeros, number)
                if self._table.quote in text:
                    self._quotes += text.count(self._table.quote)
                if not text.isascii() and BIDI.search(text):
                    self._remember(self._marks, number)
                yield text

    def _narrow(self, file: BinaryIO) -> Iterator[str]:
        utf8 = self._table.encoding.startswith("utf-8")
        for number, raw in enumerate(iter(lambda: file.readline(MOST_LINE + 1), b""), start=1):
            self._check_line(raw, number)
            if not utf8:
                text = raw.decode(self._table.encoding, errors="replace")
            else:
                try:
                    text = raw.decode("utf-8")
                except UnicodeDecodeError:
                    text = raw.decode(self._table.fallback, errors="replace")
                    self._remember(self._odd, number)
            # Old Mac line ends: one "line" of bytes holds many.
            if "\r" in text[:-2] and not raw.endswith(b"\n"):
                yield from LINE.findall(text)
            else:
                yield text

    def _wide(self, file: BinaryIO) -> Iterator[str]:
        import codecs

        decoder = codecs.getincrementaldecoder(self._table.encoding)(errors="replace")
        rest = ""
        while block := file.read(1 << 20):
            rest += decoder.decode(block)
            *lines, rest = rest.split("\n")
            yield from (line + "\n" for line in lines)
            if len(rest) > MOST_LINE:
                self._check_line(b" " * (MOST_LINE + 1), 1)
        rest += decoder.decode(b"", final=True)
        if rest:
            yield rest

    def _check_line(self, raw: bytes, number: int) -> None:
        if len(raw) > MOST_LINE:
            raise LoadError(f"{self._table.path.name}: line {number} is longer than {MOST_LINE >> 20} MB; "
                            "this does not look like a table.")  # fmt: skip

    @staticmethod
    def _remember(lines: list[int], number: int) -> None:
        if len(lines) < MOST_NOTED:
            lines.append(number)

    def _notes(self) -> list[str]:
        notes = []
        if not self._table.encoding.startswith("utf-") and not self._table.skip:
            notes.append(
                f"decoded as {NAMES.get(self._table.encoding, self._table.encoding)}, a guess from its letters"
            )
        if self._odd:
            notes.append(
                f"mixed encodings: UTF-8, but {listed(self._odd, 'line')} decoded as {NAMES[self._table.fallback]}"
            )
        if self._zeros:
            notes.append(f"zero bytes left out: {listed(self._zeros, 'line')}")
        if self._marks:
            notes.append(f"direction marks, kept as they are: {listed(self._marks, 'line')}")
        return notes


def _quote(lines: list[str]) -> str:
    """The quotation mark; the single one only where cells open and close with it and none with the double."""
    sample = "\n".join(lines[:200])
    if '"' in sample:
        return '"'
    single = sum(sample.count(f"'{mark}'") for mark in SEPARATORS)
    return "'" if single >= 3 else '"'


def _separator(lines: list[str], quote: str) -> str:
    """The separator that parts most rows into the same number of cells, more than one."""
    best, most = ",", 0.0
    for separator in SEPARATORS:
        sample = csv.reader((line + "\n" for line in lines[:400]), delimiter=separator, quotechar=quote)
        try:
            widths = [len(row) for row in sample if row]
        except csv.Error:
            continue
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            continue
        width, times = max(counts.items(), key=lambda found: (found[1], found[0]))
        # Rows agree first; among separators on which they agree, the one that makes more columns.
        score = times / len(widths) * 100 + min(width, 50)
        if score > most:
            best, most = separator, score
    return best
