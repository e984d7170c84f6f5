// Several people side by side: who is here, who is on screen, adding somebody.

import { post } from "./api.js";
import { byId, closable, fill, make } from "./dom.js";
import { choose } from "./live.js";
import { attempt } from "./notices.js";
import { subscribe } from "./store.js";

const NAMES = ["Ana", "Bea", "Cleo", "Dina", "Eva", "Fay", "Gil", "Hana"];
const dialog = closable(byId("person-dialog"));
const read = new Map();

export async function add(firstName, language = "en") {
  const { chat_id: chatId } = await post("/sim/users", { first_name: firstName, language_code: language });
  choose(chatId);
  return chatId;
}

function button(row, current) {
  const isNew = row.chat_id !== current && row.last > (read.get(row.chat_id) ?? 0);
  const name = `${row.title}${row.blocked ? " (has blocked the bot)" : ""}`;
  return make("li", {}, make("button", {
    type: "button", class: isNew ? "new" : null, "aria-current": row.chat_id === current ? "true" : null,
    "aria-label": isNew ? `${name}, new messages` : name, onclick: () => choose(row.chat_id),
  }, name));
}

let drawn = "";
function draw({ news, current }) {
  const rows = Object.values(news?.chats ?? {});
  for (const row of rows) if (row.chat_id === current) read.set(current, row.last);
  const picture = JSON.stringify([current, rows.map((row) => [row.chat_id, row.title, row.blocked, row.last > (read.get(row.chat_id) ?? 0)])]);
  if (picture === drawn) return;
  drawn = picture;
  fill(byId("people"), ...rows.map((row) => button(row, current)));
}

// After a reload the address says who was on screen; otherwise the first one is.
function settle({ news, current }) {
  const rows = Object.values(news?.chats ?? {});
  if (!news || (current !== null && news.chats[String(current)])) return;
  const named = Number(location.hash.slice(1));
  const row = rows.find((one) => one.chat_id === named) ?? rows[0];
  if (row) choose(row.chat_id);
}

export function start() {
  subscribe((known, facts) => {
    if (facts.news) settle(known);
    draw(known);
  });
  byId("add-person").addEventListener("click", () => {
    byId("person-name").value = NAMES[byId("people").children.length % NAMES.length];
    dialog.showModal();
    byId("person-name").select();
  });
  byId("person-form").addEventListener("submit", () => {
    const name = byId("person-name").value;
    attempt(() => add(name[0].toUpperCase() + name.slice(1).toLowerCase(), byId("person-language").value));
  });
}
