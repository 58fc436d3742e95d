// ---
// title: {en: "Incidents in which units under a person's command are named", ar: "حوادث نُسب الضلوع فيها إلى وحدات تحت قيادة شخص"}
// description:
//   en: >-
//     For every post of command of a person: incidents in which that unit, or one below it, is alleged to be involved,
//     while the post and every link between may have held on a day of the incident. The weakest come last. A post
//     proves a title: no row says that the person controlled, knew of or ordered anything.
//   ar: >-
//     لكل منصب قيادة لشخص: الحوادث التي نُسب الضلوع فيها إلى وحدته أو إلى وحدة تحتها في أيام يحتمل فيها المنصب وكل رابط
//     بينهما. المنصب يُثبت لقبًا، ولا يقول أي سطر إن الشخص سيطر أو علم أو أمر.
// params:
//   person: {type: person, help: {en: the person, ar: الشخص}}
//   depth: {type: int, default: 12, help: {en: levels below to follow, ar: عدد الدرجات تحته}}
//   kinds: {type: choice, many: true, choices: [command, de_facto, administrative, member_of], default: [command, de_facto], help: {en: kinds of links to follow, ar: أنواع الروابط}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a claim, ar: أدنى درجة تدقيق}}
// inner: [units]
// columns: [from, to, incident, date, unit, unit_name, below, path, person, person_name, post_unit, post_unit_name, role, degree, acts, status, weakest_step, date_basis, n_sources, n_independent, records, undermining, data_as_of]
// key: [from, to, incident, unit, post_unit, role, degree]
// example: {person: P-000 001-7}
// compute: under.incidents
// about: [person]
// ---
// Posts of command of the person ($units holds the person's code here).
MATCH (p:Person)-[r:COMMANDED]->(u:Unit)
WHERE p.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting,
       r.role_words AS role_words, r.rank AS rank, r.job_title AS job_title, r.basis_in_law AS basis_in_law
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
// Links below the units of one level; asked once a level.
MATCH (child:Unit)-[r:SUBORDINATE_TO]->(parent:Unit)
WHERE parent.code IN $units AND r.kind IN $kinds
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, child.code AS start_code, parent.code AS end_code, r.kind AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY start_code, end_code, of, since_max, until_min, edtf, records;
// Incidents in which units are alleged to be involved.
MATCH (u:Unit)-[r:PERPETRATOR_OF]->(i:Incident)
WHERE u.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN u.code AS unit, i.code AS incident, i.date_edtf AS date, i.since_min AS first, i.until_max AS last,
       r.degree AS degree, r.acts AS acts, r.vetting AS vetting, r.documents AS documents, r.records AS records
ORDER BY incident, unit, degree, records;
