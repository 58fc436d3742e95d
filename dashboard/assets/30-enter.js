/* Forms: what stands in their fields is read here, kept in two stores, and told back: dates, problems, suggestions.
   A form is [data-entry]; its fields are [data-slot]; a record made within it is [data-sub]. */
(function () {
  "use strict";
  const D = window.dossier;
  const PAUSE = 600; // ms without a key before a form is checked and saved
  const PATIENCE = 8000; // ms until somebody is told that what they typed has not been kept
  const LOOK = 160; // ms before suggestions are asked for
  // The field that what was typed goes into, in a record made on the way.
  const NAMED = { person: "names", unit: "names", location: "names", group: "description", source: "name", document: "title" };
  const NAME_ONLY = ["person", "unit", "location", "group"]; // enough to make one as a mark in a list

  const rootOf = (el) => el.closest("[data-entry]");
  const slotOf = (el) => el.closest("[data-slot]");
  const idOf = (root, part) => ({ form: part, prefix: root.dataset.entry });
  const rootNamed = (prefix) => document.querySelector('[data-entry="' + CSS.escape(prefix) + '"]');
  const held = new WeakMap(); // .chosen -> the references in it
  const about = {}; // code or thread -> label, hint, kind
  const timers = new WeakMap();
  const numbers = new WeakMap();
  const waiting = new Map(); // what will be sent when nobody has typed for a while
  const within = (container, selector) =>
    [...container.querySelectorAll(selector)].filter((el) => el.parentElement.closest("[data-sub], [data-entry]") === container);
  const openSub = (slot) => slot.querySelector(":scope > .reference > [data-sub]:not([hidden])");
  const chosenOf = (slot) => slot.querySelector(":scope > .reference > .chosen");
  const textOf = (slot) => slot.querySelector(":scope > textarea, :scope > .reference > .pick > textarea");

  // ------------------------------------------------------------------ reading
  function read(slot) {
    const type = slot.dataset.type;
    if (type === "text" || type === "date") return textOf(slot).value;
    if (type === "lines") return textOf(slot).value.split("\n").filter((line) => line.trim());
    if (type === "code") return slot.querySelector("select").value;
    if (type === "codes") return [...slot.querySelectorAll('[data-code-of][aria-checked="true"]')].map((one) => one.dataset.codeOf);
    if (type === "names") {
      return [...slot.querySelectorAll(".name-rows > .name-row")].map((row) => ({
        words: row.querySelector("textarea").value,
        type: row.querySelector("select").value,
        language: row.dataset.language || "",
      })).filter((name) => name.words.trim());
    }
    const sub = openSub(slot);
    if (sub) return { new: sub.dataset.sub, values: readAll(sub) };
    const typed = textOf(slot).value.trim();
    const all = [...(held.get(chosenOf(slot)) || []), ...(typed ? [{ text: typed }] : [])];
    return type === "references" ? all : all[0] || "";
  }
  function readAll(container) {
    const values = {};
    within(container, "[data-slot]").forEach((slot) => {
      const value = read(slot);
      if (value !== "" && !(Array.isArray(value) && !value.length)) values[slot.dataset.slot] = value;
    });
    return values;
  }
  const isEmpty = (slot) => {
    const value = read(slot);
    return value === "" || (Array.isArray(value) && !value.length);
  };

  // ------------------------------------------------------------------ telling the server
  function take(root) {
    const n = (numbers.get(root) || 0) + 1;
    numbers.set(root, n);
    return { kind: root.dataset.kind, key: root.dataset.key, values: readAll(root), n };
  }
  function changed(root) {
    if (!root) return;
    const data = take(root);
    D.set(idOf(root, "now"), { data });
    clearTimeout(timers.get(root));
    timers.set(root, setTimeout(() => send(root, data), PAUSE));
    waiting.set(root, data);
    root.dispatchEvent(new CustomEvent("dossier:typed", { bubbles: true, detail: { prefix: root.dataset.entry } }));
  }
  function send(root, data) {
    clearTimeout(timers.get(root));
    waiting.delete(root);
    if (root.isConnected) D.set(idOf(root, "typed"), { data });
  }
  /* Whoever leaves within the pause loses nothing. */
  const flush = () => document.querySelectorAll("[data-entry]").forEach((root) => { if (waiting.has(root)) send(root, waiting.get(root)); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  /* What could not be kept while the server did not answer is sent when it does again. */
  document.addEventListener("dossier:back", () => document.querySelectorAll("[data-entry]").forEach(changed));
  document.addEventListener("click", (event) => { if (event.target.closest("a[href], [data-href]")) flush(); }, true);
  /* Nothing is on its way any more: what follows is up to the button that was pressed. */
  D.holdForm = (prefix) => {
    const root = rootNamed(prefix);
    if (!root) return;
    clearTimeout(timers.get(root));
    waiting.delete(root);
  };

  // ------------------------------------------------------------------ a form appears
  const grow = (field) => {
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight + 2, 360) + "px";
  };
  function wake(root) {
    if (root.dataset.awake) return;
    root.dataset.awake = "yes";
    root.querySelectorAll(".chosen").forEach((box) => {
      held.set(box, JSON.parse(box.dataset.chosen || "[]"));
      paint(box);
    });
    root.querySelectorAll("[data-sub]:not([hidden])").forEach((sub) => { sub.parentElement.querySelector(".pick").hidden = true; });
    root.querySelectorAll(".chips").forEach(rove);
    const fit = () => root.querySelectorAll("textarea").forEach((field) => { if (field.value) grow(field); });
    fit();
    setTimeout(fit, 350); // what stands around a form may still be opening
    const data = take(root);
    D.set(idOf(root, "now"), { data });
    D.set(idOf(root, "typed"), { data });
  }
  /* Where a form or the word of its end takes the place of what had the focus, the focus goes to its heading. */
  function receive() {
    document.querySelectorAll("[data-entry]:not([data-awake])").forEach(wake);
    const heading = document.querySelector(".enter-page [data-arrives]:not([data-awake])");
    if (!heading) return;
    heading.dataset.awake = "yes";
    if (document.activeElement === document.body || !document.activeElement) heading.focus({ preventScroll: true });
  }
  new MutationObserver(receive)
    .observe(document.documentElement, { childList: true, subtree: true });

  // ------------------------------------------------------------------ what the server says
  D.formTold = (told, id) => {
    const root = told && rootNamed(id.prefix);
    if (!root) return window.dash_clientside.no_update;
    if (told.n && told.n < (numbers.get(root) || 0) && !told.asked) return window.dash_clientside.no_update; // typed on meanwhile
    Object.assign(about, told.chosen || {});
    if (told.chosen) root.querySelectorAll(".chosen").forEach(paint);
    if (told.asked) root.dataset.asked = "yes";
    const shown = [...root.querySelectorAll("[data-slot]")].filter((slot) => !slot.closest("[data-sub][hidden], [data-blank]"));
    const paths = new Set(shown.map((slot) => slot.dataset.path));
    shown.forEach((slot) => {
      if (told.dates && slot.dataset.type === "date") say(slot, "told", told.dates[slot.dataset.path] || "");
      if (told.problems) point(slot, problemAt(slot.dataset.path, told.problems, paths), root.dataset.asked === "yes");
    });
    if (told.asked) {
      const first = root.querySelector('[aria-invalid="true"]');
      if (first) {
        const fold = first.closest("details");
        if (fold) fold.open = true;
        first.focus();
      }
    }
    return window.dash_clientside.no_update;
  };
  /* What is wrong within a record that is only a mark in a list is said at the list. */
  function problemAt(path, problems, paths) {
    if (problems[path]) return problems[path];
    const inner = Object.keys(problems).find((one) => one.startsWith(path + "/") && !paths.has(one));
    return inner ? problems[inner] : "";
  }
  const say = (slot, part, text) => {
    const line = slot.querySelector(":scope > .slot-" + part);
    if (line && line.textContent !== text) line.textContent = text;
  };
  function point(slot, sentence, asked) {
    const shown = sentence && (asked || !isEmpty(slot)) ? sentence : "";
    say(slot, "wrong", shown);
    const field = slot.querySelector("textarea, select, [role=checkbox]");
    if (!field || openSub(slot)) return;
    if (shown) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  // ------------------------------------------------------------------ references
  const keyOf = (value) => value.code || value.thread || "";
  function paint(box) {
    const slot = slotOf(box);
    const many = slot.dataset.type === "references";
    const all = held.get(box) || [];
    const words = JSON.parse(rootOf(box).dataset.say || "{}");
    box.replaceChildren(...all.map((value, at) => {
      const known = about[keyOf(value)] || {};
      const mark = document.createElement("span");
      mark.className = "picked";
      const name = document.createElement("bdi");
      name.textContent = value.new ? nameOfNew(slot, value) : known.label || keyOf(value);
      mark.append(name);
      if (known.hint) {
        const hint = document.createElement("span");
        hint.className = "hint";
        hint.textContent = known.hint;
        mark.append(hint);
      }
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "tool";
      drop.textContent = "×";
      drop.dataset.entryDo = "drop";
      drop.dataset.at = at;
      drop.setAttribute("aria-label", (words.remove || "") + " " + name.textContent);
      mark.append(drop);
      return mark;
    }));
    if (!openSub(slot)) slot.querySelector(":scope > .reference > .pick").hidden = !many && all.length > 0;
  }
  function nameOfNew(slot, value) {
    const titles = JSON.parse(slot.querySelector(":scope > .reference").dataset.new || "{}");
    const inside = value.values[NAMED[value.new]];
    return titles[value.new] + ": " + (Array.isArray(inside) ? inside[0].words : inside);
  }

  let looking = null;
  function look(input) {
    const slot = slotOf(input);
    const root = rootOf(input);
    clearTimeout(looking);
    looking = setTimeout(() => {
      const sub = slot.parentElement.closest("[data-sub]");
      D.set(idOf(root, "asked"), { data: {
        kind: sub && root.contains(sub) ? sub.dataset.sub : root.dataset.kind, field: slot.dataset.slot, slot: slot.dataset.path,
        text: input.value, n: Date.now(),
      } });
    }, LOOK);
  }
  D.formOffered = (found, id) => {
    const root = found && rootNamed(id.prefix);
    const input = document.activeElement;
    const slot = input && root && root.contains(input) ? slotOf(input) : null;
    if (!slot || slot.dataset.path !== found.slot || input.getAttribute("role") !== "combobox") return window.dash_clientside.no_update;
    const titles = JSON.parse(slot.querySelector(":scope > .reference").dataset.new || "{}");
    const many = slot.dataset.type === "references";
    const typed = input.value.trim();
    const fresh = Object.entries(titles).filter(([kind]) => !many || (NAME_ONLY.includes(kind) && typed)).map(([kind, title]) => ({
      value: JSON.stringify({ new: kind }), label: typed && NAMED[kind] ? title + ": " + typed : title, hint: "", kind, fresh: true,
    }));
    const box = document.getElementById(input.getAttribute("aria-controls"));
    const was = box.querySelector('[aria-selected="true"]');
    box.replaceChildren(...[...found.options, ...fresh].map((one, at) => option(one, box.id + "-" + at)));
    open(input, box.children.length > 0);
    // The list may come anew while arrows walk it: what was marked stays marked.
    const again = was && [...box.children].find((one) => one.dataset.value === was.dataset.value);
    if (again) mark(input, again);
    else input.removeAttribute("aria-activedescendant");
    return window.dash_clientside.no_update;
  };
  function option(one, id) {
    const line = document.createElement("div");
    line.id = id;
    line.className = "offer" + (one.fresh ? " fresh" : "");
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.dataset.value = one.value;
    const name = document.createElement("bdi");
    name.textContent = (one.fresh ? "+ " : "") + one.label;
    line.append(name);
    if (one.hint) {
      const hint = document.createElement("span");
      hint.className = "hint";
      hint.textContent = one.hint;
      line.append(hint);
    }
    if (!one.fresh) about[keyOf(JSON.parse(one.value))] = { label: one.label, hint: one.hint, kind: one.kind };
    return line;
  }
  function open(input, on) {
    const box = document.getElementById(input.getAttribute("aria-controls"));
    box.hidden = !on;
    input.setAttribute("aria-expanded", on ? "true" : "false");
    if (!on) input.removeAttribute("aria-activedescendant");
  }
  const offersOf = (input) => [...document.getElementById(input.getAttribute("aria-controls")).children];
  function move(input, by) {
    const all = offersOf(input);
    if (!all.length) return look(input);
    if (input.getAttribute("aria-expanded") !== "true") open(input, true);
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    mark(input, all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
    return undefined;
  }
  function mark(input, now) {
    offersOf(input).forEach((one) => one.setAttribute("aria-selected", one === now ? "true" : "false"));
    now.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", now.id);
  }
  function choose(input, line) {
    const slot = slotOf(input);
    const value = JSON.parse(line.dataset.value);
    const typed = input.value.trim();
    const box = chosenOf(slot);
    const many = slot.dataset.type === "references";
    open(input, false);
    input.value = "";
    if (value.new && !many) return openNew(slot, value.new, typed);
    if (value.new) value.values = { [NAMED[value.new]]: NAMED[value.new] === "names" ? [{ words: typed, type: "full" }] : typed };
    const all = held.get(box) || [];
    const there = all.some((one) => keyOf(one) && keyOf(one) === keyOf(value));
    held.set(box, many ? (there ? all : [...all, value]) : [value]);
    paint(box);
    changed(rootOf(slot));
    if (many) input.focus();
    else box.querySelector("button").focus();
    return undefined;
  }
  function openNew(slot, kind, typed) {
    const sub = slot.querySelector(':scope > .reference > [data-sub="' + kind + '"]');
    sub.hidden = false;
    slot.querySelector(":scope > .reference > .pick").hidden = true;
    const name = sub.querySelector('[data-slot="names"] textarea, [data-slot="description"] textarea, [data-slot="title"] textarea, [data-slot="name"] textarea');
    if (name && typed) { name.value = typed; grow(name); }
    const first = (typed ? name : null) || sub.querySelector("textarea, select");
    first.focus();
    changed(rootOf(slot));
  }

  // ------------------------------------------------------------------ names, marks to tick
  let made = 0;
  function addName(button) {
    const names = button.closest(".names");
    const row = names.querySelector("[data-blank] > .name-row").cloneNode(true);
    made += 1;
    row.querySelector("textarea").id += "-" + made;
    names.querySelector(".name-rows").append(row);
    row.querySelector("textarea").focus();
  }
  function removeName(button) {
    const row = button.closest(".name-row");
    const rows = row.parentElement;
    if (rows.children.length > 1 && !row.matches(":first-child")) {
      row.previousElementSibling.querySelector("textarea").focus();
      row.remove();
    } else {
      row.querySelector("textarea").value = "";
      row.querySelector("textarea").focus();
    }
    return rows;
  }
  function rove(chips) {
    const all = [...chips.querySelectorAll("[data-code-of]")];
    const first = all.find((one) => one.getAttribute("aria-checked") === "true") || all[0];
    all.forEach((one) => { one.tabIndex = one === first ? 0 : -1; });
  }
  function tick(chip) {
    const on = chip.getAttribute("aria-checked") !== "true";
    chip.setAttribute("aria-checked", on ? "true" : "false");
    if (!on) return;
    chip.parentElement.querySelectorAll("[data-code-of]").forEach((other) => {
      if (other !== chip && (chip.dataset.alone || other.dataset.alone)) other.setAttribute("aria-checked", "false");
    });
  }

  // ------------------------------------------------------------------ what people do
  document.addEventListener("input", (event) => {
    const root = event.target.closest && rootOf(event.target);
    if (!root) return;
    if (event.target.tagName === "TEXTAREA") grow(event.target);
    if (event.target.getAttribute("role") === "combobox") look(event.target);
    if (event.target.tagName !== "SELECT") changed(root);
  });
  document.addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT" && rootOf(event.target)) changed(rootOf(event.target));
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.getAttribute && event.target.getAttribute("role") === "combobox" && rootOf(event.target)) look(event.target);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.getAttribute && event.target.getAttribute("role") === "combobox" && rootOf(event.target)) open(event.target, false);
  });
  document.addEventListener("mousedown", (event) => {
    const line = event.target.closest(".offer");
    if (!line) return;
    event.preventDefault();
    choose(line.closest(".pick").querySelector("textarea"), line);
  });
  document.addEventListener("click", (event) => {
    const root = rootOf(event.target);
    if (!root) return;
    const chip = event.target.closest("[data-code-of]");
    if (chip) { tick(chip); changed(root); return; }
    const button = event.target.closest("[data-entry-do]");
    if (!button) return;
    const does = button.dataset.entryDo;
    if (does === "add-name") addName(button);
    if (does === "remove-name") removeName(button);
    if (does === "drop") {
      const slot = slotOf(button);
      const box = chosenOf(slot);
      held.set(box, held.get(box).filter((_, at) => at !== Number(button.dataset.at)));
      paint(box);
      textOf(slot).focus();
    }
    if (does === "no-new") {
      const sub = button.closest("[data-sub]");
      const slot = slotOf(sub.parentElement);
      sub.hidden = true;
      slot.querySelector(":scope > .reference > .pick").hidden = false;
      textOf(slot).focus();
    }
    changed(root);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const enters = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const beside = enters && D.page() === "enter" && (field === document.body || field.matches("h1")); // no field yet
    const root = beside ? document.querySelector('[data-entry="enter"]') : field.closest && rootOf(field);
    if (!root) return;
    if (enters) {
      const button = document.querySelector('[data-entry-submit="' + root.dataset.entry + '"]');
      if (button) { event.preventDefault(); button.click(); }
      return;
    }
    if (field.matches("[data-code-of]") && /^Arrow/.test(event.key)) {
      const all = [...field.parentElement.querySelectorAll("[data-code-of]")];
      const forward = event.key === "ArrowDown" || (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
      const step = event.key === "ArrowUp" ? -1 : forward ? 1 : -1;
      const next = all[(all.indexOf(field) + step + all.length) % all.length];
      all.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
      event.preventDefault();
      next.focus();
      return;
    }
    if (field.getAttribute("role") === "combobox") {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(field, event.key === "ArrowDown" ? 1 : -1);
        return;
      }
      if (event.key === "Escape" && field.getAttribute("aria-expanded") === "true") {
        event.stopPropagation();
        open(field, false);
        return;
      }
      const chosen = event.key === "Enter" && field.getAttribute("aria-expanded") === "true" &&
        offersOf(field).find((one) => one.getAttribute("aria-selected") === "true");
      if (chosen) { event.preventDefault(); choose(field, chosen); return; }
    }
    if (event.key === "Enter" && field.classList.contains("line-field")) event.preventDefault(); // one line
  });

  // ------------------------------------------------------------------ the page Enter
  let late = null;
  /* What was kept has an id; the address takes it, so that loading the page again finds the draft. */
  D.enterKept = (kept) => {
    if (!kept) return window.dash_clientside.no_update;
    const root = rootNamed("enter");
    if (kept.key && root) root.dataset.key = kept.key; // kept as another draft
    const here = D.here();
    if (kept.id && here.page === "enter" && (kept.key || here.parts[0] === kept.part)) {
      const path = "/" + here.language + "/enter/" + kept.id;
      if (location.pathname !== path) {
        history.replaceState({}, "", path);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
      }
    }
    const line = document.getElementById("enter-status");
    clearTimeout(late);
    if (line) {
      line.textContent = kept.text || "";
      line.className = "enter-status " + (kept.state || "");
    }
    const there = document.getElementById("enter-clash");
    if (there) there.hidden = kept.state !== "clash";
    return window.dash_clientside.no_update;
  };
  document.addEventListener("dossier:typed", (event) => {
    const line = document.getElementById("enter-status");
    if (!line || event.detail.prefix !== "enter") return;
    line.textContent = "…";
    line.className = "enter-status";
    clearTimeout(late);
    late = setTimeout(() => { line.textContent = line.dataset.late; line.className = "enter-status not"; }, PATIENCE);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-entry-submit]");
    if (button) D.holdForm(button.dataset.entrySubmit);
  }, true);

  window.dash_clientside = window.dash_clientside || {};
  Object.assign(window.dash_clientside.dossier = window.dash_clientside.dossier || {}, {
    formTold: D.formTold, formOffered: D.formOffered, enterKept: D.enterKept,
  });
})();
