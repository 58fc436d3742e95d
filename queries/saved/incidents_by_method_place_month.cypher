// ---
// title: {en: "Incidents by method, place and month", ar: الحوادث بحسب الأسلوب والمكان والشهر}
// description:
//   en: >-
//     How many incidents of one class share a method, a place and a month. An incident with several methods counts
//     under each. One whose date is not known to the month stands under its year, or under no date: it is never put
//     on the first day of anything. Counts are of incidents in the graph, never of victims.
//   ar: عدد الحوادث التي تشترك في الأسلوب والمكان والشهر. الحادث الذي لا يُعرف شهره يُعدّ تحت سنته أو دون تاريخ.
// params:
//   class: {type: choice, choices: [harm, threat, order_or_listing, ruling, notice, measure, control_act, discovery, practice, series], default: harm, help: {en: class of incident, ar: صنف الحادث}}
//   window: {type: period, default: "", help: {en: only what may have happened in this window, ar: ما قد يكون وقع في هذه المدة فقط}}
//   at_least: {type: int, default: 1, help: {en: at least so many incidents, ar: الحدّ الأدنى لعدد الحوادث}}
// columns: [method, place, place_name, month, incidents, codes, records]
// key: [method, place, month]
// chart: {of: month, count: codes}
// example: {window: 2015}
// ---
MATCH (i:Incident)
WHERE i.clear_min <= $clearance AND $clearance <= i.clear_max AND i.class = $class
  AND i.since_min <= $window_last AND $window_first <= i.until_max
OPTIONAL MATCH (i)-[r:OCCURRED_AT]->(l:Location)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
WITH i.code AS code, i.records AS own, coalesce(l.code, '') AS place, coalesce(l.name, '') AS place_name,
     CASE WHEN size(i.methods) = 0 THEN ['not_known'] ELSE i.methods END AS methods,
     CASE WHEN substring(i.since_min, 0, 7) = substring(i.until_max, 0, 7) THEN substring(i.since_min, 0, 7)
          WHEN substring(i.since_min, 0, 4) = substring(i.until_max, 0, 4) THEN substring(i.since_min, 0, 4)
          ELSE '' END AS month
UNWIND methods AS method
UNWIND own AS record
WITH method, place, place_name, month, code, record
ORDER BY code, record
WITH method, place, place_name, month, collect(DISTINCT code) AS codes, collect(DISTINCT record) AS records
WHERE size(codes) >= $at_least
RETURN method, place, place_name, month, size(codes) AS incidents, codes, records
ORDER BY incidents DESC, method, place_name, place, month
