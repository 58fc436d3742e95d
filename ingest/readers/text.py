"""Bytes to text, and text to pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

PAGE_CHARACTERS = 3_000

# Encodings that this material comes in, beside Unicode ones: Windows and ISO Arabic, Western European.
SINGLE_BYTE = ("windows-1256", "iso8859-6", "windows-1252")
NAMES = {"windows-1256": "Windows-1256 (Arabic)", "iso8859-6": "ISO 8859-6 (Arabic)",
         "windows-1252": "Windows-1252 (Western European)", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
         "utf-32-le": "UTF-32", "utf-32-be": "UTF-32", "utf-8": "UTF-8"}  # fmt: skip
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
         (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))  # fmt: skip
SAMPLE = 1 << 16

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Overrides make text read differently from what it is: U+202E turned "gpj.exe" into a picture's name.
OVERRIDES = re.compile("[\u202d\u202e]")
PRESENTATION = re.compile("[\ufb50-\ufdfb\ufe70-\ufefc]+")
_CONTROLS = dict.fromkeys([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F], None)
_COMMON_ARABIC = frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأإؤئ")
_ARABIC_WORDS = frozenset(("في", "من", "على", "الى", "إلى", "عن", "أن", "ان", "التي", "الذي", "هذا", "كان", "قد", "لم"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text and how it was decoded; notes name line numbers, never content."""

    text: str
    encoding: str
    notes: tuple[str, ...]


def decode(data: bytes, declared: str = "") -> Decoded:
    """Text of ``data``: by its byte order mark, else UTF-16 by its zeros, else UTF-8, else the most plausible
    single-byte encoding; a file that is mostly UTF-8 keeps it, and its odd lines are decoded one by one.

    Args:
        declared: encoding that a header or tag names; believed where the bytes allow it.
    """
    encoding, skip = detect(data, declared)
    body = data[skip:]
    if encoding.startswith("utf-8"):
        text, notes = _mostly_utf8(body)
    else:
        text = body.decode(encoding, errors="replace")
        notes = [f"decoded as {NAMES.get(encoding, encoding)}, a guess from its letters"] if not skip else []
        if "\ufffd" in text:
            notes.append(
                f"bytes that are no letters in {NAMES.get(encoding, encoding)}: {_lines_with(text, chr(0xFFFD))}"
            )
    if "\0" in text:
        notes.append(f"zero bytes left out: {_lines_with(text, chr(0))}")
    return Decoded(text=text.replace("\r\n", "\n").replace("\r", "\n"), encoding=encoding, notes=tuple(notes))


def detect(data: bytes, declared: str = "") -> tuple[str, int]:
    """The encoding of ``data`` and how many bytes its byte order mark takes. A head of a file will do: a
    character cut at its end does not count against UTF-8."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    wide = _wide(data[:SAMPLE])
    if wide:
        return wide, 0
    if is_utf8(data):
        return "utf-8", 0
    if declared:
        try:
            data[:SAMPLE].decode(declared)
            return declared.lower(), 0
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    broken = sum(1 for line in data[: 16 * SAMPLE].split(b"\n") if not is_utf8(line))
    whole = sum(1 for line in data[: 16 * SAMPLE].split(b"\n") if is_utf8(line) and not line.isascii())
    return ("utf-8", 0) if whole > broken else (guess_single_byte(data), 0)


def is_utf8(data: bytes) -> bool:
    """Whether ``data`` is UTF-8, but for a character cut off at its end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.start >= len(data) - 3
    return True


def guess_single_byte(data: bytes) -> str:
    """Whichever of ``SINGLE_BYTE`` gives the most plausible letters for the bytes over 127."""
    lines = [line for line in data[: 16 * SAMPLE].splitlines() if not line.isascii() and not is_utf8(line)]
    sample = b"\n".join(lines)[:SAMPLE]
    return max(SINGLE_BYTE, key=lambda encoding: _plausible(sample.decode(encoding, errors="replace")))


