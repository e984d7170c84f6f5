// The bubbles: new ones come below, an edit changes its own bubble in place, a deletion takes it away.

import { byId, make } from "./dom.js";
import { formatted } from "./formatting.js";
import { inlineKeyboard } from "./keyboards.js";
import known, { subscribe, zone } from "./store.js";
import { day, time } from "./when.js";

const log = byId("log");
let shown = new Map(); // message id -> { said, element }
let chat = null;

function file(message) {
  if (!message.file) return [];
  const { name, kind, url, bytes } = message.file;
  const path = new URL(url).pathname;
  const size = bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`;
  const download = make("a", { class: "file", href: path, download: name }, `Download ${name} (${size})`);
  if (kind === "photo") return [make("img", { src: path, alt: message.text ? "" : name })];
  if (kind === "audio" || kind === "voice") return [make("audio", { controls: true, src: path, "aria-label": name }), download];
  return [download];
}

function place(message) {
  return message.location ? [make("p", {}, `Place: ${message.location.latitude}, ${message.location.longitude}`)] : [];
}

// What a message has beside its words: where it was forwarded from, what it replies to, a kind nobody knows.
function beside(message) {
  return message.beside ? [make("p", {}, `With ${message.beside.join(", ")}`)] : [];
}

function bubble(message) {
  const at = new Date(message.at);
  const byBot = message.from === "bot";
  const words = message.html ? [make("div", { class: "words" }, ...formatted(message.html))] : [];
  const stamp = make("time", { class: "when", datetime: message.at }, `${message.edited ? "edited " : ""}${time(at, zone())}`);
  const inside = make("div", { class: "bubble" }, ...file(message), ...place(message), ...beside(message), ...words, stamp);
  const element = make("article", { class: `message ${message.from}`, "aria-label": byBot ? "Restride" : known.view.title, "data-id": message.message_id }, inside);
  if (message.buttons.length) element.append(inlineKeyboard(message));
  return element;
}

// Keeps the focus where it was: on the button with the same words, or on the message.
function replace(old, element) {
  const held = old.contains(document.activeElement) ? document.activeElement.textContent : null;
  old.replaceWith(element);
  if (held === null) return;
  const again = [...element.querySelectorAll("button")].find((button) => button.textContent === held);
  (again ?? byId("words")).focus();
}

function dayMark(at) {
  return make("p", { class: "day" }, day(at, zone()));
}

function draw(view) {
  const atTheEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  if (chat !== `${view.chat_id}:${zone()}`) {
    chat = `${view.chat_id}:${zone()}`;
    shown = new Map();
    log.replaceChildren();
  }
  const first = shown.size === 0;
  const now = new Map();
  let lastDay = "";
  let added = 0;
  for (const mark of log.querySelectorAll(".day")) mark.dataset.stale = "1";
  for (const message of view.messages) {
    const said = JSON.stringify(message);
    const before = shown.get(message.message_id);
    const element = before?.said === said ? before.element : bubble(message);
    if (before && before.element !== element) replace(before.element, element);
    const today = day(new Date(message.at), zone());
    if (!before) {
      if (today !== lastDay && !log.querySelector(`[data-day="${today}"]`)) {
        const mark = dayMark(new Date(message.at));
        mark.dataset.day = today;
        log.append(mark);
      }
      if (!first) element.classList.add("fresh");
      log.append(element);
      added += 1;
    }
    for (const mark of log.querySelectorAll(`[data-day="${today}"]`)) delete mark.dataset.stale;
    lastDay = today;
    now.set(message.message_id, { said, element });
  }
  for (const [id, { element }] of shown) if (!now.has(id)) element.remove();
  for (const mark of log.querySelectorAll("[data-stale]")) mark.remove();
  shown = now;
  log.dataset.rev = view.rev;
  if (first || atTheEnd || added) log.scrollTop = log.scrollHeight;
}

export function start() {
  let end = true;
  log.addEventListener("scroll", () => {
    end = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  });
  new ResizeObserver(() => {
    if (end) log.scrollTop = log.scrollHeight;
  }).observe(log);
  subscribe(({ news, view }, facts) => {
    byId("welcome").hidden = !news || Object.keys(news.chats).length > 0;
    log.hidden = !byId("welcome").hidden;
    if (view && (facts.view || facts.insight)) draw(view);
    if (!view) {
      log.replaceChildren();
      shown = new Map();
      chat = null;
    }
  });
}
