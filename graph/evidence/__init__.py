"""The evidence store and the vault: records and decisions, append-only, in two encrypted files."""

from graph.evidence.drafts import (
    Actor,
    Added,
    Changes,
    Comparison,
    CustodyLine,
    Draft,
    Finding,
    History,
    Load,
    LoadInfo,
    NameHit,
    NewDecision,
    PageHit,
    PageText,
    RecordView,
    RunRecord,
    SameKey,
    Waiting,
)
from graph.evidence.slices import Decision, Slice, Target, Version
from graph.evidence.store import Evidence
from graph.evidence.writing import Change

__all__ = [
    "Actor",
    "Added",
    "Change",
    "Changes",
    "Comparison",
    "CustodyLine",
    "Decision",
    "Draft",
    "Evidence",
    "Finding",
    "History",
    "Load",
    "LoadInfo",
    "NameHit",
    "NewDecision",
    "PageHit",
    "PageText",
    "RecordView",
    "RunRecord",
    "SameKey",
    "Slice",
    "Target",
    "Version",
    "Waiting",
]
