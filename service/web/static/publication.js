// The findings of a handling: decided by keyboard. Without this script the buttons do the same.
"use strict";

(() => {
  const found = [...document.querySelectorAll(".found")];
  const help = document.querySelector("[data-keys]");
  if (help) help.hidden = false;
  const step = (way) => {
    const at = found.indexOf(document.activeElement?.closest(".found"));
    const next = found[Math.min(found.length - 1, Math.max(0, at < 0 ? 0 : at + way))];
    next?.focus();
    next?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") { event.preventDefault(); return step(key === "j" ? 1 : -1); }
    if (key === "n") return document.querySelector("[data-next-handling]")?.click();
    const here = document.activeElement?.closest(".found");
    here?.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
  });
  const first = document.querySelector(`.found${location.hash ? CSS.escape(location.hash).replace("\\#", "#") : "[data-left]"}`);
  if (!document.getElementById("fault-summary")) (first ?? document.querySelector(".found[data-left]"))?.focus();
})();
