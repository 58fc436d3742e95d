// ---
// title: {en: What was done after an incident about it or those involved, ar: ما اتُّخذ بعد الحادث بشأنه أو بشأن من نُسب إليهم الضلوع}
// description:
//   en: >-
//     Measures, rulings, orders and acts of control after an incident that concern it, or that concern or were addressed
//     to those named as involved, for and against alike, with who issued them and how many days lie between; then posts
//     that people named as involved took up afterwards. Where nothing was noted, a row says that there is no material
//     in this file: that is no finding that nothing was done.
//   ar: >-
//     التدابير والأحكام والأوامر وأعمال السيطرة التالية للحادث والمتصلة به أو الموجَّهة إلى من نُسب إليهم الضلوع فيه أو المتعلقة بهم،
//     سواء أيّدت أم نفت، مع من أصدرها وعدد الأيام الفاصلة، ثم المناصب التي شغلها بعده من نُسب إليهم الضلوع. وحيث لم يُدوَّن
//     شيء يقول سطر إنه لا مادة في هذا الملف، وليس ذلك إثباتًا لعدم اتخاذ أي إجراء.
// params:
//   incident: {type: incident, help: {en: the incident, ar: الحادث}}
// inner: [who, events]
// columns: [row, event, class, date, when, days_after, days_at_most, speaks, by, about, link, unit, role, vetting, n_independent, documents, records, data_as_of]
// key: [row, event, about, link, speaks, unit, role, date]
// example: {incident: I-000 001-7}
// compute: measures.after
// about: [incident]
// ---
// The days of the incident.
MATCH (i:Incident)
WHERE i.code = $incident AND i.clear_min <= $clearance AND $clearance <= i.clear_max
RETURN i.code AS code, i.since_min AS first, i.until_max AS last
ORDER BY code;
// Conduct that concerns it.
MATCH (e:Incident)-[r:CONCERNS]->(i:Incident)
WHERE i.code = $incident AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN e.code AS event, e.class AS class, e.date_edtf AS date, e.since_min AS first, e.until_max AS last,
       i.code AS about, type(r) AS link, r.speaks AS speaks, r.speaks_to AS speaks_to, r.vetting AS vetting,
       r.n_independent AS n_independent, r.documents AS documents, r.records AS records
ORDER BY first, event, link, speaks, records;
// Who is named as involved.
MATCH (w)-[r:PERPETRATOR_OF]->(i:Incident {code: $incident})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN w.code AS who, r.records AS records
ORDER BY who, records;
// Conduct about units.
MATCH (e:Incident)-[r:CONCERNS|ADDRESSED_TO]->(u:Unit)
WHERE u.code IN $who AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN e.code AS event, e.class AS class, e.date_edtf AS date, e.since_min AS first, e.until_max AS last,
       u.code AS about, type(r) AS link, r.speaks AS speaks, r.speaks_to AS speaks_to, r.vetting AS vetting,
       r.n_independent AS n_independent, r.documents AS documents, r.records AS records
ORDER BY first, event, about, link, speaks, records;
// Conduct about persons.
MATCH (e:Incident)-[r:CONCERNS|ADDRESSED_TO]->(p:Person)
WHERE p.code IN $who AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN e.code AS event, e.class AS class, e.date_edtf AS date, e.since_min AS first, e.until_max AS last,
       p.code AS about, type(r) AS link, r.speaks AS speaks, r.speaks_to AS speaks_to, r.vetting AS vetting,
       r.n_independent AS n_independent, r.documents AS documents, r.records AS records
ORDER BY first, event, about, link, speaks, records;
// Who issued it.
MATCH (w)-[r:ISSUED]->(e:Incident)
WHERE e.code IN $events AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN e.code AS event, w.code AS who, r.records AS records
ORDER BY event, who, records;
// Posts of persons.
MATCH (p:Person)-[r:COMMANDED|MEMBER_OF]->(u:Unit)
WHERE p.code IN $who AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
ORDER BY end_code, start_code, of, since_max, until_min, edtf, records;
