// ---
// title: {en: "Did one stand above another in a window? Ways, common time and days", ar: "هل كان أحدهما فوق الآخر خلال مدة؟ الطرق والزمن المشترك والأيام"}
// description:
//   en: >-
//     Whether a person held a post of command in a unit at or above that of another person, or above a unit, in a window:
//     for each pair of posts the common time, with the days on which every step is documented, assumed or possible, and
//     the weakest step. The same person on both sides is refused. Standing above is a title, not control.
//   ar: >-
//     هل شغل شخص منصب قيادة في وحدة شخص آخر أو فوقها، أو فوق وحدة، خلال مدة: لكل منصبين الزمن المشترك والأيام التي كل خطوة
//     فيها موثّقة أو مفترضة أو محتملة، وأضعف خطوة. الوقوف فوق غيره لقب لا سيطرة.
// params:
//   superior: {type: person, help: {en: who may have stood above, ar: من قد يكون فوق}}
//   subordinate: {type: entity, help: {en: the other person or the unit, ar: الشخص الآخر أو الوحدة}}
//   window: {type: period, default: "", help: {en: first to last day, ar: من يوم إلى يوم}}
//   kinds: {type: choice, many: true, choices: [command, de_facto, administrative, member_of], default: [command, de_facto], help: {en: kinds of links to follow, ar: أنواع الروابط}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a claim, ar: أدنى درجة تدقيق}}
// inner: [units]
// columns: [superior, superior_name, superior_unit, superior_unit_name, role, subordinate, subordinate_name, subordinate_unit, subordinate_unit_name, level, from, to, days, documented_from, documented_to, documented_days, assumed_days, possible_days, status, weakest_step, date_basis, n_sources, n_independent, records, undermining, data_as_of]
// key: [superior_unit, role, subordinate, subordinate_unit]
// example: {superior: P-000 002-5, subordinate: U-000 001-7, window: 2014-01-01/2016-12-31}
// compute: under.between
// about: [person]
// ---
// Posts of the subordinate ($units holds the person's code here).
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
