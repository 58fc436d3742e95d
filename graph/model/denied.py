"""What no field may hold: a person's orientation, gender identity, religion or ethnicity.

A perpetrator's *accusation* is evidence; whether it was true is nobody's business and can kill. A column that
holds such a property is refused wherever columns are named: schemas, mappings, workbooks, forms, exports.
"""

import re

from graph.folding import fold

OFFER = (
    "Dossier never stores what somebody is. If a source says that somebody was accused of something, map the column "
    "to an accusation: by whom, about whom, in which source"
)

_DENIED = (
    # English
    "orientation",
    "sexuality",
    "sexual orientation",
    "gay",
    "lesbian",
    "homosexual",
    "bisexual",
    "lgbt",
    "lgbti",
    "lgbtq",
    "lgbtqi",
    "queer",
    "transgender",
    "trans",
    "gender identity",
    "gender",
    "religion",
    "religious",
    "faith",
    "creed",
    "sect",
    "denomination",
    "confession",
    "ethnicity",
    "ethnic",
    "race",
    "tribe",
    "caste",
    # French and Spanish
    "orientation sexuelle",
    "ethnie",
    "confession religieuse",
    "orientacion sexual",
    "etnia",
    "religion de la victima",
    # Arabic (folded when compared)
    "ميول",
    "الميول",
    "ميول جنسية",
    "التوجه الجنسي",
    "توجه جنسي",
    "مثلي",
    "مثلية",
    "هوية جندرية",
    "الهوية الجندرية",
    "جندر",
    "ديانة",
    "الديانة",
    "الدين",
    "مذهب",
    "المذهب",
    "طائفة",
    "الطائفة",
    "عرق",
    "العرق",
    "اثنية",
    "قومية",
    "القومية",
    # Kurdish (Sorani)
    "ئایین",
    "ئاین",
    "مەزهەب",
    "ڕەگەز",
    "نەتەوە",
)
_ALLOWED = ("accus", "charge", "اتهام", "تهمة", "التهمة")


def _normal(text: str) -> str:
    return re.sub(r"[^\w]+", " ", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)).replace("_", " ")).strip()


_PATTERN = re.compile(
    rf"(?:^|\s)(?:{'|'.join(sorted({_normal(word) for word in _DENIED}, key=len, reverse=True))})(?:\s|$)"
)
_EXCUSE = re.compile("|".join(_normal(word) for word in _ALLOWED))


def is_denied(name: str) -> bool:
    """Whether a column, field or property of that name would hold what a person is.

    A name that speaks of an accusation or a charge is allowed ("accused religion of the order" is a claim by
    somebody); "sex as recorded" and ages are allowed.
    """
    normal = _normal(name)
    return bool(_PATTERN.search(normal)) and not _EXCUSE.search(normal)
