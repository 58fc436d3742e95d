"""Cases for the benchmarks: invented, of any size, the same at every run.

Importing this makes the packages of this repository importable, wherever a script is started from.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from graph.evidence import Evidence  # noqa: E402
from graph.evidence.drafts import Actor, Draft, LoadInfo, NewDecision  # noqa: E402
from graph.model.kinds import KINDS  # noqa: E402
from graph.model.validation import validate  # noqa: E402

SEED = 20_150_314
WRITER = Actor(name="bench")
DATASET = "bench"
_LEVELS = ("public", "restricted", "confidential", "sealed")
_LEVEL_SHARES = (70, 20, 8, 2)
_FIRST = "Karim Salim Nadia Huda Yusuf Amal Faris Layla Ziad Rana Omar Samir Dina Majid Wafa Idris".split()
_LAST = "Haddad Najjar Khayat Saqqa Bannay Dabbagh Attar Qassab Sabbagh Hallaq Nahhas Tahhan Fallah Jammal".split()
_PLACES = "Upper Lower New Old North South East West".split()
_TOWNS = "Marj Tell Wadi Ayn Deir Kafr Bayt Jisr Qasr Burj".split()
_ACTS = ("killing", "torture", "detention", "disappearance")
_METHODS = ("shooting", "beating", "explosion", "shelling", "air_strike", "burning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How many of 1,000 records are of each kind."""

    source: int = 5
    document: int = 50
    location: int = 30
    unit: int = 20
    person: int = 225
    group: int = 25
    incident: int = 185
    victim: int = 185
    perpetrator: int = 90
    figure: int = 85
    posting: int = 70
    unit_relation: int = 15
    unit_place: int = 15