def _plausible(text: str) -> float:
    letters = [letter for letter in text if ord(letter) > 127]
    if not letters:
        return 0.0
    words = re.findall(r"\w+", text)
    score = 0.0
    for word in words:
        arabic = sum(1 for letter in word if letter in _COMMON_ARABIC)
        latin = sum(1 for letter in word if letter.isascii() or "\xc0" <= letter <= "\xff")
        if arabic and latin:
            score -= 2  # no word has letters of both scripts
        elif arabic:
            score += arabic + 2 * (word in _ARABIC_WORDS)
        else:
            high = sum(1 for letter in word if letter > "\x7f")
            # A Western word has an accent or two among plain letters; a run of them is another script misread.
            score += high if high and len(word) >= 3 * high else -high
    score -= 3 * sum(1 for letter in letters if letter == "\ufffd" or unicodedata.category(letter) in ("Cc", "Co"))
    score -= sum(0.5 for letter in letters if unicodedata.category(letter)[0] == "S")
    return score / len(letters)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: in Latin text every other byte is zero, in Arabic every other byte is 0x06."""
    if len(head) < 8:
        return ""
    even, odd = head[0 : len(head) & ~1 : 2], head[1::2]
    for high, encoding in ((odd, "utf-16-le"), (even, "utf-16-be")):
        low = even if high is odd else odd
        blocks = sum(high.count(byte) for byte in (b"\x00", b"\x06", b"\x20"))
        if (
            high.count(b"\x00") >= len(high) * 0.1
            and blocks >= len(high) * 0.9
            and low.count(b"\x00") < len(low) * 0.05
        ):
            return encoding
    return ""


def _mostly_utf8(body: bytes) -> tuple[str, list[str]]:
    try:
        return body.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    fallback, lines, odd = guess_single_byte(body), [], []
    for number, line in enumerate(body.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode(fallback, errors="replace"))
            odd.append(number)
    where = listed(odd, "line")
    return "\n".join(lines), [f"mixed encodings: UTF-8, but {where} decoded as {NAMES[fallback]}"]


def _lines_with(text: str, what: str) -> str:
    return listed([number for number, line in enumerate(text.split("\n"), start=1) if what in line], "line")


def listed(numbers: list[int], noun: str) -> str:
    """ "line 3", "lines 3, 7 and 9", "lines 3, 7, 9 and 41 more"; runs are joined ("lines 3-5")."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    shown, rest = parts[:8], sum(last - first + 1 for first, last in runs[8:])
    tail = [f"{rest} more"] if rest else []
    words = shown + tail
    joined = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
    return f"{noun}{'s' if len(numbers) > 1 else ''} {joined}"


def clean(text: str) -> str:
    """NFC, line ends as \\n, control characters out (tab, line and form feed stay), Arabic presentation forms
    (as PDF files hold them) as the letters they stand for. Direction marks stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    text = PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    # Half a surrogate pair, as broken UTF-16 leaves it, can be stored by nobody.
    text = text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text
    return unicodedata.normalize("NFC", text)


def bidi_notes(text: str) -> list[str]:
    """A note where ``text`` holds direction overrides, which can make it read differently from what it says."""
    return ["holds direction overrides (U+202D, U+202E), which can make words read backwards; they were kept"] \
        if OVERRIDES.search(text) else []  # fmt: skip


def paginate(text: str, size: int = PAGE_CHARACTERS) -> list[str]:
    """``text`` cut at form feeds, else at paragraph ends after about ``size`` characters, else at line ends or
    spaces. Nothing but the form feeds and blank space at the cuts is lost."""
    if "\f" in text:
        pages = text.split("\f")
        if pages and not pages[-1].strip():
            pages.pop()
        return [part.strip("\n") for part in pages] or [""]
    pages, start = [], 0
    while len(text) - start > size * 1.3:
        cut = _cut(text, start, size)
        pages.append(text[start:cut].strip("\n"))
        start = cut
    pages.append(text[start:].strip("\n"))
    return [page for page in pages if page.strip()] or [""]


def _cut(text: str, start: int, size: int) -> int:
    low, high = start + size // 2, start + int(size * 1.3)
    for mark in ("\n\n", "\n", ". ", "؟ ", " "):
        found = text.rfind(mark, low, high)
        if found > low:
            return found + len(mark)
    return start + size
