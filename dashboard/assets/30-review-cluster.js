/* A whole cluster: records go from lane to lane by keys or by dragging; the server says what that would change. */
(function () {
  "use strict";
  const D = window.dossier;
  const root = () => D.byId("review-cluster");
  const records = () => [...root().querySelectorAll("[data-record]")];
  const lanes = () => [...root().querySelectorAll(".lane-head")].map((head) => ["first", "second", "out"].find((one) => head.classList.contains(one)));
  const active = () => D.page() === "review" && D.byId("review") && D.byId("review").classList.contains("clustering");
  let moved = {}; // thread to lane, where that is not as it stands in the case
  let at = ""; // the record that has the focus, through what is drawn anew
  let code = "";

  /* The page's part of the address decides: a whole cluster, or the pairs. Returns whether it is a cluster. */
  D.reviewCluster = (here, force) => {
    const wanted = here.parts && here.parts[1] === "cluster" ? here.parts[0] : "";
    if (D.byId("review")) D.byId("review").classList.toggle("clustering", Boolean(wanted));
    if (!wanted) { code = ""; return false; }
    if (wanted !== code || force) {
      if (wanted !== code) { moved = {}; at = ""; D.set("review-cluster-why", { value: "" }); }
      code = wanted;
      D.set("review-cluster-ask", { data: { code, t: Date.now() } });
    }
    return true;
  };
  D.openCluster = (wanted) => D.go("/" + D.here().language + "/review/" + wanted.replaceAll(" ", "") + "/cluster");
  const pairs = () => D.go("/" + D.here().language + "/review");

  // ------------------------------------------------------------------ moving
  function tell() {
    const side = (name) => records().filter((one) => one.dataset.side === name).map((one) => one.dataset.record);
    const changed = records().some((one) => one.dataset.side !== one.dataset.home);
    records().forEach((one) => one.querySelectorAll("[data-other]").forEach((link) => {
      const other = records().find((each) => each.dataset.record === link.dataset.other);
      link.classList.toggle("crossing", Boolean(other) && other.dataset.side !== one.dataset.side);
    }));
    D.set("review-cluster-sides", { data: { first: side("first"), second: side("second"), moved: changed, t: Date.now() } });
  }
  /* What is one thing now stands on one of two sides; only what is at its edge may be left out. */
  const mayStand = (one, lane) => lanes().includes(lane) && (lane !== "out" || one.dataset.home === "out");
  function put(one, lane, quietly) {
    if (!mayStand(one, lane)) return;
    one.dataset.side = lane;
    if (lane === one.dataset.home) delete moved[one.dataset.record];
    else moved[one.dataset.record] = lane;
    if (!quietly) { tell(); one.focus(); }
  }
  function weakest() {
    const button = root().querySelector("[data-apart]");
    if (!button) return;
    const apart = new Set(button.dataset.apart.split(","));
    records().filter((one) => one.dataset.home === "first").forEach((one) => put(one, apart.has(one.dataset.record) ? "second" : "first", true));
    tell();
    const first = records().find((one) => one.dataset.side === "second");
    if (first) first.focus();
  }
  function act(what) {
    if (what === "pairs") return pairs();
    if (what === "weakest") return weakest();
    const why = D.byId("review-cluster-why");
    D.set("review-cluster-do", { data: { do: what, why: what === "settle" ? why.value : "", t: Date.now() } });
    if (what === "settle") { moved = {}; D.set("review-cluster-why", { value: "" }); }
    return undefined;
  }

  // ------------------------------------------------------------------ hands
  document.addEventListener("click", (event) => {
    if (!active()) return;
    const button = event.target.closest("[data-cluster]");
    if (button) { act(button.dataset.cluster); return; }
    const lane = event.target.closest("[data-lane]");
    if (lane) put(lane.closest("[data-record]"), lane.dataset.lane);
  });
  document.addEventListener("focusin", (event) => {
    const one = event.target.closest && event.target.closest("[data-record]");
    if (one) at = one.dataset.record;
  });
  document.addEventListener("dragstart", (event) => {
    const one = event.target.closest && event.target.closest("[data-record]");
    if (!one) return;
    at = one.dataset.record;
    event.dataTransfer.setData("text/plain", ""); // nothing of a record leaves the page
    event.dataTransfer.effectAllowed = "move";
  });
  const under = (event) => {
    const grid = event.target.closest && event.target.closest(".lanes");
    if (!grid || !active()) return "";
    return lanes().find((lane) => {
      const box = root().querySelector(".lane-head." + lane).getBoundingClientRect();
      return event.clientX >= box.left && event.clientX <= box.right;
    }) || "";
  };
  document.addEventListener("dragover", (event) => { if (under(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    const lane = under(event);
    const one = lane && records().find((each) => each.dataset.record === at);
    if (!one) return;
    event.preventDefault();
    put(one, lane);
  });
  document.addEventListener("keydown", (event) => {
    if (!active() || event.altKey || event.defaultPrevented || event.isComposing) return;
    const field = event.target;
    if (field.id === "review-cluster-why" && (event.key === "Escape" || event.key === "Enter")) {
      event.preventDefault();
      focus();
      return;
    }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) || field.isContentEditable) return;
    if (field.closest(".card, [role=listbox], [role=combobox], .dash-dropdown, .dash-dropdown-content")) return;
    const undo = event.code === "KeyZ" && !event.shiftKey;
    if ((event.ctrlKey || event.metaKey) && !undo) return;
    if (!event.shiftKey && onKey(event, field)) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  function onKey(event, field) {
    if (event.key === "Escape") {
      if (D.byId("below").classList.contains("with-card")) return false;
      pairs();
      return true;
    }
    if (event.code === "KeyZ") { if (!event.repeat) act("undo"); return true; }
    if (event.code === "KeyN") { D.byId("review-cluster-why").focus(); return true; }
    if (event.code === "KeyW") { weakest(); return true; }
    const one = field.closest("[data-record]") || records().find((each) => each.dataset.record === at);
    if (event.key === "Enter") {
      if (field.closest("button, a")) return false;
      if (!event.repeat) act("settle");
      return true;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = records();
      const next = one ? all[all.indexOf(one) + (event.key === "ArrowDown" ? 1 : -1)] : all[0];
      if (next) next.focus();
      return true;
    }
    if (!one) return false;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const forward = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
      const order = lanes().filter((lane) => mayStand(one, lane));
      const next = order[order.indexOf(one.dataset.side) + (forward ? 1 : -1)];
      if (next) put(one, next);
      return true;
    }
    const lane = { Digit1: "first", Digit2: "second", Digit0: "out", Numpad1: "first", Numpad2: "second", Numpad0: "out" }[event.code];
    if (lane) put(one, lane);
    return Boolean(lane);
  }
  function focus() {
    const one = records().find((each) => each.dataset.record === at) || records()[0];
    if (one) one.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------ called by Dash
  Object.assign(window.dash_clientside.dossier, {
    clusterDrawn: () => {
      setTimeout(() => {
        if (!active()) return;
        records().forEach((one) => { if (moved[one.dataset.record]) put(one, moved[one.dataset.record], true); });
        tell();
        const free = document.activeElement === document.body || document.activeElement.closest("#review-cluster, #review-pair, [data-cluster], [data-review]");
        if (free) focus();
      }, 30);
      return "";
    },
  });
})();
