// The pages of a report as it stands: ordered, waited for and shown, the ones in view first.
"use strict";

(() => {
  const LOOK = 150, IDLE = 10000, WIDTHS = [600, 900, 1400];
  let finish = 0;

  samlad.sketch = (pane, told) => {
    if (!pane || !pane.checkVisibility()) return;
    const line = pane.querySelector("[data-sketch-state]"), bar = pane.querySelector("[data-sketch-progress]"), sheets = pane.querySelector("[data-sheets]");
    const mine = (pane.dataset.turn = String(Number(pane.dataset.turn ?? 0) + 1));
    const over = () => pane.dataset.turn !== mine;
    clearTimeout(finish);
    line.textContent = pane.dataset.making;
    bar.hidden = false;
    bar.removeAttribute("value");
    order();

    async function order() {
      const { ok, body } = await send(pane.dataset.sketch);
      if (over()) return;
      if (!ok) return end(pane.dataset.failed);
      look(body.job, told ? told.faults : body.faults);
    }

    async function look(job, faults) {
      const { ok, body } = await samlad.ask(`${pane.dataset.sketch}/${job}`).catch(() => ({ ok: false }));
      if (over()) return;
      if (ok && body.antal) { bar.max = body.antal; bar.value = body.gjort; }
      if (ok && !body.avslutat) return setTimeout(() => look(job, faults), LOOK);
      if (!ok || !body.pages) return end(pane.dataset.failed);
      draw(body);
      end(faults ? `${pane.dataset.marked}${faults}` : pane.dataset.current);
      // What is whole and left in peace for a while is also made as it will be handed in.
      if (!faults && pane.dataset.finish) finish = setTimeout(() => send(pane.dataset.finish), IDLE);
    }

    function end(text) { bar.hidden = true; line.textContent = text; }

    // A new picture takes the old one's place when it is there, so that nothing jumps.
    function draw(body) {
      while (sheets.children.length < body.pages) sheets.append(document.createElement("li"));
      while (sheets.children.length > body.pages) sheets.lastElementChild.remove();
      const wanted = sheets.firstElementChild.clientWidth * Math.min(devicePixelRatio, 2);
      const width = WIDTHS.find((one) => one >= wanted) ?? WIDTHS.at(-1);
      for (let at = 1; at <= body.pages; at += 1) {
        const item = sheets.children[at - 1];
        const fresh = new Image(width, Math.round(width * 1.4143)), old = item.querySelector("img");
        fresh.alt = `${pane.dataset.page} ${at}`;
        const show = () => { if (!over()) fresh.src = `${pane.dataset.sketch}/${body.id}/${at}?bredd=${width}`; };
        if (!old?.complete || !old.src) { item.replaceChildren(fresh); watch(fresh, show); continue; }
        fresh.addEventListener("load", () => item.replaceChildren(fresh));
        watch(old, show);
      }
    }
  };

  // Drawn when it is looked at, and not before.
  const waiting = new WeakMap();
  const eye = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) { eye.unobserve(one.target); waiting.get(one.target)?.(); }
  }, { rootMargin: "300px" });
  function watch(image, show) { waiting.set(image, show); eye.unobserve(image); eye.observe(image); }

  function send(place) {
    return samlad.ask(place, new URLSearchParams({ csrf: samlad.csrf() })).catch(() => ({ ok: false }));
  }

  const alone = document.querySelector("[data-sketch][data-alone]");
  if (alone) samlad.sketch(alone, null);
})();
