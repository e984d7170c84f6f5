// Behind the curtain: where she is, what was decided by which rule and source, what is due, the outbox, trouble.

import { clear, get, post } from "./api.js";
import * as dialogue from "./dialogue.js";
import { byId, fill, make } from "./dom.js";
import { attempt, banner, toast } from "./notices.js";
import known, { now, subscribe, zone } from "./store.js";
import { moment, until } from "./when.js";

const panel = byId("curtain");
const been = new Map(); // chat id -> the states seen while the page watched
let map = null;

const TROUBLE = {
  throttle: () => post("/sim/faults", { method: "sendMessage", status: 429, retry_after: 2, times: 1 }),
  outage: () => post("/sim/faults", { method: "*", status: 502, times: 6 }),
  calm: () => clear("/sim/faults"),
  block: () => post(`/sim/chats/${known.current}/${known.view?.blocked ? "unblock" : "block"}`),
  kill: () => post("/sim/bot/restart", { kill: true, start: false }),
};

async function show(open) {
  panel.hidden = !open;
  byId("open-curtain").setAttribute("aria-expanded", String(open));
  if (open && !map) {
    const { mermaid } = await get("/sim/bot/dialogue");
    map = mermaid ? dialogue.read(mermaid) : null;
  }
  draw();
  (open ? byId("close-curtain") : byId("open-curtain")).focus();
}

function facts(rows) {
  return make("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function state(insight) {
  if (!insight?.state) return [make("p", { class: "faint" }, "The bot does not know her yet, or shows nothing (it is not run by this simulator).")];
  const over = insight.aside ? ` under ${insight.aside}` : "";
  const ways = map ? [make("details", {}, make("summary", {}, "Ways on from here"), dialogue.waysOn(map, insight.aside ?? insight.state))] : [];
  return [make("p", { class: "place" }, `${insight.state}${over}`), facts(insight.facts), ...ways];
}

function rule(one) {
  const sources = one.sources.map((source) => make("li", {}, source.url ? make("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.title) : source.title));
  return make("details", {}, make("summary", {}, `${one.id} (${one.certainty})`), make("p", {}, one.says), make("ul", { class: "sources" }, ...sources));
}

function turn(one) {
  const decisions = one.decisions.flatMap((made) => [
    make("p", { class: "verdict" }, made.verdict.replaceAll("_", " "), made.because.length ? `: ${made.because.join(", ")}` : ""),
    ...made.rules.map(rule),
  ]);
  return make("li", {}, make("p", { class: "faint" }, `turn ${one.seq} · ${moment(new Date(one.at), zone())}`),
    make("p", {}, one.event, one.failed ? " (failed, she was asked again)" : ""), ...decisions);
}

function outbox(insight, calls) {
  const waiting = Object.entries(insight?.waiting ?? {});
  const said = waiting.length ? `Waiting: ${waiting.map(([kind, n]) => `${n} ${kind}`).join(", ")}.` : "Empty: everything was delivered.";
  const rows = [...calls].reverse().map((call) => make("tr", { class: call.status === 200 ? null : "failed" },
    make("td", {}, call.method), make("td", {}, call.status ? String(call.status) : "cut off"), make("td", {}, call.why || moment(new Date(call.at), zone()))));
  const table = make("table", { class: "calls" }, make("caption", { class: "unseen" }, "Last calls of the Bot API for her"),
    make("thead", {}, make("tr", {}, make("th", {}, "call"), make("th", {}, "answer"), make("th", {}, "when, or why"))), make("tbody", {}, ...rows));
  return [make("p", {}, said), table];
}

let drawn = "";
function draw() {
  const { insight, calls, current, view, news } = known;
  if (insight?.state) been.set(current, (been.get(current) ?? new Set()).add(insight.state).add(insight.aside));
  if (panel.hidden) return;
  const left = news?.stage.faults ?? 0;
  byId("c-faults").textContent = left ? `Calls that will fail: ${left}.` : "Fair weather.";
  document.querySelector('[data-trouble="block"]').textContent = view?.blocked ? "She unblocks the bot" : "She blocks the bot";
  const picture = JSON.stringify([insight, calls, current, Boolean(map)]);
  if (picture === drawn) return; // open details stay open
  drawn = picture;
  fill(byId("c-state"), ...state(insight));
  const next = insight?.next;
  fill(byId("c-next"), make("p", {}, next ? `${moment(new Date(next.at), zone())} (${until(new Date(next.at), now())}): ${next.why} (${next.kind})` : "Nothing: the next word is hers."));
  fill(byId("c-turns"), ...(insight?.turns ?? []).map(turn));
  fill(byId("c-outbox"), ...outbox(insight, calls));
  if (map) dialogue.phases(byId("c-dialogue"), map, [insight?.state, insight?.aside].filter(Boolean), been.get(current) ?? new Set());
}

// The bot has died: that is told, with the end of its log and a button. While it is being started, that too.
async function watchBot({ news }) {
  const bot = news?.bot;
  if (!bot?.managed || bot.ready && bot.running) return banner("bot");
  if (bot.running) return banner("bot", "The bot process is starting …");
  const log = await fetch("/sim/bot/log").then((answer) => answer.text()).catch(() => "");
  if (known.news.bot.running) return undefined;
  const again = make("button", { type: "button", class: "main", onclick: () => attempt(async () => {
    await post("/sim/bot/restart", { kill: true });
    toast("The bot is back. What she wrote meanwhile is answered now.");
  }) }, "Start it again");
  const how = bot.exit_code === -9 ? "it was killed" : `exit code ${bot.exit_code}`;
  return banner("bot", make("strong", {}, `The bot process has stopped (${how}).`), "Nothing is lost: what she writes waits for it.", again,
    make("details", {}, make("summary", {}, "Its last words"), make("pre", { tabindex: "0" }, log || "(nothing)")));
}

export function start() {
  byId("open-curtain").addEventListener("click", () => attempt(() => show(panel.hidden)));
  byId("close-curtain").addEventListener("click", () => attempt(() => show(false)));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") attempt(() => show(false));
  });
  for (const button of document.querySelectorAll("[data-trouble]")) {
    button.addEventListener("click", () => attempt(() => TROUBLE[button.dataset.trouble]()));
  }
  subscribe((everything, learned) => {
    draw();
    if (learned.news) watchBot(everything);
  });
}
