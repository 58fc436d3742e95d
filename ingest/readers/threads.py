"""Exported message threads: WhatsApp (Android and iPhone, any language), Signal-like text, Telegram's result.json.

One page a message, labelled "message 12 (2015-03-02 18:04)", so that a locator names the message. Runs in the
locked worker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from ingest.readers.archive import Archive
from ingest.readers.text import bidi_notes, clean, decode
from ingest.sandbox import Unreadable

# Put into lines by the exporting program: direction marks, and the narrow space before AM and PM.
MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
DIGITS = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {
    0xA0: " ", 0x202F: " ", ord("،"): ",", ord("٫"): ".", ord("⁄"): "/"}  # fmt: skip
DAY = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})"
CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2})?"
    r"(?:\s?(?P<half>[AaPp]\.?\s?[Mm]\.?|ص|م|صباحا|صباحًا|مساء|مساءً|ق\.ظ|ب\.ظ|پ\.ن|د\.ن)(?=[\s\]\-–]|$))?"
)
HEADS = (
    re.compile(rf"^\[{DAY},?\s+(?:at\s+)?{CLOCK}\]\s?(?P<rest>.*)$"),  # iPhone, Signal-like
    re.compile(rf"^{DAY},?\s+(?:at\s+)?{CLOCK}\s+[-–]\s(?P<rest>.*)$"),  # Android
)
AFTERNOON = re.compile(r"^(?:p|م$|مساء|ب|د)", re.I)
SENDER = re.compile(r"^(?P<who>[^:\n]{1,120}?):(?:\s|$)(?P<text>.*)$")
TELEGRAM_KINDS = ("personal_chat", "private_group", "private_supergroup", "private_channel", "public_group",
                  "public_supergroup", "public_channel", "bot_chat", "saved_messages")  # fmt: skip
CHAT_NAME = re.compile(r"(^|/)(_chat|whatsapp[^/]*|[^/]*واتساب[^/]*)\.txt$", re.I)


@dataclass(slots=True)
class _Message:
    day: tuple[int, int, int]  # as written, in the order as written
    clock: str
    text: list[str]


def head_of(line: str) -> re.Match[str] | None:
    """The match where a line starts a message of such an export."""
    line = MARKS.sub("", line[:400]).translate(DIGITS)
    return next((found for pattern in HEADS if (found := pattern.match(line))), None)


def looks_like_thread(text: str) -> bool:
    """Whether the head of a text is a message export: its first lines, or most of two or more heads in them."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    heads = sum(1 for line in lines if head_of(line))
    return heads >= 1 and head_of(lines[0]) is not None and (heads >= 2 or len(lines) <= 3)


def read_thread(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """A thread from its text export. Whether 12/03 is in March or December is settled by the thread itself."""
    decoded = decode(data)
    messages = _split(clean(decoded.text))
    if not messages:
        raise Unreadable("broken")
    if len(messages) > int(options["pages"]):
        raise Unreadable("pages")
    days, why = _settle([message.day for message in messages])
    pages = []
    for number, (message, day) in enumerate(zip(messages, days, strict=True), start=1):
        pages.append({"label": f"message {number} ({day} {message.clock})", "text": "\n".join(message.text).strip()})
    dated = [day for day in days if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)]
    text = "\n".join(page["text"] for page in pages)
    return {"kind": "message_thread", "pages": pages, "date": _span(dated),
            "notes": [*decoded.notes, why, *bidi_notes(text)]}  # fmt: skip


def _split(text: str) -> list[_Message]:
    messages: list[_Message] = []
    for line in text.split("\n"):
        found = head_of(line)
        if found is None:
            if messages:
                messages[-1].text.append(line)
            continue
        hour = int(found["hour"])
        if found["half"]:
            hour = hour % 12 + (12 if AFTERNOON.match(found["half"]) else 0)
        if hour > 23 or int(found["minute"]) > 59:
            if messages:
                messages[-1].text.append(line)
            continue
        day = (int(found["a"]), int(found["b"]), int(found["c"]))
        messages.append(_Message(day, f"{hour:02d}:{found['minute']}", [_rest(line, found)]))
    return messages


def _rest(line: str, found: re.Match[str]) -> str:
    """What follows a message's head, from the line as written (its own digits and direction marks)."""
    plain = found.start("rest")
    seen = 0
    for at, letter in enumerate(line):
        if MARKS.match(letter):
            continue
        if seen == plain:
            return line[at:]
        seen += 1
    return ""


