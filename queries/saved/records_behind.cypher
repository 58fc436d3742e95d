// ---
// title: {en: Records behind an entity or a link, ar: السجلّات التي يستند إليها كيان أو رابط}
// description:
//   en: >-
//     Every record that an entity rests on; with a second entity, every record behind the links between the two.
//     Their words are on the card: this table can leave the case.
//   ar: كل سجلّ يستند إليه الكيان، أو الروابط بينه وبين كيان آخر.
// params:
//   entity: {type: entity, help: {en: the entity, ar: الكيان}}
//   to: {type: entity, default: "", help: {en: the other end of a link, ar: الطرف الآخر للرابط}}
//   link: {type: text, default: "", help: {en: "type of the link, such as COMMANDED; empty for any", ar: نوع الرابط}}
// columns: [link, dates, record, code, kind, document, locator, level, status, grade_source, grade_information, load, entered_at]
// example: {entity: U-000 001-7}
// compute: records.behind
// about: [entity]
// ---
