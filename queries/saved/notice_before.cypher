// ---
// title: {en: Earlier incidents and notices that may have reached a person or unit, ar: حوادث وإشعارات سابقة يحتمل أنها بلغت شخصًا أو وحدة}
// description:
//   en: >-
//     What happened or was said before a day, and how it may have reached a person or a unit: addressed to it, in its own
//     unit, in one under its command, at a place where it was based or operated, and whether it was public or of the same
//     method as another incident. What may have been later stands as possibly before. No row says that anybody knew.
//   ar: >-
//     ما وقع أو قيل قبل يوم معيّن، وكيف يحتمل أن يكون قد بلغ شخصًا أو وحدة: موجَّهًا إليها، أو في وحدته، أو في وحدة تحت قيادته،
//     أو في مكان كان مقرّها أو مكان عملها، وهل كان علنيًا أو بالأسلوب نفسه لحادث آخر. وما يحتمل أنه لاحق يُذكر بوصفه محتمل
//     السبق. ولا يقول أي سطر إن أحدًا علم.
// params:
//   who: {type: entity, help: {en: the person or unit, ar: الشخص أو الوحدة}}
//   day: {type: date, vague: true, help: {en: before this day, ar: قبل هذا اليوم}}
//   like: {type: incident, default: "", help: {en: an incident whose methods are compared, ar: حادث تُقارن أساليبه}}
//   depth: {type: int, default: 12, help: {en: levels below to follow, ar: عدد الدرجات تحته}}
//   kinds: {type: choice, many: true, choices: [command, de_facto, administrative, member_of], default: [command, de_facto], help: {en: kinds of links to follow, ar: أنواع الروابط}}
//   minimum: {type: choice, choices: [any, vetted, confirmed], default: any, help: {en: least vetting status of a post or link, ar: أدنى درجة تدقيق للمنصب أو الرابط}}
// inner: [units, places]
// columns: [event, class, date, how, unit, unit_name, place, place_name, when, days_before, days_at_most, status, n_independent, documents, records, data_as_of]
// key: [event, unit]
// example: {who: U-000 001-7, day: 2015-03-20}
// compute: notice.before
// about: [unit]
// ---
// Posts of the person ($units holds the person's code here).
MATCH (p:Person)-[r:COMMANDED|MEMBER_OF]->(u:Unit)
WHERE p.code IN $units
  AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS link, p.code AS start_code, u.code AS end_code, r.role AS of,
       r.since_min AS since_min, r.since_max AS since_max, r.until_min AS until_min, r.until_max AS until_max,
       r.continues AS continues, r.edtf AS edtf, r.records AS records, r.documents AS documents,
       r.n_independent AS n_independent, r.vetting AS vetting
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
MATCH (u:Unit)-[r:PERPETRATOR_OF]->(e:Incident)
WHERE u.code IN $units AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN u.code AS unit, e.code AS event, e.class AS class, e.date_edtf AS date, e.since_min AS first, e.until_max AS last,
       e.methods AS methods, e.staging AS staging, r.vetting AS vetting, r.n_independent AS n_independent,
       r.documents AS documents, r.records AS records
ORDER BY first, event, unit, records;
// Orders, notices and the like addressed to units.
MATCH (e:Incident)-[r:ADDRESSED_TO]->(u:Unit)
WHERE u.code IN $who AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN u.code AS unit, e.code AS event, e.class AS class, e.date_edtf AS date, e.since_min AS first, e.until_max AS last,
       e.methods AS methods, e.staging AS staging, r.vetting AS vetting, r.n_independent AS n_independent,
       r.documents AS documents, r.records AS records
ORDER BY first, event, unit, records;
// The same, addressed to a person.
MATCH (e:Incident)-[r:ADDRESSED_TO]->(p:Person)
WHERE p.code IN $who AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN p.code AS unit, e.code AS event, e.class AS class, e.date_edtf AS date, e.since_min AS first, e.until_max AS last,
       e.methods AS methods, e.staging AS staging, r.vetting AS vetting, r.n_independent AS n_independent,
       r.documents AS documents, r.records AS records
ORDER BY first, event, unit, records;
// Where units were based or operated.
MATCH (u:Unit)-[r:BASED_AT|OPERATED_IN]->(l:Location)
WHERE u.code IN $units AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN u.code AS unit, l.code AS place, r.since_min AS since_min, r.until_max AS until_max, r.records AS records
ORDER BY unit, place, since_min, records;
// Incidents at places.
MATCH (e:Incident)-[r:OCCURRED_AT]->(l:Location)
WHERE l.code IN $places AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN l.code AS place, e.code AS event, e.class AS class, e.date_edtf AS date, e.since_min AS first, e.until_max AS last,
       e.methods AS methods, e.staging AS staging, r.vetting AS vetting, r.n_independent AS n_independent,
       r.documents AS documents, r.records AS records
ORDER BY first, event, place, records;
// Methods of the incident to compare with.
MATCH (i:Incident)
WHERE i.code = $like AND i.clear_min <= $clearance AND $clearance <= i.clear_max
RETURN i.code AS code, i.methods AS methods
ORDER BY code;
