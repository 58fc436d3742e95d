/* Vetting: rows by keys, several at once, and the next row after each decision. */
(function () {
  "use strict";
  const D = window.dossier;
  const byId = D.byId;
  const chosen = new Set(); // threads
  let all = false; // everything that the filters hold, not only what is shown
  let at = 0; // the row that has, or last had, the focus
  let from = null; // where a range began
  let pending = ""; // what was asked before there was a reason
  let refocus = false;

  const here = () => D.page() === "vetting";
  const rows = () => [...document.querySelectorAll("#vet-list [data-vet-row]")];
  const threadOf = (row) => row.dataset.vetRow;

  function mark() {
    rows().forEach((row) => row.setAttribute("aria-selected", all || chosen.has(threadOf(row))));
    const told = byId("vet-chosen");
    if (!told) return;
    const total = document.querySelector("#vet-filters [data-vet-name=status][aria-pressed=true] .count");
    const n = all && total ? total.textContent : chosen.size;
    told.textContent = all || chosen.size ? told.dataset.some.replace("{n}", n) : told.dataset.none;
  }
  function focusRow(index, { open = true } = {}) {
    const list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(index, list.length - 1));
    list.forEach((row, number) => { row.tabIndex = number === at ? 0 : -1; row.classList.toggle("current", number === at); });
    list[at].focus({ preventScroll: true });
    list[at].scrollIntoView({ block: "nearest" });
    if (open) show(list[at]);
  }
  let opening = null;
  function show(row) {
    clearTimeout(opening);
    opening = setTimeout(() => { if (row.isConnected) D.openCard(threadOf(row), row); }, 140);
  }
  function toggle(row, on) {
    all = false;
    if (on === undefined ? chosen.has(threadOf(row)) : !on) chosen.delete(threadOf(row));
    else chosen.add(threadOf(row));
    mark();
  }
  function range(to) {
    if (from === null) from = at;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    rows().forEach((row, number) => toggle(row, number >= low && number <= high));
  }
  function choose(data) {
    const store = (window.dash_clientside.dossier.vetChoice = Object.assign({}, window.dash_clientside.dossier.vetChoice, data));
    chosen.clear();
    all = false;
    at = 0;
    D.set("vet-choice", { data: store });
  }
  function decide(action) {
    const list = rows();
    if (!list.length) return;
    const why = byId("vet-why");
    if (!why.value.trim()) {
      pending = action;
      why.focus();
    }
    const threads = chosen.size ? [...chosen] : list[at] ? [threadOf(list[at])] : [];
    refocus = Boolean(why.value.trim());
    D.set("vet-do", { data: { do: action, threads, all, t: Date.now() } });
  }

  // ------------------------------------------------------------------ clicks
  document.addEventListener("click", (event) => {
    if (!here()) return undefined;
    const option = event.target.closest("[data-vet-name]");
    if (option) return choose({ [option.dataset.vetName]: option.dataset.vetValue, page: 0 });
    const turn = event.target.closest("[data-vet-page]");
    if (turn) return choose({ page: Number(turn.dataset.vetPage) });
    const does = event.target.closest("[data-vet-do]");
    if (does) return decide(does.dataset.vetDo);
    const several = event.target.closest("[data-vet]");
    if (several) {
      all = several.dataset.vet === "all";
      chosen.clear();
      if (several.dataset.vet === "page") rows().forEach((row) => chosen.add(threadOf(row)));
      return mark();
    }
    const row = event.target.closest("[data-vet-row]");
    if (!row) return undefined;
    const index = rows().indexOf(row);
    if (event.shiftKey) range(index);
    else from = index;
    if (event.target.closest(".vet-check")) toggle(row);
    return focusRow(index);
  });

  // ------------------------------------------------------------------ keys
  const LETTERS = { KeyC: "confirm", KeyD: "dispute", KeyV: "vet" };
  document.addEventListener("keydown", (event) => {
    if (!here() || !event.target.closest) return undefined;
    if (event.target.id === "vet-why" && event.key === "Enter") {
      event.preventDefault();
      const action = pending || "confirm";
      pending = "";
      if (event.target.value.trim()) setTimeout(() => decide(action), 30); // after the field has told its value
      return undefined;
    }
    const row = event.target.closest("[data-vet-row]");
    const free = event.target === document.body || event.target.id === "main" || event.target.tagName === "H1";
    if ((!row && !free) || event.altKey || event.metaKey) return undefined;
    const down = event.key === "ArrowDown" || event.code === "KeyJ";
    const up = event.key === "ArrowUp" || event.code === "KeyK";
    const last = rows().length - 1;
    const to = down ? Math.min(at + 1, last) : up ? Math.max(at - 1, 0)
      : event.key === "Home" ? 0 : event.key === "End" ? last : -1;
    if (event.ctrlKey && event.code === "KeyA") {
      event.preventDefault();
      rows().forEach((each) => chosen.add(threadOf(each)));
      return mark();
    }
    if (event.ctrlKey) return undefined;
    if (to >= 0 && (down || up || row)) {
      event.preventDefault();
      if (event.shiftKey) range(to);
      else from = null;
      return focusRow(row || at > 0 ? to : 0);
    }
    if (!row) return undefined;
    if (event.code === "KeyX" || event.key === " ") {
      event.preventDefault();
      from = at;
      return toggle(row);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      return D.openCard(threadOf(row), row);
    }
    if (LETTERS[event.code]) {
      event.preventDefault();
      return decide(LETTERS[event.code]);
    }
    return undefined;
  });

  Object.assign(window.dash_clientside.dossier, {
    vettingDrawn: () => {
      setTimeout(() => {
        const there = new Set(rows().map(threadOf));
        chosen.forEach((thread) => { if (!there.has(thread)) chosen.delete(thread); });
        const list = rows();
        const active = document.activeElement;
        if (refocus || (active && active.closest && active.closest("#vet-list"))) {
          if (refocus) all = false;
          focusRow(Math.min(at, list.length - 1), { open: refocus });
        } else list.forEach((row, number) => { row.tabIndex = number === Math.min(at, list.length - 1) ? 0 : -1; });
        refocus = false;
        mark();
      }, 30);
      return "";
    },
  });
})();
