// Small comforts. Every page works without this file.
"use strict";

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
