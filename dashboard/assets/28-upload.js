/* Sends a file piece by piece: window.dossier.upload(file, onProgress) -> Promise of the id of the upload.
   onProgress(sent, total) counts bytes. A piece that was lost on its way is sent again; any other failure rejects
   with an Error whose message is the server's sentence, or "" where there was no answer. */
(function () {
  "use strict";
  const D = (window.dossier = window.dossier || {});
  const TRIES = 5;

  function token() {
    const config = JSON.parse(document.getElementById("_dash-config").textContent);
    const start = config.csrf_token_name + "=";
    const found = document.cookie.split("; ").find((one) => one.startsWith(start));
    return found ? found.slice(start.length) : "";
  }

  const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

  async function post(path, body, type) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const headers = { "X-CSRFToken": token(), "Content-Type": type };
        const answer = await fetch(path, { method: "POST", body, headers, credentials: "same-origin" });
        if (answer.status < 500) return { ok: answer.ok, said: await answer.json() };
      } catch (lost) { /* no answer, or one that was cut off: sent again below */ }
      if (attempt === TRIES) throw new Error("");
      await pause(250 * 2 ** attempt);
    }
  }

  D.upload = async (file, onProgress) => {
    const about = JSON.stringify({ name: file.name, size: file.size });
    const begun = await post("/upload/", about, "application/json");
    if (!begun.ok) throw new Error(begun.said.error);
    const { id, piece, pieces } = begun.said;
    let number = 0;
    while (number < pieces) {
      if (onProgress) onProgress(number * piece, file.size);
      const body = file.slice(number * piece, (number + 1) * piece);
      const { ok, said } = await post(`/upload/${id}/${number}`, body, "application/octet-stream");
      // What came in although its answer was lost is refused the second time: the next one is wanted.
      if (!ok && said.next !== number + 1) throw new Error(said.error);
      number += 1;
    }
    if (onProgress) onProgress(file.size, file.size);
    return id;
  };
})();
