"""Count how many people bear each part of a name, on lists whose terms allow it: ``ingest/names/data``.

    python tools/token_frequency.py --full-names PEOPLE.csv --column name_ar_raw --sanctions LIST.jsonl \
        --given dist.male.first --given dist.female.first --surnames dist.all.last

Every list is given as a file; which they are, and on what terms, stands in ``ingest/names/data/README.md``. Only counts
of single tokens leave a list, and only of those that several people bear, so that the table names nobody.
"""

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.folding import fold
from ingest.names.parse import Token, parse_name

OUT = Path(__file__).parent.parent / "ingest" / "names" / "data" / "token_frequency.tsv"
FEWEST = {"arabic": 5, "sanctions": 3}
"""A token that fewer people of a list bear is left out."""
RAREST = 10.0
"""A census token that fewer of 100,000 people bear is left out."""

Row = tuple[str, str, str, float]  # list, role, folded token, bearers per 100,000


def full_names(path: Path, column: str) -> Iterator[Row]:
    """Given, fathers' and family names of people with full Arabic names: a CSV, and its column of names."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        people = [parse_name(row[column]) for row in csv.DictReader(file)]
    people = [tokens for tokens in people if len(tokens) > 2]
    return _counted("arabic", (_by_place(tokens) for tokens in people), len(people))


def _by_place(tokens: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    """On a list of given name, father, grandfather, family, the place says more than the form."""
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        role = "kunya" if token.role.value == "kunya" else "ism" if at == 0 else "nisba" if at == last else "nasab"
        yield role, token.text


def sanctions(path: Path) -> Iterator[Row]:
    """Tokens by their role among the primary names of people on a sanctions list: JSON lines with ``name``."""
    people = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    parsed = [parse_name(person["name"]) for person in people]
    borne = ([(token.role.value, token.text) for token in tokens if token.role.value != "title"] for tokens in parsed)
    return _counted("sanctions", borne, len(people))


def _counted(name: str, people: Iterable[Iterable[tuple[str, str]]], total: int) -> Iterator[Row]:
    borne: Counter[tuple[str, str]] = Counter()
    places: Counter[str] = Counter()  # a person has several fathers' names, and mostly no kunya
    for person in people:
        tokens = [(role, fold(text)) for role, text in person]
        borne.update(tokens)
        places.update(role for role, _ in tokens)
    for (role, token), bearers in borne.items():
        if bearers >= FEWEST[name] and any(map(str.isalpha, token)):
            yield name, role, token, 1e5 * bearers / max(total, places[role])


def census(paths: Iterable[Path], role: str) -> Iterator[Row]:
    """A census's own files: name, percent, cumulated percent, rank. Files for parts of a people count equally."""
    files = list(paths)
    share: defaultdict[str, float] = defaultdict(float)
    for path in files:
        for line in path.read_text(encoding="ascii").splitlines():
            written, percent, *_ = line.split()
            share[fold(written)] += 1000 * float(percent) / len(files)
    for token, bearers in share.items():
        if bearers >= RAREST:
            yield "census", role, token, bearers


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full-names", type=Path, required=True)
    parser.add_argument("--column", default="name", help="of the full names")
    parser.add_argument("--sanctions", type=Path, required=True)
    parser.add_argument("--given", type=Path, action="append", required=True)
    parser.add_argument("--surnames", type=Path, required=True)
    asked = parser.parse_args()
    found = [
        *full_names(asked.full_names, asked.column),
        *sanctions(asked.sanctions),
        *census(asked.given, "ism"),
        *census([asked.surnames], "nisba"),
    ]
    found.sort(key=lambda row: (row[0], row[1], -row[3], row[2]))
    lines = ["list\trole\ttoken\tper_100000", *(f"{a}\t{b}\t{c}\t{d:.1f}" for a, b, c, d in found)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found):,} tokens in {OUT.name}, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
