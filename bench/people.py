"""Records of invented people as five sources would write them, with the truth beside: a table of any size.

    python bench/people.py FOLDER --records 1000000 [--seed 7]

writes ``records.csv`` (record_id, source, name, alias, birth_year, birth_approx, place, unit) and ``truth.csv``
(record_id, person_id). A register and a leaked list write Arabic, an NGO English spellings, the press French ones,
social media either script and loose spellings. Fathers, grandfathers, family names and kunyas are left out, put in
another order or mistyped at rates of their own. Given names are common ones; family names, places and units are made of
syllables drawn at random, so nobody is meant.
"""

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# (Arabic, English, French, loose), most common first
_GIVEN = [
    tuple(line.split())
    for line in """
محمد Mohammed Mohamed Mohemed|احمد Ahmad Ahmed Ehmed|علي Ali Aly Ali|حسن Hassan Hassane Hesen
حسين Hussein Houssein Huseyn|ابراهيم Ibrahim Brahim Ebrahem|خالد Khalid Khaled Khaled|يوسف Yusuf Youssef Yosef
عمر Omar Omar Umer|محمود Mahmoud Mahmoud Mehmud|مصطفى Mustafa Moustafa Mostefa|سعيد Said Saïd Saeed
صالح Saleh Salah Saleh|كريم Karim Karim Kareem|جمال Jamal Djamel Gamal|طارق Tariq Tarek Tareq
ناصر Nasser Nacer Naser|رشيد Rashid Rachid Rasheed|حمزة Hamza Hamza Hemza|بلال Bilal Bilel Belal
زياد Ziad Ziyad Zeyad|فيصل Faisal Fayçal Feisal|ماجد Majid Madjid Maged|سامي Sami Samy Samee
هاشم Hashim Hachem Hashem|انور Anwar Anouar Enwer|بشير Bashir Bachir Basheer|جابر Jabir Djaber Gaber
داود Dawud Daoud Dawood|رمضان Ramadan Ramdane Remezan|سليمان Suleiman Slimane Soleyman
شريف Sharif Cherif Shareef|عادل Adil Adel Edel|غالب Ghalib Ghaleb Galeb|قاسم Qasim Kacem Kasem
لطفي Lutfi Lotfi Lotfy|مروان Marwan Marouane Merwan|نبيل Nabil Nabil Nabeel|وليد Walid Oualid Waleed
ياسر Yasir Yasser Yaser|عبدالله Abdullah Abdallah Abdulla|عبدالرحمن Abdulrahman Abderrahmane Abdelrehman
عبدالكريم Abdulkarim Abdelkrim Abdelkareem|اسامة Osama Oussama Usama|ايمن Ayman Aymen Eimen
باسم Basim Bassem Basem|ثامر Thamir Thamer Samer|جعفر Jaafar Djaafar Gafar|حاتم Hatim Hatem Hatem
زكريا Zakaria Zakaria Zekerya|سفيان Sufyan Sofiane Sofyan|شاكر Shakir Chaker Shaker|ضياء Diya Dhia Zia
طلال Talal Talal Telal|عصام Isam Issam Esam|فؤاد Fuad Fouad Foad|قصي Qusay Qousaï Kosay|كمال Kamal Kamel Kemal
""".replace("\n", "|").split("|")
    if line.strip()
]
_CONSONANTS = [
    ("ب", "b", "b", "b"), ("ت", "t", "t", "t"), ("ج", "j", "dj", "g"), ("ح", "h", "h", "h"), ("خ", "kh", "kh", "kh"),
    ("د", "d", "d", "d"), ("ر", "r", "r", "r"), ("ز", "z", "z", "z"), ("س", "s", "s", "s"), ("ش", "sh", "ch", "sh"),
    ("ط", "t", "t", "t"), ("ع", "", "", ""), ("غ", "gh", "gh", "g"), ("ف", "f", "f", "f"), ("ق", "q", "k", "k"),
    ("ك", "k", "k", "k"), ("ل", "l", "l", "l"), ("م", "m", "m", "m"), ("ن", "n", "n", "n"), ("ه", "h", "h", "h"),
]  # fmt: skip
_VOWELS = [("ا", "a", "a", "e"), ("ي", "i", "i", "ee"), ("و", "u", "ou", "o"), ("", "a", "a", "e"), ("", "i", "i", "e")]
_UNITS = [
    ("كتيبة", "{} Battalion", "Katiba {}", "Katibat {}"), ("لواء", "{} Brigade", "Brigade {}", "Liwa {}"),
    ("سرية", "{} Company", "Compagnie {}", "Sariyat {}"), ("فرقة", "{} Division", "Division {}", "Firqat {}"),
]  # fmt: skip
_ARABIC, _ENGLISH, _FRENCH, _LOOSE = range(4)
# share of a person's records by source, its spelling, and how often it gives a father, grandfather, family name, kunya,
# year, about, place and unit
_SOURCES = {
    "registry": (0.228, _ARABIC, 0.85, 0.45, 0.93, 0.04, 0.85, 0.04, 0.9, 0.25),
    "ngo": (0.227, _ENGLISH, 0.8, 0.5, 0.88, 0.14, 0.5, 0.3, 0.8, 0.6),
    "press": (0.203, _FRENCH, 0.45, 0.12, 0.8, 0.18, 0.3, 0.35, 0.7, 0.55),
    "leak": (0.178, _ARABIC, 0.5, 0.15, 0.7, 0.3, 0.38, 0.1, 0.66, 0.85),
    "social": (0.164, _LOOSE, 0.4, 0.05, 0.8, 0.28, 0.1, 0.5, 0.6, 0.68),
}
_RECORDS_A_PERSON = (11_034, 4_622, 2_950, 1_658, 848)
_TYPO, _OTHER_PLACE = 0.02, 0.1
FIELDS = ("record_id", "source", "name", "alias", "birth_year", "birth_approx", "place", "unit")

