// ---
// title: {en: "How many? Every count of an incident, group, place or period", ar: "كم العدد؟ كل عدد يخص حادثًا أو مجموعة أو مكانًا أو مدة"}
// description:
//   en: >-
//     Everything in the file that counts people for one incident, group, place or period: what is recorded of it, what
//     is said elsewhere of the whole that it is part of, and for a place or a period each incident by itself. Nothing is
//     added: figures overlap, and different incidents rest on different sources. A sentence to copy says it in words.
//   ar: >-
//     كل ما يعدّ الناس في الملف لحادث أو مجموعة أو مكان أو مدة: ما سُجّل عنه، وما يُقال في موضع آخر عن الكل الذي هو جزء منه،
//     وكل حادث على حدة للمكان أو للمدة. لا شيء يُجمع: الأرقام تتداخل، والحوادث المختلفة تستند إلى مصادر مختلفة.
// params:
//   about: {type: entity, default: "", help: {en: "the incident, group or place; empty for a period alone", ar: الحادث أو المجموعة أو المكان، أو فارغ لمدة وحدها}}
//   window: {type: period, default: "", help: {en: only incidents that may have happened then, ar: الحوادث التي قد تكون وقعت فيها فقط}}
// inner: [codes]
// columns: [row, about, about_name, who, what, counted_in, low, best, high, range, who_words, claimed_by, vetting, n_independent, documents, records]
// key: [row, about, who, what, counted_in]
// chart: {of: what, over: about, low: low, best: best, high: high}
// example: {about: I-000 001-7}
// compute: counting.count
// about: [incident]
// ---
// Figures about incidents.
MATCH (f:Figure)-[r:ABOUT]->(i:Incident)
WHERE i.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN f.code AS who, i.code AS about, f.what AS what, f.counted_in AS counted_in, f.low AS low, f.best AS best,
       f.high AS high, f.women_max AS women, f.girls_max AS girls, f.men_max AS men, f.boys_max AS boys,
       f.claimed_by AS claimed_by, f.vetting AS vetting, r.n_independent AS n_independent, r.documents AS documents,
       r.records AS records
ORDER BY about, what, who, records;
// Groups and persons recorded as victims of incidents.
MATCH (w)-[r:VICTIM_OF]->(i:Incident)
WHERE i.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN w.code AS who, i.code AS about, coalesce(r.outcome, '') AS what, 'people' AS counted_in,
       coalesce(w.count_min, -1) AS low, -1 AS best, coalesce(w.count_max, -1) AS high, w.women_max AS women,
       w.girls_max AS girls, w.men_max AS men, w.boys_max AS boys, '' AS claimed_by, r.vetting AS vetting,
       r.n_independent AS n_independent, r.documents AS documents, r.records AS records
ORDER BY about, who, what, records;
// Figures about groups.
MATCH (f:Figure)-[r:ABOUT]->(g:Group)
WHERE g.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN f.code AS who, g.code AS about, f.what AS what, f.counted_in AS counted_in, f.low AS low, f.best AS best,
       f.high AS high, f.women_max AS women, f.girls_max AS girls, f.men_max AS men, f.boys_max AS boys,
       f.claimed_by AS claimed_by, f.vetting AS vetting, r.n_independent AS n_independent, r.documents AS documents,
       r.records AS records
ORDER BY about, what, who, records;
// Figures about places.
MATCH (f:Figure)-[r:ABOUT]->(l:Location)
WHERE l.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN f.code AS who, l.code AS about, f.what AS what, f.counted_in AS counted_in, f.low AS low, f.best AS best,
       f.high AS high, f.women_max AS women, f.girls_max AS girls, f.men_max AS men, f.boys_max AS boys,
       f.claimed_by AS claimed_by, f.vetting AS vetting, r.n_independent AS n_independent, r.documents AS documents,
       r.records AS records
ORDER BY about, what, who, records;
// The whole that an incident is part of.
MATCH (i:Incident)-[r:PART_OF]->(whole:Incident)
WHERE i.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN DISTINCT whole.code AS code
ORDER BY code;
// Places within places.
MATCH (part:Location)-[r:WITHIN]->(l:Location)
WHERE l.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN DISTINCT part.code AS code
ORDER BY code;
// Harm at places.
MATCH (i:Incident)-[r:OCCURRED_AT]->(l:Location)
WHERE l.code IN $codes AND r.clear_min <= $clearance AND $clearance <= r.clear_max AND i.class = 'harm'
  AND i.since_min <= $window_last AND $window_first <= i.until_max
RETURN DISTINCT i.code AS code
ORDER BY code;
// Harm in a period.
MATCH (i:Incident)
WHERE i.clear_min <= $clearance AND $clearance <= i.clear_max AND i.class = 'harm'
  AND i.since_min <= $window_last AND $window_first <= i.until_max
RETURN DISTINCT i.code AS code
ORDER BY code;
