// ---
// title: {en: The shortest ways between two entities, ar: أقصر الطرق بين كيانين}
// description:
//   en: >-
//     Every shortest way (at most five), step by step, over what this reader may see. On a day: only links whose
//     period can hold that day. A way shows that records join two entities; it does not show what passed between them.
//   ar: أقصر الطرق خطوةً خطوة بين كيانين، ضمن ما يحقّ للقارئ رؤيته.
// params:
//   a: {type: entity, help: {en: where it starts, ar: من أين}}
//   b: {type: entity, help: {en: where it ends, ar: إلى أين}}
//   day: {type: date, default: "", vague: true, help: {en: only links that can hold on this day, ar: الروابط الممكنة في هذا اليوم فقط}}
// columns: [path, step, from, link, of, to, against, dates, vetting, n_independent, documents, records]
// example: {a: U-000 001-7, b: I-000 001-7}
// compute: paths.shortest
// about: [entity, entity]
// ---
