/* Review by keys alone: letters by their place on the keyboard, so that they work in an Arabic layout too. */
(function () {
  "use strict";
  const D = window.dossier;
  const KEYS = { KeyS: "same", KeyD: "different", KeyU: "unsure", KeyL: "later", KeyZ: "undo" };
  const WRITES = new Set(["same", "different", "unsure"]);
  const PATIENCE = 8000; // ms after which an answer that never came is no longer waited for
  let asked = 0;

  function ask(what) {
    // A key must judge the pair that is seen, never the one that is on its way.
    if (asked && Date.now() - asked < PATIENCE) return;
    const why = D.byId("review-why");
    asked = Date.now();
    D.set("review-ask", { data: { do: what, why: WRITES.has(what) && why ? why.value : "", t: asked } });
  }

  /* The answer is there: the next key counts, what was written as a reason went with the verdict, and one reads from
     the top. */
  let shown = "";
  function reviewed(state) {
    asked = 0;
    if (state && state.told) D.notice({ text: state.told, kind: "problem" });
    const pair = String((state && state.pair) || "");
    if (pair !== shown) {
      shown = pair;
      D.set("review-why", { value: "" });
      const place = D.byId("review-pair");
      if (place) place.scrollTop = 0;
    }
    return window.dash_clientside.no_update;
  }
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dossier = Object.assign(window.dash_clientside.dossier || {}, { reviewed });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-review]");
    if (button) ask(button.dataset.review);
    const who = event.target.closest("[data-review-who]");
    if (who) D.set("review-who", { value: who.dataset.reviewWho });
  });
  document.addEventListener("keydown", (event) => {
    if (D.page() !== "review" || event.altKey || event.defaultPrevented) return;
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
