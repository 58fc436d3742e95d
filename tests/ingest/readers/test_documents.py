"""Documents as text by page: what each kind gives, in both scripts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from graph.errors import LoadError
from graph.model.vocabularies import VOCABULARIES
from ingest.readers import Attachment, ReadDocument, ReadLimits, read_attachment, read_document, sniff
from tests.ingest.readers import builders as make

ARABIC = "قال الشاهد إن الرجل كان في السوق عند الظهر"


def read(folder: Path, name: str, content: bytes | str) -> ReadDocument:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = read_document(path)
    assert found.kind in VOCABULARIES["document_kind"]
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    assert {page.language for page in found.pages} <= set(VOCABULARIES["language"])
    return found


# --- PDF ---------------------------------------------------------------------------------------------------


def test_a_pdf_gives_its_text_by_page_in_both_scripts(tmp_path: Path) -> None:
    content = make.pdf(["The first page of the report", "", ARABIC], title="تقرير", created="D:20150302120000+03'00'")
    found = read(tmp_path, "report.pdf", content)
    assert [(page.label, page.text, page.language) for page in found.pages] == [
        ("p. 1", "The first page of the report", "en"), ("p. 2", "", "und"), ("p. 3", ARABIC, "ar")]  # fmt: skip
    assert (found.media_type, found.kind, found.title, found.date) == (
        "application/pdf",
        "report",
        "تقرير",
        "2015-03-02",
    )
    assert found.notes == ("page 2 empty",)


def test_presentation_forms_in_a_pdf_become_letters(tmp_path: Path) -> None:
    assert read(tmp_path, "a.pdf", make.pdf(["\ufefb \ufe8e\ufedf"])).pages[0].text == "لا لا"  # drawn from the left


# --- DOCX --------------------------------------------------------------------------------------------------


def test_a_docx_is_cut_at_headings_and_page_breaks(tmp_path: Path) -> None:
    body = (
        make.paragraph("before any heading")
        + make.paragraph("الفصل الأول", style="Berschrift1")
        + make.paragraph(ARABIC)
        + make.paragraph("on a new page", before='<w:br w:type="page"/>')
    )
    found = read(tmp_path, "a.docx", make.docx(body, title="Statement", created="2015-03-02T10:00:00Z"))
    assert [(page.label, page.text) for page in found.pages] == [
        ("section 1", "before any heading"),
        ("section 2", f"الفصل الأول\n\n{ARABIC}"),
        ("section 3", "on a new page"),
    ]
    assert (found.title, found.date, found.language) == ("Statement", "2015-03-02", "ar")


def test_tables_notes_comments_and_changes_of_a_docx(tmp_path: Path) -> None:
    table = "".join(f"<w:tr><w:tc>{make.paragraph(a)}</w:tc><w:tc>{make.paragraph(b)}</w:tc></w:tr>"
                    for a, b in (("name", "year"), ("عمر", "2014")))  # fmt: skip
    body = (
        f"<w:tbl>{table}</w:tbl><w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> added</w:t></w:r></w:ins></w:p>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{make.W}"><w:footnote w:id="2">{make.paragraph("a note")}</w:footnote></w:footnotes>'
    )
    comments = (
        f'<w:comments xmlns:w="{make.W}"><w:comment w:id="0">{make.paragraph("ask again")}</w:comment></w:comments>'
    )
    found = read(
        tmp_path, "a.docx", make.docx(body, parts={"word/footnotes.xml": notes, "word/comments.xml": comments})
    )
    assert [(page.label, page.text) for page in found.pages] == [
        ("section 1", "name | year\nعمر | 2014\n\nkept added"),
        ("footnotes", "[2] a note"),
        ("comments", "ask again"),
    ]
    assert found.notes == ("holds tracked changes; deleted words were not read",)


def test_a_docx_of_a_real_program_is_read(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Findings", 1)
    document.add_paragraph(ARABIC)
    document.add_page_break()
    document.add_paragraph("second")
    out = io.BytesIO()
    document.save(out)
    found = read(tmp_path, "a.docx", out.getvalue())
    assert [page.text for page in found.pages] == [f"Findings\n\n{ARABIC}", "second"]


def test_a_long_section_is_cut_at_paragraph_ends_and_nothing_is_lost(tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {n} " + "word " * 60 for n in range(60)]
    found = read(tmp_path, "a.docx", make.docx("".join(map(make.paragraph, paragraphs))))
    assert len(found.pages) > 4
    assert all(len(page.text) < 4_000 for page in found.pages)
    assert "".join(page.text for page in found.pages).split() == " ".join(paragraphs).split()


# --- web pages ---------------------------------------------------------------------------------------------

PAGE = f"""<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>موقع</title>
<meta property="og:title" content="مقتل رجل في الرقة">
<meta property="article:published_time" content="2015-03-04T09:00:00Z">
<style>p {{color: red}}</style><script>var hidden = "no";</script></head>
<body><nav><ul><li>Home<li>News</ul></nav><article><h1>مقتل رجل</h1><p>{ARABIC}<br>ثم عاد&nbsp;الناس</p>
<noscript>enable</noscript><table><tr><td>a</td><td>b</td></tr></table></article><footer>end</footer></body></html>"""


def test_a_saved_article_gives_its_words_title_date_and_language(tmp_path: Path) -> None:
    found = read(tmp_path, "a.html", PAGE)
    assert [(page.label, page.text) for page in found.pages] == [
        ("section 1", f"مقتل رجل\n\n{ARABIC}\nثم عاد الناس\n\na\tb"),
        ("outside the article", "Home\nNews\n\nend"),
    ]
    assert (found.kind, found.title, found.date, found.language) == ("news", "مقتل رجل في الرقة", "2015-03-04", "ar")


def test_a_page_in_its_declared_encoding(tmp_path: Path) -> None:
    html = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"></head><p>{ARABIC}</p>'
    )
    assert read(tmp_path, "a.htm", html.encode("windows-1256")).pages[0].text == ARABIC


# --- e-mail ------------------------------------------------------------------------------------------------


def test_an_email_gives_headers_body_and_attachments(tmp_path: Path) -> None:
    message = make.letter("شهادة من الموصل", ARABIC + "\n", html="<p>other</p>")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="صورة.png")
    message.add_attachment(make.letter("inner", "the inner words"))
    found = read(tmp_path, "a.eml", message.as_bytes())
    assert [page.label for page in found.pages] == ["headers", "body"]
    assert "From: المكتب <office@example.org>" in found.pages[0].text
    assert "Subject: شهادة من الموصل" in found.pages[0].text
    assert found.pages[1].text == ARABIC
    assert (found.kind, found.title, found.date, found.language) == ("email", "شهادة من الموصل", "2015-03-02", "ar")
    assert [(one.name, one.media_type) for one in found.attachments] == [
        ("صورة.png", "image/png"), ("attachment 2.eml", "message/rfc822")]  # fmt: skip
    assert found.attachments[0].content == b"\x89PNG\r\n\x1a\n"
    inner = read_attachment(found.attachments[1])
    assert (inner.title, inner.pages[1].text) == ("inner", "the inner words")


def test_an_email_of_html_alone_gives_its_visible_words(tmp_path: Path) -> None:
    message = make.letter("x", "y")
    message.set_content(f"<html><style>p{{}}</style><p>{ARABIC}</p></html>", subtype="html", charset="windows-1256")
    found = read(tmp_path, "a.eml", message.as_bytes())
    assert found.pages[1].text == ARABIC
    assert "the body is HTML; its visible words were read" in found.notes


@pytest.mark.parametrize(
    "raw",
    [
        f"From: a@b.example\nTo: c@d.example\nSubject: {ARABIC}\nDate: nonsense\n\n{ARABIC}\n".encode("windows-1256"),
        b"From: a@b.example\nTo: c\nSubject: =?bad-charset?b?////?=\nDate: x\n"
        b"Content-Type: text/plain; charset=nosuch\n\n" + ARABIC.encode(),
        b'From: =?utf-8?q?=\nTo: <<>>,,"\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\n'
        + ARABIC.encode(),
    ],
)
def test_emails_that_break_the_rules_are_read_all_the_same(tmp_path: Path, raw: bytes) -> None:
    found = read(tmp_path, "a.eml", raw)
    assert ARABIC in found.pages[-1].text
    assert found.date == ""


# --- text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso8859-6"])
def test_plain_text_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    text = "قال الشاهد في الرقة إن الرجل كان من الموصل"
    found = read(tmp_path, "a.txt", (text + "\r\n").encode(encoding))
    assert (found.pages[0].text, found.language, found.kind) == (text, "ar", "other")


def test_text_pages_at_form_feeds_else_at_paragraphs(tmp_path: Path) -> None:
    assert [page.label for page in read(tmp_path, "a.txt", "one\ftwo\fthree").pages] == ["p. 1", "p. 2", "p. 3"]
    text = "\n\n".join(f"{n} " + "word " * 100 for n in range(40))
    found = read(tmp_path, "b.txt", text)
    assert found.pages[0].label == "section 1"
    assert " ".join(page.text for page in found.pages).split() == text.split()


def test_letters_are_composed_and_direction_marks_stay(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", "أحمد e\u0301t\u200f\u202edne\u202c")
    assert found.pages[0].text == "أحمد \u00e9t\u200f\u202edne\u202c"
    assert any("direction overrides" in note for note in found.notes)


def test_mixed_encodings_in_a_text_name_the_line(tmp_path: Path) -> None:
    content = (ARABIC + "\n" + ARABIC + "\n").encode() + "الرقة في سوريا".encode("windows-1256") + b"\n"
    found = read(tmp_path, "a.txt", content)
    assert found.pages[0].text.endswith("الرقة في سوريا")
    assert found.notes == ("mixed encodings: UTF-8, but line 3 decoded as Windows-1256 (Arabic)",)


# --- what a file is ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", make.pdf(["x"]), "application/pdf"),
        ("a.bin", make.docx(""), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a", make.xlsx(""), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.txt", PAGE.encode(), "text/html"),
        ("a.txt", make.letter("x", "y").as_bytes(), "message/rfc822"),
        ("a.csv", b"a,b\n1,2\n", "text/csv"),
        ("a", b"a\tb\n1\t2\n", "text/tab-separated-values"),
        ("a.txt", "12/03/2015, 18:04 - عمر: نعم\n".encode(), "text/x-message-thread"),
        ("a.txt", b"He left, they said, and nobody, not one, saw him again.\nThen, later, more.\n", "text/plain"),
        ("a.txt", b"To whom it may concern: nothing.\nDate: unknown\n\nmore", "text/plain"),
        ("a.jpg", make.png_of(4, 4), "image/png"),
        ("a.zip", make.zipped({"x.txt": "x"}), "application/zip"),
        ("a.txt", b"", "application/x-empty"),
        ("a.txt", bytes(range(256)) * 20, "application/octet-stream"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/vnd.ms-excel"),
        ("a.jsonl", b'{"a": 1}\n{"a": 2}\n', "text/x-json-lines"),
        ("a.json", b'{"a": [1,\n 2]}\n', "application/json"),
    ],
)
def test_content_says_what_a_file_is(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / name) == expected


def test_a_name_that_says_something_else_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "photo.jpg", make.pdf(["The words of the page stand here"]))
    assert found.notes[0] == "its name ends in .jpg, but it is a PDF"


def test_an_attachment_is_known_by_its_content_and_never_by_its_name() -> None:
    for content in (make.docx(make.paragraph("x")), make.pdf(["x"])):
        read_attachment(Attachment(name="../../etc/x.txt", media_type="text/plain", content=content))
    with pytest.raises(LoadError, match=r"^attachment 3: a zip archive"):
        read_attachment(
            Attachment(name="secret.zip", media_type="", content=make.zipped({"a": "b"})), name="attachment 3"
        )


def test_progress_ends_at_the_number_of_pages(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make.pdf(["one", "two"]))
    seen: list[tuple[int, int]] = []
    read_document(tmp_path / "a.pdf", on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, 2)


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 2_000_000)
    with pytest.raises(LoadError, match="larger than 1 MB"):
        read_document(tmp_path / "a.txt", limits=ReadLimits(bytes=1 << 20))
