// The page of finished pages: looks anew when they are done.
"use strict";

(() => {
  const place = document.querySelector("[data-pages][data-waits]");
  if (!place) return;
  const bar = place.querySelector("progress");
  async function look() {
    const { ok, body } = await samlad.ask(place.dataset.pages).catch(() => ({ ok: false }));
    if (ok && body.latest?.avslutat) return location.reload();
    if (ok && bar && body.latest?.antal) { bar.max = body.latest.antal; bar.value = body.latest.gjort; }
    setTimeout(look, 1000);
  }
  look();
})();
