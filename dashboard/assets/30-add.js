/* Add: files dropped or chosen come in one after the other; a control of the page asks by its data-add. */
(function () {
  "use strict";
  const D = window.dossier;
  const LARGEST = 1024 * 1024 * 1024;

  /* One question after the other: of two asked at once, the answer to the first would be thrown away. */
  const PATIENCE = 120000;
  const waiting = [];
  let open = null;
  function next() {
    if (open) {
      const answered = D.byId("add-answered");
      const over = !answered || answered.textContent === String(open.n) || Date.now() - open.since > PATIENCE;
      if (!over) return setTimeout(next, 40);
      open.then();
      open = null;
    }
    if (!waiting.length) return undefined;
    const [what, then] = waiting.shift();
    open = { n: Date.now() + Math.random(), since: Date.now(), then };
    D.set("add-ask", { data: Object.assign({ n: open.n }, what) });
    return setTimeout(next, 40);
  }
  function ask(what) {
    return new Promise((then) => {
      waiting.push([what, then]);
      if (!open) next();
    });
  }
  const asked = (element) => JSON.parse(element.dataset.add);
  const inAdd = (target) => target.closest && target.closest(".add");

  // ------------------------------------------------------------------ files
  let sending = Promise.resolve();

  function line(place, name) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    const bar = document.createElement("progress");
    bar.max = 100;
    item.append(text, bar);
    place.append(item);
    return {
      item,
      say: (key, percent) => {
        text.textContent = (place.dataset[key] || "").replace("{name}", "\u2068" + name + "\u2069").replace("{percent}", percent);
        bar.value = percent || 0;
        bar.setAttribute("aria-label", text.textContent);
        if (key !== "sending") bar.remove();
        item.classList.toggle("error", key !== "sending" && key !== "sent");
      },
    };
  }
  /* The page goes to the file that has come in; its first step comes into view as soon as it is drawn. */
  function showSteps(from, tries) {
    const place = D.byId("add-what");
    if (location.pathname !== from && place && place.firstChild) {
      place.scrollIntoView({ block: "start", behavior: "smooth" });
      const heading = place.querySelector("h2");
      if (!heading) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    } else if (tries) setTimeout(() => showSteps(from, tries - 1), 50);
  }
  async function send(file, first) {
    const told = line(D.byId("add-sending"), file.name);
    if (file.size > LARGEST) return told.say("tooLarge");
    told.say("sending", 0);
    try {
      const upload = await D.upload(file, (sent, whole) => told.say("sending", Math.floor((100 * sent) / (whole || 1))));
      told.say("sent");
      ask({ do: "arrive", upload, first }).then(() => told.item.remove());
      if (first) showSteps(location.pathname, 600);
    } catch (error) {
      told.say("sendFailed");
    }
    return undefined;
  }
  const take = (files) => {
    [...files].forEach((file, at) => { sending = sending.then(() => send(file, at === 0)); });
  };
  function choose() {
    const field = document.createElement("input");
    field.type = "file";
    field.multiple = true;
    field.hidden = true;
    field.id = "add-files";
    const old = D.byId("add-files");
    if (old) old.remove();
    field.addEventListener("change", () => { take(field.files); field.remove(); });
    document.body.append(field);
    field.click();
  }

  const onPage = () => D.page() === "add";
  const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const over = (on) => { const place = D.byId("add-drop"); if (place) place.classList.toggle("over", on); };
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault(); // a file that is dropped beside must not be opened in the place of the page
    event.dataTransfer.dropEffect = onPage() ? "copy" : "none";
    over(onPage());
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(false);
    if (onPage()) take(event.dataTransfer.files);
  });

  // ------------------------------------------------------------------ focus
  /* A control that was used may go, for what it did has taken its place: the focus goes to the heading of its step. */
  let step = "";
  const headings = () => [...document.querySelectorAll(".add h2")];
  const stepOf = (control) => {
    const box = control.closest(".box");
    const heading = box && box.previousElementSibling;
    return heading && heading.tagName === "H2" ? heading.textContent : "";
  };
  function keepPlace() {
    if (!step || D.page() !== "add" || document.activeElement !== document.body) return;
    const heading = headings().find((one) => one.textContent === step);
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  document.addEventListener("focusin", (event) => { if (event.target.tagName !== "H2") step = ""; });
  new MutationObserver(keepPlace).observe(document.documentElement, { childList: true, subtree: true });

  // ------------------------------------------------------------------ controls
  const formValue = (button) => {
    const form = button.closest("[data-add-form]");
    const field = form && form.querySelector("input");
    return field ? { value: field.value } : {};
  };
  document.addEventListener("click", (event) => {
    if (!inAdd(event.target)) return;
    if (event.target.closest("[data-add-choose]")) return void choose();
    const button = event.target.closest("button[data-add]");
    if (!button || button.disabled) return;
    step = stepOf(button);
    ask(Object.assign(formValue(button), asked(button)));
  });
  document.addEventListener("change", (event) => {
    if (!inAdd(event.target)) return;
    const control = event.target.closest("[data-add]:not(button)");
    if (!control) return;
    if (control.classList.contains("add-role")) {
      control.classList.toggle("none", !control.value);
      const at = asked(control).at;
      document.querySelectorAll('.add-table [data-column="' + at + '"]').forEach((cell) => {
        cell.classList.toggle("add-left", !control.value);
      });
    }
    ask(Object.assign(asked(control), { value: event.target.value }));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || !inAdd(event.target)) return;
    const form = event.target.closest("[data-add-form]");
    const button = form && form.querySelector("button[data-add]");
    if (button) { event.preventDefault(); button.click(); }
  });
})();
