// A mask is drawn on the picture of a page: that fills the form in, and the form is what is sent. Without this script one
// types the same numbers. The picture's layer knows how the page is turned and cut, so all here is in the page's points.
"use strict";

(() => {
  const layer = document.querySelector("[data-mask]");
  if (!layer) return;
  const tools = document.querySelector("[data-mask-tools]");
  const state = tools.querySelector("[data-mask-state]");
  const touch = tools.querySelector("[data-mask-touch]");
  const frame = layer.querySelector("[data-new]");
  const space = frame.parentNode;
  const form = document.getElementById(layer.dataset.mask);
  const fields = ["vanster", "nederkant", "hoger", "overkant"].map((name) => form.elements[name]);
  const [LEFT, BOTTOM, RIGHT, TOP] = layer.dataset.bounds.split(" ").map(Number);
  const REACH = 8, LEAST = 2; // pixels: how near an edge one takes hold of it, and how little is only a click
  const swedish = document.documentElement.lang === "sv";
  let box = null; // [left, bottom, right, top], as in the form
  let corner = null; // set by a click: the next one sets the opposite
  let drag = null; // { pull(point), before }

  const within = (least, value, most) => Math.min(Math.max(value, least), most);
  const around = (a, b) => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const pixel = () => { const at = space.getScreenCTM(); return 1 / Math.hypot(at.a, at.b); };
  const pointAt = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(space.getScreenCTM().inverse());
    return { x: within(LEFT, at.x, RIGHT), y: within(BOTTOM, at.y, TOP) };
  };
  // Rounded outwards: what was drawn over is covered.
  const rounded = () => box.map((side, at) => (at < 2 ? Math.floor : Math.ceil)(Math.round(side * 1000) / 100) / 10);
  const written = (number) => (swedish ? String(number).replace(".", ",") : String(number));

  function show(told = "") {
    frame.toggleAttribute("hidden", !box);
    if (box) {
      const [left, bottom, right, top] = box;
      for (const [name, value] of Object.entries({ x: left, y: bottom, width: right - left, height: top - bottom })) frame.setAttribute(name, value);
    }
    state.textContent = told;
  }
  function write() {
    const sides = box && rounded();
    fields.forEach((field, at) => { field.value = sides ? written(sides[at]) : ""; });
    if (!sides) return show(corner ? state.dataset.half : state.dataset.none);
    const [wide, high] = [sides[2] - sides[0], sides[3] - sides[1]].map((length) => written(Math.round(length * 10) / 10));
    show(state.dataset.drawn.replace("[bredd]", wide).replace("[hojd]", high));
  }
  function read() {
    const sides = fields.map((field) => (field.value.trim() ? Number(field.value.trim().replace(",", ".")) : NaN));
    box = sides.every(Number.isFinite) && sides[0] < sides[2] && sides[1] < sides[3] ? sides : null;
    corner = null;
    show();
  }

  // What one takes hold of at a point: an edge or a corner, the whole, or nothing.
  function held(at) {
    if (!box) return null;
    const reach = REACH * pixel();
    const [left, bottom, right, top] = box;
    if (at.x < left - reach || at.x > right + reach || at.y < bottom - reach || at.y > top + reach) return null;
    const [across, up] = [Math.min(reach, (right - left) / 4), Math.min(reach, (top - bottom) / 4)];
    const edges = [at.x < left + across, at.y < bottom + up, at.x > right - across, at.y > top - up];
    return { edges, whole: !edges.includes(true) };
  }
  function stretch(from) { return (at) => { box = around(from, at); }; }
  function move(from) {
    const [left, bottom, right, top] = box;
    return (at) => {
      const across = within(LEFT - left, at.x - from.x, RIGHT - right), up = within(BOTTOM - bottom, at.y - from.y, TOP - top);
      box = [left + across, bottom + up, right + across, top + up];
    };
  }
  function pullEdges(edges) {
    const start = [...box];
    return (at) => {
      const [left, bottom, right, top] = start.map((side, one) => (edges[one] ? (one % 2 ? at.y : at.x) : side));
      box = around({ x: left, y: bottom }, { x: right, y: top });
    };
  }

  layer.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || (event.pointerType !== "mouse" && !layer.classList.contains("drawing"))) return;
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    const at = pointAt(event), before = box, hold = corner ? null : held(at);
    const pull = !hold ? stretch(corner ?? at) : hold.whole ? move(at) : pullEdges(hold.edges);
    drag = { pull, before, fresh: !hold && !corner, at };
    if (!hold) pull(at);
    corner = null;
    show();
  });
  layer.addEventListener("pointermove", (event) => {
    const at = pointAt(event);
    if (drag) drag.pull(at);
    else if (corner) box = around(corner, at);
    else { layer.style.cursor = held(at) ? (held(at).whole ? "move" : "pointer") : ""; return; }
    show(corner ? state.dataset.half : "");
  });
  layer.addEventListener("pointerup", () => {
    if (!drag) return;
    const least = LEAST * pixel();
    if (box[2] - box[0] < least || box[3] - box[1] < least) {
      corner = drag.fresh ? drag.at : null;
      box = null;
    }
    drag = null;
    write();
  });
  function cancel() {
    box = drag?.before ?? null;
    drag = corner = null;
    write();
  }
  layer.addEventListener("pointercancel", () => { if (drag) cancel(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || (!drag && event.target.closest("input, textarea, select, dialog"))) return;
    if (drag || corner || box) { event.preventDefault(); cancel(); }
  });
  tools.querySelector("[data-mask-clear]").addEventListener("click", () => { drag = null; cancel(); });
  touch.addEventListener("click", () => {
    touch.setAttribute("aria-pressed", String(layer.classList.toggle("drawing")));
  });
  form.addEventListener("input", read);
  addEventListener("pageshow", read);
  tools.hidden = false;
  layer.classList.add("ready");
})();
