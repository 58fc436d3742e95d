"""Every kind of source, document and record, field by field.

Abbreviations used below: ``V`` a field that lies in the vault, ``+`` a required one. The order of fields is the
order of columns in the intake workbook.
"""

from dataclasses import dataclass

from graph.model.fields import Field, FieldType

V = {"vault": True}
REQUIRED = {"required": True}


def _words(name: str, required: bool = False, vault: bool = False, many: bool = False) -> Field:
    return Field(name=name, type=FieldType.WORDS, required=required, vault=vault, many=many)


def _code(name: str, vocabulary: str, required: bool = False, vault: bool = False, many: bool = False) -> Field:
    return Field(name=name, type=FieldType.CODE, vocabulary=vocabulary, required=required, vault=vault, many=many)


def _date(name: str, required: bool = False, vault: bool = False, many: bool = False) -> Field:
    return Field(name=name, type=FieldType.EDTF, required=required, vault=vault, many=many)


def _count(name: str, required: bool = False, vault: bool = False, many: bool = False) -> Field:
    return Field(name=name, type=FieldType.COUNT, required=required, vault=vault, many=many)


def _number(name: str, required: bool = False, vault: bool = False, many: bool = False) -> Field:
    return Field(name=name, type=FieldType.NUMBER, required=required, vault=vault, many=many)


def _to(name: str, *kinds: str, required: bool = False, vault: bool = False, many: bool = False) -> Field:
    return Field(name=name, type=FieldType.REFERENCE, refers_to=kinds, required=required, vault=vault, many=many)


