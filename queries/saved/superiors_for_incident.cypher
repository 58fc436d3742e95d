// ---
// title: {en: Who stood above those named as involved in an incident, ar: من كان فوق من نُسب إليهم الضلوع في الحادث}
// description:
//   en: >-
//     For every person or unit whose involvement is alleged: the chain above on the days of the incident, stretch by
//     stretch, with its weakest step. Where only a class of people is named there is no chain.
//   ar: لكل شخص أو وحدة نُسب إليها الضلوع، السلسلة الأعلى في أيام الحادث وأضعف حلقاتها.
// params:
//   incident: {type: incident, help: {en: the incident, ar: الحادث}}
//   kinds: {type: choice, many: true, choices: [command, de_facto, administrative, member_of], default: [command, de_facto], help: {en: kinds of links to follow, ar: أنواع الروابط}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a claim, ar: أدنى درجة تدقيق}}
// inner: [units]
// columns: [from, to, involved, involved_name, degree, involvement_records, level, unit, unit_name, via, link_kind, link_dates, paths, person, person_name, role, role_words, rank, job_title, basis_in_law, posting_dates, posting_status, flags, status, weakest_step, date_basis, n_sources, n_independent, records, undermining, data_as_of]
// key: [from, to, involved, degree, level, unit, person, role]
// example: {incident: I-000 001-7}
// compute: superiors.for_incident
// about: [incident]
// ---
// Who is named as involved, and the days of the incident.
MATCH (who)-[r:PERPETRATOR_OF]->(i:Incident {code: $incident})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN who.code AS involved, coalesce(who.name, '') AS name, coalesce(who.unnamed, false) AS unnamed,
       r.degree AS degree, r.records AS records, i.since_min AS first, i.until_max AS last
ORDER BY involved, degree, records;
// Units of the persons involved ($units holds their codes here).
MATCH (p:Person)-[r:COMMANDED|MEMBER_OF]->(u:Unit)
WHERE p.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting,
       r.role_words AS role_words, r.rank AS rank, r.job_title AS job_title, r.basis_in_law AS basis_in_law
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
// Links above the units of one level; asked once a level.
MATCH (child:Unit)-[r:SUBORDINATE_TO]->(parent:Unit)
WHERE child.code IN $units AND r.kind IN $kinds
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, child.code AS start_code, parent.code AS end_code, r.kind AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY start_code, end_code, of, since_max, until_min, edtf, records;
// Posts of command in all of them; asked once.
MATCH (p:Person)-[r:COMMANDED]->(u:Unit)
WHERE u.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting,
       r.role_words AS role_words, r.rank AS rank, r.job_title AS job_title, r.basis_in_law AS basis_in_law
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
