"use strict";

// A text with suggestions, after the ARIA pattern "combobox with list": htmx brings the list, this file opens it,
// walks through it with the arrows and writes the choice. Without it the text is sent as typed.

(() => {
  const listOf = (input) => document.getElementById(input.dataset.comboboxInput);
  const inputOf = (list) => document.querySelector(`[data-combobox-input="${CSS.escape(list.id)}"]`);
  const options = (list) => [...list.querySelectorAll('[role="option"]')];

  const activate = (input, option) => {
    for (const other of options(listOf(input))) other.setAttribute("aria-selected", String(other === option));
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const toggle = (input, open) => {
    const list = listOf(input);
    list.hidden = !open || options(list).length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) activate(input, null);
  };

  const choose = (input, option) => {
    input.value = option.dataset.value;
    toggle(input, false);
    // Whoever listens to the field (a commune after its postal code) learns of the choice.
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const step = (input, by) => {
    const all = options(listOf(input));
    const at = all.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
    activate(input, all[(at + by + (at < 0 && by < 0 ? 1 : 0) + all.length) % all.length]);
  };

  const keys = {
    ArrowDown: (input) => step(input, 1),
    ArrowUp: (input) => step(input, -1),
    Escape: (input) => toggle(input, false),
    Enter: (input) => {
      const active = document.getElementById(input.getAttribute("aria-activedescendant"));
      if (active) choose(input, active);
      return Boolean(active);
    },
  };

  const dress = (root) => {
    for (const input of root.querySelectorAll("[data-combobox-input]")) {
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", input.dataset.comboboxInput);
    }
  };

  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches?.("[data-combobox-input]") || !keys[event.key]) return;
    if (listOf(input).hidden && event.key !== "ArrowDown") return;
    if (listOf(input).hidden) toggle(input, true);
    if (options(listOf(input)).length && keys[event.key](input) !== false) event.preventDefault();
  });

  // Pressing an option must not take the focus from the text before the choice is written.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".combobox-list")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest('.combobox-list [role="option"]');
    if (option) choose(inputOf(option.parentElement), option);
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-combobox-input]")) toggle(event.target, false);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.matches?.(".combobox-list")) {
      const input = inputOf(event.target);
      toggle(input, document.activeElement === input);
      const found = options(event.target).length;
      const said = found ? `${found} proposition${found > 1 ? "s" : ""}.` : "Aucune proposition.";
      document.getElementById("annonce").textContent = said;
      return;
    }
    dress(event.target.parentElement || document);
  });

  dress(document);
})();
