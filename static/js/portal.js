"use strict";

// Small comforts, each found by a data-… attribute; every page works without them.
// Events are delegated to the document, so that fragments swapped by htmx need no set-up.

(() => {
  const WRONG = "Erreur\u00a0: ";

  const announce = (text, underWay = false) => {
    const line = document.getElementById("annonce");
    line.textContent = text;
    line.dataset.underWay = underWay ? text : "";
  };

  const within = (root, selector) => [
    ...(root.matches?.(selector) ? [root] : []),
    ...root.querySelectorAll(selector),
  ];

  /* Password: show, hide. */
  const reveal = (button) => {
    const input = document.getElementById(button.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.firstChild.textContent = shown ? "Masquer" : "Afficher";
    announce(shown ? "Le mot de passe est affiché." : "Le mot de passe est masqué.");
  };

  /* Code: copy. */
  const copy = async (button) => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.firstChild.textContent = "Copié";
    announce("Copié dans le presse-papiers.");
    setTimeout(() => (button.firstChild.textContent = "Copier"), 3000);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal], [data-copy]");
    if (!button) return;
    if (button.dataset.reveal) reveal(button);
    else copy(button);
  });

  /* Busy: the button used, and only that one, until the answer. */
  const busy = (button) => {
    if (!button || button.disabled) return;
    button.disabled = true;
    button.dataset.inFlight = "";
    button.setAttribute("aria-busy", "true");
    announce(button.dataset.busyText || "", true);
  };

  const release = (root) => {
    for (const button of within(root, "[data-in-flight]")) {
      button.disabled = false;
      delete button.dataset.inFlight;
      button.removeAttribute("aria-busy");
    }
    // What was under way is no more; what came of it is said by whatever changes, here too when an answer wrote here.
    const line = document.getElementById("annonce");
    const said = line.dataset.underWay && line.textContent === line.dataset.underWay;
    if (said && !document.querySelector("[data-in-flight]")) announce("");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // A second Enter while the first is on its way is the same answer sent twice.
    if (form.querySelector("[data-in-flight]")) {
      event.preventDefault();
      return;
    }
    const button = event.submitter || form.querySelector('button:not([type="button"])');
    // After the submission has read the form: a disabled button would not send its name.
    setTimeout(() => {
      if (!event.defaultPrevented || form.matches("[hx-post], [hx-get]")) {
        if (button?.matches("[data-busy-text]")) busy(button);
      }
    });
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("button")) busy(event.target);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const source = event.target;
    release(source);
  });

  // Back from the browser's memory: nothing is on its way any more.
  window.addEventListener("pageshow", () => release(document.body));

  /* Focus: the summary of errors, or the heading of a region that changed. */
  const focusIn = (region) => {
    const [target] = within(region, "[data-focus]");
    if (!target) return;
    // A heading must be made able to take it; a field already is, and must stay where Tab finds it.
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus();
    // On a telephone, what says why may stand above the window: both are shown, as far as it is high enough.
    const why = (target.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
    for (const shown of [...why, target]) shown?.scrollIntoView({ block: "nearest" });
  };

  /* The title of the page says it too, since it is what one hears first. */
  const retitle = () => {
    const plain = document.title.replace(WRONG, "");
    document.title = document.querySelector(".banner-error, .field-error") ? WRONG + plain : plain;
  };

  /* Countdown: by the clock of the server, since that of a hospital's computer may be wrong. */
  // Always as long, so that no line is added or taken away while one reads.
  const words = (seconds) => {
    const rest = seconds % 60;
    if (seconds >= 60) return `${Math.floor(seconds / 60)}\u00a0min\u00a0${String(rest).padStart(2, "0")}\u00a0s`;
    return `${rest}\u00a0seconde${rest > 1 ? "s" : ""}`;
  };

  const count = (node) => {
    if (!node.dataset.until) return;
    const end = performance.now() + (Date.parse(node.dataset.until) - Date.parse(node.dataset.now));
    const button = document.getElementById(node.dataset.enables);
    const tick = () => {
      if (!node.isConnected) return;
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left > 0) {
        node.textContent = `${node.dataset.before} ${words(left)}.`;
        setTimeout(tick, (end - performance.now()) % 1000 || 1000);
        return;
      }
      node.textContent = node.dataset.after;
      if (button) button.disabled = false;
      announce(node.dataset.after);
    };
    if (button) button.disabled = true;
    node.hidden = false;
    tick();
  };

  /* Files: the zone answers to what hovers over it. */
  for (const [type, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(type, (event) => {
      if (event.target.matches?.("[data-drop]")) event.target.classList.toggle("is-over", over);
    });
  }

  /* An answer that is the only one fills in its field, unless something was typed there. */
  const fill = (node) => {
    const input = document.getElementById(node.dataset.fill);
    if (!input || input.value) return;
    input.value = node.dataset.value;
    announce(node.dataset.value);
    // Whoever listens to the field learns of it.
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /* What only works with a script appears with it. */
  const enhance = (root) => {
    for (const button of within(root, "[data-reveal]")) button.hidden = false;
    if (navigator.clipboard) for (const button of within(root, "[data-copy]")) button.hidden = false;
    for (const node of within(root, "[data-countdown]")) count(node);
    for (const node of within(root, "[data-fill]")) fill(node);
  };

  document.addEventListener("htmx:load", (event) => {
    if (event.target === document.body) return;
    enhance(event.target);
    focusIn(event.target);
    retitle();
    // Not all readers say a live region that arrives with its words: the one that waits in every page says them.
    for (const said of within(event.target, "[data-said]")) announce(said.textContent.trim());
  });

  /* No answer at all: say so beside what was typed. */
  for (const type of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(type, () => {
      const message = document.getElementById("hors-ligne").content.cloneNode(true);
      document.getElementById("signalement").replaceChildren(message);
    });
  }

  enhance(document.body);
  focusIn(document.body);
})();
