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
if (location.pathname === "/logga-in") {
  samlad.ask(location.href).then(({ ok, body }) => { if (ok && body.to) location.replace(body.to); }, () => {});
}

dialogs(document);
drops(document);
document.getElementById("fault-summary")?.focus();
document.addEventListener("htmx:load", (event) => { dialogs(event.target); drops(event.target); });