def drafts(count: int) -> Iterator[Draft]:
    """About `count` records of an invented case, in an order in which every reference can be resolved.

    Every tenth person is spoken of twice or more (see :func:`decisions`), levels run from public to sealed, and one
    record in five cites several documents.
    """
    chance = random.Random(SEED)
    shares = Shares()
    numbers = {name: max(1, count * getattr(shares, name) // 1000) for name in Shares.__slots__}

    def some(kind: str) -> str:
        return f"{kind}:{kind}{chance.randrange(numbers[kind])}"

    make: dict[str, Callable[[int], dict[str, Any]]] = {
        "source": lambda n: {"kind": "organisation", "name": f"Organisation {n}"},
        "document": lambda n: {"source": some("source"), "kind": "report", "title": f"Report {n}", "date": day(chance)},
        "location": lambda n: {
            "names": f"{chance.choice(_PLACES)} {chance.choice(_TOWNS)} {n}",
            "kind": "town",
            "precision": "town",
            "lat": round(chance.uniform(33, 37), 4),
            "lon": round(chance.uniform(38, 44), 4),
            "within": f"location:location{n // 8}" if n else None,
        },
        "unit": lambda n: {"names": f"Battalion {n}", "kind": "battalion", "since": day(chance)},
        "person": lambda n: {
            "names": person_name(chance),
            "sex": chance.choice(("female", "male", "not_recorded")),
            "born": str(chance.randrange(1950, 2000)),
            "town": some("location"),
        },
        "group": lambda n: {"description": "families of the quarter", "count": f"{chance.randrange(2, 60)}"},
        "incident": lambda n: {
            "class": "harm",
            "date": day(chance),
            "place": some("location"),
            "methods": chance.choice(_METHODS),
            "description": "What the witness said of the day.",
        },
        "victim": lambda n: {
            "who": some("person" if chance.random() < 0.85 else "group"),
            "incident": some("incident"),
            "act": chance.choice(_ACTS),
            "method": chance.choice(_METHODS),
            "outcome": "killed",
        },
        "perpetrator": lambda n: {
            "who": some("unit") if chance.random() < 0.8 else None,
            "class_words": "men in uniform",
            "incident": some("incident"),
            "degree": "direct",
        },
        "figure": lambda n: {
            "about": some("incident"),
            "what": "killed",
            "count": str(chance.randrange(1, 40)),
            "counted_in": "people",
        },
        "posting": lambda n: {
            "person": some("person"),
            "unit": some("unit"),
            "kind": "commanded",
            "role": "commander",
            "since": day(chance),
            "continues": chance.choice(("yes", "no", "not_known")),
        },
        "unit_relation": lambda n: {
            "child": some("unit"),
            "parent": some("unit"),
            "kind": "command",
            "since": day(chance),
        },
        "unit_place": lambda n: {"unit": some("unit"), "location": some("location"), "kind": "based_at"},
    }
    for kind, fields in make.items():
        for number in range(numbers[kind]):
            values = fields(number)
            if KINDS[kind].is_record:
                values["document"] = some("document")
                open_ = kind in ("location", "unit")  # what many records rest on
                values["level"] = "public" if open_ else chance.choices(_LEVELS, _LEVEL_SHARES)[0]
                values["locator"] = f"p. {chance.randrange(1, 200)}"
                if chance.random() < 0.2:
                    values["cites"] = [some("document"), some("document")]
            yield draft(kind, f"{kind}{number}", values)


def decisions(count: int, threads: dict[str, str]) -> list[NewDecision]:
    """Identity decisions on the people of ``drafts(count)``, given their threads by key: one in ten is another."""
    chance = random.Random(SEED + 1)
    people = [thread for key, thread in threads.items() if key.startswith("person")]
    return [
        NewDecision(type="identity", left=one, right=chance.choice(people), verdict="same")
        for one in chance.sample(people, len(people) // 10)
    ]


def draft(kind: str, key: str, values: dict[str, Any]) -> Draft:
    """A row that went through the model's own validation."""
    checked = validate(KINDS[kind], {name: value for name, value in values.items() if value is not None})
    if checked.problems:
        raise ValueError(f"{kind}: {'; '.join(str(problem) for problem in checked.problems)}")
    return Draft(kind=kind, dataset=DATASET, key=key, values=checked.values)


def evidence_of(folder: Path, count: int) -> Evidence:
    """An evidence store in an empty folder that holds ``drafts(count)`` and their decisions."""
    evidence = Evidence.create(folder, bytes(range(32)), case_id="bench")
    rows = list(drafts(count))
    with evidence.writing(WRITER, load=LoadInfo(dataset=DATASET)) as change:
        threads = change.add(rows).threads
    with evidence.writing(WRITER) as change:
        change.decide(decisions(count, {row.key: thread for row, thread in zip(rows, threads, strict=True)}))
    return evidence


def day(chance: random.Random) -> str:
    """A day, month or year in 2012 to 2017, as sources give them."""
    year, month = chance.randrange(2012, 2018), chance.randrange(1, 13)
    return chance.choice((f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{chance.randrange(1, 29):02}"))


def person_name(chance: random.Random) -> str:
    """An invented name: own, father's, family."""
    return f"{chance.choice(_FIRST)} {chance.choice(_FIRST)} {chance.choice(_LAST)}"


# --- measuring


@contextmanager
def folder_for(name: str) -> Iterator[Path]:
    """A new folder, removed afterwards. BENCH_FOLDER says where (the disk matters), else the system's own."""
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-", dir=os.environ.get("BENCH_FOLDER")) as folder:
        yield Path(folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long something took, in seconds: by the clock on the wall, and as work of this process and its server."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s (cpu {self.cpu:.2f})"


def times_of(work: Callable[[], object], server: int | None = None) -> Times:
    """Do it once, after a collection of garbage that is not counted. `server`: process that works for us too."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time() + cpu_of(server)
    work()
    return Times(wall=time.perf_counter() - wall, cpu=time.process_time() + cpu_of(server) - cpu)


def cpu_of(process: int | None) -> float:
    """Processor time that another process has used, in seconds; 0 where the system does not tell."""
    stat = Path(f"/proc/{process}/stat")
    if process is None or not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alternately(
    *works: Callable[[], object],
    rounds: int = 3,
    between: Callable[[int], object] | None = None,
    server: int | None = None,
) -> list[Times]:
    """The best time of each over some rounds, taken in turn, so that all meet the same machine.

    `between` is called after each with its place in the row, off the clock.
    """
    seen: list[list[Times]] = [[] for _ in works]
    for _ in range(rounds):
        for at, work in enumerate(works):
            seen[at].append(times_of(work, server))
            if between is not None:
                between(at)
    return [Times(wall=min(one.wall for one in own), cpu=min(one.cpu for one in own)) for own in seen]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def resident_mb() -> float:
    """Memory that this process holds now, in MB (the most it ever held, where the system does not tell)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return peak_mb()


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """The machine and its load, for the head of a report."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} cores{load}"


def report(what: str, ours: Times, baseline: str, raw: Times, goal: float) -> bool:
    """Print both times and how much of the baseline's speed we reach; whether that is the goal.

    The ratio is that of wall times. That of processor time stands beside it: other programs on the machine disturb it
    less.
    """
    ratio = raw.wall / ours.wall
    met = "met" if ratio >= goal else "MISSED"
    print(
        f"{what}: {ours}; {baseline}: {raw}; ratio {ratio:.2f}, of processor time {raw.cpu / ours.cpu:.2f} "
        f"(goal {goal:g}: {met})",
        flush=True,
    )
    return ratio >= goal


def size_given(usual: int) -> int:
    """The size named as the first argument of the script, else the usual one."""
    return int(sys.argv[1].replace(",", "").replace("_", "")) if len(sys.argv) > 1 else usual
