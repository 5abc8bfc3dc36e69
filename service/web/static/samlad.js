// What every page has. Everything here only adds: without it the pages work as forms and links.
"use strict";

const samlad = {
  // Say something to who listens instead of looking.
  announce(text) {
    const place = document.getElementById("announcer");
    place.textContent = "";
    setTimeout(() => { place.textContent = text; }, 50);
  },
  csrf() { return document.querySelector("input[name=csrf]")?.value ?? ""; },
  // Ask the service as a script of ours; the answer is what the view gave as Data.
  async ask(address, form) {
    const answer = await fetch(address, {
      method: form ? "POST" : "GET", body: form, credentials: "same-origin", headers: { Accept: "application/json" },
    });
    const body = await answer.json().catch(() => ({}));
    return { ok: answer.ok, status: answer.status, body };
  },
};

function dialogs(root) {
  for (const one of root.querySelectorAll("dialog[data-dialog][open]")) one.removeAttribute("open");
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.opens)?.showModal();
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
  }
});

// A form is sent once, however often one clicks.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent && !form.dataset.many) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});

// What was sent but never answered is still here: one goes back, and the form is as it was when the connection broke.
const SENT = "samlad:sent";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.id === "writing") return;
  const secret = (name) => name === "csrf" || form.querySelector(`[type=password][name="${CSS.escape(name)}"]`);
  const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secret(name));
  try { sessionStorage.setItem(SENT, JSON.stringify({ at: location.pathname, to: form.action, typed })); } catch { /* full or forbidden */ }
});
(() => {
  let sent = null;
  try { sent = JSON.parse(sessionStorage.getItem(SENT)); } catch { /* nothing was sent */ }
  const came = performance.getEntriesByType("navigation")[0]?.type;
  const answered = came === "navigate" && document.referrer.startsWith(location.origin);
  if (answered || sent?.at === location.pathname) try { sessionStorage.removeItem(SENT); } catch { /* as above */ }
  const form = !answered && sent?.at === location.pathname && [...document.forms].find((one) => one.action === sent.to);
  if (!form) return;
  for (const one of form.elements) {
    if (!one.name || one.name === "csrf" || ["password", "file", "submit"].includes(one.type)) continue;
    const values = sent.typed.filter(([name]) => name === one.name).map(([, value]) => value);
    if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
    else if (values.length === 1) one.value = values[0];
  }
  const note = document.getElementById("announcer").dataset.kept;
  const told = document.createElement("p");
  told.className = "said warning";
  told.textContent = note;
  form.before(told);
  for (let at = form.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  samlad.announce(note);
  told.scrollIntoView({ block: "center" });
})();

// Files can be dropped where they can be chosen.
function drops(root) {
  for (const place of root.querySelectorAll("[data-drop]")) {
    const input = place.querySelector("input[type=file]");
    place.querySelector(".drop-hint")?.removeAttribute("hidden");
    place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
    place.addEventListener("dragleave", () => place.classList.remove("over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      const given = new DataTransfer();
      for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) given.items.add(file);
      input.files = given.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      if (place.dataset.drop === "send") input.form.requestSubmit();
    });
  }
}

// On a phone long lists of links begin closed.
if (matchMedia("(max-width: 61.9rem)").matches) for (const one of document.querySelectorAll("[data-narrow-closed]")) one.open = false;

// A link in a letter comes from elsewhere, and then the cookie of the login stays at home: ask once more from here.
// The page after a login, where a kept form waits for its press, has the same address and is left alone.
if (location.pathname === "/logga-in" && document.querySelector("[name=losenord]")) {
  samlad.ask(location.href).then(({ ok, body }) => { if (ok && body.to) location.replace(body.to); }, () => {});
}

dialogs(document);
drops(document);
document.getElementById("fault-summary")?.focus();
document.addEventListener("htmx:load", (event) => { dialogs(event.target); drops(event.target); });
