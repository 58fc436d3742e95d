"""A small case for Sources: a report with its PDF, a photograph, a ruling with two translations, a long page.

Invented throughout.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from graph.case import create_case
from graph.evidence import Actor, LoadInfo, PageText
from tests.builders import document, incident, person, posting, source, unit
from tests.dashboard.small_case import SmallCase
from tests.ingest.readers import builders as make

ANN = Actor(name="ann")
PAGES = (
    "Training material. The first page of the report.\nقال الشاهد إن كتيبة الشمال كانت عند الجسر في آذار.",
    "The Northern Battalion was led by Karim Example until the autumn. Nobody signed.",
    "The last page.",
)
RULING = "حكمت المحكمة على رجلين.\nالقاضي: أبو المثال."
ENGLISH = "The court sentenced two men.\nJudge: Abu al-Mithal."
LONG = "".join(f"{n}. رأى الشاهد كتيبة الشمال، and said so in English too.\n" for n in range(2_000))


def photograph() -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "#884422").save(out, "JPEG")
    return out.getvalue()


def make_source_case(folder: Path) -> SmallCase:
    """Create the case in ``folder``, with its key beside it; whoever asks closes it."""
    case = create_case(folder, title="Small case", key_file=folder.with_suffix(".key"), example=True)
    public = {"level": "public"}
    rows = [
        source(level="public"),
        source("court", kind="public_body", name="محكمة المثال", level="public"),
        document("report", title="A report on the province", language="en", date="2015-06", level="public"),
        document("photo", kind="photograph", title="A photograph", level="public"),
        document("ruling", source="court", kind="official_record", title="حكم المحكمة", language="ar", date="2015-01",
                 level="public"),
        document("human", kind="other", title="The ruling, by a person", language="en", translation_of="ruling",
                 translation_status="human", level="public"),
        document("machine", kind="other", title="The ruling, by a machine", language="en", translation_of="ruling",
                 translation_status="machine", level="public"),
        document("long", kind="other", title="A long page", level="public"),
        document("bare", kind="letter", title="A letter without text", level="public"),
        document("sealed", kind="testimony", title="A sealed testimony", level="sealed"),
        unit("battalion", names="Northern Battalion", locator="p. 2", quote="The Northern Battalion", **public),
        person("karim", names="Karim Example", locator="p. 2", quote="Karim Example until the autumn", **public),
        posting("post", person="karim", unit="battalion", role="commander", locator="p. 2",
                quote="was led by Karim Example", **public),
        incident("row", locator="row 12", document="bare", level="public"),
    ]  # fmt: skip
    with case.evidence.writing(ANN, load=LoadInfo(dataset="table", file="table.xlsx")) as change:
        thread = dict(zip((row.key for row in rows), change.add(rows).threads, strict=True))
        _attach(change, thread, folder)
    case.refresh()
    codes = case.evidence.codes(list(thread.values()))
    return SmallCase(case=case, code={key: codes[one] for key, one in thread.items() if one in codes})


def _attach(change: object, thread: dict[str, str], folder: Path) -> None:
    from graph.evidence import Change

    assert isinstance(change, Change)
    texts = {"report": PAGES, "photo": ("",), "ruling": (RULING,), "human": (ENGLISH,), "machine": (ENGLISH,),
             "long": (LONG,), "sealed": ("What nobody may read here.",)}  # fmt: skip
    for key, pages in texts.items():
        language = "ar" if key == "ruling" else "en"
        change.add_pages(
            thread[key],
            [PageText(number=n, label=f"p. {n}", text=text, language=language) for n, text in enumerate(pages, 1)],
        )
    originals = {
        "report": ("application/pdf", make.pdf([page.replace("\n", " ") for page in PAGES])),
        "photo": ("image/jpeg", photograph()),
        "ruling": ("text/plain", RULING.encode()),
    }
    for key, (media_type, content) in originals.items():
        path = folder.with_name(f"Secret name of {key}.bin")
        path.write_bytes(content)
        change.store_original(thread[key], path, media_type)
        path.unlink()
