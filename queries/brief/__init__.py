"""A small cited brief: a chosen part of the case as PDF, DOCX, CSV, XLSX and GraphML in one folder with hashes.

What is written for a reader goes one way::

    selection ─► gathering ─► contradictions ─► releasing ─► released ─► pdf, docx, data, figure ─► checking
    (codes)      (a Reader    (what speaks      (by allow-   (frozen,    (renderers: they know        (fails
                  of the       against)          list)        nothing     ``released`` alone)          closed)
                  audience's                                  hidden)
                  level)

``queries.brief.package`` holds what others call::

    make_brief(
        case: Case, selection: Selection, *, audience: str, purpose: str, out: Path, actor: Actor,
        language: str = "en", title: str = "", today: str = "",
        on_progress: Callable[[int, int], None] | None = None, stop: Callable[[], bool] | None = None,
    ) -> BriefReport            # writes the folder ``out`` (new or empty): all of it or nothing; records the package
    preview_brief(case, selection, *, audience, language="en") -> Preview     # writes nothing

    Selection(codes=("I-171 247-2", …)) | Selection(run="<id of a recorded run>") | Selection(work="<id>", owner="…")
    BriefReport(folder, files: dict[name -> sha256], revision, facts, exhibits, sentences: tuple[str, ...], package)
    Preview(facts, exhibits, incidents, doubts, left_out: tuple[str, ...], stops: tuple[str, ...])

What stops an export is a ``queries.brief.errors.BriefError``, one sentence for people.
"""
