"""Closed lists of codes. A case may add codes of its own; nothing may rename one.

Labels in English and Arabic stand in ``words.yaml``; the code itself, spaces for underscores, is always accepted.
"""

FLAG = ("yes", "no", "not_known")

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "level": ("public", "restricted", "confidential", "sealed"),
    "flag": FLAG,
    "language": ("ar", "ckb", "kmr", "fa", "tr", "syr", "en", "fr", "es", "de", "pt", "ha", "sg", "und"),
    "basis": ("saw", "heard", "was_told", "inferred", "document", "not_stated"),
    "source_kind": ("person", "organisation", "outlet", "account", "public_body", "the_group_itself", "dataset"),
    "relation_to_events": (
        "victim", "relative", "witness", "member_of_the_group", "official", "journalist", "documenter", "not_known"),
    "document_kind": (
        "testimony", "statement_in_custody", "report", "official_record", "perpetrator_record", "photograph", "audio",
        "video", "news", "post", "message_thread", "letter", "email", "dataset", "other"),
    "obtained": ("interview", "telephone", "found", "published", "received", "captured_online"),
    "translation_status": ("machine", "human", "checked", "sworn"),
    "testimony_mode": ("in_person", "telephone", "video_call", "written", "not_stated"),
    "account": ("first", "later", "not_known"),
    "coercion": ("alleged", "indicated", "none_known", "not_known"),
    "person_name_type": ("full", "alias", "kunya", "nom_de_guerre", "initials", "as_spelled"),
    "unit_name_type": ("full", "alias", "abbreviation", "as_spelled"),
    "place_name_type": ("full", "alias", "used_by_the_group", "as_spelled"),
    "sex": ("female", "male", "not_recorded"),
    "unit_kind": (
        "armed_group", "army", "police", "religious_police", "court", "security_office", "prison", "battalion",
        "brigade", "province", "district", "hospital", "company", "organisation", "government", "other"),
    "placeholder": ("no", "unknown", "unnamed"),
    "location_kind": ("point", "building", "street", "quarter", "town", "district", "province", "country"),
    "precision": ("exact", "near", "town", "district", "province", "country"),
    "division": ("state", "groups_own", "military"),
    "incident_class": (
        "harm", "threat", "order_or_listing", "ruling", "notice", "measure", "control_act", "discovery", "practice",
        "series"),
    "method": (
        "shooting", "thrown_from_height", "stoning", "burning", "beheading", "hanging", "drowning", "explosion",
        "shelling", "air_strike", "armed_clash", "vehicle_attack", "beating", "flogging", "electric_shock", "rape",
        "starvation", "poisoning", "chemical", "arrest", "raid", "execution_order", "execution_list", "other",
        "not_known"),
    "staging": ("public", "recorded", "announced", "published"),
    "act": (
        "killing", "execution", "torture", "ill_treatment", "sexual_violence", "abduction", "enslavement",
        "forced_marriage", "detention", "disappearance", "expulsion", "threat", "injury", "destruction_of_property",
        "persecution", "other"),
    "outcome": ("killed", "injured", "survived", "missing", "held", "displaced", "not_known"),
    "chosen": ("targeted", "mistaken", "bystander", "not_known"),
    "degree": (
        "direct", "ordered", "aided", "present", "present_with_a_duty_and_did_not_act", "claimed_responsibility",
        "party_to_the_clash", "not_known"),
    "witness_how": ("saw", "heard", "was_told", "came_after"),
    "figure_what": ("killed", "injured", "missing", "held", "executed", "remains", "incidents"),
    "counted_in": ("people", "bodies", "families", "incidents"),
    "charge": (
        "adultery", "homosexuality", "apostasy", "blasphemy", "sorcery", "spying", "theft", "disobedience",
        "practising_a_profession", "other"),
    "charge_basis": ("stated_by_the_perpetrator", "inferred_by_the_witness", "inferred_by_the_documenter"),
    "speaks": ("for", "against"),
    "speaks_to": ("control", "knowledge", "measures"),
    "posting_kind": ("commanded", "member"),
    "role": (
        "commander", "deputy_commander", "chief_of_staff", "emir", "judge", "official", "guard", "fighter", "officer",
        "head_of_section", "attache", "other"),
    "basis_in_law": ("de_jure", "de_facto", "not_known"),
    "unit_relation_kind": ("command", "de_facto", "administrative", "member_of"),
    "unit_place_kind": ("based_at", "operated_in"),
    "place_use": ("detention", "court", "market", "grave", "headquarters", "checkpoint", "school", "hospital"),
    "held_end": ("escaped", "released", "ransomed", "passed_on", "died", "not_known"),
    "fate_kind": ("missing", "held", "transferred", "escaped", "killed", "remains_found", "identified"),
    "relation_kind": ("parent", "child", "sibling", "spouse", "other_family", "associate", "colleague"),
    "consent_given_by": ("self", "guardian", "next_of_kin"),
    "purpose": ("internal", "counsel", "un_mechanism", "national_prosecutor", "public"),
    "consent_how": ("written", "recorded", "oral"),
    "vetting_status": ("unvetted", "vetted", "confirmed", "disputed", "retracted"),
    "grade_of_source": ("A", "B", "C", "D", "E", "F"),
    "grade_of_information": ("1", "2", "3", "4", "5", "6"),
}
