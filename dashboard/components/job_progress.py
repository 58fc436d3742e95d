"""A job that a page follows: the clock by which it asks, and the bar that says how far the job is."""

from __future__ import annotations

from dashboard.components.markup import Component, dcc, html
from graph.evidence import Job

POLL_MS = 700


def clock(own: str) -> Component:
    """Ticks while a job runs; a callback switches it on and off."""
    return dcc.Interval(id=own, interval=POLL_MS, disabled=True)


def bar(job: Job, said: str, *, of: str = "") -> Component:
    """How far a job is; without a total that it has not begun to count.

    Args:
        said: beside the bar, in words.
        of: what is being done, for those who do not see the bar; ``said`` where nothing is given.
    """
    if not job.total:
        return html.Div(html.Progress(**({"aria-label": of} if of else {})), className="job-progress")
    return html.Div(
        [
            html.Progress(value=str(job.done), max=str(job.total), **{"aria-label": of or said}),
            html.Span(said, className="note"),
        ],
        className="job-progress",
    )
