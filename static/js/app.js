// Small comforts. Every page works without this file.
"use strict";

const words = document.currentScript.dataset;

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest("details.drop[open], details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.drop[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

// Filters stand open beside the results where there is room, and folded above them on a phone.
for (const filters of document.querySelectorAll("details.filters-all")) {
  if (matchMedia("(max-width: 59.99rem)").matches) filters.open = false;
}

// What cannot be undone is asked again in a window of its own; without this file it unfolds in place.
for (const details of document.querySelectorAll("details.dialog")) {
  const summary = details.querySelector("summary");
  const box = details.querySelector("dialog");
  const keep = box.querySelector(".dialog-keep");
  keep.hidden = false;
  keep.addEventListener("click", () => {
    if (box.matches(":modal")) box.close();
    else details.open = false;
  });
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    details.open = true;
    box.removeAttribute("open");
    box.showModal();
    (box.querySelector("textarea, select, input:not([type=hidden])") ?? keep).focus();
  });
  box.addEventListener("close", () => {
    box.setAttribute("open", "");
    details.open = false;
    summary.focus();
  });
}

// A page with mistakes begins with its summary, not where an older link had jumped to.
if (location.hash && document.querySelector(".error-summary[autofocus]")) {
  history.replaceState(history.state, "", location.pathname + location.search);
  scrollTo(0, 0);
}

// Typing a password blind is hard, on a phone above all.
for (const field of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain-button show-password";
  button.setAttribute("aria-controls", field.id);
  button.textContent = words.showPassword;
  button.addEventListener("click", () => {
    const isShown = field.type === "password";
    field.type = isShown ? "text" : "password";
    button.textContent = isShown ? words.hidePassword : words.showPassword;
  });
  field.form?.addEventListener("submit", () => {
    field.type = "password"; // so that browsers offer to keep it
  });
  field.after(button);
}
