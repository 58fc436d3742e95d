/* The page Queries: tabs, copying, codes in the grid, and what is typed into a query of the case's own. */
(function () {
  "use strict";
  const D = window.dossier;
  const byId = D.byId;

  // ------------------------------------------------------------------ codes in the grid open their cards
  const CODE = /[PGULIFD]-\d[\d ]*-\d/g;
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  cells.DossierCodes = (props) => {
    const make = window.React.createElement;
    const text = String(props.value === null || props.value === undefined ? "" : props.value);
    const names = props.names || {};
    const parts = [];
    let at = 0;
    for (const found of text.matchAll(CODE)) {
      if (found.index > at) parts.push(make("bdi", { key: "t" + at }, text.slice(at, found.index)));
      const code = found[0];
      const told = names[code]
        ? [make("bdi", { key: "n" }, names[code]), " ", make("code", { key: "c" }, code)]
        : make("code", null, code);
      parts.push(make("button", {
        key: "c" + found.index, type: "button", className: "code-link", "data-card": code, title: code,
      }, told));
      at = found.index + code.length;
    }
    if (at < text.length) parts.push(make("bdi", { key: "e" }, text.slice(at)));
    return make("span", { className: "codes-cell" }, parts);
  };
  // Enter on a cell with one code opens its card, as a click does.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest) return;
    const cell = event.target.closest("#query-grid .ag-cell");
    const button = cell && event.target === cell ? cell.querySelector("[data-card]") : null;
    if (button) button.click();
  });

  // ------------------------------------------------------------------ tabs and copying
  function openTab(tab) {
    const bar = tab.closest(".query-tabs");
    const name = tab.dataset.qtab;
    bar.querySelectorAll("[data-qtab]").forEach((each) => {
      each.setAttribute("aria-selected", each === tab);
      each.tabIndex = each === tab ? 0 : -1;
    });
    bar.parentElement.querySelectorAll("[data-qpanel]").forEach((panel) => { panel.hidden = panel.dataset.qpanel !== name; });
  }
  async function copy(button) {
    const source = byId(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch (refused) {
      const area = document.createElement("textarea"); // without a secure address the old way is the only one
      area.value = source.textContent;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    D.say(button.dataset.copied);
  }
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-qtab]");
    if (tab) openTab(tab);
    const copying = event.target.closest("[data-copy]");
    if (copying) copy(copying);
    const saving = event.target.closest(".query-counts .drop-body button");
    if (saving) saving.closest("details").open = false;
    const act = event.target.closest("[data-own]");
    if (act) own(act.dataset.own);
    const place = event.target.closest("#own-checks li[data-line]");
    if (place) goTo(Number(place.dataset.line), Number(place.dataset.column));
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest && event.target.closest("[data-qtab]");
    if (tab && /^Arrow(Left|Right)$/.test(event.key)) {
      const all = [...tab.closest(".query-tabs").querySelectorAll("[data-qtab]")];
      const forward = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
      const next = all[(all.indexOf(tab) + (forward ? 1 : all.length - 1)) % all.length];
      openTab(next);
      next.focus();
    }
    const inForm = event.target.closest && event.target.closest(".query-fields");
    const combo = event.target.closest && event.target.closest(".combo");
    const choosing = combo && combo.classList.contains("open") && combo.querySelector('[aria-selected="true"]');
    if (inForm && event.key === "Enter" && !choosing) {
      const run = document.querySelector(".query-run .primary");
      if (run) setTimeout(() => run.click(), 60); // what was typed reaches the server first
    }
  });

  // ------------------------------------------------------------------ a query of the case's own
  const value = (id) => (byId(id) ? byId(id).value : "");
  function typed() {
    const lines = [...document.querySelectorAll("#own-parameters tbody tr")].map((row) => {
      const type = row.querySelector("select");
      const [help, fallback] = row.querySelectorAll("input");
      return { name: type.dataset.parameter, type: type.value, help: help.value, default: fallback.value };
    });
    const [, , , name, act] = location.pathname.split("/");
    return {
      name: value("own-name"), title: value("own-title"), help: value("own-help"), cypher: value("own-cypher"),
      parameters: lines, replaces: act === "edit" ? name : "", t: Date.now(),
    };
  }
  let soon = null;
  function changed(event) {
    if (!event.target.closest || !event.target.closest(".own-grid")) return;
    clearTimeout(soon);
    soon = setTimeout(() => D.set("own-typed", { data: typed() }), 400);
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  function own(act) {
    const sure = byId("own-sure");
    if (act === "save") D.set("own-keep", { data: Object.assign({ act: "save" }, typed()) });
    if (act === "remove") { sure.hidden = false; sure.querySelector("button").focus(); }
    if (act === "removeNo") { sure.hidden = true; document.querySelector('[data-own="remove"]').focus(); }
    if (act === "removeYes") { sure.hidden = true; D.set("own-keep", { data: Object.assign({ act: "remove" }, typed()) }); }
  }
  function goTo(line, column) {
    const area = byId("own-cypher");
    const lines = area.value.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + Math.max(0, column - 1);
    area.focus();
    area.setSelectionRange(Math.min(at, area.value.length), Math.min(at + 1, area.value.length));
  }
})();
