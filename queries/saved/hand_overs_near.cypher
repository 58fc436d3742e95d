// ---
// title: {en: Hand-overs of command near an incident, ar: انتقال القيادة قرب وقت الحادث}
// description:
//   en: >-
//     In the units named as involved in an incident, and where asked in those above them: who followed whom in a post of
//     command at most so many days away, by exact dates or by citations, with the gap or overlap between them. Where the
//     incident may lie on either side of a hand-over it has a row for each. Nothing is settled.
//   ar: >-
//     في الوحدات التي نُسب إليها الضلوع في الحادث، وفي ما فوقها عند الطلب: من خلف من في منصب قيادة على بُعد لا يتجاوز عددًا من
//     الأيام، بتواريخ دقيقة أو بحسب الذكر، مع ما بينهما من فجوة أو تداخل. وإذا احتمل أن يقع الحادث على جانبي الانتقال فلكل
//     جانب سطر. ولا يُحسم شيء.
// params:
//   incident: {type: incident, help: {en: the incident, ar: الحادث}}
//   days: {type: int, default: 90, help: {en: at most so many days away, ar: أقصى عدد من الأيام الفاصلة}}
//   above: {type: choice, choices: ["yes", "no"], default: "yes", help: {en: whether units above are looked at too, ar: هل تُفحص الوحدات الأعلى أيضًا}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a claim, ar: أدنى درجة تدقيق}}
// inner: [units, kinds]
// columns: [row, unit, unit_name, role, out, out_name, out_until, in, in_name, in_since, exact, between, days, phase, days_away, date_basis, n_independent, documents, records, data_as_of]
// key: [row, unit, role, out, in, in_since, phase]
// example: {incident: I-000 001-7, days: 90}
// compute: handovers.near
// about: [incident]
// ---
// Units named as involved, and the days of the incident.
MATCH (u:Unit)-[r:PERPETRATOR_OF]->(i:Incident {code: $incident})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN u.code AS unit, i.since_min AS first, i.until_max AS last, r.records AS records
ORDER BY unit, records;
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
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
