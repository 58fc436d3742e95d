// ---
// title: {en: Who stood above a unit on a day, ar: من كان فوق الوحدة في يوم معيّن}
// description:
//   en: >-
//     Units above a unit, level by level, with who held a post of command in each, how well it is documented, and
//     the weakest step on the way. A vague day is answered for every stretch in which the answer is the same. A unit
//     that nobody is known to have commanded is a row. Administrative links are followed only when asked for.
//   ar: >-
//     الوحدات الأعلى درجةً درجة، ومن تولّى القيادة في كل منها، ومدى توثيق ذلك، وأضعف حلقة في الطريق إليها.
// params:
//   unit: {type: unit, help: {en: the unit at the bottom, ar: الوحدة في الأسفل}}
//   day: {type: date, vague: true, help: {en: the day in question, ar: اليوم المطلوب}}
//   kinds: {type: choice, many: true, choices: [command, de_facto, administrative, member_of], default: [command, de_facto], help: {en: kinds of links to follow, ar: أنواع الروابط}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a claim, ar: أدنى درجة تدقيق}}
// inner: [units]
// columns: [from, to, level, unit, unit_name, via, link_kind, link_dates, paths, person, person_name, role, role_words, rank, job_title, basis_in_law, posting_dates, posting_status, flags, status, weakest_step, date_basis, n_sources, n_independent, records, undermining, data_as_of]
// key: [from, to, level, unit, person, role]
// example: {unit: U-000 001-7, day: 2015-03-14}
// compute: command.chain
// about: [unit]
// ---
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
