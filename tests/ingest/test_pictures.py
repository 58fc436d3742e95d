"""A page as one sees it: drawn where a hostile file can do nothing, and with nothing of the file but its dots."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from graph.case import Case, create_case
from graph.errors import LoadError
from graph.evidence import Actor
from graph.model.levels import Level
from ingest.pictures import NoPicture, PictureLimits, Pictures
from ingest.sandbox import SENTENCES, Refused, close_workers, run_confined
from tests.builders import document, source
from tests.ingest.readers import builders as make

ANN = Actor(name="ann")
PDF = "application/pdf"
SECRET = "Abu-Secret-Name"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with create_case(tmp_path / "case", title="Pictures", key_file=tmp_path / "case.key") as made:
        yield made


def stored(case: Case, folder: Path, content: bytes, media_type: str, key: str = "scan", level: str = "public") -> str:
    """A document with this original. Returns its thread."""
    path = folder / f"{key}.bin"
    path.write_bytes(content)
    with case.evidence.writing(ANN) as change:
        _, thread = change.add([source(level="public"), document(key, title="A scan", level=level)]).threads
        change.store_original(thread, path, media_type)
    return thread


def photograph(*, width: int = 60, height: int = 40, orientation: int = 1) -> bytes:
    """A JPEG, left half red, right half blue, that tells where, when and by whom it was taken."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010E] = SECRET  # description
    exif[0x013B] = SECRET  # artist
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (36.0, 20.0, 0.0)  # latitude
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=SECRET.encode(), quality=95)
    return out.getvalue()


def test_a_page_of_a_pdf_is_drawn(case: Case, tmp_path: Path) -> None:
    thread = stored(case, tmp_path, make.pdf(["first page", "second page"]), PDF)
    pictures = Pictures()
    first, second = (pictures.page(case.reader(), thread, number) for number in (1, 2))
    seen = Image.open(io.BytesIO(first))
    assert seen.format == "PNG"
    assert seen.height > seen.width > 1_000  # A4, upright, large enough to be read
    assert first != second
    assert min(seen.convert("L").tobytes()) < 100  # there is ink on it


def test_nothing_of_a_photograph_but_its_dots_is_shown(case: Case, tmp_path: Path) -> None:
    content = photograph()
    assert SECRET.encode() in content
    shown = Pictures().page(case.reader(), stored(case, tmp_path, content, "image/jpeg"), 1)
    seen = Image.open(io.BytesIO(shown))
    seen.load()
    assert SECRET.encode() not in shown
    assert not seen.getexif() and not seen.info


def test_a_photograph_taken_sideways_stands_upright(case: Case, tmp_path: Path) -> None:
    thread = stored(case, tmp_path, photograph(orientation=6), "image/jpeg")
    seen = Image.open(io.BytesIO(Pictures().page(case.reader(), thread, 1))).convert("RGB")
    assert seen.size == (40, 60)
    red, blue = seen.getpixel((20, 10)), seen.getpixel((20, 50))
    assert isinstance(red, tuple) and isinstance(blue, tuple)
    assert red[0] > 200 and blue[2] > 200


def test_a_picture_too_large_to_send_becomes_smaller(case: Case, tmp_path: Path) -> None:
    noise = Image.effect_noise((1_600, 1_600), 90)
    out = io.BytesIO()
    noise.save(out, "PNG")
    thread = stored(case, tmp_path, out.getvalue(), "image/png")
    shown = Pictures(PictureLimits(picture=700_000)).page(case.reader(), thread, 1)
    assert len(shown) <= 700_000
    assert 500 < Image.open(io.BytesIO(shown)).width < 1_600


@pytest.mark.parametrize(
    ("build", "media_type", "code"),
    [
        (lambda: make.pdf_bomb(1_100), PDF, {"died", "memory", "slow"}),
        (lambda: b"%PDF-1.4\n" + SECRET.encode() * 200, PDF, {"broken"}),
        (make.encrypted_pdf, PDF, {"encrypted"}),
        (lambda: make.png_of(40_000, 40_000), "image/png", {"pixels"}),
        (lambda: make.png_of(400, 400)[:-30], "image/png", {"broken"}),
        (lambda: b"<svg onload='alert(1)'/>", "image/png", {"broken"}),
    ],
    ids=["bomb", "trash", "encrypted", "gigapixel", "cut", "no-image"],
)
def test_a_file_made_to_do_harm_is_refused_in_a_sentence(
    case: Case, tmp_path: Path, build: Callable[[], bytes], media_type: str, code: set[str]
) -> None:
    thread = stored(case, tmp_path, build(), media_type)
    limits = PictureLimits(memory=1 << 30, seconds=20)
    with pytest.raises(Refused) as caught:
        Pictures(limits).page(case.reader(), thread, 1)
    assert caught.value.code in code
    assert str(caught.value) == SENTENCES[caught.value.code]
    good = stored(case, tmp_path, photograph(), "image/jpeg", key="next")
    assert Pictures(limits).page(case.reader(), good, 1)  # and the next one is drawn as ever


def test_pages_are_drawn_in_the_locked_process() -> None:
    close_workers()
    result = run_confined("picture_of_pdf", make.pdf(["words"]), {"page": 1, "bytes": 1 << 22})
    assert {"limits", "landlock", "seccomp"} <= set(result.cage.layers) or result.cage.missing


@pytest.mark.parametrize("number", [0, -1, 3, 10**9])
def test_a_page_that_there_is_not(case: Case, tmp_path: Path, number: int) -> None:
    thread = stored(case, tmp_path, make.pdf(["one", "two"]), PDF)
    with pytest.raises(LoadError, match=r"no picture|no such page"):
        Pictures().page(case.reader(), thread, number)


def test_text_has_no_picture(case: Case, tmp_path: Path) -> None:
    thread = stored(case, tmp_path, b"only words", "text/plain")
    with pytest.raises(NoPicture):
        Pictures().page(case.reader(), thread, 1)


def test_a_picture_that_is_kept_is_still_not_for_everybody(case: Case, tmp_path: Path) -> None:
    thread = stored(case, tmp_path, photograph(), "image/jpeg", level="sealed")
    pictures = Pictures()
    assert pictures.page(case.reader(), thread, 1)
    with pytest.raises(NoPicture):
        pictures.page(case.reader(clearance=Level.CONFIDENTIAL), thread, 1)


def test_the_same_page_is_drawn_once_and_memory_is_bounded(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = Pictures._draw

    def counted(self: Pictures, reader: object, document: str, media_type: str, number: int) -> bytes:
        drawn.append(number)
        return draw(self, reader, document, media_type, number)  # type: ignore[arg-type]

    monkeypatch.setattr(Pictures, "_draw", counted)
    thread = stored(case, tmp_path, make.pdf([f"page {n}" for n in range(1, 5)]), PDF)
    pictures = Pictures()
    size = len(pictures.page(case.reader(), thread, 1))
    pictures.page(case.reader(), thread, 1)
    assert drawn == [1]
    tight = Pictures(PictureLimits(kept=2 * size + size // 2))
    drawn.clear()
    for number in (1, 2, 3, 1):
        tight.page(case.reader(), thread, number)
    assert drawn == [1, 2, 3, 1]  # the oldest was let go
    tight.forget()
    drawn.clear()
    tight.page(case.reader(), thread, 1)
    assert drawn == [1]
