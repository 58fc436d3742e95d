/* Help beside the page, and the guided tour: six steps from the first card to the brief. */
(function () {
  "use strict";
  const D = window.dossier;

  D.openHelp = (from) => {
    D.cardAskedBy = from || document.activeElement;
    D.showCard();
    D.set("help-asked", { data: { page: D.page(), t: Date.now() } });
    setTimeout(() => { const title = D.byId("help-title"); if (title) title.focus(); }, 400);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#help-button");
    if (button) D.openHelp(button);
    const tour = event.target.closest("[data-tour]");
    if (tour) step({ begin: 1, next: at + 1, back: at - 1, end: 0 }[tour.dataset.tour]);
  });

  /* Where each step leads, what it points at, and what it does first so that there is something to see. */
  const STEPS = [
    { path: "", point: ".starts, .start" },
    { path: "explore", point: "#stage", first: walk },
    { path: "explore", point: ".below > .card", first: card },
    { path: "sources", point: "#page-sources" },
    { path: "review", point: "#page-review" },
    { path: "brief", point: "#page-brief" },
  ];
  let at = 0;

  function walk() {
    const begin = document.querySelector(".start[data-start]");
    if (begin && D.cy() && D.cy().nodes().empty()) begin.click();
  }
  function card() {
    const one = D.cy() && (D.seen().nodes(".unit")[0] || D.seen().nodes()[0]);
    if (one) D.openCard(one.id());
  }
  function step(number) {
    document.querySelectorAll(".pointed").forEach((each) => each.classList.remove("pointed"));
    at = number;
    const box = D.byId("tour");
    box.hidden = number < 1 || number > STEPS.length;
    if (box.hidden) return undefined;
    const now = STEPS[number - 1];
    if (number !== 3) D.closeCard();
    D.go("/" + D.here().language + "/" + now.path);
    D.byId("tour-step").textContent = D.word("tour_step", { n: number, all: STEPS.length });
    D.byId("tour-title").textContent = D.words["tour_title_" + number];
    D.byId("tour-text").textContent = D.words["tour_text_" + number];
    box.querySelector('[data-tour="back"]').disabled = number === 1;
    box.querySelector('[data-tour="next"]').hidden = number === STEPS.length;
    D.byId("tour-title").focus();
    return whenDrawn(now, 60);
  }
  function whenDrawn(now, tries) {
    const point = [...document.querySelectorAll(now.point)].find((each) => each.offsetParent !== null || each.closest("#stage"));
    const ready = now.path !== "explore" || (D.ready && document.querySelector(".start[data-start]"));
    if ((!point || !ready) && tries) return setTimeout(() => whenDrawn(now, tries - 1), 100);
    if (now.first) now.first();
    const shown = document.querySelector(now.point);
    if (shown) shown.classList.add("pointed");
    return undefined;
  }
})();
