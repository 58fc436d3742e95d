"""The types a field can have, and the declaration of one field."""

from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """How a value is written by people, checked, and kept (the plain value that validation returns).

    =============  ============================================  ==========================================
    type           as people write it                            as it is kept (JSON)
    =============  ============================================  ==========================================
    WORDS          text                                          str, as given (trimmed)
    CODE           a code or its label in English or Arabic      str, the code
    EDTF           a date or period in words, EDTF or a cell     dict: edtf, four bounds, words, calendar, note
    COUNT          ``3``, ``3..5``, ``3..``, ``..5``             [min or None, max or None]
    ESTIMATE       ``3..4..5`` (low, best, high) or a COUNT      [min, best or None, max], each int or None
    INTEGER        a whole number                                int
    NUMBER         a decimal number                              float
    REFERENCE      the key of another row, ``kind:key`` if the   dict: kind (or ""), key, dataset ("" = the
                   field may point to several kinds              same dataset as the row); thread where the very
                                                                 record was chosen, which counts over the key
    NAMES          ``words (type)`` parted by ``|``              list of dict: words, type, language, ...
    FILE           a file name beside the table                  str
    =============  ============================================  ==========================================
    """

    WORDS = "words"
    CODE = "code"
    EDTF = "edtf"
    COUNT = "count"
    ESTIMATE = "estimate"
    INTEGER = "integer"
    NUMBER = "number"
    REFERENCE = "reference"
    NAMES = "names"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind.

    Attributes:
        vault: the value lies in the vault, never in the evidence store or the graph. The words of an EDTF value
            always do; a NAMES or WORDS field of a protected person always does.
        vocabulary: name of the code list, for CODE and for the ``type`` of NAMES.
        refers_to: kinds that a REFERENCE may point to.
        many: a list of such values, parted by ``|`` in a cell.
    """

    name: str
    type: FieldType
    required: bool = False
    vault: bool = False
    many: bool = False
    vocabulary: str = ""
    refers_to: tuple[str, ...] = ()
