// ---
// title: {en: "Candidate units for an incident: who was around", ar: "الوحدات المرشّحة لحادث: من كان في الجوار"}
// description:
//   en: >-
//     Units that were based, operated or used a place where the incident happened, or within or around it, while it may
//     have happened; units one step above these; and units of a class that is named as involved. A candidate is a place
//     to look, never a finding: nothing is written back. Around a point, distances are as the crow flies.
//   ar: >-
//     الوحدات التي كان مقرّها في مكان الحادث أو داخله أو حوله، أو عملت فيه أو استعملته، في زمن قد يكون وقع فيه، والوحدات التي
//     فوقها بدرجة، ووحدات الفئة التي نُسب إليها الضلوع. المرشّحة موضع للبحث لا نتيجة، ولا يُكتب شيء في القضية.
// params:
//   incident: {type: incident, help: {en: the incident, ar: الحادث}}
//   radius: {type: int, default: 0, help: {en: "kilometres around its place, where both are on the map; 0 for none", ar: "كيلومترات حول المكان إن كان كلاهما على الخريطة، أو 0"}}
// inner: [codes, units, classes]
// columns: [unit, unit_name, why, through, place, place_name, place_status, dates, distance_km, time_status, status, date_basis, n_sources, n_independent, records, undermining, data_as_of]
// key: [unit, why, through, place]
// example: {incident: I-000 001-7}
// compute: candidates.units
// about: [incident]
// ---
// Where the incident happened.
MATCH (i:Incident {code: $incident})-[r:OCCURRED_AT]->(l:Location)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN DISTINCT l.code AS code, i.since_min AS first, i.until_max AS last
ORDER BY code;
// Places within these.
MATCH (part:Location)-[r:WITHIN]->(l:Location)
WHERE l.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN DISTINCT part.code AS code
ORDER BY code;
// Places around these.
MATCH (l:Location)-[r:WITHIN]->(whole:Location)
WHERE l.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN DISTINCT whole.code AS code
ORDER BY code;
// Places on the map.
MATCH (l:Location)
WHERE l.clear_min <= $clearance AND $clearance <= l.clear_max AND l.lat IS NOT NULL AND l.lon IS NOT NULL
RETURN l.code AS code, l.lat AS lat, l.lon AS lon
ORDER BY code;
// Units at places.
MATCH (u:Unit)-[r:BASED_AT|OPERATED_IN|USED]->(l:Location)
WHERE l.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, u.code AS start_code, l.code AS end_code, '' AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY start_code, end_code, link, since_max, until_min, edtf, records;
// Links above units.
MATCH (child:Unit)-[r:SUBORDINATE_TO]->(parent:Unit)
WHERE child.code IN $units AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, child.code AS start_code, parent.code AS end_code, r.kind AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY start_code, end_code, of, since_max, until_min, edtf, records;
// Classes that are named as involved, without a unit.
MATCH (w:Unit)-[r:PERPETRATOR_OF]->(i:Incident {code: $incident})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max AND w.unnamed = true
RETURN DISTINCT w.classes AS classes
ORDER BY classes;
// Units of some classes.
MATCH (u:Unit)
WHERE u.clear_min <= $clearance AND $clearance <= u.clear_max AND u.unnamed = false
  AND any(class IN u.classes WHERE class IN $classes)
RETURN 'CLASS' AS link, u.code AS start_code, '' AS end_code, '' AS of,
       u.since_min AS since_min, u.since_max AS since_max, u.until_min AS until_min, u.until_max AS until_max,
       u.continues AS continues, '' AS edtf, u.records AS records, [] AS documents, 1 AS n_independent,
       u.vetting AS vetting
ORDER BY start_code;
