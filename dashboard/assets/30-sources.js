/* Sources: choosing documents, the marks of records on a page, words that are selected for a new record, and the
   two columns. What is selected is told by its place in the text; the server cuts the words from its own page. */
(function () {
  "use strict";
  const D = window.dossier;
  const byId = D.byId;
  const here = () => D.page() === "sources";
  const box = () => byId("sources-text");
  const bar = () => byId("sources-bar");

  // ------------------------------------------------------------------ the list
  let chosen = [];
  function choose(code) {
    chosen = chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code];
    show();
    D.set("sources-chosen", { data: chosen });
  }
  function show() {
    document.querySelectorAll(".choose").forEach((button) => {
      const on = chosen.includes(button.dataset.choose);
      button.setAttribute("aria-checked", on);
      button.closest("tr").classList.toggle("source-picked", on);
    });
  }
  const MANY = ["kinds", "sources", "languages", "levels", "loads"];
  const ONE = ["has-text", "has-picture", "one-origin"];
  function clearFilters() {
    MANY.forEach((name) => D.set("sources-" + name, { value: [] }));
    ONE.forEach((name) => D.set("sources-" + name, { value: null }));
    ["typed", "since", "until"].forEach((name) => D.set("sources-" + name, { value: "" }));
  }

  // ------------------------------------------------------------------ records and their words
  const marksOf = (item) => [...document.querySelectorAll('#sources-text mark[data-on~="' + item.dataset.words + '"]')];
  function light(item) {
    document.querySelectorAll("#sources-text mark.lit").forEach((mark) => mark.classList.remove("lit"));
    document.querySelectorAll(".has-words.lit").forEach((one) => one.classList.remove("lit"));
    if (!item) return;
    item.classList.add("lit");
    marksOf(item).forEach((mark) => mark.classList.add("lit"));
  }
  function itemsOf(mark) {
    return (mark.dataset.on || "").split(" ").map((n) => document.querySelector('.has-words[data-words="' + n + '"]'));
  }
  function toWords(item) {
    light(item);
    const first = marksOf(item)[0];
    if (first) first.scrollIntoView({ block: "center", behavior: "smooth" });
  }
  document.addEventListener("mouseover", (event) => {
    if (!here() || !event.target.closest) return;
    const item = event.target.closest(".has-words");
    if (item) return light(item);
    const mark = event.target.closest("#sources-text mark.quoted");
    if (mark) return light(itemsOf(mark)[0]);
    return undefined;
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest && event.target.closest(".has-words");
    if (item) toWords(item);
  });

  // ------------------------------------------------------------------ words that are selected
  const selection = () => {
    const found = window.getSelection();
    const text = box();
    if (!here() || !text || !found.rangeCount || found.isCollapsed) return null;
    const range = found.getRangeAt(0).cloneRange();
    if (!range.intersectsNode(text)) return null;
    if (!text.contains(range.startContainer)) range.setStart(text, 0);
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    return range.toString().trim() ? range : null;
  };
  const length = (text) => { let n = 0; for (const _ of text) n += 1; return n; }; // letters as the server counts them
  function placeOf(range) {
    const before = document.createRange();
    before.selectNodeContents(box());
    before.setEnd(range.startContainer, range.startOffset);
    const start = length(before.toString());
    return { start, end: start + length(range.toString()) };
  }
  function showBar() {
    const tools = bar();
    if (!tools) return;
    const range = selection();
    if (!range) {
      if (!tools.contains(document.activeElement)) tools.hidden = true;
      return;
    }
    kept = placeOf(range);
    tools.hidden = false;
    const rects = range.getClientRects();
    const last = rects.length ? rects[rects.length - 1] : range.getBoundingClientRect();
    const frame = tools.parentElement.getBoundingClientRect();
    const view = box().getBoundingClientRect();
    const top = Math.min(Math.max(last.bottom, view.top), view.bottom - 8) - frame.top + 8;
    const left = Math.max(4, Math.min(last.left - frame.left, frame.width - tools.offsetWidth - 8));
    tools.style.top = top + "px";
    tools.style.left = left + "px";
  }
  let kept = null;
  let showing = null;
  document.addEventListener("selectionchange", () => {
    if (!here()) return;
    clearTimeout(showing);
    showing = setTimeout(showBar, 60);
    requestAnimationFrame(showCaret);
  });

  function focusRect() {
    const found = window.getSelection();
    if (!found.rangeCount) return undefined;
    const range = document.createRange();
    range.setStart(found.focusNode, found.focusOffset);
    const inside = found.focusNode.nodeType === 1 && found.focusNode.childNodes[found.focusOffset];
    if (!range.getClientRects().length && inside) range.selectNodeContents(inside);
    return range.getClientRects()[0];
  }
  // Text that cannot be typed into has no caret of its own: arrows move this one, Shift selects.
  function showCaret() {
    const text = box();
    let caret = byId("sources-caret");
    const found = window.getSelection();
    const on = text && document.activeElement === text && found.rangeCount && found.isCollapsed && text.contains(found.focusNode);
    if (!on) { if (caret) caret.remove(); return; }
    if (!caret) {
      caret = document.createElement("div");
      caret.id = "sources-caret";
      text.parentElement.appendChild(caret);
    }
    const at = focusRect();
    const view = text.getBoundingClientRect();
    const frame = text.parentElement.getBoundingClientRect();
    caret.hidden = !at || at.bottom < view.top || at.top > view.bottom;
    if (caret.hidden) return;
    caret.style.left = at.left - frame.left + "px";
    caret.style.top = at.top - frame.top + "px";
    caret.style.height = at.height + "px";
  }
  function begin(text) {
    const found = window.getSelection();
    if (found.rangeCount && text.contains(found.focusNode)) return;
    const mark = text.querySelector("mark.hit, mark.lit");
    if (mark) found.collapse(mark, 0);
    else found.collapse(text, 0);
  }
  const STEPS = {
    ArrowLeft: ["left", "character"], ArrowRight: ["right", "character"],
    ArrowUp: ["backward", "line"], ArrowDown: ["forward", "line"],
    Home: ["backward", "lineboundary"], End: ["forward", "lineboundary"],
  };
  function inText(event, text) {
    const step = STEPS[event.key];
    if (step && !event.altKey && !event.metaKey) {
      event.preventDefault();
      begin(text);
      const found = window.getSelection();
      const word = event.ctrlKey && step[1] === "character";
      const was = [found.anchorNode, found.anchorOffset, found.focusNode, found.focusOffset];
      found.modify(event.shiftKey ? "extend" : "move", step[0], word ? "word" : step[1]);
      if (!text.contains(found.focusNode)) found.setBaseAndExtent(...was); // the text ends here, and so does the step
      follow(text);
      return;
    }
    if (event.key === "Enter" && selection()) {
      event.preventDefault();
      showBar();
      const first = bar() && bar().querySelector("button");
      if (first) first.focus();
    }
    if (event.key === "Escape") { window.getSelection().removeAllRanges(); if (bar()) bar().hidden = true; }
  }
  function follow(text) {
    showCaret();
    const at = focusRect();
    if (!at) return;
    const view = text.getBoundingClientRect();
    if (at.bottom > view.bottom - 20) text.scrollTop += at.bottom - view.bottom + 60;
    if (at.top < view.top + 20) text.scrollTop -= view.top - at.top + 60;
  }
  document.addEventListener("focusin", (event) => {
    if (event.target === box()) begin(event.target);
    requestAnimationFrame(showCaret);
  });
  document.addEventListener("focusout", () => requestAnimationFrame(showCaret));
  document.addEventListener("scroll", () => { if (here()) requestAnimationFrame(showCaret); }, true);

  // ------------------------------------------------------------------ clicks
  document.addEventListener("click", (event) => {
    if (!here() || !event.target.closest) return undefined;
    const choice = event.target.closest("[data-choose]");
    if (choice) return choose(choice.dataset.choose);
    if (event.target.closest("[data-choose-none]")) {
      chosen = [];
      show();
      return D.set("sources-chosen", { data: [] });
    }
    if (event.target.closest("[data-clear-filters]")) return clearFilters();
    const turn = event.target.closest("[data-list-number]");
    if (turn) return D.set("sources-number", { data: Number(turn.dataset.listNumber) });
    const side = event.target.closest("[data-beside]");
    if (side) return D.set("sources-beside", { data: side.dataset.beside });
    const check = event.target.closest("[data-check]");
    if (check) return D.set("sources-check", { data: { code: check.dataset.check, t: Date.now() } });
    const cover = event.target.closest("[data-uncover]");
    if (cover) {
      const picture = cover.closest(".picture-box").querySelector("img");
      picture.classList.toggle("shown");
      cover.hidden = true;
      return undefined;
    }
    const kind = event.target.closest("[data-record]");
    if (kind && kept) {
      D.set("sources-quote", { data: { kind: kind.dataset.record, ...kept, t: Date.now() } });
      bar().hidden = true;
      window.getSelection().removeAllRanges();
      return undefined;
    }
    const item = event.target.closest(".has-words");
    if (item && !event.target.closest("button, a")) toWords(item);
    return undefined;
  });
  /* The bar must not take the selection away before its button is heard. */
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest && event.target.closest("#sources-bar")) event.preventDefault();
  });
  document.addEventListener("error", (event) => {
    const picture = event.target;
    if (!picture.classList || !picture.classList.contains("page-picture")) return;
    const inside = picture.closest(".picture-box");
    picture.hidden = true;
    inside.querySelectorAll(".picture-cover").forEach((cover) => { cover.hidden = true; });
    inside.querySelector(".picture-missing").hidden = false;
  }, true);

  // ------------------------------------------------------------------ two columns
  let share = 50;
  function widen(to) {
    share = Math.min(80, Math.max(20, Math.round(to)));
    document.querySelectorAll(".source-columns").forEach((columns) => columns.style.setProperty("--share", share + "%"));
    document.querySelectorAll(".source-split").forEach((split) => split.setAttribute("aria-valuenow", share));
  }
  document.addEventListener("pointerdown", (event) => {
    const split = event.target.closest && event.target.closest(".source-split");
    if (!split) return;
    event.preventDefault();
    split.setPointerCapture(event.pointerId);
    const columns = split.parentElement;
    const moved = (move) => {
      const frame = columns.getBoundingClientRect();
      const along = ((move.clientX - frame.left) / frame.width) * 100;
      widen(document.documentElement.dir === "rtl" ? 100 - along : along);
    };
    split.addEventListener("pointermove", moved);
    split.addEventListener("pointerup", () => split.removeEventListener("pointermove", moved), { once: true });
  });

  // ------------------------------------------------------------------ keys
  const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  document.addEventListener("keydown", (event) => {
    if (!here()) return undefined;
    const target = event.target;
    if (target === box()) inText(event, target);
    if (target.closest && target.closest("#sources-bar") && event.key === "Escape") {
      bar().hidden = true;
      return box().focus();
    }
    if (target.classList && target.classList.contains("source-split") && /^Arrow(Left|Right)$/.test(event.key)) {
      event.preventDefault();
      const on = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
      return widen(share + (on ? 4 : -4));
    }
    if (typing(target) || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    const way = { KeyN: "on", KeyP: "back" }[event.code];
    const link = way && document.querySelector('#sources-view a[data-turn="' + way + '"]');
    if (link) { event.preventDefault(); turned = true; link.click(); }
    return undefined;
  });

  // ------------------------------------------------------------------ what was drawn
  let turned = false;
  let drawnAt = "";
  function drawn() {
    const view = byId("sources-view");
    if (!view || view.hidden || !here()) return;
    widen(share);
    const text = box();
    if (drawnAt === location.pathname) return;
    drawnAt = location.pathname;
    const found = text && text.querySelector("mark.hit");
    if (found) found.scrollIntoView({ block: "center" });
    else if (text) text.scrollTop = 0;
    const left = document.activeElement === document.body; // what was chosen, such as a hit of the search, has gone
    if ((turned || left) && text) text.focus({ preventScroll: true });
    turned = false;
  }
  /* The chosen documents were marked, or let go: nothing is chosen any more, and one reads on where one had chosen,
     also when the list is drawn anew a moment later. */
  let readOn = { code: "", until: 0 };
  function letGo() {
    readOn = { code: chosen[chosen.length - 1], until: Date.now() + 5000 };
    chosen = [];
  }
  function focusChoice() {
    if (!readOn.code || Date.now() > readOn.until) return;
    const at = document.activeElement;
    if (at !== document.body && !at.closest("#sources-tray")) return;
    const there = document.querySelector('[data-choose="' + CSS.escape(readOn.code) + '"]');
    if (there) there.focus({ preventScroll: true });
  }
  const watch = new MutationObserver((changes) => {
    const tray = changes.find((one) => one.target.id === "sources-tray");
    if (tray && tray.target.hidden && chosen.length) letGo();
    show();
    focusChoice();
    drawn();
  });
  const wait = () => {
    const page = byId("page-sources");
    if (!page) return setTimeout(wait, 100);
    if (page !== watched) { watched = page; watch.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] }); }
    return setTimeout(wait, 1000);
  };
  let watched = null;
  wait();
  D.sources = { placeOf, chosen: () => chosen };
})();
