// Drafts of long text: kept in this browser while they are written, offered again when the page is opened before they
// were saved, forgotten once saved, after a week, or when another person signs in.

const PREFIX = "draft:";
const WEEK = 7 * 24 * 60 * 60 * 1000;

const store = (() => {
  try {
    const probe = `${PREFIX}probe`;
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return null;
  }
})();

const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
const write = (key, draft) => { try { store.setItem(key, JSON.stringify(draft)); } catch { /* A full store keeps no more drafts. */ } };
const allKeys = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));

function forget(person) {
  const saved = document.querySelector(".govuk-notification-banner--success, [data-saved]");
  allKeys().forEach((key) => {
    const draft = read(key);
    const old = !draft || Date.now() - draft.at > WEEK;
    const anothers = person && draft && draft.person !== person;
    // What was sent and led to another page, or to this one with good news, is saved.
    const sent = person && draft && draft.sent && (saved || draft.path !== location.pathname);
    if (old || anothers || sent) store.removeItem(key);
    // A sign-in page in between means that what was sent never arrived.
    else if (!person && draft.sent) write(key, { ...draft, sent: false });
  });
}

function offer(area, key, draft) {
  const notice = document.createElement("div");
  notice.className = "gt-draft";
  notice.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = `You were writing here on ${new Date(draft.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })} and had not saved.`;
  words.style.margin = "0 0 5px";
  notice.append(words);
  const act = (label, action) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "gt-link-button";
    button.textContent = label;
    button.addEventListener("click", () => { action(); notice.remove(); area.focus(); });
    notice.append(button);
  };
  act("Bring it back", () => { area.value = draft.text; area.dispatchEvent(new Event("input", { bubbles: true })); });
  act("Throw it away", () => store.removeItem(key));
  area.before(notice);
  // A form that is folded away would hide what waits to be brought back.
  const fold = area.closest("details");
  if (fold) fold.open = true;
}

function watch(area, person) {
  const key = `${PREFIX}${person}:${location.pathname}:${area.form.dataset.draft || ""}:${area.name}`;
  const draft = read(key);
  if (draft && draft.text.trim() && draft.text !== area.value) offer(area, key, draft);
  let timer = 0;
  const keep = () => write(key, { person, path: location.pathname, text: area.value, at: Date.now(), sent: false });
  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 400); });
  area.form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (area.value !== area.defaultValue) {
      write(key, { person, path: location.pathname, text: area.value, at: Date.now(), sent: true });
    }
  });
}

export function keepDrafts() {
  if (!store) return;
  const person = document.body.dataset.person || "";
  forget(person);
  if (!person) return;
  document.querySelectorAll("form:not([data-keeps]) textarea[data-autosave]").forEach((area) => watch(area, person));
}
