// Answers kept as they are written: on the server after a pause and on leaving a field, on this device until then.
// Only what was changed here is sent, each answer with the mark of what was on the page, so that the server can tell
// when somebody else was quicker. What it could not keep stays on this device and is tried again.

const PREFIX = "answers:";
const PAUSE = 3000;
const AGAIN = 15000;
const WEEK = 7 * 24 * 60 * 60 * 1000;
const PATIENCE = 8000;

const store = (() => {
  try {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
    return localStorage;
  } catch {
    return null;
  }
})();

const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
const write = (key, kept) => { try { store.setItem(key, JSON.stringify(kept)); return true; } catch { return false; } };

function forget(person) {
  Object.keys(store).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
    const kept = read(key);
    const anothers = person && kept && kept.person !== person;
    const arrived = person && kept && kept.sent && kept.path !== location.pathname;
    if (!kept || Date.now() - kept.at > WEEK || anothers || arrived) store.removeItem(key);
  });
}

class Answers {
  constructor(form, person) {
    this.form = form;
    this.person = person;
    this.place = `${PREFIX}${person}:${location.pathname}`;
    this.status = form.querySelector("[data-keeps-status]");
    this.boxes = new Map([...form.querySelectorAll("[data-answer]")].map((box) => [box.dataset.answer, box]));
    this.dirty = new Set();
    this.timer = 0;
    this.sending = null;
    this.trouble = null;
    this.refused = "";
  }

  fieldsOf(key) {
    const box = this.boxes.get(key);
    return [...box.querySelectorAll("input, select, textarea")].filter((one) => one.name && one.type !== "file");
  }