def _settle(days: list[tuple[int, int, int]]) -> tuple[list[str], str]:
    """ISO days and a sentence that says how they were read; as written where the thread does not settle it."""
    if all(a > 31 for a, _, _ in days):
        return [_iso(a, b, c, "/".join) for a, b, c in days], "dates are year first, as written"
    over_first = next((n for n, (a, _, _) in enumerate(days, start=1) if 12 < a <= 31), 0)
    over_second = next((n for n, (_, b, _) in enumerate(days, start=1) if 12 < b <= 31), 0)
    by_day = [_iso(c, b, a, "/".join) for a, b, c in days]
    by_month = [_iso(c, a, b, "/".join) for a, b, c in days]
    if over_first and not over_second:
        return by_day, f"dates are day first, as message {over_first} shows"
    if over_second and not over_first:
        return by_month, f"dates are month first, as message {over_second} shows"
    if not over_first and len(set(days)) > 2:
        rising_day, rising_month = by_day == sorted(by_day), by_month == sorted(by_month)
        if rising_day and not rising_month:
            return by_day, "dates are day first: only so do the messages follow each other in time"
        if rising_month and not rising_day:
            return by_month, "dates are month first: only so do the messages follow each other in time"
    if all(a == b for a, b, _ in days):
        return by_day, "day and month are the same number on every date"
    return ["/".join(map(str, day)) for day in days], \
        "whether day or month comes first cannot be told from the thread; dates are kept as written"  # fmt: skip


def _iso(year: int, month: int, day: int, written: Any) -> str:
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return str(written((str(year), str(month), str(day))))


def _span(days: list[str]) -> str:
    if not days:
        return ""
    first, last = min(days), max(days)
    return first if first == last else f"{first}/{last}"


def read_telegram(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Telegram Desktop's JSON export of one chat, or of a whole account (chats one after another)."""
    try:
        exported = orjson.loads(decode(data).text)
    except orjson.JSONDecodeError:
        raise Unreadable("broken") from None
    chats = exported.get("chats", {}).get("list", []) if "chats" in exported else [exported]
    pages: list[dict[str, str]] = []
    days, service = [], 0
    for number, chat in enumerate(chats, start=1):
        before = f"chat {number}, " if len(chats) > 1 else ""
        for message in chat.get("messages", []):
            when = str(message.get("date", ""))[:16].replace("T", " ")
            if message.get("type") == "service":
                service += 1
                continue
            days += [when[:10]] if re.match(r"\d{4}-\d{2}-\d{2}", when) else []
            pages.append({"label": f"{before}message {message.get('id', len(pages) + 1)} ({when})",
                          "text": clean(_telegram_text(message))})  # fmt: skip
            if len(pages) > int(options["pages"]):
                raise Unreadable("pages")
    if not pages:
        raise Unreadable("broken")
    notes = ["messages are numbered as in the export"]
    if service:
        notes.append(f"{service} notices of the service (joined, pinned, called) were left out")
    name = chats[0].get("name") if len(chats) == 1 else ""
    text = "\n".join(page["text"] for page in pages)
    return {"kind": "message_thread", "pages": pages, "date": _span(days), "title": clean(str(name or "")),
            "notes": notes + bidi_notes(text)}  # fmt: skip


def _telegram_text(message: dict[str, Any]) -> str:
    lines = []
    if message.get("forwarded_from"):
        lines.append(f"[forwarded from {message['forwarded_from']}]")
    if message.get("reply_to_message_id"):
        lines.append(f"[answers message {message['reply_to_message_id']}]")
    text = message.get("text", "")
    if isinstance(text, list):
        text = "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in text)
    if text:
        lines.append(str(text))
    lines += [f"[{field}: {message[field]}]" for field in ("file", "photo") if message.get(field)]
    return f"{message.get('from') or 'not named'}: " + "\n".join(lines)


def is_telegram(head: str) -> bool:
    """Whether the head of a JSON file is Telegram's export."""
    if re.search(r'"chats"\s*:\s*\{', head) and '"personal_information"' in head:
        return True
    kind = re.search(r'"type"\s*:\s*"(\w+)"', head)
    return bool(kind and kind.group(1) in TELEGRAM_KINDS and '"messages"' in head)


def chat_entry(names: list[str]) -> str:
    """The text of the thread among the entries of a zipped WhatsApp export; "" where it is none."""
    return next((name for name in names if CHAT_NAME.search(name)), "")


def read_archive(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """A zipped WhatsApp export: the thread, with its media as attachments."""
    archive = Archive(data, int(options["unpacked"]))
    chat = chat_entry(archive.names)
    if not chat:
        raise Unreadable("kind")
    found = read_thread(archive.read(chat), options)
    attachments, blobs, taken, left = [], [], 0, 0
    media = (name for name in archive.names if name != chat and not name.startswith("__MACOSX/"))
    for name in media:
        content = archive.read(name)
        if taken + len(content) > int(options["attachments"]):
            left += 1
            continue
        taken += len(content)
        attachments.append({"name": clean(name.rsplit("/", 1)[-1]), "media_type": ""})
        blobs.append(content)
    if left:
        found["notes"].append(f"{left} media files were left out: they are too large together")
    return found | {"attachments": attachments, "blobs": blobs}