def _names(name: str, vocabulary: str, required: bool = False, vault: bool = False) -> Field:
    return Field(name=name, type=FieldType.NAMES, vocabulary=vocabulary, required=required, vault=vault, many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of thing that can be entered.

    Attributes:
        letter: first letter of its codes (``P-417 208-8``), "" for kinds that get none.
        label: label of the graph node that it describes, "" for kinds that join others or are never drawn.
        about: one sentence for the workbook and the reference page.
    """

    name: str
    about: str
    fields: tuple[Field, ...]
    letter: str = ""
    label: str = ""

    @property
    def is_record(self) -> bool:
        """Sources and documents are not records: they rest on nothing else."""
        return self.name not in ("source", "document")

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Its own fields and the common ones, in workbook order: key, own fields, provenance, level, remarks."""
        key, *common = COMMON
        return (key, *self.fields, *(RECORD_COMMON if self.is_record else ()), *common)

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((field for field in self.all_fields if field.name == name), None)


COMMON: tuple[Field, ...] = (
    _words("key"),
    _code("level", "level"),
    _words("remarks", **V),
)
"""Every source, document and record."""

RECORD_COMMON: tuple[Field, ...] = (
    _to("document", "document", **REQUIRED),
    _words("locator"),
    _to("cites", "document", many=True),
    _words("quote", **V),
    _code("quote_language", "language"),
    _words("translation", **V),
    _code("basis", "basis"),
)
"""Every record: what it rests on. With several ``cites`` their origins count; with none, the document's own."""

_BREAKDOWN: tuple[Field, ...] = (
    _count("women"),
    _count("girls"),
    _count("men"),
    _count("boys"),
    _count("unknown"),
)

_PERIOD_FLAGS: tuple[Field, ...] = (
    _date("since"),
    _code("since_is_start", "flag"),
    _date("until"),
    _code("until_is_end", "flag"),
    _code("continues", "flag"),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="source",
            about="Who or what speaks: a person, an organisation, an outlet, an account.",
            fields=(
                _code("kind", "source_kind", **REQUIRED),
                _words("name", vault=True, required=True),
                _to("person", "person"),
                _code("relation_to_events", "relation_to_events"),
                Field(name="languages", type=FieldType.CODE, vocabulary="language", many=True),
            ),
        ),
        Kind(
            name="document",
            letter="D",
            label="Document",
            about="One thing that came in from a source.",
            fields=(
                _to("source", "source", **REQUIRED),
                _code("kind", "document_kind", **REQUIRED),
                _words("title", **V),
                _code("language", "language"),
                _date("date"),
                _code("obtained", "obtained"),
                _words("collected_by", **V),
                _date("collected_at"),
                _words("address", **V),
                _date("captured_at"),
                Field(name="file", type=FieldType.FILE, vault=True),
                _to("translation_of", "document"),
                _to("transcript_of", "document"),
                _to("copy_of", "document"),
                _to("redaction_of", "document"),
                _to("derived_from", "document"),
                _words("tool"),
                _code("translation_status", "translation_status"),
                _code("mode", "testimony_mode"),
                _words("interviewer", **V),
                _words("interpreter", **V),
                _code("account", "account"),
                _words("prompts", **V),
                _words("authority", **V),
                _code("counsel_present", "flag"),
                _code("coercion", "coercion"),
                _code("recanted", "flag"),
            ),
        ),
        Kind(
            name="person",
            letter="P",
            label="Person",
            about="What a document says about one individual.",
            fields=(
                _names("names", "person_name_type", vault=True, required=True),
                _words("father", **V),
                _code("sex", "sex"),
                _date("born"),
                _count("age"),
                _date("age_as_of"),
                _words("occupation", **V),
                _to("town", "location"),
                _words("address_then", **V),
                _words("contact", **V),
            ),
        ),
        Kind(
            name="group",
            letter="G",
            label="Group",
            about="People counted but not named.",
            fields=(
                _words("description", vault=True, required=True),
                _count("count"),
                *_BREAKDOWN,
                _count("ages"),
                _date("as_of"),
            ),
        ),
        Kind(
            name="unit",
            letter="U",
            label="Unit",
            about="An organised body: battalion, court, office, agency.",
            fields=(
                _names("names", "unit_name_type", **REQUIRED),
                _code("kind", "unit_kind"),
                Field(name="classes", type=FieldType.WORDS, many=True),
                _date("since"),
                _code("since_is_start", "flag"),
                _date("until"),
                _code("continues", "flag"),
                _code("until_is_end", "flag"),
                _code("placeholder", "placeholder"),
            ),
        ),
        Kind(
            name="location",
            letter="L",
            label="Location",
            about="A place, as exactly as the source says.",
            fields=(
                _names("names", "place_name_type", **REQUIRED),
                _code("kind", "location_kind"),
                _number("lat"),
                _number("lon"),
                _code("precision", "precision"),
                _to("within", "location"),
                _code("division", "division"),
                _date("within_period"),
            ),
        ),
        Kind(
            name="incident",
            letter="I",
            label="Incident",
            about="Something that happened, by class.",
            fields=(
                _code("class", "incident_class", **REQUIRED),
                _date("date", **REQUIRED),
                _to("place", "location"),
                _words("place_words", **V),
                Field(name="methods", type=FieldType.CODE, vocabulary="method", many=True),
                Field(name="staging", type=FieldType.CODE, vocabulary="staging", many=True),
                _words("description", **V),
                _to("part_of", "incident"),
                Field(name="number_in_series", type=FieldType.INTEGER),
            ),
        ),
        Kind(
            name="victim",
            about="One person or group suffered one act in an incident.",
            fields=(
                _to("who", "person", "group", **REQUIRED),
                _to("incident", "incident", **REQUIRED),
                _code("act", "act"),
                _code("method", "method"),
                _date("date"),
                _code("outcome", "outcome"),
                _code("chosen", "chosen"),
            ),
        ),
        Kind(
            name="perpetrator",
            letter="U",
            about="Alleged involvement of a person, group, unit or class.",
            fields=(
                _to("who", "person", "group", "unit"),
                _words("class_words"),
                _to("incident", "incident", **REQUIRED),
                Field(name="acts", type=FieldType.CODE, vocabulary="act", many=True),
                _code("degree", "degree"),
            ),
        ),
        Kind(
            name="witness",
            about="A person who saw, heard, was told or came after. Never drawn.",
            fields=(
                _to("who", "person", **REQUIRED),
                _to("incident", "incident", **REQUIRED),
                _code("how", "witness_how"),
            ),
        ),
        Kind(
            name="figure",
            letter="F",
            label="Figure",
            about="One source's count.",
            fields=(
                _to("about", "incident", "group", "unit", "location", **REQUIRED),
                _to("of", "unit", "group"),
                _code("what", "figure_what", **REQUIRED),
                Field(name="count", type=FieldType.ESTIMATE, required=True),
                _code("counted_in", "counted_in"),
                *_BREAKDOWN,
                _date("period"),
                _date("as_of"),
                _to("includes", "figure", many=True),
                _to("claimed_by", "unit", "source"),
            ),
        ),
        Kind(
            name="accusation",
            letter="U",
            about="What somebody accused somebody of: a claim, never a fact.",
            fields=(
                _to("by", "person", "unit"),
                _to("about", "person", "group", **REQUIRED),
                _to("incident", "incident"),
                _code("charge", "charge", **REQUIRED),
                _words("charge_words", **V),
                _code("charge_basis", "charge_basis"),
            ),
        ),
        Kind(
            name="conduct",
            letter="U",
            about="Who issued an order, ruling, notice or measure, to whom, about whom.",
            fields=(
                _to("incident", "incident", **REQUIRED),
                _to("issued_by", "person", "unit"),
                _to("addressed_to", "person", "group", "unit", many=True),
                _to("concerns", "person", "group", "unit", "incident", many=True),
                _code("speaks", "speaks"),
                _code("speaks_to", "speaks_to"),
            ),
        ),
        Kind(
            name="posting",
            about="One source's claim that a person held a post in a unit.",
            fields=(
                _to("person", "person", **REQUIRED),
                _to("unit", "unit", **REQUIRED),
                _code("kind", "posting_kind", **REQUIRED),
                _code("role", "role"),
                _words("role_words"),
                _words("rank"),
                _words("job_title"),
                *_PERIOD_FLAGS,
                _code("basis_in_law", "basis_in_law"),
                _to("instead_of", "person"),
            ),
        ),
        Kind(
            name="unit_relation",
            about="One unit under, or part of, another.",
            fields=(
                _to("child", "unit", **REQUIRED),
                _to("parent", "unit", **REQUIRED),
                _code("kind", "unit_relation_kind", **REQUIRED),
                *_PERIOD_FLAGS,
            ),
        ),
        Kind(
            name="unit_place",
            about="Where a unit was based or operated.",
            fields=(
                _to("unit", "unit", **REQUIRED),
                _to("location", "location", **REQUIRED),
                _code("kind", "unit_place_kind", **REQUIRED),
                *_PERIOD_FLAGS,
            ),
        ),
        Kind(
            name="place_use",
            letter="U",
            about="What a place was used for.",
            fields=(
                _to("location", "location", **REQUIRED),
                _code("use", "place_use", **REQUIRED),
                _to("unit", "unit"),
                _date("since"),
                _date("until"),
            ),
        ),
        Kind(
            name="held",
            letter="U",
            about="By whom somebody was held. A forced 'wife' is never a spouse.",
            fields=(
                _to("holder", "person", "unit"),
                _to("who", "person", "group", **REQUIRED),
                _to("location", "location"),
                _date("since"),
                _date("until"),
                _to("received_from", "person", "unit"),
                _to("passed_to", "person", "unit"),
                _words("capacity", **V),
                _code("end", "held_end"),
            ),
        ),
        Kind(
            name="fate",
            letter="L",
            about="What became of somebody, as of a day.",
            fields=(
                _to("who", "person", "group", **REQUIRED),
                _code("kind", "fate_kind", **REQUIRED),
                _date("as_of"),
                _to("place", "location"),
            ),
        ),
        Kind(
            name="relation",
            about="Family or association between two persons or units.",
            fields=(
                _to("a", "person", "unit", **REQUIRED),
                _to("b", "person", "unit", **REQUIRED),
                _code("kind", "relation_kind", **REQUIRED),
                _date("since"),
                _date("until"),
            ),
        ),
        Kind(
            name="part_of",
            about="A person or group that is counted within a group.",
            fields=(
                _to("part", "person", "group", **REQUIRED),
                _to("whole", "group", **REQUIRED),
            ),
        ),
        Kind(
            name="consent",
            about="What a person agreed to. Never drawn.",
            fields=(
                _to("who", "person", **REQUIRED),
                _code("given_by", "consent_given_by"),
                _to("documents", "document", many=True),
                Field(name="purposes", type=FieldType.CODE, vocabulary="purpose", many=True),
                _words("recipients", **V),
                _words("conditions", **V),
                _code("how", "consent_how"),
                _code("language", "language"),
                _date("date"),
                _date("expires"),
                _date("withdrawn"),
            ),
        ),
    )
}


def kind_named(name: str) -> Kind:
    """The kind of that name.

    Raises:
        KeyError: there is none.
    """
    return KINDS[name]
