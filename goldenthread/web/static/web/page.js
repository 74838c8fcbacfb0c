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

const UNFOLDED = "main details.govuk-details, main details.gt-chapter, main details.gt-passage, main details.gt-row-picks";

function offerPrinting() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  // Paper needs whole addresses; the style sheet prints them after the links where they are of use.
  document.querySelectorAll("main a.gt-full-address").forEach((link) => { link.dataset.fullAddress = link.href; });
  // What is folded away on the screen is said on paper, in browsers whose style sheets cannot unfold it.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(UNFOLDED)].filter((one) => !one.open);
    opened.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => { opened.forEach((one) => { one.open = false; }); });
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
