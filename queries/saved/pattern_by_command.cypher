// ---
// title: {en: "Patterns: method, place and unit, with who was at its head", ar: "الأنماط: الأسلوب والمكان والوحدة ومن كان على رأسها"}
// description:
//   en: >-
//     Incidents of one class that share a method, a place and a unit named as involved: which they are, each source's
//     figures as ranges by incident (never added), who is documented as commander of the unit on their days, and, in a
//     column of its own, who is only possible. A post proves a title, nothing more.
//   ar: >-
//     حوادث من صنف واحد تشترك في الأسلوب والمكان والوحدة التي نُسب إليها الضلوع: ما هي، وأعداد كل مصدر مدى لكل حادث (لا تُجمع
//     أبدًا)، ومن وُثّقت قيادته للوحدة في أيامها، ثم في عمود مستقل من كانت قيادته محتملة فقط. والمنصب يثبت لقبًا لا أكثر.
// params:
//   class: {type: choice, choices: [harm, threat, order_or_listing, ruling, notice, measure, control_act, discovery, practice, series], default: harm, help: {en: class of incident, ar: صنف الحادث}}
//   window: {type: period, default: "", help: {en: only what may have happened in this window, ar: ما قد يكون وقع في هذه المدة فقط}}
//   at_least: {type: int, default: 2, help: {en: at least so many incidents, ar: الحدّ الأدنى لعدد الحوادث}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a post, ar: أدنى درجة تدقيق للمنصب}}
// inner: [units, events]
// columns: [method, place, place_name, class, unit, unit_name, incidents, codes, figures, commanders, possible_commanders, first, last, records, data_as_of]
// key: [method, place, unit]
// example: {window: 2015, at_least: 1}
// compute: pattern.cells
// ---
// Incidents of the class with their places.
MATCH (i:Incident)
WHERE i.clear_min <= $clearance AND $clearance <= i.clear_max AND i.class = $class
  AND i.since_min <= $window_last AND $window_first <= i.until_max
OPTIONAL MATCH (i)-[r:OCCURRED_AT]->(l:Location)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN i.code AS incident, i.methods AS methods, i.since_min AS first, i.until_max AS last, i.records AS records,
       coalesce(l.code, '') AS place
ORDER BY incident, place;
// Units named as involved.
MATCH (u:Unit)-[r:PERPETRATOR_OF]->(i:Incident)
WHERE i.code IN $events AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN i.code AS incident, u.code AS unit, r.records AS records
ORDER BY incident, unit, records;
// Posts of command in these units.
MATCH (p:Person)-[r:COMMANDED]->(u:Unit)
WHERE u.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
// Figures about these incidents.
MATCH (f:Figure)-[r:ABOUT]->(i:Incident)
WHERE i.code IN $events AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN f.code AS counts, i.code AS about, f.what AS what, f.counted_in AS counted_in, f.low AS low, f.best AS best,
       f.high AS high, r.vetting AS vetting, r.n_independent AS n_independent, r.documents AS documents,
       r.records AS records
ORDER BY about, what, counts, records;
