"""The files of the example case, as a field office would have them: tables, letters, a PDF, an e-mail."""

import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import yaml

from graph.errors import LoadError
from ingest.example.making import write_arabic_sheet, write_docx, write_email, write_pdf
from ingest.example.tables import fill_workbook

SOURCE = "source"
TABLES = ("published", "province")
SHEET = "02-field-sheet-ar.xlsx"
MAPPING = "field-sheet.mapping.yaml"


def write_example(directory: Path) -> list[Path]:
    """Write every file of the example case into a directory, and say which.

    Files of the same names are written anew; other files there are left alone. What is written is the same every
    time, in content; workbooks and DOCX files carry the time they were written.

    Raises:
        LoadError: the directory cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with as_file(files("ingest.example") / SOURCE) as source:
            written = _documents(source / "documents", directory)
            written += _made(source / "made", directory)
            for name in TABLES:
                written.append(fill_workbook(source / "tables" / f"{name}.yaml", directory / f"{name}.xlsx"))
            written.append(Path(shutil.copyfile(source / MAPPING, directory / MAPPING)))
    except OSError as error:
        raise LoadError(f"The example's files cannot be written to {directory.name}: {error.strerror}.") from error
    return sorted(written)


def _documents(source: Path, directory: Path) -> list[Path]:
    """Files that are as they stand."""
    return [Path(shutil.copyfile(path, directory / path.name)) for path in sorted(source.iterdir())]


def _made(source: Path, directory: Path) -> list[Path]:
    """Files in formats that are no text, made from their text."""
    return [make(source / name, directory / target) for name, target, make in _MADE]


def _text(make: Callable[[str, Path], None]) -> Callable[[Path, Path], Path]:
    def write(source: Path, target: Path) -> Path:
        make(source.read_text(encoding="utf-8"), target)
        return target

    return write


def _plan(make: Callable[[dict[str, Any], Path], None]) -> Callable[[Path, Path], Path]:
    def write(source: Path, target: Path) -> Path:
        make(yaml.safe_load(source.read_text(encoding="utf-8")), target)
        return target

    return write


_MADE: tuple[tuple[str, str, Callable[[Path, Path], Path]], ...] = (
    ("02-field-sheet-ar.yaml", SHEET, _plan(write_arabic_sheet)),
    ("04-statement-in-custody-ar.txt", "04-statement-in-custody-ar.docx", _text(write_docx)),
    ("07-order-ar.txt", "07-order-ar.docx", _text(write_docx)),
    ("09-report-en.txt", "09-report-en.pdf", _text(write_pdf)),
    ("10-email.yaml", "10-email.eml", _plan(write_email)),
    ("12-testimony-en.txt", "12-testimony-en.docx", _text(write_docx)),
    ("12-testimony-sealed-en.txt", "12-testimony-sealed-en.docx", _text(write_docx)),
)
