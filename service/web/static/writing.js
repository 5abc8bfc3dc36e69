// Writing a part of a report: saves by itself, loses nothing, helps with texts, lists and tables, shows the pages.
"use strict";

(() => {
  const form = document.getElementById("writing");
  if (!form || form.querySelector("fieldset.whole")?.disabled) { preview(null); return; }
  const said = form.dataset;
  const state = form.querySelector("[data-state]");
  const place = `samlad:${said.person}:${said.report}:${said.part}`;
  const PAUSE = 800, RETRY = 5000, BEAT = 20000;
  let timer = 0, busy = false, dirty = false, stopped = false;

  // ── saving ────────────────────────────────────────────────────────────────────────────────
  const content = () => new URLSearchParams(new FormData(form));
  const answers = () => { const all = content(); for (const name of ["csrf", "grund"]) all.delete(name); return all.toString(); };
  let saved = answers();

  function tell(text, trouble, button) {
    state.textContent = text;
    state.classList.toggle("trouble", Boolean(trouble));
    if (button) state.append(button);
  }

  function keep() {
    try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), ground: form.elements.grund.value, answers: answers() })); } catch { /* full or forbidden: the page still saves */ }
  }
  function forget() { try { localStorage.removeItem(place); } catch { /* as above */ } }

  function changed() {
    if (answers() === saved) return;
    dirty = true;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  async function save() {
    clearTimeout(timer);
    if (busy || stopped) return;
    const sent = answers();
    if (sent === saved) { dirty = false; forget(); return; }
    busy = true;
    tell(said.saving);
    let answer;
    try { answer = await samlad.ask(form.action, content()); } catch { answer = null; }
    busy = false;
    if (!answer || answer.status >= 500) {
      tell(said.waiting, true);
      timer = setTimeout(save, RETRY);
      return;
    }
    if (answer.status === 401) return ended();
    if (answer.status === 412) return clash();
    if (!answer.ok) {
      tell((answer.body.problems ?? []).map((one) => `${one.message} ${one.remedy}`).join(" "), true);
      return;
    }
    saved = sent;
    form.elements.grund.value = answer.body.ground;
    tell(`${said.saved} ${answer.body.at}`);
    show(answer.body);
    if (answers() === saved) { dirty = false; forget(); } else changed();
    preview(answer.body);
  }

  function ended() {
    const link = document.createElement("a");
    link.className = "button small secondary";
    link.href = `/logga-in?vidare=${encodeURIComponent(location.pathname)}`;
    link.textContent = said.again;
    stopped = true;
    tell(said.ended, true, link);
  }

  function clash() {
    const button = document.createElement("button");
    button.className = "button small secondary";
    button.textContent = said.compare;
    stopped = true;
    tell(said.clash, true, button);
  }

  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty) save(); });
  window.addEventListener("beforeunload", (event) => { if (dirty && busy) event.preventDefault(); });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });

  // What could not be saved last time comes back, if nobody has changed the part since.
  (() => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(place)); } catch { /* nothing kept */ }
    if (!kept || said.fresh !== undefined) return;
    if (kept.answers === saved) return forget();
    restore(new URLSearchParams(kept.answers));
    form.elements.grund.value = kept.ground;
    tell(said.kept);
    samlad.announce(said.kept);
    dirty = true;
    timer = setTimeout(save, PAUSE);
  })();

  function restore(kept) {
    for (const name of new Set(kept.keys())) ensure(name);
    for (const one of form.elements) {
      if (!one.name || one.type === "hidden" || one.tagName === "BUTTON") continue;
      const values = kept.getAll(one.name);
      if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
      else if (values.length) one.value = values[0];
    }
  }

  // A row that was added and never saved is added again.
  function ensure(name) {
    if (name === "finns" || form.elements[name]) return;
    for (const match of name.matchAll(/\[(\d+)\]/g)) {
      const list = name.slice(0, match.index), entry = name.slice(0, match.index + match[0].length);
      const found = form.querySelector(`[data-list="${CSS.escape(list)}"]`);
      if (found && !form.querySelector(`[data-entry="${CSS.escape(entry)}"]`)) add(found, Number(match[1]));
    }
  }

  // ── what the service says of it ───────────────────────────────────────────────────────────
  function show(told) {
    for (const one of told.parts) {
      const cell = document.querySelector(`[data-part="${one.nr}"].part-state`);
      if (!cell) continue;
      const [text, tone] = one.wrong ? [`${one.wrong} ${said.faults}`, "bad"] : one.missing ? [`${one.missing} ${said.left}`, "neutral"]
        : one.answered ? [said.done, "good"] : ["", ""];
      cell.replaceChildren();
      if (text) { const badge = document.createElement("span"); badge.className = `badge ${tone}`; badge.textContent = text; cell.append(badge); }
    }
    const byPath = Map.groupBy ? Map.groupBy(told.problems, (one) => one.path) : group(told.problems);
    for (const cell of form.querySelectorAll("[data-faults]")) {
      const field = form.querySelector(`#${CSS.escape(cell.id.replace(/-fel$/, ""))}`);
      const found = (byPath.get(current(cell)) ?? []).filter((one) => !["missing_value", "empty_list"].includes(one.code));
      // A field that one is writing in is left in peace until one has left it.
      if (found.length && field === document.activeElement) continue;
      cell.replaceChildren(...found.map((one) => { const line = document.createElement("p"); line.className = "fault"; line.lang = "sv"; line.textContent = `${one.message} ${one.remedy}`.trim(); return line; }));
      if (field?.matches("input, select, textarea")) { if (found.length) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid"); }
      cell.closest(".question")?.classList.toggle("wrong", found.length > 0);
      const lacks = cell.parentElement.querySelector(":scope > label > [data-lacks], :scope > legend > [data-lacks]");
      if (lacks) lacks.hidden = !(byPath.get(current(cell)) ?? []).some((one) => ["missing_value", "empty_list"].includes(one.code));
    }
  }
  function group(all) { const made = new Map(); for (const one of all) made.set(one.path, [...(made.get(one.path) ?? []), one]); return made; }

  // The service numbers rows as they stand; names keep the number that a row had when the page was made.
  function current(cell) {
    let path = cell.dataset.faults, at = cell;
    const entries = [];
    while ((at = at.parentElement?.closest("[data-entry]"))) entries.unshift(at);
    let shown = "", done = "";
    for (const entry of entries) {
      const name = entry.dataset.entry, list = name.slice(0, name.lastIndexOf("["));
      const rows = [...entry.parentElement.children].filter((one) => one.matches("[data-entry]"));
      shown += `${list.slice(done.length)}[${rows.indexOf(entry)}]`;
      done = name;
    }
    return shown + path.slice(done.length);
  }

  // ── lists ─────────────────────────────────────────────────────────────────────────────────
  function add(list, wanted) {
    const index = wanted ?? Number(list.dataset.next);
    list.dataset.next = Math.max(Number(list.dataset.next), index + 1);
    const holder = document.createElement("template");
    // Everything in the blank row is of our own making; only the number is put in.
    const blank = list.querySelector(":scope > template[data-blank]");
    holder.content.append(blank.content.cloneNode(true));
    number(holder.content, `__${list.dataset.depth}__`, String(index), list.dataset.list);
    const entry = holder.content.firstElementChild;
    list.querySelector(":scope > [data-rows], :scope > [data-grid] > [data-rows]").append(entry);
    ready(entry);
    renumber(list);
    return entry;
  }

  function number(root, mark, index, list) {
    const there = new RegExp(mark, "g");
    for (const one of root.querySelectorAll("*")) {
      for (const attribute of [...one.attributes]) {
        if (attribute.value.includes(mark)) one.setAttribute(attribute.name, attribute.value.replace(there, index));
        else if (attribute.value.includes(mark.replaceAll("_", "-"))) one.setAttribute(attribute.name, attribute.value.replaceAll(mark.replaceAll("_", "-"), index));
      }
      if (one.tagName === "TEMPLATE") number(one.content, mark, index, list);
    }
  }

  function renumber(list) {
    const rows = [...list.querySelector(":scope > [data-rows], :scope > [data-grid] > [data-rows]").children];
    rows.forEach((row, at) => {
      const legend = row.querySelector(":scope > legend");
      if (/\d+$|^\D*$/.test(legend.textContent.trim()) && !row.querySelector(":scope > input[type=hidden]:not([name=finns])")) {
        legend.textContent = `${list.querySelector(":scope > legend").firstChild.textContent.trim()} ${at + 1}`;
      }
      const [up, down] = row.querySelectorAll(":scope > .entry-do > [data-move]");
      if (up) { up.hidden = at === 0; down.hidden = at === rows.length - 1; }
    });
    const none = list.querySelector(":scope > label > input[value=inga]");
    if (none) { none.closest("label").hidden = rows.length > 0; if (rows.length) none.checked = false; }
  }

  form.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-add]"), remover = event.target.closest("[data-remove]"), mover = event.target.closest("[data-move]");
    if (adder) {
      event.preventDefault();
      const entry = add(adder.closest("[data-list]"));
      entry.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } else if (remover) {
      event.preventDefault();
      remove(remover.closest("[data-entry]"));
    } else if (mover) {
      const entry = mover.closest("[data-entry]"), list = entry.closest("[data-list]");
      if (mover.dataset.move === "-1") entry.previousElementSibling?.before(entry); else entry.nextElementSibling?.after(entry);
      renumber(list);
      if (mover.hidden) entry.querySelector(":scope > .entry-do > [data-move]:not([hidden])")?.focus(); else mover.focus();
      changed();
    }
  });

  // A removed row waits behind one press of a button until the page is left.
  function remove(entry) {
    const list = entry.closest("[data-list]"), rows = entry.parentElement, next = entry.nextElementSibling;
    const back = document.createElement("button");
    back.type = "button";
    back.className = "button small secondary";
    back.textContent = said.undo;
    back.addEventListener("click", () => {
      if (next?.parentElement === rows) next.before(entry); else rows.append(entry);
      renumber(list);
      tell("");
      entry.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      changed();
    });
    entry.remove();
    renumber(list);
    changed();
    tell(`${said.removed} `, false, back);
    back.focus();
  }

  // A table out of a spreadsheet fills the rows from the field in which it is pasted.
  form.addEventListener("paste", (event) => {
    const grid = event.target.closest("[data-grid]"), text = event.clipboardData?.getData("text/plain") ?? "";
    if (!grid || !text.includes("\t") && !/\n./.test(text) || event.target.matches("textarea") && !text.includes("\t")) return;
    event.preventDefault();
    const list = grid.closest("[data-list]"), first = event.target.closest("[data-entry]");
    const cells = (entry) => [...entry.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const column = cells(first).indexOf(event.target);
    let entry = first;
    for (const line of text.replace(/\r/g, "").replace(/\n$/, "").split("\n")) {
      entry = entry ?? add(list);
      const fields = cells(entry).slice(column);
      line.split("\t").slice(0, fields.length).forEach((value, at) => put(fields[at], value.trim()));
      entry = entry.nextElementSibling;
    }
    changed();
  });

  function put(field, value) {
    if (field.tagName === "SELECT") {
      const wanted = value.toLowerCase();
      const option = [...field.options].find((one) => [one.value, one.text].some((text) => text.toLowerCase() === wanted));
      if (option) field.value = option.value;
    } else if (field.type === "date") {
      if (/^\d{4}-\d\d-\d\d$/.test(value)) field.value = value;
    } else field.value = value;
  }

  // ── texts ─────────────────────────────────────────────────────────────────────────────────
  const TOOLS = [
    ["b", "bold", (text) => [`**${text}**`, 2]], ["i", "italic", (text) => [`*${text}*`, 1]],
    ["l", "bullets", null, "- "], ["n", "numbers", null, "1. "], ["a", "link", null],
  ];
  function toolbar(area) {
    if (area.previousElementSibling?.classList.contains("tools")) return;
    const bar = document.createElement("div");
    bar.className = "tools";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", said.format);
    bar.lang = document.documentElement.lang;
    for (const [kind, name, around, before] of TOOLS) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = kind;
      button.textContent = said[name];
      button.addEventListener("click", () => {
        area.focus();
        const { selectionStart: from, selectionEnd: to, value } = area, chosen = value.slice(from, to);
        if (around) {
          const [text, marks] = around(chosen.trim());
          replace(area, from, to, text);
          if (!chosen) area.setSelectionRange(from + marks, from + marks);
        } else if (before) {
          const start = value.lastIndexOf("\n", from - 1) + 1, lines = value.slice(start, to).split("\n");
          const marked = lines.every((one) => one.startsWith(before) || /^\d+\. /.test(one) && before === "1. ");
          const text = lines.map((one, at) => marked ? one.replace(/^(- |\d+\. )/, "") : `${before === "- " ? "- " : `${at + 1}. `}${one}`).join("\n");
          replace(area, start, to, text);
        } else {
          askLink(area, from, to, chosen);
        }
      });
      bar.append(button);
    }
    area.before(bar);
    area.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const at = { b: 0, i: 1 }[event.key.toLowerCase()];
      if (at !== undefined) { event.preventDefault(); bar.children[at].click(); }
    });
  }
  // Asked in a dialog of the page; whatever way it closes, one is back in the text.
  function askLink(area, from, to, chosen) {
    const dialog = document.getElementById("link-dialog");
    const address = dialog.querySelector("#link-address"), words = dialog.querySelector("#link-words");
    address.value = "https://";
    words.value = chosen;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      area.focus();
      area.setSelectionRange(from, to);
      if (dialog.returnValue !== "ok") return;
      const place = address.value.trim().replace(/[()\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
      replace(area, from, to, `[${words.value.replace(/[[\]]/g, " ").trim() || place}](${place})`);
    }, { once: true });
    dialog.showModal();
    address.focus();
  }

  // Through the browser's own editing, so that its undo works on it.
  function replace(area, from, to, text) {
    area.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ready(root) {
    for (const area of root.querySelectorAll("textarea[data-rich]")) toolbar(area);
    for (const hint of root.querySelectorAll(".paste-hint")) hint.hidden = false;
    for (const list of root.querySelectorAll("[data-list]")) renumber(list);
  }
  ready(form);

  // ── who else is here ──────────────────────────────────────────────────────────────────────
  const others = document.querySelector("[data-others]");
  async function beat() {
    if (!document.hidden) {
      const body = new URLSearchParams({ csrf: samlad.csrf(), del: said.part });
      const { ok, body: told } = await samlad.ask(`/rapporter/${said.report}/narvaro`, body).catch(() => ({ ok: false }));
      if (ok && others) {
        others.hidden = !told.others.length;
        const text = `${said.here} ${told.others.map((one) => one.name).join(", ")}.`;
        if (told.others.length && others.textContent !== text) others.textContent = text;
      }
    }
    setTimeout(beat, BEAT);
  }
  setTimeout(beat, BEAT);

  preview(null);

  // The pages beside the form: as they stand, faults and all.
  function preview(told) { samlad.sketch(document.querySelector("[data-sketch]"), told); }
})();
