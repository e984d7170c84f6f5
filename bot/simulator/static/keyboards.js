// Buttons under a message, and the keyboard under the text field.

import { post } from "./api.js";
import { byId, fill, make } from "./dom.js";
import { openPlaces } from "./composer.js";
import { attempt } from "./notices.js";
import known, { subscribe } from "./store.js";

function key(message, button) {
  if (button.opens) return make("a", { href: button.opens, target: "_blank", rel: "noopener noreferrer" }, button.label);
  const tap = { message_id: message.message_id, ...(button.data === null ? { label: button.label } : { data: button.data }) };
  return make("button", { type: "button", onclick: () => attempt(() => post(`/sim/chats/${known.current}/tap`, tap)) }, button.label);
}

export function inlineKeyboard(message) {
  const rows = message.buttons.map((row) => make("div", { class: "row" }, ...row.map((button) => key(message, button))));
  return make("div", { class: "keys", role: "group", "aria-label": "Answers" }, ...rows);
}

function below(button) {
  const press = button.asks === "request_location" ? openPlaces : () => attempt(() => post(`/sim/chats/${known.current}/text`, { text: button.label }));
  return make("button", { type: "button", onclick: press }, button.label);
}

export function start() {
  let drawn = "";
  subscribe(({ view }) => {
    const keyboard = view?.keyboard ?? [];
    const picture = JSON.stringify(keyboard);
    if (picture === drawn) return;
    drawn = picture;
    const panel = byId("reply-keyboard");
    panel.hidden = keyboard.length === 0;
    fill(panel, make("div", { class: "keys" }, ...keyboard.map((row) => make("div", { class: "row" }, ...row.map(below)))));
  });
}
