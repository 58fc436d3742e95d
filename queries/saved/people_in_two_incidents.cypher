// ---
// title: {en: People who appear in two or more incidents, ar: أشخاص يظهرون في حادثتين أو أكثر}
// description:
//   en: >-
//     Persons linked to at least so many incidents, and how: as victim, by alleged involvement, as issuing, addressed
//     or concerned. Whether two records speak of one person is a decision: look at it before relying on a row.
//   ar: الأشخاص المرتبطون بعدد من الحوادث، وصفة كل ارتباط.
// params:
//   appears: {type: choice, choices: [in_any_way, victim_of, perpetrator_of], default: in_any_way, help: {en: how the person appears, ar: صفة الظهور}}
//   at_least: {type: int, default: 2, help: {en: in at least so many incidents, ar: في هذا العدد من الحوادث على الأقل}}
// columns: [person, person_name, incidents, codes, links, records]
// key: [person]
// chart: {of: person, best: incidents}
// example: {}
// ---
MATCH (p:Person)-[r:VICTIM_OF|PERPETRATOR_OF|ISSUED|ADDRESSED_TO|CONCERNS]-(i:Incident)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
  AND ($appears = 'in_any_way' OR toLower(type(r)) = $appears)
WITH p.code AS found, count(DISTINCT i.code) AS n
WHERE n >= $at_least
WITH collect(found) AS people
MATCH (p:Person)-[r:VICTIM_OF|PERPETRATOR_OF|ISSUED|ADDRESSED_TO|CONCERNS]-(i:Incident)
WHERE p.code IN people AND r.clear_min <= $clearance AND $clearance <= r.clear_max
  AND ($appears = 'in_any_way' OR toLower(type(r)) = $appears)
UNWIND r.records AS record
WITH p.code AS person, p.name AS person_name, i.code AS code, type(r) AS link, record
ORDER BY code, link, record
WITH person, person_name, collect(DISTINCT code) AS codes, collect(DISTINCT link) AS links,
     collect(DISTINCT record) AS records
RETURN person, person_name, size(codes) AS incidents, codes, links, records
ORDER BY incidents DESC, person
