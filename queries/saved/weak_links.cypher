// ---
// title: {en: Weak links of a unit or of the case, ar: الروابط الضعيفة للوحدة أو للقضية}
// description:
//   en: >-
//     Every doubt about the postings and command links of a unit and all above it, or of the whole case: no source,
//     one source, vague or no dates, start after end, open and superseded, overlap, placeholder, conflict, circle,
//     disputed. The gravest come first. Look here before anything is exported.
//   ar: كل شكّ في مناصب الوحدة وروابطها ومن فوقها، أو في القضية كلها، والأخطر أولًا. انظر هنا قبل أي تصدير.
// params:
//   unit: {type: unit, default: "", help: {en: the unit; empty for the whole case, ar: الوحدة، أو فارغ للقضية كلها}}
// inner: [units, kinds, after, limit]
// columns: [doubt, start, link, of, end, other, dates, date_basis, vetting, n_independent, documents, records, undermining, affects, fails_export, data_as_of]
// example: {unit: U-000 001-7}
// compute: weak_links.find_weak
// about: [unit]
// ---
// Units, a page at a time.
MATCH (u:Unit)
WHERE u.clear_min <= $clearance AND $clearance <= u.clear_max AND u.code > $after
RETURN u.code AS code
ORDER BY code LIMIT $limit;
// Links above some units.
MATCH (child:Unit)-[r:SUBORDINATE_TO]->(parent:Unit)
WHERE child.code IN $units AND r.kind IN $kinds
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, child.code AS start_code, parent.code AS end_code, r.kind AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY start_code, end_code, of, since_max, until_min, edtf, records;
// Posts in some units.
MATCH (p:Person)-[r:COMMANDED|MEMBER_OF]->(u:Unit)
WHERE u.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting,
       r.role_words AS role_words, r.rank AS rank, r.job_title AS job_title, r.basis_in_law AS basis_in_law
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
