// ---
// title: {en: "Victims of an incident: each source's figure, and the range", ar: "ضحايا الحادث: رقم كل مصدر، والمدى"}
// description:
//   en: >-
//     Everybody recorded as a victim, every figure by its source, and for each thing counted the range from the lowest
//     to the highest. Figures overlap: they are never added and never averaged.
//   ar: كل من سُجّل ضحيةً، وكل رقم بحسب مصدره، والمدى من الأدنى إلى الأعلى. الأرقام تتداخل ولا تُجمع.
// params:
//   incident: {type: incident, help: {en: the incident, ar: الحادث}}
// columns: [row, who, who_name, act, method, outcome, what, counted_in, low, best, high, range, as_of, claimed_by, counts, vetting, n_independent, documents, records]
// key: [row, who, what, counted_in]
// chart: {of: what, over: who, low: low, best: best, high: high}
// example: {incident: I-000 001-7}
// compute: figures.victims
// about: [incident]
// ---
// Who is recorded as a victim.
MATCH (w)-[r:VICTIM_OF]->(i:Incident {code: $incident})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN w.code AS who, coalesce(w.name, '') AS who_name, r.act AS act, r.method AS method, r.outcome AS outcome,
       coalesce(w.count_min, -1) AS low, coalesce(w.count_max, -1) AS high, r.vetting AS vetting,
       r.n_independent AS n_independent, r.documents AS documents, r.records AS records
ORDER BY who, act, records;
// Figures about the incident.
MATCH (f:Figure)-[r:ABOUT]->(i:Incident {code: $incident})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN f.code AS who, $incident AS counts, f.what AS what, f.counted_in AS counted_in, f.low AS low, f.best AS best,
       f.high AS high, f.as_of AS as_of, f.claimed_by AS claimed_by, f.vetting AS vetting,
       r.n_independent AS n_independent, r.documents AS documents, r.records AS records
ORDER BY what, who;
// Figures about a group that is among the victims.
MATCH (f:Figure)-[r:ABOUT]->(g:Group)-[v:VICTIM_OF]->(i:Incident {code: $incident})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
  AND v.clear_min <= $clearance AND $clearance <= v.clear_max
RETURN DISTINCT f.code AS who, g.code AS counts, f.what AS what, f.counted_in AS counted_in, f.low AS low,
       f.best AS best, f.high AS high, f.as_of AS as_of, f.claimed_by AS claimed_by, f.vetting AS vetting,
       r.n_independent AS n_independent, r.documents AS documents, r.records AS records
ORDER BY what, who;