  // What is typed in one answer, as a form would send it: pairs of name and value.
  typed(key) {
    return this.fieldsOf(key)
      .filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked)
      .map((one) => [one.name, one.value]);
  }

  seenOf(key) { return this.form.elements[`seen-${key}`]; }

  keepHere() {
    if (!store) return false;
    if (!this.dirty.size) { store.removeItem(this.place); return true; }
    const answers = Object.fromEntries([...this.dirty].map((key) => [key, this.typed(key)]));
    const sitting = this.form.elements.sitting.value;
    return write(this.place, { person: this.person, path: location.pathname, at: Date.now(), sitting, answers });
  }

  // Put back what was written here and never reached the server, with the marks it was written against.
  bringBack() {
    const kept = store && read(this.place);
    if (!kept || !kept.answers) return;
    if (document.querySelector(".govuk-error-summary")) { store.removeItem(this.place); return; }
    Object.entries(kept.answers).forEach(([key, pairs]) => {
      if (!this.boxes.has(key)) return;
      const now = (list) => JSON.stringify(list.filter(([name, value]) => value && !name.startsWith("seen-") && !name.startsWith("rows-")));
      if (now(this.typed(key)) === now(pairs)) return;
      this.fieldsOf(key).forEach((one) => {
        const values = pairs.filter(([name]) => name === one.name).map(([, value]) => value);
        if (["checkbox", "radio"].includes(one.type)) one.checked = values.includes(one.value);
        else if (values.length && !one.name.startsWith("rows-")) one.value = values[0];
      });
      this.dirty.add(key);
    });
    if (!this.dirty.size) { store.removeItem(this.place); return; }
    if (!kept.sent) this.form.elements.sitting.value = kept.sitting;
    this.say("What you wrote on this device and had not saved is back.");
    this.later(0);
  }

  touch(target) {
    const box = target.closest("[data-answer]");
    if (!box || target.type === "file" || box.hasAttribute("data-answer-conflict")) return;
    this.dirty.add(box.dataset.answer);
    this.keepHere();
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  say(words) { if (this.status.textContent !== words) this.status.textContent = words; }

  // Send what was changed. One at a time, so that an older text never comes after a newer one.
  async flush() {
    clearTimeout(this.timer);
    if (this.sending) { await this.sending; }
    if (!this.dirty.size) return true;
    this.sending = this.send();
    try { return await this.sending; } finally { this.sending = null; }
  }

  async send() {
    const sent = new Map([...this.dirty].map((key) => [key, JSON.stringify(this.typed(key))]));
    const body = new URLSearchParams();
    ["csrfmiddlewaretoken", "sitting"].forEach((name) => body.append(name, this.form.elements[name].value));
    sent.forEach((pairs, key) => {
      body.append("changed", key);
      JSON.parse(pairs).forEach(([name, value]) => body.append(name, value));
    });
    let told;
    try {
      const answer = await fetch(this.form.dataset.keeps, {
        method: "POST", body, redirect: "manual", credentials: "same-origin", headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE), keepalive: body.toString().length < 60000,
      });
      if (answer.type === "opaqueredirect") return this.fail("you are signed out. Sign in again in another window");
      told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (!told) return this.fail(answer.status === 404 || answer.status === 403 ? "this can no longer be answered by you" : "the service did not answer");
    } catch {
      return this.fail(navigator.onLine ? "the service cannot be reached" : "you are offline", true);
    }
    if (told.refused) return this.fail(told.refused.replace(/\.$/, ""));
    this.take(sent, told);
    return true;
  }

  take(sent, told) {
    Object.entries(told.saved).forEach(([key, mark]) => {
      this.seenOf(key).value = mark;
      const typed = (list) => JSON.stringify(list.filter(([name]) => name !== `seen-${key}`));
      if (typed(JSON.parse(sent.get(key))) === typed(this.typed(key))) this.dirty.delete(key);
    });
    this.trouble = null;
    const label = (key) => `“${this.boxes.get(key).dataset.answerLabel}”`;
    const others = Object.entries(told.overtaken).map(([key, by]) => `${by || "Somebody else"} changed ${label(key)} while you did. Choose Save to see both.`);
    const wrong = Object.entries(told.wrong).map(([key, why]) => `Not saved yet, ${label(key)}: ${why.replace(/\.$/, "")}.`);
    const saved = Object.keys(told.saved).length ? [`Saved ${told.at}.`] : [];
    this.say([...saved, ...others, ...wrong].join(" ") || `Saved ${told.at}.`);
    // What waits for a person is not sent over and over; the next key press, or Save, sends it.
    this.keepHere();
    const typedOn = [...this.dirty].some((key) => !(key in told.overtaken) && !(key in told.wrong));
    if (typedOn) this.later(PAUSE);
  }

  fail(why, unreachable = false) {
    this.trouble = unreachable ? "unreachable" : "refused";
    const here = this.keepHere();
    this.say(`Not saved: ${why}. ${here ? "What you wrote is kept on this device." : "Stay on this page until it is saved."}`);
    this.later(AGAIN);
    return false;
  }

  async submit(event) {
    if (this.passing || !this.dirty.size && !this.sending) return;
    event.preventDefault();
    const button = event.submitter;
    await this.flush();
    if (this.trouble === "unreachable") return;
    const kept = store && read(this.place);
    if (kept) write(this.place, { ...kept, sent: true });
    this.passing = true;
    this.form.requestSubmit(button);
  }

  start() {
    this.bringBack();
    this.form.addEventListener("input", (event) => this.touch(event.target));
    this.form.addEventListener("change", (event) => this.touch(event.target));
    this.form.addEventListener("focusout", (event) => {
      const box = event.target.closest("[data-answer]");
      const next = event.relatedTarget && event.relatedTarget.closest("[data-answer]");
      if (this.dirty.size && box !== next && !this.sending) this.later(0);
    });
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.later(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.dirty.size && !this.sending) this.flush();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty.size && !this.passing && !this.keepHere()) event.preventDefault();
    });
    // A page taken out of the browser's memory would hold old marks.
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }
}

export function keepAnswers() {
  const person = document.body.dataset.person || "";
  if (store) forget(person);
  const form = document.querySelector("form[data-keeps]");
  if (form && person) new Answers(form, person).start();
}
