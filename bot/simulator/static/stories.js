// Start from a story: the golden chats, played to a line that is chosen, and then handed over. And the way back:
// what was played, as a golden chat.

import { get, post } from "./api.js";
import { byId, closable, fill, make } from "./dom.js";
import { choose } from "./live.js";
import { attempt, toast } from "./notices.js";
import known from "./store.js";

const shelf = closable(byId("stories-dialog"));
const book = closable(byId("story-dialog"));
let stories = [];

async function play(name, line) {
  book.close();
  shelf.close();
  byId("words").focus();
  const { chat_id: chatId } = await post(`/sim/stories/${name}/play`, line ? { to_line: line } : {});
  choose(chatId);
  toast("The story is yours now: go on from here.");
}

function lineOf(story, line) {
  const isMoment = line.source.startsWith("@");
  return make("li", { class: isMoment ? "moment" : null },
    make("button", { type: "button", title: "Play to here", onclick: () => attempt(() => play(story.name, line.number)) }, line.source));
}

async function open(name) {
  const story = await get(`/sim/stories/${name}`);
  byId("story-title").textContent = story.title;
  byId("story-words").textContent = `Choose the line to play to; from there you go on yourself. It begins on ${story.begins.slice(0, 10)}${
    story.anew ? ", before now: everybody who is here leaves, and the bot starts with an empty database" : ""}.`;
  const hers = story.lines.filter((line) => line.number > 0);
  fill(byId("story-lines"), ...hers.map((line) => lineOf(story, line)));
  byId("story-whole").onclick = () => attempt(() => play(name));
  book.showModal();
}

function list() {
  const wanted = byId("story-filter").value.toLowerCase();
  const found = stories.filter((story) => `${story.title} ${story.name}`.toLowerCase().includes(wanted));
  fill(byId("stories"), ...found.map((story) => make("li", {}, make("button", { type: "button", onclick: () => attempt(() => open(story.name)) }, story.title))));
}

async function browse() {
  stories = await get("/sim/stories");
  byId("stories-words").textContent = stories.length
    ? "Each is a test of the bot, too. Choose one, then the line it is played to."
    : "The stories are the golden chats in the repository (tests/chats); an installed package has none.";
  byId("story-filter").value = "";
  list();
  shelf.showModal();
}

async function save() {
  if (known.current === null) return toast("There is nothing to save yet.");
  const address = `/sim/chats/${known.current}/recording?title=${encodeURIComponent(`${known.view?.title ?? "she"}: played by hand`)}`;
  const link = make("a", { href: address, download: "" });
  link.click();
  return toast("Saved as a .chat file: in tests/chats it is a test.");
}

export function start() {
  byId("open-stories").addEventListener("click", () => attempt(browse));
  byId("begin-story").addEventListener("click", () => attempt(browse));
  byId("story-filter").addEventListener("input", list);
  byId("save").addEventListener("click", () => attempt(save));
}
