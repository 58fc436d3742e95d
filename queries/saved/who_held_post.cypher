// ---
// title: {en: "Who held a post in a unit on a day, and who says so", ar: من شغل منصبًا في الوحدة في يوم معيّن، ومن يقول ذلك}
// description:
//   en: >-
//     Everybody whose post in the unit is not excluded on the day: documented, assumed (after the last citation,
//     said to continue), possible, or in conflict. An open posting that a successor followed is marked superseded.
//   ar: كل من لا يُستبعد أنه شغل منصبًا في الوحدة في ذلك اليوم، ودرجة توثيق ذلك.
// params:
//   unit: {type: unit, help: {en: the unit, ar: الوحدة}}
//   day: {type: date, vague: true, help: {en: the day in question, ar: اليوم المطلوب}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a claim, ar: أدنى درجة تدقيق}}
// inner: [units]
// columns: [from, to, unit, unit_name, person, person_name, post, role, role_words, rank, job_title, basis_in_law, dates, flags, status, weakest_step, date_basis, n_sources, n_independent, records, undermining, data_as_of]
// key: [from, to, unit, person, post, role]
// example: {unit: U-000 001-7, day: 2015-03-14}
// compute: posts.held
// about: [unit]
// ---
MATCH (p:Person)-[r:COMMANDED|MEMBER_OF]->(u:Unit)
WHERE u.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting,
       r.role_words AS role_words, r.rank AS rank, r.job_title AS job_title, r.basis_in_law AS basis_in_law
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
