/* The page around the canvas: panels, keys, search lists, menu, tables. Clicks are told by data-act. */
(function () {
  "use strict";
  const D = window.dossier;
  const byId = D.byId;

  // ------------------------------------------------------------------ pages and panels
  /* Where the address leads: the page, and the parts after it (a code, a number, the id of something kept). */
  D.here = () => {
    const [language, page, ...parts] = location.pathname.split("/").slice(1);
    return { language, page: page || "overview", parts: parts.filter(Boolean) };
  };
  D.page = () => D.here().page;
  D.go = (path) => {
    if (path === location.pathname) return;
    history.pushState({}, "", path);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as Dash's own links do
  };
  function showPage() {
    const here = D.here();
    const now = here.page;
    document.querySelectorAll("#main > .page").forEach((section) => { section.hidden = section.id !== "page-" + now; });
    const inRail = now === "enter" ? "add" : now;
    document.querySelectorAll(".rail .tab").forEach((tab) => {
      const on = tab.id === "tab-" + inRail;
      tab.classList.toggle("chosen", on);
      if (on) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    });
    const rest = location.pathname.slice(here.language.length + 2);
    document.querySelectorAll("a.language").forEach((link) => { link.href = "/" + link.lang + "/" + rest; });
    if (now === "explore") beginExplore();
    if (shownPage && shownPage !== now) arrive(now, 30);
    shownPage = now;
  }
  /* On another page one begins at its heading: what had the focus lies on the page that was left, or led away from it.
     What the page itself gives the focus keeps it. A heading may be drawn late, or once more. */
  let shownPage = "";
  let arriving = null;
  const isSeen = (element) => Boolean(element && element.offsetParent);
  function arrive(name, tries) {
    clearTimeout(arriving);
    if (D.page() !== name || !tries) return;
    const heading = [...document.querySelectorAll("#page-" + name + " h1")].find(isSeen);
    const active = document.activeElement;
    const free = !isSeen(active) || active === document.body || active.closest(".rail");
    if (!free && active !== heading) return;
    if (free && heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    arriving = setTimeout(() => arrive(name, tries - 1), 100);
  }
  /* The canvas is drawn on the first visit; the component puts it there a moment after it was sent. */
  function beginExplore() {
    if (D.page() !== "explore") return undefined;
    if (!byId("canvas")) return setTimeout(beginExplore, 20);
    D.begin();
    const cy = D.cy();
    if (cy && D.ready) requestAnimationFrame(() => { cy.resize(); if (D.fitSoon) { D.fitSoon = false; D.fit(); } });
    return undefined;
  }
  D.goExplore = () => {
    if (D.page() !== "explore") D.go("/" + D.here().language + "/explore");
  };
  const narrow = window.matchMedia("(max-width: 1180px)");
  D.openPanel = (name) => {
    if (narrow.matches) byId("below").classList.remove("with-card"); // one column for both
    document.querySelectorAll(".panel-tab").forEach((tab) => {
      const on = tab.dataset.panel === name;
      tab.setAttribute("aria-selected", on);
      tab.tabIndex = on ? 0 : -1;
    });
    document.querySelectorAll(".panel").forEach((panel) => { panel.hidden = panel.dataset.panel !== name; });
  };
  D.showCard = () => { byId("below").classList.add("with-card"); };
  /* The card of any code, on any page; focus returns to what asked for it. */
  D.openCard = (id, from) => {
    D.cardAskedBy = from || document.activeElement;
    D.showCard();
    const one = D.page() === "explore" && D.cy() ? D.cy().getElementById(id) : null;
    D.set("inspect", { data: { id, group: one && one.nonempty() ? one.group() : "", t: Date.now() } });
  };
  D.showPicker = () => {
    D.showCard();
    setTimeout(() => {
      const first = document.querySelector("#card input, #card button");
      if (first) first.focus();
    }, 60);
  };
  D.closeCard = () => {
    if (!byId("below") || !byId("below").classList.contains("with-card")) return;
    byId("below").classList.remove("with-card");
    D.set("card", { children: [] });
    const back = D.page() === "explore" ? byId("canvas") : D.cardAskedBy;
    if (back && back.isConnected) back.focus({ preventScroll: true });
  };
  D.toggleTable = () => {
    const open = byId("workspace").classList.toggle("with-table");
    document.querySelectorAll('[data-act="table"]').forEach((b) => b.setAttribute("aria-expanded", open));
    if (open) fillTables();
    requestAnimationFrame(() => D.fit()); // the canvas became lower or higher
  };
  D.toggleHelp = () => {
    const help = byId("help");
    help.hidden = !help.hidden;
    if (!help.hidden) help.focus();
  };

  // ------------------------------------------------------------------ notices
  let going = null;
  let undoing = [];
  D.notice = (told) => {
    const toast = byId("toast");
    byId("toast-text").textContent = told.text || "";
    undoing = (told.undo && told.undo.decisions) || [];
    byId("toast-undo").hidden = undoing.length === 0;
    toast.classList.toggle("problem", told.kind === "problem");
    toast.hidden = false;
    clearTimeout(going);
    if (told.kind !== "problem") going = setTimeout(() => { toast.hidden = true; }, undoing.length ? 15000 : 6000);
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("#toast-close")) byId("toast").hidden = true;
    if (event.target.closest("#toast-undo")) {
      byId("toast").hidden = true;
      D.set("undo-decisions", { data: { decisions: undoing, t: Date.now() } });
    }
  });

  // ------------------------------------------------------------------ whether the server still answers this page
  /* A page that stays open while the server is started anew, or whose session ended, says so and what to do; it goes
     on by itself once the new address has been opened in another tab of the same browser. */
  let telling = null;
  function lose(key) {
    const place = byId("lost");
    if (!place || !D.words[key]) return;
    place.textContent = D.word(key);
    place.hidden = false;
  }
  function found() {
    clearTimeout(telling);
    telling = null;
    const place = byId("lost");
    if (!place || place.hidden) return;
    place.hidden = true;
    place.textContent = "";
    document.dispatchEvent(new Event("dossier:back"));
  }
  let retelling = null;
  let retold = 0;
  function tellAgain() {
    const now = D.here();
    retold += 1;
    if (byId("page-" + now.page)) D.set("here-" + now.page, { data: now });
  }
  const ask = window.fetch.bind(window);
  window.fetch = async (...asked) => {
    try {
      const answer = await ask(...asked);
      if (answer.status === 403) lose("lost_session");
      else found();
      retold = 0;
      return answer;
    } catch (error) {
      // Whoever goes back and forth quickly makes the browser drop what is asked meanwhile: the page asks once more.
      clearTimeout(retelling);
      if (retold < 3 && error.name !== "AbortError") retelling = setTimeout(tellAgain, 300);
      // One answer may be lost on its way: only where none follows it is said.
      if (error.name !== "AbortError" && !telling) telling = setTimeout(() => lose("lost_server"), 3000);
      throw error;
    }
  };

  // ------------------------------------------------------------------ menu on a node
  D.showMenu = (event) => {
    const menu = byId("menu");
    menu.hidden = false;
    const place = byId("stage").getBoundingClientRect();
    const width = menu.offsetWidth;
    const height = menu.offsetHeight;
    menu.style.left = Math.max(4, Math.min(event.clientX - place.left, place.width - width - 6)) + "px";
    menu.style.top = Math.max(4, Math.min(event.clientY - place.top, place.height - height - 6)) + "px";
    menu.querySelector("button").focus();
  };
  D.hideMenu = () => { const menu = byId("menu"); if (menu) menu.hidden = true; };

  // ------------------------------------------------------------------ lists under fields
  const listOf = (input) => input.closest(".combo").querySelector('[role="listbox"]');
  const optionsOf = (input) => [...listOf(input).querySelectorAll('[role="option"]')];
  function choose(input, option) {
    const value = option.dataset.value;
    const combo = input.closest(".combo");
    combo.classList.remove("open");
    if (input.id === "search") {
      D.set("search", { value: "" });
      D.goExplore();
      whenReady(() => { // from another page Explore may not be drawn yet
        D.bring([value], { focus: value });
        setTimeout(() => byId("canvas").focus({ preventScroll: true }), 80);
      });
    } else {
      const told = combo.querySelector(".told");
      if (told) told.textContent = option.dataset.label === value ? "" : option.dataset.label;
      D.set(combo.dataset.field ? JSON.parse(combo.dataset.field) : input.id, { value });
      input.focus();
      combo.classList.remove("open");
    }
  }
  function move(input, by) {
    const all = optionsOf(input);
    if (!all.length) return;
    input.closest(".combo").classList.add("open");
    const at = all.findIndex((o) => o.getAttribute("aria-selected") === "true");
    all.forEach((o) => o.setAttribute("aria-selected", "false"));
    const now = all[(at + by + all.length + (at < 0 && by < 0 ? 1 : 0)) % all.length];
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("input", (event) => {
    const combo = event.target.closest && event.target.closest(".combo");
    if (combo) {
      combo.classList.add("open");
      const told = combo.querySelector(".told");
      if (told) told.textContent = "";
    }
  });
  document.addEventListener("focusin", (event) => {
    const combo = event.target.closest && event.target.closest(".combo");
    document.querySelectorAll(".combo.open").forEach((other) => { if (other !== combo) other.classList.remove("open"); });
    if (combo && event.target.tagName === "INPUT") combo.classList.add("open");
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest('.combo [role="option"]');
    if (option) {
      event.preventDefault();
      choose(option.closest(".combo").querySelector("input"), option);
    } else if (!event.target.closest(".combo")) {
      document.querySelectorAll(".combo.open").forEach((combo) => combo.classList.remove("open"));
    }
    if (!event.target.closest("#menu")) D.hideMenu();
    document.querySelectorAll("details.drop[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; });
  });

  // ------------------------------------------------------------------ clicks
  function whenReady(then) {
    if (D.ready) then();
    else document.addEventListener("dossier:ready", then, { once: true });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) {
      const drop = button.closest("details.drop");
      if (drop) drop.open = false;
      D.hideMenu();
      return D.act(button.dataset.act);
    }
    const tab = event.target.closest(".panel-tab");
    if (tab) return D.openPanel(tab.dataset.panel);
    const toggle = event.target.closest("[data-filter]");
    if (toggle) {
      toggle.setAttribute("aria-pressed", toggle.getAttribute("aria-pressed") !== "true");
      return D.applyFilter();
    }
    const table = event.target.closest(".table-tab");
    if (table) return openTable(table.dataset.table);
    const start = event.target.closest("[data-start]");
    if (start) return begin(JSON.parse(start.dataset.start));
    const bring = event.target.closest("[data-bring]");
    if (bring) {
      const code = bring.dataset.bring;
      D.goExplore();
      return whenReady(() => D.bring([code], { focus: code }));
    }
    const go = event.target.closest("[data-go]");
    if (go) return D.openCard(go.dataset.go, go);
    const card = event.target.closest("[data-card]");
    if (card) return D.openCard(card.dataset.card, card);
    const link = event.target.closest("[data-href]");
    if (link && !(link.href && (event.ctrlKey || event.metaKey || event.shiftKey))) { // else another tab or window
      event.preventDefault();
      return D.go(link.dataset.href);
    }
    const question = event.target.closest("[data-question]");
    if (question) {
      D.openPanel("ask");
      D.set("question", { data: { name: question.dataset.question, given: JSON.parse(question.dataset.given || "{}") } });
      return undefined;
    }
    const show = event.target.closest("[data-codes]");
    if (show) {
      const codes = JSON.parse(show.dataset.codes);
      D.goExplore();
      return whenReady(() => D.bring(codes));
    }
    const save = event.target.closest("[data-save]");
    if (save) {
      save.closest("details.drop").open = false;
      const seen = D.seen();
      if (seen.nodes().empty()) return D.say(D.word("nothing_shown"));
      const at = {};
      seen.nodes().forEach((n) => { at[n.id()] = [Math.round(n.position().x), Math.round(n.position().y)]; });
      D.set("save", { data: { as: save.dataset.save, at, filter: D.filter(), t: Date.now() } });
    }
    return undefined;
  });
  /* A start card is one click from its answer: its question is asked as soon as the form stands there filled. */
  function runWhenDrawn(query, tries) {
    const button = document.querySelector("#form .primary");
    if (button && button.id.includes('"' + query + '"')) button.click();
    else if (tries) setTimeout(() => runWhenDrawn(query, tries - 1), 50);
  }
  function begin(told) {
    D.goExplore();
    whenReady(() => {
      if (told.codes && told.codes.length) D.bring(told.codes, { focus: told.focus || told.codes[0], around: true });
      if (told.query) {
        D.openPanel("ask");
        D.set("question", { data: { name: told.query, given: told.given || {} } });
        runWhenDrawn(told.query, 100);
      }
    });
  }

  // ------------------------------------------------------------------ filters (the legend is the panel)
  const off = (name) => [...document.querySelectorAll('[data-filter="' + name + '"][aria-pressed="false"]')];
  const on = (name) => [...document.querySelectorAll('[data-filter="' + name + '"][aria-pressed="true"]')];
  const period = () => ((byId("filter-time") || {}).value || "").trim();
  D.filterIsOn = () => off("kind").length + off("vetting").length > 0 || Boolean(period()) || Boolean(D.filterWas);
  D.filter = () => ({
    kinds: on("kind").map((b) => b.dataset.value),
    vetting: off("vetting").length ? on("vetting").map((b) => b.dataset.value) : [],
    time: period(),
  });
  /* The legend as it stands, and how to put it back. */
  D.filterState = () => ({
    kinds_off: off("kind").map((b) => b.dataset.value),
    vetting_off: off("vetting").map((b) => b.dataset.value),
    time: period(),
  });
  D.setFilter = (told) => {
    const set = (name, those) => document.querySelectorAll('[data-filter="' + name + '"]').forEach((b) => {
      b.setAttribute("aria-pressed", !(those || []).includes(b.dataset.value));
    });
    set("kind", told.kinds_off);
    set("vetting", told.vetting_off);
    D.set("filter-time", { value: told.time || "" });
    const field = byId("filter-time");
    if (field) field.value = told.time || "";
  };
  D.applyFilter = () => {
    D.filterWas = off("kind").length + off("vetting").length > 0 || Boolean(period());
    D.ask(() => ({ do: "filter", filter: D.filter() }));
  };

  // ------------------------------------------------------------------ keys
  const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  const LETTERS = {
    KeyE: "expand", KeyI: "inspect", KeyH: "hide", KeyF: "fit", KeyP: "pin", KeyR: "related", KeyN: "note",
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (field.tagName === "INPUT" && field.closest(".combo")) {
      return inCombo(event, field.type === "checkbox" ? field.closest(".combo").querySelector("input") : field);
    }
    if (event.key === "Escape") {
      const drop = document.querySelector("details.drop[open]");
      if (drop) { drop.open = false; return drop.querySelector("summary").focus(); }
      const menu = byId("menu");
      if (menu && !menu.hidden) { D.hideMenu(); return byId("canvas").focus(); }
      const help = byId("help");
      if (help && !help.hidden) return D.toggleHelp();
      if (D.presenting) return D.present(false);
      return D.closeCard();
    }
    if (event.key === "Enter" && field.matches("[data-card], [data-href], [data-go]") && field.tagName !== "BUTTON" && field.tagName !== "A") {
      event.preventDefault();
      return field.click();
    }
    if (field.id === "filter-time" && event.key === "Enter") return setTimeout(D.applyFilter, 30);
    if (typing(field)) return undefined;
    const asksHelp = event.key === "?" || event.key === "؟";
    if (asksHelp) return D.page() === "explore" ? D.toggleHelp() : D.openHelp();
    if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
      event.preventDefault();
      return byId("search").focus();
    }
    if (D.page() !== "explore" || !D.cy()) return undefined;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ") {
      event.preventDefault();
      return event.shiftKey ? D.redo() : D.undo();
    }
    if (field.classList.contains("panel-tab") && /^Arrow(Left|Right)$/.test(event.key)) return nextTab(field, event);
    if (field.closest("#menu") && /^Arrow(Up|Down)$/.test(event.key)) return nextInMenu(field, event);
    if (field.closest(".tables, #menu, .card")) return undefined;
    return onCanvas(event, Boolean(field.closest("#canvas")));
  });

  function inCombo(event, input) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(input, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const all = optionsOf(input);
      const open = input.closest(".combo").classList.contains("open");
      const chosen = all.find((o) => o.getAttribute("aria-selected") === "true") || (input.id === "search" ? all[0] : null);
      if (open && chosen) {
        event.preventDefault();
        choose(input, chosen);
      }
    } else if (event.key === "Escape") {
      input.closest(".combo").classList.remove("open");
      if (input.id === "search") input.blur();
    }
  }
  function nextTab(tab, event) {
    const all = [...document.querySelectorAll(".panel-tab")];
    const forward = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
    const now = all[(all.indexOf(tab) + (forward ? 1 : all.length - 1)) % all.length];
    D.openPanel(now.dataset.panel);
    now.focus();
  }
  function nextInMenu(button, event) {
    event.preventDefault();
    const all = [...byId("menu").querySelectorAll("button")];
    all[(all.indexOf(button) + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length].focus();
  }
  /* Letters work anywhere on the page outside fields; arrows and Enter only where the canvas has the focus. */
  function onCanvas(event, focused) {
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (/^Arrow/.test(event.key)) {
      if (!focused) return undefined;
      event.preventDefault();
      return walk(event.key);
    }
    if (event.code === "KeyH" && event.shiftKey) return D.act("only");
    if (event.code === "KeyP" && event.shiftKey) return D.act("present");
    if (event.key === "Delete" && focused) return D.dropNotes();
    if (event.key === "Enter") return focused ? D.act("inspect") : undefined;
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      const one = D.chosen()[0];
      if (!one) return undefined;
      event.preventDefault();
      const at = one.renderedPosition();
      const place = byId("canvas").getBoundingClientRect();
      return D.showMenu({ clientX: place.left + at.x, clientY: place.top + at.y });
    }
    if (LETTERS[event.code]) {
      event.preventDefault();
      return D.act(LETTERS[event.code]);
    }
    return undefined;
  }
  /* An arrow goes to the neighbour that lies most in its direction; without neighbours there, to any node. */
  function walk(key) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const from = D.chosen()[0];
    const nodes = D.seen().nodes();
    if (nodes.empty()) return;
    if (!from) return D.select(nodes[0].id(), { inspect: false });
    const best = (those) => {
      let found = null;
      let score = 0.2;
      those.forEach((n) => {
        const dx = n.position().x - from.position().x;
        const dy = n.position().y - from.position().y;
        const length = Math.hypot(dx, dy) || 1;
        const along = (dx * way[0] + dy * way[1]) / length;
        const value = along - length / 100000;
        if (n.id() !== from.id() && value > score) { score = value; found = n; }
      });
      return found;
    };
    const found = best(from.neighborhood().nodes().intersection(nodes)) || best(nodes);
    if (found) {
      D.select(found.id());
      const cy = D.cy();
      const box = found.renderedBoundingBox();
      if (box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height()) cy.center(found);
      D.say(found.data("label").replace("\n", " "));
    }
  }

  // ------------------------------------------------------------------ tables in step with the canvas
  function openTable(name) {
    document.querySelectorAll(".table-tab").forEach((t) => t.setAttribute("aria-selected", t.dataset.table === name));
    document.querySelectorAll(".table-view").forEach((v) => { v.hidden = v.dataset.table !== name; });
  }
  D.openTable = (name) => {
    if (!byId("workspace").classList.contains("with-table")) D.toggleTable();
    openTable(name);
  };
  function fillTables() {
    const seen = D.seen();
    if (!byId("workspace").classList.contains("with-table")) return;
    const kinds = D.words;
    D.set("table-nodes", { rowData: seen.nodes().map((n) => ({
      id: n.id(), code: n.id(), kind: kinds["kind_" + n.data("kind")] || n.data("kind"),
      label: n.data("label").split("\n")[0], links: n.connectedEdges().intersection(seen).length,
    })) });
    D.set("table-links", { rowData: seen.edges().map((e) => ({
      id: e.id(), start: nameOf(e.source()), what: e.data("what"), end: nameOf(e.target()), dates: e.data("dates"),
      independent: e.data("independent"), vetting: kinds["vetting_" + e.data("vetting")] || e.data("vetting"),
    })) });
  }
  const nameOf = (n) => n.data("label").replace("\n", " · ");

  // ------------------------------------------------------------------ what the page shows of its state
  let filling = null;
  function redraw() {
    const cy = D.cy();
    if (!cy || !byId("empty")) return;
    const seen = D.seen();
    const nodes = seen.nodes().length;
    const all = D.entities().length;
    byId("empty").hidden = cy.nodes().nonempty();
    byId("counts").textContent = D.word("counts", { nodes, links: seen.edges().length });
    const hidden = all - nodes;
    const tell = byId("hidden-count");
    tell.hidden = hidden === 0;
    tell.querySelector("span").textContent = D.word("hidden", { n: hidden });
    const counted = {};
    D.entities().forEach((n) => { counted[n.data("kind")] = (counted[n.data("kind")] || 0) + 1; });
    document.querySelectorAll('[data-filter="kind"]').forEach((b) => {
      b.querySelector(".count").textContent = counted[b.dataset.value] || "";
    });
    const lines = {};
    cy.edges().forEach((e) => { lines[e.data("vetting")] = (lines[e.data("vetting")] || 0) + 1; });
    document.querySelectorAll('[data-filter="vetting"]').forEach((b) => {
      b.querySelector(".count").textContent = lines[b.dataset.value] || "";
    });
    document.querySelectorAll('[data-act="undo"]').forEach((b) => { b.disabled = !D.canUndo(); });
    document.querySelectorAll('[data-act="redo"]').forEach((b) => { b.disabled = !D.canRedo(); });
    clearTimeout(filling);
    filling = setTimeout(fillTables, 120);
  }
  function chosenChanged() {
    const none = D.chosen().empty();
    document.querySelectorAll("[data-needs-node]").forEach((b) => { b.disabled = none; });
  }
  document.addEventListener("dossier:changed", redraw);
  document.addEventListener("dossier:changed", () => chosenChanged());
  document.addEventListener("dossier:selected", () => { clearTimeout(D.choosing); D.choosing = setTimeout(chosenChanged, 30); });
  // ------------------------------------------------------------------ called by Dash
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dossier = {
    here: (path, before) => {
      const now = D.here();
      if (before && before.page !== now.page) D.set("here-" + before.page, { data: now });
      D.set("here-" + now.page, { data: now });
      return [now, before && before.language === now.language ? window.dash_clientside.no_update : now.language];
    },
    showPage: () => {
      // The root's children are drawn a moment after this is called.
      const wait = () => {
        if (!byId("main")) return setTimeout(wait, 20);
        showPage();
        return undefined;
      };
      wait();
      return D.page();
    },
    go: (path) => {
      if (typeof path === "string" && path.startsWith("/")) D.go(path);
      return window.dash_clientside.no_update;
    },
    notice: (told) => {
      if (told) D.notice(told);
      return window.dash_clientside.no_update;
    },
    takeWords: (words) => {
      D.words = words || {};
      return window.dash_clientside.no_update;
    },
    takeKept: (told) => {
      if (told) whenReady(() => D.takeKept(told));
      return window.dash_clientside.no_update;
    },
    receive: (change) => {
      D.receive(change);
      return window.dash_clientside.no_update;
    },
    noticeRevision: (revision) => {
      D.revision = revision;
      if (D.page() === "explore" && D.cy() && D.cy().nodes().nonempty()) return false;
      D.newRevision = revision;
      return true;
    },
    takeNew: (clicks) => {
      if (clicks) D.ask({ do: "refresh" });
      return true;
    },
    pickShown: (clicks, chosen, limits, ids) => {
      if (!clicks.length || !clicks[0]) return window.dash_clientside.no_update;
      const picked = (chosen[0] || []).map((one) => JSON.parse(one));
      if (!picked.length) return D.say(D.word("choose_lines")), window.dash_clientside.no_update;
      D.expand(ids[0].code, { picked, limit: Number(limits[0]) || 50 });
      D.closeCard();
      return window.dash_clientside.no_update;
    },
    rowChosen: (rows) => {
      if (rows && rows.length) D.select(rows[0].id, { inspect: true });
      return window.dash_clientside.no_update;
    },
    answered: (told) => {
      if (told && told.show) D.openTable("answer");
      if (told && told.codes && told.bring) D.bring(told.codes);
      return window.dash_clientside.no_update;
    },
  };
})();
