"""What a case may hold, declared once: kinds, fields, vocabularies, and what no field may hold.

Validation, the split between evidence store and vault, graph constraints, the intake workbook, the mapping
checks and the reference page all follow from :data:`graph.model.kinds.KINDS`.
"""

from graph.model.fields import Field, FieldType
from graph.model.kinds import COMMON, KINDS, RECORD_COMMON, Kind, kind_named
from graph.model.levels import LEVELS, Level
from graph.model.validation import Problem, Validated, validate

__all__ = [
    "COMMON",
    "KINDS",
    "LEVELS",
    "RECORD_COMMON",
    "Field",
    "FieldType",
    "Kind",
    "Level",
    "Problem",
    "Validated",
    "kind_named",
    "validate",
]
