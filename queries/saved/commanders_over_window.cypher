// ---
// title: {en: "Commanders of a unit over a window, with gaps and overlaps", ar: قادة الوحدة خلال مدة، مع الفجوات والتداخلات}
// description:
//   en: >-
//     One row a post of command, with the days on which it is documented, assumed or possible; rows for days on which
//     two persons are documented or assumed at once; rows for days on which nobody is known (gap), or somebody is
//     only possible (undocumented). Nothing is settled.
//   ar: سطر لكل منصب قيادة بأيامه الموثّقة والمحتملة، وأسطر للتداخلات وللأيام التي لا يُعرف فيها قائد.
// params:
//   unit: {type: unit, help: {en: the unit, ar: الوحدة}}
//   window: {type: period, help: {en: first to last day, ar: من يوم إلى يوم}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a claim, ar: أدنى درجة تدقيق}}
// inner: [units]
// columns: [row, from, to, days, person, person_name, other, other_name, role, role_words, rank, job_title, basis_in_law, dates, documented_from, documented_to, documented_days, assumed_days, possible_days, share_documented, share_possible, flags, status, weakest_step, date_basis, n_sources, n_independent, records, undermining, data_as_of]
// key: [row, from, to, person, other, role]
// example: {unit: U-000 001-7, window: 2014-01-01/2015-12-31}
// compute: posts.commanders
// about: [unit]
// ---
MATCH (p:Person)-[r:COMMANDED]->(u:Unit)
WHERE u.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting,
       r.role_words AS role_words, r.rank AS rank, r.job_title AS job_title, r.basis_in_law AS basis_in_law
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
