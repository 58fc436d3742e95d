"""Other spellings of a unit's name, as clerks, reporters and translators write them; made with a seed."""

from __future__ import annotations

import re
from random import Random

_ABBREVIATED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("batallon de infanteria",
     ("B.I.", "BI", "Btn. Inf.", "Bn Inf", "Batallón Infantería", "Infantry Battalion", "Inf Bn")),
    ("regimiento de infanteria", ("R.I.", "RI", "Rgto. Inf.", "Infantry Regt")),
    ("zona militar", ("Z.M.", "ZM", "ZONA MILITAR", "Military Zone", "Zona Mil.")),
    ("region militar", ("R.M.", "RM", "Military Region", "Región Mil.")),
    ("zona naval", ("Z.N.", "ZN", "Naval Zone", "Zona Naval Militar")),
    ("base aerea militar", ("B.A.M.", "BAM", "B. A. M. No.", "Military Air Base")),
    ("regimiento mecanizado", ("Rgto. Mec.", "Mech Regt", "Mechanized Regiment")),
    ("infantry battalion", ("Inf Bn", "Inf. Battalion", "Infantry Bn", "IB")),
    ("police station", ("Police Stn", "Pol. Station", "Police Sttion")),
    ("batallon", ("Btn.", "Bn", "Batallon", "Battalion", "Batallion")),
    ("battalion", ("Bn", "Bn.", "Batallion", "Battalion")),
    ("brigade", ("Bde", "Bde.", "Brig", "Brigde")),
    ("brigada", ("Brig.", "Bda.", "Brigade", "Brigada")),
    ("regimiento", ("Rgto.", "Regto", "Regt", "Regiment")),
    ("division", ("Div", "Div.", "Divn")),
    ("compania", ("Cía.", "Cia", "Company", "Coy")),
    ("operacion", ("Operativo", "Op.", "Operation")),
    ("operation", ("Op", "Op.", "Operacion")),
    ("guarnicion", ("Gn.", "Guarn.", "Garrison")),
    ("command", ("Cmd", "Comd", "Command")),
    ("caballeria", ("Cab.", "Cavalry", "Caballeria")),
    ("artilleria", ("Art.", "Artillery", "Arty")),
    ("infanteria", ("Inf.", "Infantry", "Infanteria")),
    ("mechanised", ("Mech", "Mechanized")),
    ("armoured", ("Armd", "Armored")),
)  # fmt: skip
_UNITS = ("", "Primer", "Segundo", "Tercer", "Cuarto", "Quinto", "Sexto", "Séptimo", "Octavo", "Noveno")
_TENS = ("", "Décimo", "Vigésimo", "Trigésimo", "Cuadragésimo", "Quincuagésimo", "Sexagésimo", "Septuagésimo",
         "Octogésimo", "Nonagésimo")  # fmt: skip
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NUMBER = re.compile(r"\b(\d+)\b")
_ROMAN_NUMBER = re.compile(r"^([IVX]+)\b")


def respelled(name: str, seed: int) -> str:
    """One other spelling: abbreviated or translated type words, another way to write the number, a typing error."""
    random = Random(f"{seed} {name}")
    text = _numbered(_typed(name, random), random)
    if random.random() < 0.4:
        text = _mistyped(text, random)
    if random.random() < 0.2:
        text = text.upper()
    return text


def _typed(name: str, random: Random) -> str:
    for plain, others in _ABBREVIATED:
        pattern = re.compile(_loosely(plain), re.IGNORECASE)
        if pattern.search(name) and random.random() < 0.8:
            return pattern.sub(random.choice(others), name, count=1)
    return name


def _loosely(plain: str) -> str:
    accents = {"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uú]", "n": "[nñ]"}
    return "".join(accents.get(letter, letter) for letter in plain)


def _numbered(text: str, random: Random) -> str:
    roman = _ROMAN_NUMBER.match(text)
    if roman:
        return _written(_value(roman[1]), random) + text[roman.end() :]
    return _NUMBER.sub(lambda found: _written(int(found[1]), random), text, count=1)


def _value(roman: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _written(number: int, random: Random) -> str:
    ways = [f"{number}", f"{number}/o.", f"{number}/a.", f"{number}o.", f"{number}º", f"{number}th", f"No. {number}",
            str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))]  # fmt: skip
    if number < 90:
        ways.append(_as_roman(number))
    if number < 100:
        ways.append(f"{_TENS[number // 10]} {_UNITS[number % 10]}".strip())
    return random.choice(ways)


def _as_roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _mistyped(text: str, random: Random) -> str:
    """A letter out, doubled or changed in one of the longer words."""
    long = list(re.finditer(r"[^\W\d]{6,}", text))
    if not long:
        return text
    word = random.choice(long)
    at = random.randrange(word.start() + 1, word.end())
    middle = random.choice(("", text[at] * 2, random.choice("aeioulnrst")))
    return text[:at] + middle + text[at + 1 :]
