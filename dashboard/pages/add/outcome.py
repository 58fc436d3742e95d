"""Steps 3 and 4: what would happen, and what happened, in words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dashboard.components.job_progress import bar
from dashboard.components.markup import Component, dcc, html
from dashboard.pages.add.marks import asks, listed, sentence, step
from dashboard.wording import Words
from graph.evidence import Job
from ingest.arrival import NEW, UNREADABLE
from ingest.arrivals import Arrived
from ingest.layout import flaws

REFUSED = 20
"""Refused cells that are listed; the marked copy has them all."""
WAITS = frozenset(("waiting", "running"))


def is_ready(found: Arrived) -> bool:
    """Whether it can be tried or loaded as its columns are chosen."""
    if found.look.taken_for == UNREADABLE or (found.look.taken_for == NEW and found.layout is None):
        return False
    return found.layout is None or not flaws(found.layout)


def state_of(found: Arrived, dry: Job | None, load: Job | None) -> str:
    """How far a file is, as a word of ``add.state``."""
    for job, done in ((load, "loaded"), (dry, "tried")):
        if job is not None:
            return {"done": done, "failed": "failed", "stopped": "stopped"}.get(job.state, "working")
    if found.look.taken_for == UNREADABLE:
        return "unreadable"
    return "ready" if is_ready(found) and found.look.taken_for != NEW else "new"


def run(found: Arrived, dry: Job | None, load: Job | None, words: Words) -> list[Any]:
    """The trial: its button, or what it said."""
    number = 3 if found.layout is not None else 2
    if found.look.taken_for == UNREADABLE:
        return []
    if dry is not None and dry.state in WAITS:
        return [step(number, "trial", words), _running(dry, "trying", words)]
    told: list[Any] = []
    if dry is not None:
        told += _told(dry, words, after=False)
    can = is_ready(found)
    text = words("add.try_again" if dry is not None else "add.try")
    tone = "secondary" if dry is not None else "primary"
    if load is None or load.state != "done":
        told.append(
            html.Div(
                [
                    html.Button(
                        text, type="button", className=tone, disabled=not can, **asks("try")
                    ),
                    html.Span(words("add.try_text"), className="note"),
                ],
                className="add-act",
            )
        )  # fmt: skip
    return [step(number, "trial", words), html.Div(told, className="box")]


def loading(
    found: Arrived,
    jobs: tuple[Job | None, Job | None, Job | None],
    words: Words,
    *,
    undone: bool,
    there: Collection[str],
) -> list[Any]:
    """The load: its button once it was tried, how it went, and what comes next.

    Args:
        jobs: that tried it, loaded it, and compared what it brought.
        undone: whether the load has been taken back.
        there: marked copies that are still kept.
    """
    dry, load, match = jobs
    number = 4 if found.layout is not None else 3
    if load is None:
        if dry is None or dry.state != "done":
            return []
        return [step(number, "load", words), html.Div(_button(dry, words), className="box")]
    if load.state in WAITS:
        return [step(number, "load", words), _running(load, "loading", words)]
    told = _told(load, words, after=True)
    if load.state == "done":
        told = [html.P(words("add.load_undone"), className="tag warn"), *told] if undone else told
        told += _copy(load, there, words) + ([] if undone else _next(load, match, words))
    else:
        told += _button(dry, words) if dry is not None and dry.state == "done" else []
    return [step(number, "load", words), html.Div(told, className="box")]


def _button(dry: Job, words: Words) -> list[Any]:
    result = dry.result
    gains = result.get("new", 0) + result.get("changed", 0)
    if not gains and result.get("refused_rows") and not result.get("unchanged"):
        return [html.P(words("add.refused_all"), className="error")]
    return [
        html.Div(
            [
                html.Button(words("add.load"), type="button", className="primary", **asks("load")),
                html.Span(words("add.load_text"), className="note"),
            ],
            className="add-act",
        )
    ]


def _running(job: Job, what: str, words: Words) -> Component:
    said = words("add.waits_turn") if job.state == "waiting" else words(f"add.{what}")
    return html.Div(
        [
            html.P(said),
            html.Button(words("add.stop"), type="button", className="secondary", **asks("stop", job=job.id)),
        ],
        className="box add-act",
    )


def progress(job: Job | None, words: Words) -> list[Any]:
    """A bar, with rows done and rows in all."""
    if job is None or job.state not in WAITS:
        return []
    told = words("add.rows_done", done=f"{job.done:,}", total=f"{job.total:,}")
    return [bar(job, words.directed(told))]


def _told(job: Job, words: Words, *, after: bool) -> list[Any]:
    result = job.result
    told: list[Any] = []
    if job.state == "stopped":
        told.append(html.P(words("add.stopped" if after else "add.stopped_trial"), className="add-warn"))
    elif result.get("error"):
        each = [str(file["error"]) for file in result.get("files", ()) if file.get("error")]
        told += [sentence(words.said(one), words, className="error") for one in each or [str(result["error"])]]
    files = result.get("files") or [{}]
    shown = [str(one) for file in files for one in file.get("shown", ())]
    lines = _plain_lines(result, shown)
    if lines:
        told.append(listed(lines, words, className="add-lines"))
    if after and job.state == "done" and not result.get("new") and not result.get("changed"):
        told.append(html.P(words("add.nothing_new"), className="add-good"))
    if shown and not after:
        told += [html.H3(words("add.as_sentences")), listed(shown, words, of="ol", className="add-shown")]
    return told + _refused(result, words, after=after)


def _plain_lines(result: dict[str, Any], shown: list[str]) -> list[str]:
    """What the load said, without what stands elsewhere on the page: refused cells and rows as sentences."""
    rows = set(shown)
    lines = [str(one) for one in result.get("sentences", ())]
    return [line.strip() for line in lines if not line.startswith("    ") and line.strip() not in rows]


def _refused(result: dict[str, Any], words: Words, *, after: bool) -> list[Any]:
    refused = list(result.get("refused", ()))
    if not refused:
        return []
    number = f"{int(result.get('refused_rows', len(refused))):,}"
    in_sheets = any(one["sheet"] for one in refused)
    names = ["row", *(["sheet"] if in_sheets else []), "column", "right"]
    head = html.Tr([html.Th(words(f"add.refused_{name}"), scope="col") for name in names])
    body = [
        html.Tr(
            [
                html.Td(str(one["row"])),
                *([html.Td(html.Bdi(str(one["sheet"])))] if in_sheets else []),
                html.Td(html.Bdi(str(one["column"]))),
                html.Td(sentence(words.said(str(one["right"])), words)),
            ]
        )
        for one in refused[:REFUSED]
    ]
    more = len(refused) - REFUSED
    return [
        html.H3(words("add.refused_after" if after else "add.refused", n=number), className="add-warn"),
        html.Table([html.Thead(head), html.Tbody(body)], className="add-refused"),
        *([html.P(words("add.refused_more", n=f"{more:,}"), className="note")] if more > 0 else []),
    ]


def _copy(load: Job, there: Collection[str], words: Words) -> list[Any]:
    copies = list(load.result.get("copies", ()))
    if not copies:
        return []
    links = [
        html.A(
            words("add.copy"), href=f"/upload/{one['id']}", download=str(one["name"]), className="secondary add-copy"
        )
        for one in copies
        if str(one["id"]) in there
    ]
    note = html.Span(words("add.copy_text" if links else "add.copy_gone"), className="note")
    return [html.Div([*links, note], className="add-act")]


def _next(load: Job, match: Job | None, words: Words) -> list[Any]:
    if match is not None and match.state in WAITS:
        return [_running(match, "matching", words)]
    language = words.language
    told: list[Any] = []
    queued = None
    if match is not None and match.state == "done":
        applied, queued = int(match.result.get("applied", 0)), int(match.result.get("queued", 0))
        said = words("add.matched", applied=f"{applied:,}", queued=f"{queued:,}")
        told.append(html.P(words.directed(said), className="add-good"))
    elif match is not None and match.result.get("error"):
        told.append(sentence(words.said(str(match.result["error"])), words, className="error"))
    if load.result.get("loads") and (match is None or match.state != "done"):
        told.append(
            html.Div(
                [
                    html.Button(words("add.match"), type="button", className="secondary", **asks("match")),
                    html.Span(words("add.match_text"), className="note"),
                ],
                className="add-act",
            )
        )
    review = words("add.go_review", n=f"{queued:,}") if queued else words("add.go_review_none")
    links = [(words("add.go_overview"), f"/{language}/"), (words("add.go_sources"), f"/{language}/sources"),
             (review, f"/{language}/review")]  # fmt: skip
    told.append(
        html.Div([dcc.Link(text, href=href, className="add-next") for text, href in links], className="add-act")
    )
    if load.result.get("loads"):
        told.append(undoing(str(load.result["loads"][0]), words, place="step"))
    return told


def undoing(load: str, words: Words, *, place: str) -> Component:
    """Asks once, with a reason; ``place`` tells the same load's two apart on the page."""
    own = f"add-why-{place}-{load}"
    return html.Details(
        [
            html.Summary(words("add.undo")),
            html.P(words("add.undo_help"), className="note"),
            html.Div(
                [
                    html.Label(words("add.undo_why"), htmlFor=own),
                    dcc.Input(id=own, type="text", value="", debounce=True, maxLength=300, autoComplete="off"),
                    html.Button(words("add.undo_yes"), type="button", className="secondary", **asks("undo", load=load)),
                ],
                className="add-save",
                **{"data-add-form": "undo"},
            ),
        ],
        className="add-undo",
    )
