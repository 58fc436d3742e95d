"""Pages as people see them: a PNG in colour, without anything that the file says of itself. In the locked worker."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from ingest.readers.images import open_image
from ingest.readers.pdf import open_pdf
from ingest.sandbox import Unreadable

SIDES = (2_000, 1_400, 1_000, 700)
"""Pixels of the longer side, tried in turn until the picture is small enough."""
DOTS_PER_INCH = 160


def picture_of_pdf(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Page ``options["page"]`` (from 1) of a PDF, of at most ``options["bytes"]``."""
    document = open_pdf(data)
    number = int(options["page"])
    if not 1 <= number <= len(document):
        raise Unreadable("no_page")
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(DOTS_PER_INCH / 72, SIDES[0] / max(width, height, 1.0))
        drawn: Image.Image = page.render(scale=scale).to_pil()
    except pdfium.PdfiumError:
        raise Unreadable("broken") from None
    return _small_enough(drawn, int(options["bytes"]))


def picture_of_image(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Picture ``options["page"]`` (from 1) of an image file, upright, of at most ``options["bytes"]``."""
    picture = open_image(data, int(options["pixels"]))
    number = int(options["page"])
    if not 1 <= number <= int(getattr(picture, "n_frames", 1)):
        raise Unreadable("no_page")
    try:
        picture.seek(number - 1)
        if picture.width * picture.height > int(options["pixels"]):
            raise Unreadable("pixels")
        # Smaller before anything is made of it: each step below holds a second copy.
        if picture.mode not in ("1", "P"):
            picture.thumbnail((SIDES[0], SIDES[0]))
        upright = ImageOps.exif_transpose(picture)
        seen = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("broken") from None
    if seen.mode == "RGBA":  # as on paper
        seen = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return _small_enough(seen, int(options["bytes"]))


def _small_enough(picture: Image.Image, most: int) -> dict[str, Any]:
    colours = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    for side in SIDES:
        smaller = colours.copy()
        smaller.thumbnail((side, side))
        # Only the dots go on: what the file says beside them (place, camera, names) stays in ``info`` behind.
        bare = Image.frombytes(smaller.mode, smaller.size, smaller.tobytes())
        out = io.BytesIO()
        bare.save(out, "PNG", compress_level=3)
        if out.tell() <= most:
            return {"width": bare.width, "height": bare.height, "blobs": [out.getvalue()]}
    raise Unreadable("large")
