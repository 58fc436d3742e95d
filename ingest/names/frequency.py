"""How common the parts of names are, as counted on public lists: the table in ``data``, by role and skeleton.

Spellings share their counts within a list: Muhammad, Mohamed and محمد have one skeleton. Of several lists the one on
which a token is most common counts, for what is common somewhere is not telling.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ingest.names.parse import parse_name

TABLE = Path(__file__).parent / "data" / "token_frequency.tsv"
ANY = "any"
"""Whatever the role but a kunya: the most common of them."""


@cache
def bearers() -> Mapping[str, dict[str, float]]:
    """Role to skeleton to bearers among 100,000 people. Roles are ``ism``, ``nasab``, ``nisba``, ``kunya``, ``any``.

    The table is read when it is first asked for, which takes some tens of milliseconds.
    """
    sums: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        source, role, token, count = line.split("\t")
        for parsed in parse_name(token)[-1:]:
            sums[source, role, parsed.skeleton] += float(count)
    most: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (_, role, skeleton), summed in sums.items():
        for under in (role, ANY) if role != "kunya" else (role,):
            most[under][skeleton] = max(summed, most[under].get(skeleton, 0.0))
    return MappingProxyType(dict(most))
