"""E-mail (RFC 5322, and web pages saved as MHTML): headers, body, attachments. Runs in the locked worker."""

from __future__ import annotations

import contextlib
import re
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from typing import Any

from ingest.readers import web
from ingest.readers.text import bidi_notes, clean, decode, paginate

HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject", "Message-ID", "In-Reply-To")


def read_mail(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Page 1 is the headers, the body follows; plain text is preferred to HTML; attached messages and files are
    attachments, which the caller may read in turn."""
    message: Message = message_from_bytes(data, policy=policy.default)
    notes: list[str] = []
    headers = {name: text for name in HEADERS if (text := _header(message, name))}
    body, chosen = _body(message, notes)
    attachments, blobs = _attachments(message, chosen, int(options["attachments"]), notes)
    if message.defects:
        notes.append("the message is not quite as the standard says; what could be read was read")
    pages = [{"label": "headers", "text": "\n".join(f"{name}: {text}" for name, text in headers.items())}]
    parts = paginate(body)
    pages += [
        {"label": "body" if len(parts) == 1 else f"body, part {number}", "text": part}
        for number, part in enumerate(parts, start=1)
        if part.strip()
    ]
    saved_page = "snapshot-content-location" in message
    return {
        "kind": "news" if saved_page else "email",
        "pages": pages,
        "title": headers.get("Subject", ""),
        "date": _date(headers.get("Date", "")),
        "attachments": attachments,
        "blobs": blobs,
        "notes": notes + bidi_notes(body),
    }


def _header(message: Message, name: str) -> str:
    """All values of a header, decoded; the standard library's parser fails on some hostile ones."""
    try:
        values = [str(value) for value in message.get_all(name, [])]
    except Exception:  # noqa: BLE001  any error of the header parser: fall back to the raw words
        values = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    decoded = []
    for value in values:
        text = value
        if "=?" in text:
            with contextlib.suppress(Exception):
                text = str(make_header(decode_header(text)))
        raw = text.encode("utf-8", "surrogateescape")  # eight-bit headers, as old programs in the region send
        decoded.append(re.sub(r"\s+", " ", clean(decode(raw).text)).strip())
    return ", ".join(value for value in decoded if value)


def _date(text: str) -> str:
    """The day as the sender's clock had it, ISO; "" where it cannot be read."""
    try:
        found: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return ""
    return found.date().isoformat()


def _body(message: Message, notes: list[str]) -> tuple[str, list[Message]]:
    """The text and the parts that it was taken from."""
    plain, html = [], []
    for part in _own_parts(message):
        if part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind == "text/plain" or kind.startswith("multipart/"):  # the latter where its boundary is missing
            plain.append(part)
        elif kind == "text/html":
            html.append(part)
    text = "\n\n".join(_text(part) for part in plain)
    if text.strip():
        if html and len(text.strip()) < 200 < sum(len(web.visible(_text(part))) for part in html):
            notes.append("the plain text is much shorter than the HTML version; both were read")
            return text + "\n\n" + "\n\n".join(web.visible(_text(part)) for part in html), plain + html
        return text, plain + html
    if html:
        notes.append("the body is HTML; its visible words were read")
    return "\n\n".join(web.visible(_text(part)) for part in html), plain + html


def _own_parts(message: Message, depth: int = 0) -> list[Message]:
    """Leaf parts of this message, without those of messages attached to it."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart() or depth > 20:
        return [message]
    found: list[Message] = []
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message):
            found += _own_parts(part, depth + 1)
    return found


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    return clean(decode(raw, _charset(part)).text)


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except Exception:  # noqa: BLE001  a charset parameter that the parser cannot take apart
        return ""


def _attachments(
    message: Message, chosen: list[Message], most: int, notes: list[str]
) -> tuple[list[dict[str, str]], list[bytes]]:
    found: list[dict[str, str]] = []
    blobs: list[bytes] = []
    taken = 0
    for number, part in enumerate((part for part in _own_parts(message) if part not in chosen), start=1):
        if part is message and not message.get_filename():
            continue
        content = _content(part)
        kind = part.get_content_type()
        if taken + len(content) > most:
            notes.append(f"attachment {number} was left out: the attachments are too large together")
            continue
        taken += len(content)
        found.append({"name": _name(part, number, kind), "media_type": kind})
        blobs.append(content)
    return found, blobs


def _content(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            with contextlib.suppress(Exception):
                return inner[0].as_bytes(
                    policy=policy.default if isinstance(inner[0], EmailMessage) else policy.compat32
                )
            return str(inner[0]).encode("utf-8", "replace")
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _name(part: Message, number: int, kind: str) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:  # noqa: BLE001  a name that the parser cannot take apart
        name = ""
    if "=?" in name:  # encoded words in a parameter: forbidden, and everywhere
        with contextlib.suppress(Exception):
            name = str(make_header(decode_header(name)))
    name = clean(decode(name.encode("utf-8", "surrogateescape")).text)
    name = re.sub(r"[\x00-\x1f/\\]+", "_", name).strip(" .")
    ending = {"message/rfc822": ".eml", "text/plain": ".txt", "text/html": ".html", "image/png": ".png",
              "image/jpeg": ".jpg", "application/pdf": ".pdf"}.get(kind, "")  # fmt: skip
    return name or f"attachment {number}{ending}"
