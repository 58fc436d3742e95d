"""The evidence store and the vault: records and decisions, append-only, in two encrypted files."""

from graph.evidence.drafts import (
    Actor,
    Added,
    Changes,
    Comparison,
    CustodyLine,
    DecisionView,
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
from graph.evidence.jobs import Job
from graph.evidence.named import Named
from graph.evidence.packages import Package
from graph.evidence.slices import Decision, Slice, Target, Version
from graph.evidence.store import Evidence
from graph.evidence.work import Work
from graph.evidence.writing import Change

__all__ = [
    "Actor",
    "Added",
    "Change",
    "Changes",
    "Comparison",
    "CustodyLine",
    "Decision",
    "DecisionView",
    "Draft",
    "Evidence",
    "Finding",
    "History",
    "Job",
    "Load",
    "LoadInfo",
    "NameHit",
    "Named",
    "NewDecision",
    "Package",
    "PageHit",
    "PageText",
    "RecordView",
    "RunRecord",
    "SameKey",
    "Slice",
    "Target",
    "Version",
    "Waiting",
    "Work",
]
