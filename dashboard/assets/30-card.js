/* The card: what its buttons ask for, its form's keys, and where the focus goes. */
(function () {
  "use strict";
  const D = window.dossier;
  const byId = D.byId;
  const panel = () => document.querySelector(".below > .card");
  const form = () => byId("card-form");
  let askedBy = null; // the button whose form is open: where the focus returns to
  let enter = false; // the card was opened by a key: its title gets the focus
  let inCard = false; // the focus was last on the card; what is drawn anew would lose it
  document.addEventListener("focusin", (event) => { inCard = Boolean(event.target.closest(".below > .card")); });

  // ------------------------------------------------------------------ asking
  D.cardAsk = (action, on, from) => {
    askedBy = from || document.activeElement;
    D.set("card-ask", { data: { do: action, on, t: Date.now() } });
  };
  const leave = () => {
    D.set("card-form", { children: [] });
    D.set("card-says", { children: [] });
    byId("below").classList.remove("wide-card");
  };
  const close = D.closeCard;
  D.closeCard = () => {
    if (form() && form().childElementCount) leave();
    close();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) {
      if (button.dataset.do === "cancel") { leave(); return back(); }
      return D.cardAsk(button.dataset.do, button.dataset.on, button);
    }
    const opener = event.target.closest("[data-card], [data-go]");
    if (opener) {
      enter = event.detail === 0 || Boolean(opener.closest(".card"));
      leave();
    }
    const mover = event.target.closest("[data-move]");
    if (mover) return move(mover.closest("[data-member]"));
    return undefined;
  }, true);
  function back() {
    const button = askedBy && askedBy.isConnected ? askedBy : askedBy && same(askedBy);
    (button || byId("card-title") || document.body).focus({ preventScroll: true });
  }
  /* The card was drawn anew: the button that stands now where the old one stood. */
  const same = (button) => button.dataset.do &&
    panel().querySelector('[data-do="' + button.dataset.do + '"][data-on="' + CSS.escape(button.dataset.on) + '"]');

  // ------------------------------------------------------------------ keys
  const listOpen = (el) => {
    const combo = el.closest(".combo.open");
    return Boolean(combo && combo.querySelector('[role="option"]'));
  };
  const LETTERS = { KeyC: "confirm", KeyD: "dispute", KeyV: "status", KeyK: "correct", KeyG: "grade", KeyT: "split", KeyS: "same" };
  const typing = (el) => /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || el.isContentEditable;
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (!at.closest || !at.closest(".below > .card")) return undefined;
    const inForm = at.closest("#card-form");
    if (event.key === "Escape" && form().childElementCount && !listOpen(at)) {
      event.stopPropagation();
      leave();
      return back();
    }
    if (inForm && event.key === "Enter" && at.classList.contains("why") && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      return form().querySelector(".primary").click();
    }
    if (inForm && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation(); // the form of a record on a page has the same key
      const submit = form().querySelector(".primary");
      return submit && submit.click();
    }
    if (inForm && at.dataset.member) return onMember(event, at);
    if (inForm || typing(at) || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    const action = LETTERS[event.code];
    const near = at.closest(".sources > li") || panel();
    const button = action && (near.querySelector('[data-do="' + action + '"]') || panel().querySelector('[data-do="' + action + '"]'));
    if (button) {
      event.preventDefault();
      event.stopPropagation();
      D.cardAsk(action, button.dataset.on, at.closest("[data-do]") || button);
    }
    return undefined;
  }, true);

  // ------------------------------------------------------------------ a split: two columns
  const members = () => [...form().querySelectorAll("[data-member]")];
  function move(one) {
    one.dataset.side = one.dataset.side === "second" ? "first" : "second";
    const side = (name) => members().filter((each) => each.dataset.side === name).map((each) => each.dataset.member);
    D.set("card-sides", { data: { first: side("first"), second: side("second"), t: Date.now() } });
    D.set("card-says", { children: [] }); // what was wrong before may be right now
    one.focus();
  }
  function onMember(event, one) {
    const rtl = document.documentElement.dir === "rtl" || Boolean(one.closest('[dir="rtl"]'));
    const other = { ArrowLeft: rtl ? "second" : "first", ArrowRight: rtl ? "first" : "second" }[event.key];
    if (other || event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!other || other !== one.dataset.side) move(one);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const all = members();
      const next = all[all.indexOf(one) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) next.focus();
    }
  }

  // ------------------------------------------------------------------ called by Dash
  const soon = (then) => setTimeout(then, 30);
  Object.assign(window.dash_clientside.dossier, {
    cardAgain: (revision, wanted) => {
      const open = byId("below") && byId("below").classList.contains("with-card");
      if (!open || !wanted) return window.dash_clientside.no_update;
      return { ...wanted, again: true, t: Date.now() };
    },
    cardDrawn: () => {
      soon(() => {
        const title = byId("card-title");
        if (enter && title) title.focus({ preventScroll: false });
        else if (inCard && document.activeElement === document.body && !form().childElementCount) back();
        enter = false;
      });
      return "";
    },
    cardFormDrawn: () => {
      soon(() => {
        if (!form()) return;
        if (form().querySelector(".action.split")) D.set("card-sides", { data: null }); // those of an earlier form
        const wide = Boolean(form().querySelector(".action.split, .action.correct"));
        byId("below").classList.toggle("wide-card", wide);
        // The first that can be seen: fields that come later, by need, are drawn but hidden.
        const fields = form().querySelectorAll("[data-member], input:not([type=hidden]), textarea, select, button.primary");
        const first = [...fields].find((one) => one.getClientRects().length && !one.disabled);
        if (first) return first.focus();
        if (!form().childElementCount && inCard && document.activeElement === document.body) back();
        return undefined;
      });
      return "";
    },
  });
})();