Spelled = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody is; each name in its four spellings."""

    given: Spelled
    father: Spelled
    grand: Spelled
    family: Spelled
    kunya: Spelled | None
    born: int
    place: Spelled
    unit: tuple[int, Spelled]


class Stock:
    """Names to draw from, and the draws."""

    def __init__(self, seed: int, people: int) -> None:
        self.random = random.Random(seed)
        self._families = [self._made(2, 4) for _ in range(max(300, round(people**0.72)))]
        self._places = [self._made(2, 3) for _ in range(max(150, round(people**0.6)))]
        self._units = [
            (self.random.randrange(len(_UNITS)), self._made(1, 3) if self.random.random() < 0.5 else self.given())
            for _ in range(max(50, round(people**0.65)))
        ]

    def person(self) -> Person:
        """Somebody."""
        kunya = self.given() if self.random.random() < 0.4 else None
        return Person(
            given=self.given(), father=self.given(), grand=self.given(), family=self._drawn(self._families),
            kunya=kunya, born=round(self.random.gauss(1976, 11)), place=self.place(), unit=self._drawn(self._units),
        )  # fmt: skip

    def given(self) -> Spelled:
        """A given name, the first of the list most often."""
        return _GIVEN[min(int(self.random.expovariate(0.09)), len(_GIVEN) - 1)]

    def place(self) -> Spelled:
        """A town, large ones more often."""
        return self._drawn(self._places)

    def _drawn(self, names: list) -> tuple:
        return names[int(len(names) * self.random.random() ** 2)]

    def _made(self, least: int, most: int) -> Spelled:
        spelled = ["", "", "", ""]
        for _ in range(self.random.randint(least, most)):
            for part in (self.random.choice(_CONSONANTS), self.random.choice(_VOWELS)):
                for style in range(4):
                    spelled[style] += part[style]
        for style, end in enumerate(self.random.choice(_CONSONANTS[:11])):
            spelled[style] += end
        return tuple(spelled)


def records(size: int, seed: int) -> Iterator[tuple[dict[str, str], str]]:
    """Rows and whom each is about."""
    people = round(size * sum(_RECORDS_A_PERSON) / sum(n * (i + 1) for i, n in enumerate(_RECORDS_A_PERSON)))
    stock = Stock(seed, people)
    draw = stock.random
    written = number = 0
    while written < size:
        person = stock.person()
        number += 1
        times = draw.choices((1, 2, 3, 4, 5), _RECORDS_A_PERSON)[0]
        for source in _sources(draw, times)[: size - written]:
            yield {"record_id": f"r{written}", **_row(stock, person, source)}, f"p{number}"
            written += 1


def _sources(draw: random.Random, times: int) -> list[str]:
    left = {name: rates[0] for name, rates in _SOURCES.items()}
    chosen = []
    for _ in range(times):
        name = draw.choices(list(left), list(left.values()))[0]
        del left[name]
        chosen.append(name)
    return chosen


def _row(stock: Stock, person: Person, source: str) -> dict[str, str]:
    _, style, father, grand, family, kunya, year, about, place, unit = _SOURCES[source]
    draw = stock.random
    if source == "social" and draw.random() < 0.5:
        style = _ARABIC
    row = dict.fromkeys(FIELDS[1:], "")
    row["source"] = source
    row["name"] = _name(draw, person, style, father, grand, family)
    if person.kunya and draw.random() < kunya:
        called = ("ابو " if style == _ARABIC else draw.choice(("Abu ", "Abou "))) + person.kunya[style]
        if draw.random() < 0.4:
            row["alias"] = called
        else:
            row["name"] = called if draw.random() < 0.15 else f"{called} {row['name']}"
    if draw.random() < year:
        vague = draw.random() < about
        row["birth_approx"] = "1" if vague else ""
        row["birth_year"] = str(person.born + (draw.choice((-2, -1, 1, 2)) if vague else 0))
    if draw.random() < place:
        row["place"] = _mistyped(draw, (stock.place() if draw.random() < _OTHER_PLACE else person.place)[style])
    if draw.random() < unit:
        sort, called_unit = person.unit
        row["unit"] = f"{_UNITS[sort][0]} {called_unit[0]}" if style == _ARABIC else _UNITS[sort][style].format(
            called_unit[style].capitalize()
        )  # fmt: skip
    return row


def _name(draw: random.Random, person: Person, style: int, father: float, grand: float, family: float) -> str:
    parts = [person.given[style]]
    with_family = draw.random() < family
    if draw.random() < father or not with_family:
        son = ("بن " if style == _ARABIC else "bin ") if draw.random() < 0.15 else ""
        parts.append(son + person.father[style])
        if draw.random() < grand:
            parts.append(person.grand[style])
    if with_family:
        nisba = (
            f"ال{person.family[0]}ي"
            if style == _ARABIC
            else f"{draw.choice(('al-', 'el-', 'Al '))}{person.family[style]}i"
        )
        parts = [f"{nisba},", *parts] if draw.random() < 0.04 else [*parts, nisba]
    name = _mistyped(draw, " ".join(parts))
    if style == _ARABIC:
        return name
    return draw.choice((name, name, name.title(), name.upper(), name.lower()))


def _mistyped(draw: random.Random, text: str) -> str:
    if len(text) < 4 or draw.random() > _TYPO * len(text.split()):
        return text
    at = draw.randrange(1, len(text) - 1)
    return draw.choice((text[:at] + text[at + 1 :], text[:at] + text[at + 1] + text[at] + text[at + 2 :]))


def write(folder: Path, size: int, seed: int = 7) -> None:
    """Write ``records.csv`` and ``truth.csv``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "records.csv").open("w", encoding="utf-8", newline="") as rows_file,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth_file,
    ):
        rows, truth = csv.DictWriter(rows_file, FIELDS), csv.writer(truth_file)
        rows.writeheader()
        truth.writerow(("record_id", "person_id"))
        for row, person in records(size, seed):
            rows.writerow(row)
            truth.writerow((row["record_id"], person))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    write(given.folder, given.records, given.seed)


if __name__ == "__main__":
    main()
