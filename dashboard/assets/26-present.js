/* Presenting: codes only, nothing but the canvas, and its caveats written into screen and picture alike. */
(function () {
  "use strict";
  const D = window.dossier;

  /* What must be said beside the picture, in lines. */
  D.captionLines = () => {
    const told = D.filterState();
    const named = (those, start) => those.map((each) => D.word(start + each) || each).join(", ");
    const filters = [];
    if (told.kinds_off.length) filters.push(D.word("left_out", { what: named(told.kinds_off, "kind_") }));
    if (told.vetting_off.length) filters.push(D.word("left_out", { what: named(told.vetting_off, "vetting_") }));
    if (told.time) filters.push(D.word("in_time", { time: told.time }));
    const hidden = D.entities().filter(".hidden").length;
    if (hidden) filters.push(D.word("hidden", { n: hidden }));
    const training = D.byId("present-caption").dataset.training;
    return [
      D.word("as_of", { day: new Date().toISOString().slice(0, 10), revision: D.revision || "" }) + (D.presenting ? " " + D.word("codes_only") : ""),
      D.word("filters", { filters: filters.length ? filters.join(" · ") : D.word("no_filters") }),
      D.word("lines"),
      ...(training ? [training] : []),
    ];
  };
  function writeCaption() {
    const place = D.byId("present-text");
    if (!place) return;
    place.replaceChildren(...D.captionLines().map((line) => Object.assign(document.createElement("p"), { textContent: line, dir: "auto" })));
  }
  D.present = (on) => {
    D.presenting = on;
    document.body.classList.toggle("presenting", on);
    D.byId("present-caption").hidden = !on;
    if (on) { D.closeCard(); D.hideMenu(); writeCaption(); }
    const cy = D.cy();
    if (!cy) return;
    cy.elements().toggleClass("present", on);
    document.querySelectorAll('[data-act="present"]').forEach((b) => b.setAttribute("aria-pressed", on));
    requestAnimationFrame(() => { cy.resize(); D.fit(); });
    D.byId("canvas").focus({ preventScroll: true });
  };
  document.addEventListener("dossier:changed", () => { if (D.presenting) writeCaption(); });

  D.savePicture = async () => {
    const cy = D.cy();
    if (D.entities().empty()) return D.say(D.word("nothing_shown"));
    const notes = D.notes();
    const shown = cy.elements(":selected").unselect();
    notes.addClass("hidden");
    const drawn = cy.png({ output: "blob", full: true, scale: 2, bg: "#ffffff", maxWidth: 8000, maxHeight: 8000 });
    notes.removeClass("hidden");
    shown.select();
    const blob = await withCaption(drawn);
    const address = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = address;
    link.download = "explore.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    return undefined;
  };
  async function withCaption(blob) {
    const picture = await createImageBitmap(blob);
    const size = 24;
    const width = Math.max(picture.width, 1400);
    const sheet = document.createElement("canvas");
    const pen = sheet.getContext("2d");
    pen.font = size + "px system-ui, sans-serif";
    const lines = D.captionLines().flatMap((line) => broken(pen, line, width - 60));
    sheet.width = width;
    sheet.height = picture.height + 40 + lines.length * size * 1.45;
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(picture, Math.round((width - picture.width) / 2), 0);
    pen.font = size + "px system-ui, sans-serif";
    pen.fillStyle = "#1d2733";
    const rtl = document.documentElement.dir === "rtl";
    pen.direction = rtl ? "rtl" : "ltr";
    pen.textAlign = "start";
    lines.forEach((line, at) => pen.fillText(line, rtl ? width - 30 : 30, picture.height + 20 + (at + 1) * size * 1.4));
    return new Promise((done) => sheet.toBlob(done, "image/png"));
  }
  function broken(pen, text, width) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = (lines[lines.length - 1] + " " + word).trim();
      if (pen.measureText(longer).width > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }
})();
