// A surveyor's rounds without a line: kept on this phone, sent later, once. The server knows each round by its token,
// so sending twice is harmless. Without this script the form is a plain form.
"use strict";

const queueBox = document.querySelector("[data-queue]");
const form = document.querySelector("form[data-round]");
const storeName = queueBox ? `harga-putaran-${queueBox.dataset.owner}` : "";
let sending = false;

function waitingRounds() {
  try {
    return JSON.parse(localStorage.getItem(storeName)) || [];
  } catch {
    return [];
  }
}

// False when the phone refuses to keep anything (private window, no room): then the form goes the plain way.
function keep(rounds) {
  try {
    localStorage.setItem(storeName, JSON.stringify(rounds));
    return true;
  } catch {
    return false;
  }
}

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// What was typed and not yet sent, by market: a phone that closes the page in the background loses nothing.
const draftName = () => `${storeName}-isian-${form.elements.market.value}`;

function formFields() {
  return [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
}

function fill(fields) {
  for (const [name, value] of fields) if (form.elements[name]) form.elements[name].value = value;
}

function keepDraft() {
  try {
    localStorage.setItem(draftName(), JSON.stringify(formFields()));
  } catch {
    // No room: the form still works.
  }
}

function restoreDraft() {
  const wanted = waitingRounds().find((round) => `#${round.token}` === window.location.hash);
  if (wanted) {
    fill(wanted.fields);
    return;
  }
  if (document.querySelector("[data-focus]")) return; // the server has just shown what was typed
  try {
    const fields = JSON.parse(localStorage.getItem(draftName())) || [];
    const day = new Map(fields).get("day");
    if (day === form.elements.day.value) fill(fields);
  } catch {
    localStorage.removeItem(draftName());
  }
}

function say(text) {
  queueBox.querySelector("[data-message]").textContent = text;
  if (text) queueBox.hidden = false;
}

function show() {
  const rounds = waitingRounds();
  const list = queueBox.querySelector("[data-list]");
  list.replaceChildren(
    ...rounds.map((round) => {
      const item = queueBox.querySelector("template").content.cloneNode(true);
      item.querySelector("[data-name]").textContent = round.name;
      item.querySelector("[data-detail]").textContent = round.error || round.detail;
      item.querySelector("[data-mend]").href = `${queueBox.dataset.url}#${round.token}`;
      item.querySelector("[data-drop]").addEventListener("click", () => drop(round.token));
      return item;
    }),
  );
  queueBox.querySelector("[data-send]").hidden = rounds.length === 0;
  if (rounds.length) queueBox.hidden = false;
}

function drop(token) {
  keep(waitingRounds().filter((round) => round.token !== token));
  show();
}

function mark(token, error) {
  keep(waitingRounds().map((round) => (round.token === token ? { ...round, error } : round)));
}

// What came of one round: its address, or an error that somebody must look at; throws when there is no line.
async function post(round) {
  const body = new FormData();
  for (const [name, value] of round.fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", queueBox.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(queueBox.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
  const isJson = (answer.headers.get("Content-Type") || "").includes("application/json");
  if (answer.ok && isJson) return { url: (await answer.json()).url };
  if (answer.status === 400 && isJson) return { error: (await answer.json()).errors.join(" ") };
  if (answer.status >= 500 || answer.status === 429) throw new Error("later");
  return { lost: true };
}

// One tab at a time; without locks the token still makes a double harmless.
function sendAll(only) {
  const work = async () => {
    if (sending) return;
    sending = true;
    try {
      await sendEach(only);
    } finally {
      sending = false;
      show();
    }
  };
  return navigator.locks ? navigator.locks.request(storeName, work) : work();
}

async function sendEach(only) {
  for (const round of waitingRounds()) {
    let outcome;
    try {
      outcome = await post(round);
    } catch {
      say(queueBox.dataset.kept);
      return;
    }
    if (outcome.lost) {
      say(queueBox.dataset.lost);
      return;
    }
    if (outcome.error) {
      mark(round.token, outcome.error);
      continue;
    }
    drop(round.token);
    say(`${queueBox.dataset.sent} ${round.name}`);
    if (round.token === only) window.location.assign(outcome.url);
  }
}

function hold(event) {
  const fields = formFields();
  const market = form.elements.market.selectedOptions[0].text;
  const token = form.elements.token.value;
  const day = form.elements.day.value;
  // Nothing typed: let the server say so.
  if (!fields.some(([name, value]) => name.startsWith("price_") && value.trim())) return;
  const count = fields.filter(([name, value]) => name.startsWith("price_") && value.trim()).length;
  const detail = `${count} ${queueBox.dataset.prices}, ${day}`;
  const others = waitingRounds().filter((round) => round.token !== token);
  if (!keep([...others, { token, name: market, detail, fields }])) return;
  event.preventDefault();
  localStorage.removeItem(draftName());
  sendAll(token).then(() => {
    const kept = waitingRounds().find((round) => round.token === token);
    if (!kept) return;
    queueBox.scrollIntoView();
    // A refused round stays in the form to be mended; one without a line makes room for the next market.
    if (kept.error) {
      say(kept.error);
      drop(token);
      keepDraft();
      return;
    }
    form.reset();
    form.elements.token.value = newToken();
  });
}

if (queueBox && window.fetch && window.localStorage) {
  if (form) {
    form.addEventListener("submit", hold);
    form.addEventListener("input", keepDraft);
    window.addEventListener("hashchange", restoreDraft);
    restoreDraft();
  }
  // So that the form opens at a market without a line (templates/prices/worker.js); a phone without this needs the form open.
  if (navigator.serviceWorker) navigator.serviceWorker.register(queueBox.dataset.worker).catch(() => {});
  queueBox.querySelector("[data-send]").addEventListener("click", () => sendAll());
  window.addEventListener("online", () => sendAll());
  show();
  if (waitingRounds().length && navigator.onLine) sendAll();
}
