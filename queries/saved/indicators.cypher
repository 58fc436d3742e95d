// ---
// title: {en: "What speaks for and against control, knowledge or measures", ar: "ما يؤيد السيطرة أو العلم أو التدابير وما ينفيها"}
// description:
//   en: >-
//     Orders, rulings, notices, measures and acts of control that a person or unit issued, that were addressed to it or
//     concern it, each with what somebody noted that it speaks for or against. Contradicting ones stand side by side; there is
//     no score. Where nothing was noted, a row says that there is no material in this file.
//   ar: >-
//     الأوامر والأحكام والإشعارات والتدابير وأعمال السيطرة التي أصدرها شخص أو وحدة أو وُجّهت إليه أو تخصّه، وما دُوّن أنها تؤيده أو
//     تنفيه. المتعارض منها جنبًا إلى جنب، بلا درجات. وحيث لم يُدوَّن شيء يقول سطر إنه لا مادة في هذا الملف.
// params:
//   who: {type: entity, help: {en: the person or unit, ar: الشخص أو الوحدة}}
//   window: {type: period, default: "", help: {en: only what may have happened then, ar: ما قد يكون وقع فيها فقط}}
// columns: [speaks_to, speaks, incident, class, date, link, vetting, n_independent, documents, records, data_as_of]
// key: [speaks_to, speaks, incident, link]
// example: {who: U-000 001-7}
// compute: indicators.listed
// about: [unit]
// ---
MATCH (w:Person)-[r:ISSUED|ADDRESSED_TO|CONCERNS]-(i:Incident)
WHERE w.code = $who AND r.clear_min <= $clearance AND $clearance <= r.clear_max
  AND i.since_min <= $window_last AND $window_first <= i.until_max
RETURN r.speaks_to AS speaks_to, r.speaks AS speaks, i.code AS incident, i.class AS class, i.date_edtf AS date,
       type(r) AS link, r.vetting AS vetting, r.n_independent AS n_independent, r.documents AS documents,
       r.records AS records, i.since_min AS first
ORDER BY first, incident, link, speaks_to, speaks, records;
MATCH (w:Unit)-[r:ISSUED|ADDRESSED_TO|CONCERNS]-(i:Incident)
WHERE w.code = $who AND r.clear_min <= $clearance AND $clearance <= r.clear_max
  AND i.since_min <= $window_last AND $window_first <= i.until_max
RETURN r.speaks_to AS speaks_to, r.speaks AS speaks, i.code AS incident, i.class AS class, i.date_edtf AS date,
       type(r) AS link, r.vetting AS vetting, r.n_independent AS n_independent, r.documents AS documents,
       r.records AS records, i.since_min AS first
ORDER BY first, incident, link, speaks_to, speaks, records;
