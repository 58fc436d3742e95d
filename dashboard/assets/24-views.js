/* What was kept: the canvas as it was left, and views that have a name and an address. */
(function () {
  "use strict";
  const D = window.dossier;
  let begun = false;
  let shown = "";

  D.saveView = () => {
    if (D.cy().nodes().empty()) return D.say(D.word("nothing_shown"));
    const name = (D.byId("view-name") || {}).value || "";
    D.set("view-save", { data: { name, state: D.state(), t: Date.now() } });
    return undefined;
  };
  D.takeIntoBrief = () => {
    const those = D.chosen().nonempty() ? D.chosen() : D.seen().nodes();
    if (those.empty()) return D.say(D.word("nothing_shown"));
    D.set("take-into-brief", { data: { codes: those.map((n) => n.id()), t: Date.now() } });
    return undefined;
  };
  D.takeKept = (told) => {
    D.revision = D.revision || told.revision;
    if (told.gone) return D.notice({ text: told.gone, kind: "problem" });
    if (told.view) {
      if (shown !== told.id) put(told.view);
      shown = told.id;
    } else {
      if (!begun && D.cy().nodes().empty()) put(told.canvas || {});
      shown = "";
    }
    begun = true;
    return undefined;
  };
  function put(state) {
    D.cy().elements().remove();
    D.setFilter(state.filter || {});
    if (!Object.keys(state.at || {}).length) {
      D.addNotes(state.notes || []);
      return D.changed();
    }
    const { at, hidden, pinned, notes } = state;
    return D.ask({ do: "restore", shown: at, hidden, pinned, notes, fit: true });
  }
})();
