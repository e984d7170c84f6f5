// What she does besides tapping: typing, the command menu, a file, a place.

import { post, send } from "./api.js";
import { byId, closable, fill, make } from "./dom.js";
import { add } from "./people.js";
import { attempt } from "./notices.js";
import known, { subscribe } from "./store.js";

const words = byId("words");
const menu = byId("menu");
const placeDialog = closable(byId("place-dialog"));

export const say = (text) => attempt(() => post(`/sim/chats/${known.current}/text`, { text }));

export function openPlaces() {
  placeDialog.showModal();
}

function showMenu(open) {
  menu.hidden = !open;
  byId("open-menu").setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("button")?.focus();
}

function command(one) {
  const use = () => {
    showMenu(false);
    words.focus();
    say(`/${one.command}`);
  };
  return make("li", {}, make("button", { type: "button", onclick: use }, make("b", {}, `/${one.command}`), make("span", {}, one.description)));
}

function wireMenu() {
  byId("open-menu").addEventListener("click", () => showMenu(menu.hidden));
  byId("composer").addEventListener("keydown", (event) => {
    const keys = [...menu.querySelectorAll("button")];
    const at = keys.indexOf(document.activeElement);
    if (event.key === "Escape" && !menu.hidden) {
      showMenu(false);
      byId("open-menu").focus();
    } else if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      keys[(at + (event.key === "ArrowDown" ? 1 : keys.length - 1)) % keys.length].focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".menu-holder")) showMenu(false);
  });
  let drawn = "";
  subscribe(({ view }) => {
    const picture = JSON.stringify(view?.commands ?? []);
    if (picture !== drawn) fill(menu, ...(view?.commands ?? []).map(command));
    drawn = picture;
  });
}

function wireFiles() {
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", () => {
    const [file] = byId("file").files;
    if (!file) return;
    const form = new FormData();
    form.append("kind", /^image\/(png|jpeg)$/.test(file.type) ? "photo" : "document");
    form.append("file", file);
    attempt(() => send(`/sim/chats/${known.current}/file`, form));
    byId("file").value = "";
  });
}

function wirePlaces() {
  byId("share-place").addEventListener("click", openPlaces);
  byId("place-choice").addEventListener("change", (event) => {
    byId("place-typed").value = event.target.value;
  });
  byId("place-form").addEventListener("submit", () => {
    const [latitude, longitude] = byId("place-typed").value.split(/[ ,]+/).map(Number);
    attempt(() => post(`/sim/chats/${known.current}/location`, { latitude, longitude }));
    words.focus();
  });
}

const BUSY = { typing: "Restride is typing …", upload_document: "Restride is sending a file …", upload_photo: "Restride is sending a picture …" };

export function start() {
  wireMenu();
  wireFiles();
  wirePlaces();
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return;
    words.value = "";
    say(text);
  });
  byId("begin").addEventListener("click", () => attempt(async () => {
    await add("Ana");
    await say("/start");
    words.focus();
  }));
  subscribe(({ news, view }) => {
    byId("composer").hidden = !news || Object.keys(news.chats).length === 0;
    byId("busy").textContent = view?.blocked ? "She has blocked the bot: nothing reaches her." : view?.busy_with ? BUSY[view.busy_with] ?? "Restride is busy …" : "";
    words.placeholder = view && view.messages.length === 0 ? "Write /start to begin" : "Message";
  });
}
