"""Photographs and scans: checked, and made ready for OCR. Runs in the locked worker."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.sandbox import Unreadable

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
MOST_DOTS = 6_000  # on a side of the picture that OCR gets
TAKEN, GPS = 36867, 34853  # EXIF: DateTimeOriginal, position
EXIF = 34665
WHEN = re.compile(r"(\d{4}):(\d{2}):(\d{2})")


def read_image(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """One page without text, its date from EXIF, and the picture as a grey PNG for OCR."""
    picture = open_image(data, int(options["pixels"]))
    frames = int(getattr(picture, "n_frames", 1))
    exif = picture.getexif()
    found = WHEN.match(str(exif.get_ifd(EXIF).get(TAKEN, "")))
    notes = []
    if frames > 1:
        notes.append(f"holds {frames} pictures; the first was read")
    if exif.get_ifd(GPS):
        notes.append("holds the position where it was taken (not copied from it)")
    upright = ImageOps.exif_transpose(picture).convert("L")
    upright.thumbnail((MOST_DOTS, MOST_DOTS))
    out = io.BytesIO()
    upright.save(out, "PNG", compress_level=1)
    return {
        "kind": "photograph", "pages": [{"label": "p. 1", "text": ""}], "scans": [1], "notes": notes,
        "date": "-".join(found.groups()) if found and found.group(1) > "1900" else "", "blobs": [out.getvalue()],
    }  # fmt: skip


def open_image(data: bytes, pixels: int) -> Image.Image:
    """An image of at most so many pixels, unpacked. Raises Unreadable "pixels" or "broken"."""
    Image.MAX_IMAGE_PIXELS = None  # the size is checked here, before a pixel is unpacked
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > pixels:
                raise Unreadable("pixels")
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("broken") from None
    return picture
