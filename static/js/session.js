// Warns some minutes before a session ends, and lets it last with one click.
"use strict";

const box = document.querySelector("[data-session]");
let shown = "";
let endsAt = Date.now() + Number(box.dataset.seconds) * 1000;

// One notice at a time; `name` is that of a template in the page, "" takes the notice away.
function show(name) {
  if (shown === name) return;
  shown = name;
  box.replaceChildren();
  if (name) box.append(document.getElementById(name).content.cloneNode(true));
}

async function ask(options) {
  const response = await fetch(box.dataset.session, options);
  if (!response.ok) throw new Error(`session: ${response.status}`);
  const { seconds } = await response.json();
  endsAt = seconds === null ? Infinity : Date.now() + seconds * 1000;
  return seconds;
}

// Another window may have made it last meanwhile: the server knows, asking it moves nothing.
async function look() {
  if (Date.now() < endsAt - Number(box.dataset.warn) * 1000) return;
  try {
    await ask();
  } catch {
    return;
  }
  const left = endsAt - Date.now();
  if (left <= 0) show("session-over");
  else show(left < Number(box.dataset.warn) * 1000 ? "session-ends" : "");
}

box.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const seconds = await ask({ method: "POST", body: new FormData(event.target) });
    show(seconds ? "session-renewed" : "session-over");
  } catch {
    show("session-over");
  }
});

setInterval(look, 20_000);
document.addEventListener("visibilitychange", () => document.hidden || look());
look();
