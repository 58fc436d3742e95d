/* The canvas: one Cytoscape instance, changed by small steps that can be undone.
   Nothing here is kept in the browser's storage; codes and positions are the only state. */
(function () {
  "use strict";
  const D = (window.dossier = window.dossier || {});

  D.byId = (id) => document.getElementById(id);
  D.set = (id, props) => window.dash_clientside.set_props(id, props);
  D.words = {};
  D.word = (key, values) => {
    let text = D.words[key] || "";
    for (const [name, value] of Object.entries(values || {})) text = text.replaceAll("{" + name + "}", value);
    return text;
  };
  D.say = (text) => {
    const place = D.byId("say");
    if (place && text) {
      place.textContent = text;
      place.classList.add("shown");
      clearTimeout(D.saying);
      D.saying = setTimeout(() => place.classList.remove("shown"), 6000);
    }
  };
  D.cy = () => {
    const box = D.byId("canvas");
    return box && box._cyreg ? box._cyreg.cy : null;
  };

  // ------------------------------------------------------------------ steps, undo and redo
  const past = [];
  const future = [];
  const MOST_STEPS = 200;

  const jsons = (elements) => elements.map((e) => {
    const copy = { group: e.group(), data: Object.assign({}, e.data()), classes: e.classes().join(" ") };
    if (e.isNode()) copy.position = Object.assign({}, e.position());
    return copy;
  });
  D.jsons = jsons;
  const pick = (cy, ids) => {
    let found = cy.collection();
    for (const id of ids) found = found.union(cy.getElementById(id));
    return found;
  };

  function apply(step) {
    const cy = D.cy();
    cy.batch(() => {
      if (step.remove) pick(cy, step.remove.map((e) => e.data.id)).remove();
      if (step.add) {
        const fresh = step.add.filter((e) => cy.getElementById(e.data.id).empty());
        cy.add(fresh.filter((e) => e.group === "nodes"));
        cy.add(fresh.filter((e) => e.group === "edges" &&
          cy.getElementById(e.data.source).nonempty() && cy.getElementById(e.data.target).nonempty()));
      }
      for (const [id, , to] of step.data || []) cy.getElementById(id).data(to.data).classes(to.classes);
      for (const [id, , to] of step.move || []) cy.getElementById(id).position(to);
      for (const [name, on, ids] of step.mark || []) {
        const those = pick(cy, ids);
        if (on) those.addClass(name); else those.removeClass(name);
      }
    });
    plainWhenMany(cy);
  }
  const inverse = (step) => ({
    add: step.remove,
    remove: step.add,
    data: (step.data || []).map(([id, from, to]) => [id, to, from]),
    move: (step.move || []).map(([id, from, to]) => [id, to, from]),
    mark: (step.mark || []).map(([name, on, ids]) => [name, !on, ids]),
  });
  function empty(step) {
    return !["add", "remove", "data", "move", "mark"].some((part) => step[part] && step[part].length);
  }
  D.step = (step, { applied = false } = {}) => {
    if (empty(step)) return;
    if (!applied) apply(step);
    past.push(step);
    if (past.length > MOST_STEPS) past.shift();
    future.length = 0;
    D.changed();
  };
  D.undo = () => {
    const step = past.pop();
    if (!step) return D.say(D.word("nothing_to_undo"));
    apply(inverse(step));
    future.push(step);
    D.changed();
  };
  D.redo = () => {
    const step = future.pop();
    if (!step) return;
    apply(step);
    past.push(step);
    D.changed();
  };
  D.canUndo = () => past.length > 0;
  D.canRedo = () => future.length > 0;

  function plainWhenMany(cy) {
    const many = cy.edges().length > 2000;
    if (many !== cy.scratch("many")) {
      cy.scratch("many", many);
      cy.edges().toggleClass("plain", many);
    } else if (many) {
      cy.edges().not(".plain").addClass("plain");
    }
  }

  // ------------------------------------------------------------------ asking the server, one thing at a time
  const waiting = [];
  let asked = null;
  let number = 0;

  D.positions = () => {
    const found = {};
    D.entities().forEach((n) => {
      const p = n.position();
      found[n.id()] = [Math.round(p.x), Math.round(p.y)];
    });
    return found;
  };
  D.ask = (what) => {
    waiting.push(what);
    next();
  };
  function next() {
    if (asked || !waiting.length) return;
    const what = waiting.shift();
    asked = Object.assign({}, typeof what === "function" ? what() : what, { n: ++number });
    if (!("shown" in asked)) asked.shown = D.positions();
    document.body.classList.add("busy");
    asked.timer = setTimeout(() => finished(), 60000);
    const sent = Object.assign({}, asked);
    delete sent.timer;
    D.set("ask", { data: sent });
  }
  function finished() {
    if (asked) clearTimeout(asked.timer);
    asked = null;
    document.body.classList.remove("busy");
    next();
  }
  D.idle = () => !asked && !waiting.length;

  D.receive = (change) => {
    if (!change || !asked || change.n !== asked.n) return;
    const what = asked;
    const cy = D.cy();
    if (cy && !change.error && !change.picker) take(cy, what, change);
    if (change.picker) D.showPicker();
    if (change.error || change.say) D.say(change.error || change.say);
    finished();
  };

  function take(cy, what, change) {
    const first = D.entities().empty();
    if (change.replace) return replaced(cy, change);
    if (change.visible) return filtered(cy, change);
    if (change.move) {
      const moves = Object.entries(change.move)
        .filter(([id]) => cy.getElementById(id).nonempty())
        .map(([id, [x, y]]) => [id, Object.assign({}, cy.getElementById(id).position()), { x, y }]);
      D.step({ move: moves });
      return D.fit();
    }
    const fresh = (change.add || []).filter((e) => cy.getElementById(e.data.id).empty());
    const shown = (change.add || []).map((e) => e.data.id);
    const unhide = cy.elements(".hidden").filter((e) => shown.includes(e.id()) || (change.ways || []).includes(e.id()));
    if (D.presenting) for (const e of fresh) e.classes = (e.classes || "") + " present";
    D.step({ add: fresh, mark: unhide.nonempty() ? [["hidden", false, unhide.map((e) => e.id())]] : [] });
    if (what.do === "restore") {
      pick(cy, what.hidden || []).addClass("hidden");
      pick(cy, what.pinned || []).addClass("pinned");
      D.addNotes(what.notes || []);
      past.length = 0;
      D.changed();
    }
    cy.nodes(".fresh").removeClass("fresh");
    if (!first && fresh.length < 300) {
      pick(cy, fresh.filter((e) => e.group === "nodes").map((e) => e.data.id)).addClass("fresh");
    }
    if (change.ways) {
      cy.elements().unselect();
      pick(cy, change.ways).select();
    }
    if (change.focus) D.select(change.focus, { inspect: true });
    // The card may just have taken room from the canvas.
    requestAnimationFrame(() => {
      cy.resize();
      if (change.ways) cy.fit(pick(cy, change.ways), 80);
      else if (first || what.fit) D.fit();
      else comeIntoView(cy, fresh);
    });
    if (D.filterIsOn()) D.applyFilter();
  }

  function comeIntoView(cy, fresh) {
    const those = pick(cy, fresh.map((e) => e.data.id));
    if (those.empty()) return;
    const box = those.boundingBox();
    const seen = cy.extent();
    if (box.x1 < seen.x1 || box.x2 > seen.x2 || box.y1 < seen.y1 || box.y2 > seen.y2) D.fit();
  }

  /* New material: the same codes as they are now. What went away goes, lines are drawn anew. Not a step of the
     user's, so the earlier steps are forgotten: they hold what no longer is. */
  function replaced(cy, change) {
    const now = new Map(change.replace.map((e) => [e.data.id, e]));
    cy.batch(() => {
      cy.elements().not(".note").filter((e) => !now.has(e.id())).remove();
      for (const e of change.replace) {
        const there = cy.getElementById(e.data.id);
        if (there.nonempty()) {
          const kept = ["hidden", "pinned", "filtered"].filter((name) => there.hasClass(name));
          there.data(e.data).classes([e.classes, ...kept].join(" "));
        } else cy.add(e);
      }
    });
    past.length = 0;
    future.length = 0;
    plainWhenMany(cy);
    D.changed();
  }

  function filtered(cy, change) {
    const nodes = new Set(change.visible);
    const edges = new Map(change.edges.map((e) => [e.data.id, e]));
    cy.batch(() => {
      D.entities().forEach((n) => n.toggleClass("filtered", !nodes.has(n.id())));
      cy.edges().forEach((e) => {
        const now = edges.get(e.id());
        e.toggleClass("filtered", !now);
        if (now) e.data(now.data);
      });
    });
    D.changed();
  }

  // ------------------------------------------------------------------ what people do
  D.select = (id, { inspect = false } = {}) => {
    const cy = D.cy();
    const one = cy.getElementById(id);
    if (one.empty()) return;
    cy.elements().unselect();
    one.select();
    if (inspect) D.inspect(id);
  };
  D.inspect = (id) => {
    if (D.cy().getElementById(id).nonempty()) D.openCard(id);
  };
  D.entities = () => D.cy().nodes().not(".note");
  D.notes = () => D.cy().nodes(".note");
  D.seen = () => D.cy().elements().not(".hidden").not(".filtered").not(".note");
  D.chosen = () => D.seen().nodes(":selected");
  const needOne = () => {
    const those = D.chosen();
    if (those.empty()) D.say(D.word("choose_first"));
    return those;
  };
  D.expand = (id, more) => D.ask(() => Object.assign({ do: "expand", code: id }, more || {}));
  D.bring = (codes, more) => D.ask(() => Object.assign({ do: "gather", codes }, more || {}));

  D.actions = {
    expand: () => needOne().forEach((n) => D.expand(n.id())),
    inspect: () => {
      const edge = D.seen().edges(":selected");
      const one = D.chosen();
      if (one.nonempty()) D.inspect(one[0].id());
      else if (edge.nonempty()) D.inspect(edge[0].id());
      else needOne();
    },
    hide: () => {
      const those = needOne();
      if (those.nonempty()) D.step({ mark: [["hidden", true, those.map((n) => n.id())]] });
      those.unselect();
    },
    only: () => {
      const kept = needOne();
      if (kept.empty()) return;
      const rest = D.seen().nodes().difference(kept);
      D.step({ mark: [["hidden", true, rest.map((n) => n.id())]] });
      D.fit();
    },
    showAll: () => {
      const those = D.cy().elements(".hidden");
      if (those.nonempty()) D.step({ mark: [["hidden", false, those.map((n) => n.id())]] });
    },
    pin: () => {
      const those = needOne();
      if (those.empty()) return;
      const on = those.some((n) => !n.hasClass("pinned"));
      const changed = those.filter((n) => n.hasClass("pinned") !== on);
      D.step({ mark: [["pinned", on, changed.map((n) => n.id())]] });
    },
    related: () => {
      const those = needOne();
      those.neighborhood().nodes().intersection(D.seen()).select();
    },
    invert: () => {
      const nodes = D.seen().nodes();
      const on = nodes.filter(":selected");
      nodes.difference(on).select();
      on.unselect();
    },
    fit: () => D.fit(),
    arrange: () => D.ask(() => ({
      do: "arrange",
      pinned: D.cy().nodes(".pinned").map((n) => n.id()),
    })),
    clear: () => {
      const all = D.cy().elements();
      if (all.nonempty()) D.step({ remove: jsons(all) });
      D.closeCard();
    },
    undo: () => D.undo(),
    redo: () => D.redo(),
    table: () => D.toggleTable(),
    help: () => D.toggleHelp(),
    close: () => D.closeCard(),
    pathFrom: () => {
      const those = needOne();
      if (those.empty()) return;
      D.openPanel("path");
      D.set("path-from", { value: those[0].id() });
      D.set("path-to", { value: those.length > 1 ? those[1].id() : "" });
      D.byId("path-to").focus();
    },
    showPath: () => D.ask(() => ({
      do: "path",
      a: D.byId("path-from").value,
      b: D.byId("path-to").value,
      day: D.byId("path-day").value,
    })),
    png: () => D.savePicture(),
    note: () => D.newNote(),
    present: () => D.present(!D.presenting),
    brief: () => D.takeIntoBrief(),
    saveView: () => D.saveView(),
  };
  D.act = (name) => D.actions[name] && D.actions[name]();

  D.fit = () => {
    const cy = D.cy();
    const those = D.seen();
    if (those.empty()) return;
    cy.resize();
    cy.fit(those.union(D.presenting ? cy.collection() : D.notes()), 60);
    if (cy.zoom() > 1.25) {
      cy.zoom(1.25);
      cy.center(those);
    }
  };

  // ------------------------------------------------------------------ start
  D.changed = () => {
    document.dispatchEvent(new CustomEvent("dossier:changed"));
    clearTimeout(D.keeping);
    D.keeping = setTimeout(D.keep, 800);
  };
  /* What is on the canvas is kept on the server, so that another language, window or day shows the same. */
  D.keep = () => {
    if (D.cy() && D.ready) D.set("keep", { data: D.state() });
  };
  D.state = () => {
    const marked = (name) => D.entities().filter("." + name).map((n) => n.id());
    const notes = D.notes().map((n) => ({ text: n.data("label"), at: [n.position().x, n.position().y] }));
    return { at: D.positions(), hidden: marked("hidden"), pinned: marked("pinned"), notes, filter: D.filterState() };
  };

  function start(cy) {
    // The component answers every change by sending the whole list of elements through React, and drawing it again:
    // a second at 5,000 nodes. Its listeners go; ours say what matters.
    cy.removeAllListeners();
    const box = D.byId("canvas");
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", D.word("canvas"));
    box.setAttribute("aria-describedby", "counts");
    cy.on("select unselect", () => document.dispatchEvent(new CustomEvent("dossier:selected")));
    cy.on("tap", "node, edge", (event) => {
      D.hideMenu();
      if (!event.target.hasClass("note")) D.inspect(event.target.id());
      D.byId("canvas").focus({ preventScroll: true });
    });
    cy.on("tap", (event) => {
      D.hideMenu();
      if (event.target === cy) D.byId("canvas").focus({ preventScroll: true });
    });
    cy.on("dbltap", "node", (event) => {
      if (event.target.hasClass("note")) D.editNote(event.target);
      else D.expand(event.target.id());
    });
    cy.on("cxttap", "node", (event) => {
      if (event.target.hasClass("note")) return;
      D.select(event.target.id());
      D.showMenu(event.originalEvent);
    });
    let from = {};
    cy.on("grab", "node", (event) => {
      from = {};
      const those = event.target.selected() ? cy.nodes(":selected") : event.target;
      those.forEach((n) => { from[n.id()] = Object.assign({}, n.position()); });
    });
    cy.on("dragfree", "node", (event) => {
      const node = event.target;
      const was = from[node.id()];
      if (!was) return;
      delete from[node.id()];
      D.step({ move: [[node.id(), was, Object.assign({}, node.position())]] }, { applied: true });
    });
    new ResizeObserver(() => cy.resize()).observe(D.byId("canvas"));
    D.ready = true;
    if (D.presenting) D.present(true);
    document.dispatchEvent(new CustomEvent("dossier:ready"));
    D.changed();
  }
  D.begin = () => {
    const cy = D.cy();
    if (cy && !cy.scratch("begun")) {
      cy.scratch("begun", true);
      start(cy);
    } else if (!cy) setTimeout(D.begin, 40);
  };
})();
