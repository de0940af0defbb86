// Suggestions below a search field while somebody types: a combobox as ARIA describes it. The form
// works the same without them. Not a <datalist>: it does not open by itself when the answer arrives,
// does not grow with the page's zoom, and reads differently in every browser.
"use strict";

const PAUSE = 120; // milliseconds after the last letter

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("[data-suggest-field]");
    this.list = document.createElement("ul");
    this.list.id = "search-suggestions";
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.suggestLabel);
    this.list.hidden = true;
    this.said = document.createElement("div");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.input.after(this.list, this.said);
    this.input.parentElement.classList.add("has-suggestions");
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-controls", this.list.id],
      ["aria-expanded", "false"],
    ]) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The field keeps the focus while a suggestion is clicked, or it would close before.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
  }

  get active() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    const typed = this.input.value;
    try {
      const address = `${this.form.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: this.asked.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      if (this.input === document.activeElement && this.input.value === typed) {
        this.show(suggestions.filter((text) => text !== typed));
      }
    } catch {
      // Offline, or typed on: the next letter asks again.
    }
  }

  show(texts) {
    const marked = this.active?.textContent; // an answer that comes late takes nothing away
    this.list.replaceChildren(
      ...texts.map((text, number) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = text;
        return item;
      }),
    );
    this.mark([...this.list.children].find((item) => item.textContent === marked) ?? null);
    this.open(texts.length > 0);
    this.said.textContent = texts.length ? `${this.form.dataset.suggestLabel}: ${texts.length}` : "";
  }

  open(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
  }

  close() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.mark(null);
    this.open(false);
  }

  mark(item) {
    this.active?.setAttribute("aria-selected", "false");
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.isComposing) return;
    const items = [...this.list.children];
    const isOpen = !this.list.hidden;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
      event.preventDefault();
      this.open(true);
      // One step beyond either end is the field itself, with nothing chosen.
      const step = event.key === "ArrowDown" ? 1 : -1;
      const rows = [null, ...items];
      this.mark(rows.at((rows.indexOf(this.active) + step) % rows.length));
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // a search field would be emptied by it
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Enter") {
      this.close();
    }
  }

  choose(item) {
    if (!item) return;
    this.input.value = item.textContent;
    this.close();
    this.form.requestSubmit();
  }
}

for (const form of document.querySelectorAll("[data-suggest]")) new Suggestions(form);
