"""A page worked with nothing but a keyboard: what Tab reaches, in which order, and whether one sees where one is."""

from __future__ import annotations

from playwright.sync_api import Page

_PREPARE = """() => {
  // What lies folded is a part of the page too.
  for (const one of document.querySelectorAll("details")) one.open = true;
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const usable = (one) => !one.matches(":disabled") && one.checkVisibility({ visibilityProperty: true });
  const all = [...document.querySelectorAll(wanted)].filter((one) => usable(one) && !one.closest("dialog:not([open])"));
  const look = (one) => {
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow].join(" ");
  };
  const before = new Map(all.map((one) => [one, look(one)]));
  const words = (one) => (one.id || one.name || one.textContent || "").trim().slice(0, 40);
  const told = (one) => `${one.tagName.toLowerCase()} ${words(one)}`;
  const walk = { order: [], faults: [], done: false, last: null };
  const group = (one) => one.type === "radio" ? `${one.name} ${one.form?.action}` : one;
  const covered = (one) => {
    const box = one.getClientRects()[0];
    if (!box || !box.width) return "takes no place";
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return "is outside the window";
    for (const [across, down] of [[.5, .5], [.2, .5], [.8, .5], [.5, .15], [.5, .85]]) {
      const hit = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
      if (hit && (one.contains(hit) || hit.contains(one) && !hit.matches("header, .save-bar"))) return "";
    }
    return "lies under something else";
  };
  const note = () => {
    const one = document.activeElement;
    if (!one || one === document.body) { walk.done ||= walk.order.length > 0; walk.last = null; return; }
    if (one === walk.last || walk.done) return;
    walk.last = one;
    if (walk.order.includes(one)) { walk.done = true; return; }
    const last = walk.order.at(-1), hidden = covered(one);
    const back = last && last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
    if (back) walk.faults.push(`${told(one)} comes after ${told(last)}`);
    if (hidden) walk.faults.push(`${told(one)} ${hidden}`);
    if (before.get(one) === look(one)) walk.faults.push(`${told(one)} looks the same with focus`);
    walk.order.push(one);
  };
  addEventListener("keydown", note, true);
  walk.end = () => {
    note();
    const reached = new Set(walk.order.map(group));
    const missed = all.filter((one) => !reached.has(group(one)));
    return [...walk.faults, ...missed.map((one) => `${told(one)} is not reached`)];
  };
  window.walk = walk;
  return all.length;
}"""
_POINTED = """() => [...document.querySelectorAll("body *")].filter((one) => getComputedStyle(one).cursor === "pointer"
  && !one.closest("a[href], button, summary, label, select, input")).map((one) => one.outerHTML.slice(0, 100))"""
_FOCUS_IN_DIALOG = """() => {
  const one = document.activeElement;
  return one === document.body || Boolean(one.closest("dialog:modal"));
}"""
START = """() => {
  // From the top of the page, wherever a script has put the focus.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""
_BATCH = 25


def keyboard_faults(page: Page) -> list[str]:
    """Tab through the whole page, from its first key to its last."""
    there: int = page.evaluate(_PREPARE)
    page.evaluate(START)
    for _ in range(4 + there * 4 // _BATCH):
        for _ in range(_BATCH):
            page.keyboard.press("Tab")
        if page.evaluate("walk.done"):
            break
    else:
        return ["Tab does not come round", *page.evaluate("walk.end()")]
    clicked = [f"only a mouse can press {one}" for one in page.evaluate(_POINTED)]
    return [*page.evaluate("walk.end()"), *clicked]


def dialog_faults(page: Page) -> list[str]:
    """Every dialog opens by Enter and by Space, keeps the focus, closes by Escape and gives the focus back."""
    faults: list[str] = []
    openers = page.locator("[data-opens]")
    for at in range(openers.count()):
        opener, name = openers.nth(at), openers.nth(at).get_attribute("data-opens")
        for key in ("Enter", "Space"):
            opener.focus()
            page.keyboard.press(key)
            if not page.evaluate("name => document.getElementById(name).matches(':modal')", name):
                faults.append(f"{name} does not open by {key}")
            inside = page.locator(f"#{name} :is(a, button, input, select, textarea)").count()
            for _ in range(inside + 2):
                if not page.evaluate(_FOCUS_IN_DIALOG):
                    faults.append(f"{name} lets the focus out")
                page.keyboard.press("Tab")
            page.keyboard.press("Escape")
            if page.evaluate("Boolean(document.querySelector('dialog:modal'))"):
                faults.append(f"{name} does not close by Escape")
            if page.evaluate("document.activeElement.dataset.opens") != name:
                faults.append(f"{name} does not give the focus back")
    return faults
