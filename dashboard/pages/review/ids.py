"""Ids of the page, and its acts with their keys."""

from __future__ import annotations


class Ids:
    """Ids of the page."""

    STATE, ASK = "review-state", "review-ask"
    PAIR, PROGRESS, CHANGE = "review-pair", "review-progress", "review-change"
    WHO, KIND, LOAD = "review-who", "review-kind", "review-load"
    WHY = "review-why"
    JOB, POLL, RUNNING = "review-job", "review-poll", "review-running"
    CLUSTER, CLUSTER_ASK, CLUSTER_SIDES = "review-cluster", "review-cluster-ask", "review-cluster-sides"
    CLUSTER_CHANGE, CLUSTER_DO, CLUSTER_DONE = "review-cluster-change", "review-cluster-do", "review-cluster-done"


CLUSTER_PART = "cluster"
"""The second part of the address of a whole cluster: ``/en/review/P-4172088/cluster``."""
VERDICTS = ("same", "different", "unsure")
ACTS = (
    ("same", "S"),
    ("different", "D"),
    ("unsure", "U"),
    ("later", "L"),
    ("undo", "Z"),
    ("back", "←"),
    ("next", "→"),
    ("cluster", "C"),
)
"""Acts and the keys that stand on their buttons; ``assets/30-review.js`` listens to them."""
