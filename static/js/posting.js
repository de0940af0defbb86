// What would fit today, again while somebody writes. Without this file the button “refresh” does it.
// A module: other scripts of the page have words of their own.

const PAUSE = 600; // milliseconds after the last letter

const form = document.querySelector("form[data-preview]");
const shown = document.getElementById("preview");
const said = document.getElementById("preview-said");

if (form && shown && said) {
  let waiting;
  let asked;
  const number = () => shown.querySelector("[data-said]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
  let last = number();

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        redirect: "error", // signed out meanwhile: sending the form keeps what was typed
        signal: asked.signal,
      });
      if (!answer.ok) return;
      shown.innerHTML = await answer.text();
      // Only a new number is read out, not the examples with every pause.
      if (number() !== last) said.textContent = last = number();
    } catch {
      // Offline, or typed on: the next letter asks again.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asked?.abort();
  });
  document.querySelector(`button[form="${form.id}"][name="preview"]`).hidden = true;
}
