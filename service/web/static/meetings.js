// Meetings: files sent one by one with progress, ärenden moved by drag and drop, packets followed, pages turned by keys.
"use strict";

// Files are sent one by one, so that one that is refused is told at once and the others are there.
for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", async (event) => {
    const input = form.querySelector("input[type=file]");
    if (!input.files.length) return;
    event.preventDefault();
    const state = form.querySelector(".upload-state");
    const button = form.querySelector("button");
    button.disabled = true;
    state.replaceChildren();
    let told = 0;
    for (const file of input.files) {
      const row = document.createElement("p");
      const bar = document.createElement("progress");
      const word = document.createElement("span");
      word.textContent = ` ${file.name}`;
      row.className = "progress";
      row.append(bar, word);
      state.append(row);
      const answer = await send(form, file, bar);
      bar.remove();
      const version = answer.body.version;
      if (version) for (const one of document.querySelectorAll("input[name=version]")) one.value = version;
      const words = (list) => list.map((one) => [one.message, one.remedy].filter(Boolean).join(" "));
      const faults = words(answer.body.problems ?? []);
      const notices = answer.body.notices ?? [];
      const good = answer.ok && !faults.length;
      if (!answer.ok && !faults.length) faults.push(`${file.name}: ${form.dataset.lost}`);
      word.textContent = (good ? [`${file.name} ✓`, ...notices] : faults).join(" ");
      row.classList.toggle("fault", !good);
      if (!good || notices.length) told += 1;
    }
    button.disabled = false;
    if (!told) { location.reload(); return; }
    // What was told can be read before the page shows the files at their places.
    const on = document.createElement("button");
    on.type = "button";
    on.className = "button secondary";
    on.textContent = form.dataset.go;
    on.addEventListener("click", () => location.reload());
    state.append(on);
  });
}

function send(form, file, bar) {
  return new Promise((resolve) => {
    const data = new FormData();
    for (const name of ["csrf", "version"]) data.append(name, form.querySelector(`input[name=${name}]`).value);
    data.append("filer", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; }
    });
    request.addEventListener("loadend", () => {
      let body = {};
      try { body = JSON.parse(request.responseText); } catch { /* the connection was lost */ }
      resolve({ ok: request.status >= 200 && request.status < 300, body });
    });
    request.send(data);
  });
}

// Dragging an ärende sends the whole order; the buttons do the same by keyboard.
for (const list of document.querySelectorAll("[data-order]")) {
  let dragged = null;
  for (const handle of list.querySelectorAll(".handle")) {
    const item = handle.closest("[data-id]");
    handle.addEventListener("pointerdown", () => { item.draggable = true; });
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      item.classList.add("dragged");
    });
    item.addEventListener("dragend", () => { item.draggable = false; item.classList.remove("dragged"); store(list, dragged); dragged = null; });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const box = item.getBoundingClientRect();
      item[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    });
  }
}

function store(list, moved) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = list.dataset.order;
  const add = (name, value) => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  };
  add("csrf", list.dataset.csrf);
  add("version", list.dataset.version);
  for (const item of list.querySelectorAll(":scope > [data-id]")) add("ordning", item.dataset.id);
  add("flytta", `${moved.dataset.id}:`);
  document.body.append(form);
  form.submit();
}

// A packet is followed while it is made, and shown when it is done.
for (const place of document.querySelectorAll("[data-follow]")) {
  const events = new EventSource(place.dataset.follow);
  let phase = "";
  events.addEventListener("jobb", async (event) => {
    const job = JSON.parse(event.data);
    if (job.avslutat) { events.close(); location.reload(); return; }
    const told = await samlad.ask(place.dataset.state);
    const bar = place.querySelector("progress");
    if (job.antal) { bar.max = job.antal; bar.value = job.gjort; } else { bar.removeAttribute("value"); }
    place.querySelector(".follow-words").textContent = told.body.ord ?? "";
    if (job.fas !== phase) { phase = job.fas; samlad.announce(told.body.ord ?? ""); }
  });
}

// Pages are turned by the arrow keys, except where one types.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const link = document.querySelector(`a[data-key="${event.key}"]`);
  if (link && link.getAttribute("aria-disabled") !== "true") location.assign(link.href);
});
