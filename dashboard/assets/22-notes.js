/* Notes on the canvas: the person's own words beside what the case says. They are kept with the canvas and its views,
   and go into no picture, no presentation and no export. */
(function () {
  "use strict";
  const D = window.dossier;
  let count = 0;

  const measure = document.createElement("canvas").getContext("2d");
  function sizeOf(text) {
    measure.font = "13px system-ui, sans-serif";
    let lines = 0;
    let widest = 40;
    for (const line of text.split("\n")) {
      const width = measure.measureText(line).width;
      widest = Math.max(widest, Math.min(width, 190));
      lines += Math.max(1, Math.ceil(width / 190));
    }
    return { w: Math.round(widest + 26), h: lines * 18 + 18 };
  }
  const element = (text, x, y) => ({
    group: "nodes", classes: "note", position: { x, y },
    data: Object.assign({ id: "note-" + Date.now().toString(36) + "-" + ++count, label: text }, sizeOf(text)),
  });
  D.addNotes = (notes) => {
    D.notes().remove();
    D.cy().add(notes.map((each) => element(each.text, each.at[0], each.at[1])));
  };

  D.newNote = () => {
    const cy = D.cy();
    const one = D.chosen()[0];
    const seen = cy.extent();
    const at = one ? { x: one.position().x + 120, y: one.position().y - 60 } : { x: (seen.x1 + seen.x2) / 2, y: (seen.y1 + seen.y2) / 2 };
    write("", at, (text) => { if (text) D.step({ add: [element(text, at.x, at.y)] }); });
  };
  D.editNote = (note) => {
    const was = { data: Object.assign({}, note.data()), classes: "note" };
    write(note.data("label"), note.position(), (text) => {
      if (!text) return D.step({ remove: D.jsons(note) });
      if (text === was.data.label) return undefined;
      const now = { data: Object.assign({}, was.data, { label: text }, sizeOf(text)), classes: "note" };
      return D.step({ data: [[note.id(), was, now]] });
    });
  };
  D.dropNotes = () => {
    const those = D.notes().filter(":selected");
    if (those.nonempty()) D.step({ remove: D.jsons(those) });
  };

  /* A field over the canvas: Ctrl+Enter or leaving it keeps the words, Escape does not. */
  function write(text, at, then) {
    const cy = D.cy();
    const field = D.byId("note-field");
    const zoom = cy.zoom();
    const pan = cy.pan();
    const stage = D.byId("stage").getBoundingClientRect();
    field.value = text;
    field.hidden = false;
    field.style.left = Math.max(8, Math.min(at.x * zoom + pan.x - 100, stage.width - 228)) + "px";
    field.style.top = Math.max(8, Math.min(at.y * zoom + pan.y - 30, stage.height - 120)) + "px";
    let done = false;
    const finish = (keep) => {
      if (done) return;
      done = true;
      field.hidden = true;
      field.onblur = field.onkeydown = null;
      if (keep) then(field.value.trim());
      field.value = "";
      D.byId("canvas").focus({ preventScroll: true });
    };
    field.onblur = () => finish(true);
    field.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Escape") finish(false);
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish(true);
    };
    field.focus();
  }
})();
