// Small comforts: menus that close, filters folded on a phone, print buttons, a word before unsaved text is left.

function closeMenus() {
  document.querySelectorAll("details[data-closes]").forEach((menu) => {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
}

function foldFilters() {
  if (!window.matchMedia("(max-width: 64em)").matches) return;
  document.querySelectorAll('details[data-folds-narrow]').forEach((panel) => { panel.open = false; });
}

function offerPrinting() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  // Paper needs whole addresses; the style sheet prints them after each link.
  document.querySelectorAll("main a[href]").forEach((link) => { link.dataset.fullAddress = link.href; });
}

function warnBeforeLeaving() {
  document.querySelectorAll("form[data-warn-unsaved]").forEach((form) => {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  });
}

export function tidyPage() {
  closeMenus();
  foldFilters();
  offerPrinting();
  warnBeforeLeaving();
}
