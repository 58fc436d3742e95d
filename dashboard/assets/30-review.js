/* Review by keys alone: letters by their place on the keyboard, so that they work in an Arabic layout too. */
(function () {
  "use strict";
  const D = window.dossier;
  const KEYS = { KeyS: "same", KeyD: "different", KeyU: "unsure", KeyL: "later", KeyZ: "undo", KeyC: "cluster",
    Digit1: "only_left", Digit2: "only_right", Digit0: "everybody", Numpad1: "only_left", Numpad2: "only_right", Numpad0: "everybody" };
  const WRITES = new Set(["same", "different", "unsure"]);
  const PATIENCE = 8000; // ms after which an answer that never came is no longer waited for
  let asked = 0;
  let askedOn = "";
  let why = "";
  let quiet = false;
  let held = null;
  let next = ""; // what the page itself must ask once the answer is there
  const busy = () => asked && drawn() === askedOn && Date.now() - asked < PATIENCE;
  /* This window, through changes of language: a name that says nothing, and that no storage keeps. */
  const mine = () => {
    if (!/^w[a-z0-9]{10,}$/.test(window.name)) {
      window.name = "w" + Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
    }
    return window.name;
  };
  const drawn = () => {
    const pair = document.querySelector("#review-pair > [data-tick]");
    return pair ? pair.dataset.tick : "";
  };

  function ask(what) {
    if (what === "cluster") {
      // Of whom alone the pairs are looked at; else of the left one.
      const of = document.querySelector("#review-progress [data-of]");
      const left = document.querySelector("#review-pair thead .review-code");
      if (of || left) D.openCluster(of ? of.dataset.of : left.dataset.card);
      return;
    }
    // A key must judge the pair that is seen, never the one that is on its way.
    if (busy()) {
      if (quiet) held = { what, on: drawn() };
      return;
    }
    quiet = false;
    held = null;
    const field = D.byId("review-why");
    why = field ? field.value : "";
    asked = Date.now();
    askedOn = drawn();
    D.set("review-why", { value: "" }); // a reason belongs to one pair
    D.set("review-ask", { data: { do: what, why: WRITES.has(what) ? why : "", window: mine(), t: asked } });
  }

  /* What the page asks of itself: an address, a filter, a case that changed. One question at a time: of two at once
     the framework hears only the later one's answer, and a verdict's would be lost. */
  const ORDER = ["look", "choose", "open"];
  function askSoon(what) {
    if (ORDER.indexOf(what) > ORDER.indexOf(next)) next = what;
    pump();
  }
  function pump() {
    if (!next) return;
    if (asked && Date.now() - asked < PATIENCE) {
      setTimeout(pump, 200);
      return;
    }
    asked = Date.now();
    askedOn = drawn();
    quiet = next !== "open"; // a key waits for the answer, and counts where the same pair still stands
    D.set("review-ask", { data: { do: next, window: mine(), t: asked } });
    next = "";
  }
  function reviewAsks(here) {
    const by = window.dash_clientside.callback_context.triggered.map((one) => one.prop_id);
    if (here && here.page === "review") {
      if (D.reviewCluster(here, by.includes("revision.data"))) return window.dash_clientside.no_update;
      if (!by.length || by.includes("here-review.data") || !drawn()) askSoon("open");
      else askSoon(by.includes("revision.data") ? "look" : "choose");
    }
    return window.dash_clientside.no_update;
  }

  /* The answer is there: the next key counts, and one reads from the top. Where nothing was written the reason
     comes back. */
  let shown = "";
  function reviewed(state) {
    if (!state || String(state.tick) !== askedOn) asked = 0; // else a key was faster, and waits for its own answer
    if (state && state.told) {
      D.notice({ text: state.told, kind: "problem" });
      D.set("review-why", { value: why });
    }
    const pair = String((state && state.pair) || "");
    if (pair !== shown) {
      shown = pair;
      const place = D.byId("review-pair");
      if (place) place.scrollTop = 0;
    }
    const key = held;
    if (!asked && key && key.on === drawn()) setTimeout(() => ask(key.what), 0);
    if (!asked) held = null;
    return window.dash_clientside.no_update;
  }
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dossier = Object.assign(window.dash_clientside.dossier || {}, { reviewed, reviewAsks });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-review]");
    if (button) ask(button.dataset.review);
    const who = event.target.closest("[data-review-who]");
    if (who) D.set("review-who", { value: who.dataset.reviewWho });
  });
  document.addEventListener("keydown", (event) => {
    if (D.page() !== "review" || event.altKey || event.defaultPrevented) return;
    const page = D.byId("review"); // not there yet while the page is being drawn
    if (!page || page.classList.contains("clustering")) return; // a cluster has keys of its own
    const field = event.target;
    if (field.id === "review-why" && (event.key === "Escape" || event.key === "Enter")) {
      event.preventDefault();
      D.byId("review-pair").focus({ preventScroll: true });
      return;
    }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) || field.isContentEditable) return;
    if (field.closest(".card, [role=listbox], [role=combobox], .dash-dropdown, .dash-dropdown-content")) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.code !== "KeyZ" || event.shiftKey) return;
      event.preventDefault();
      ask("undo");
      return;
    }
    if (event.shiftKey || event.repeat) return;
    if (event.code === "KeyN") {
      event.preventDefault();
      D.byId("review-why").focus();
      return;
    }
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      const forward = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
      ask(forward ? "next" : "back");
      return;
    }
    if (KEYS[event.code]) {
      event.preventDefault();
      ask(KEYS[event.code]);
    }
  });
})();
