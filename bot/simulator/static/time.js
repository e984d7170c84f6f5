// The virtual clock in sight, her local time beside it, what is due next and why, and the buttons that go forward.

import { post } from "./api.js";
import { byId, make } from "./dom.js";
import { attempt, banner, toast } from "./notices.js";
import known, { learn, now, subscribe, zone } from "./store.js";
import { moment, onWall, until } from "./when.js";

const MOVES = {
  next: () => ({ to_next_alarm: true }),
  hour: () => ({ advance_s: 3600 }),
  morning: () => ({ to: onWall(now(), zone(), 1, 7, 30).toISOString() }),
  week: () => ({ to: onWall(now(), zone(), 7).toISOString() }),
};

async function move(kind) {
  learn({ moving: true });
  try {
    await attempt(() => post("/sim/clock", MOVES[kind]()));
  } finally {
    learn({ moving: false });
    toast(`It is ${moment(now(), zone())}`);
  }
}

function due() {
  const { news, insight, view } = known;
  const next = insight?.next;
  const name = view?.title ?? "her";
  if (insight === undefined) return "";
  if (next) return `Next for ${name}: ${moment(new Date(next.at), zone())}, ${until(new Date(next.at), now())}: ${next.why}.`;
  if (news?.clock.next_alarm) return `Nothing is due for ${name}; next for somebody else: ${moment(new Date(news.clock.next_alarm), zone())}.`;
  return "Nothing is due: the next word is hers.";
}

function draw() {
  if (!known.news) return;
  const herZone = known.insight?.zone;
  const unknown = known.insight === undefined ? "" : "her time zone is not known yet · ";
  byId("her-time").textContent = herZone ? `${moment(now(), herZone)} for her` : `${moment(now(), "UTC")} UTC`;
  byId("world-time").textContent = `${herZone ? `${herZone} · ${moment(now(), "UTC")} UTC · ` : unknown}${known.news.clock.running ? "real speed" : "stands still"}`;
  byId("due").textContent = known.moving ? "Going forward …" : due();
  const busy = known.moving || Boolean(known.news.story.title);
  for (const button of document.querySelectorAll("[data-move]")) {
    button.disabled = busy || (button.dataset.move === "next" && !known.news.clock.next_alarm);
  }
}

export function start() {
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", async () => {
      await move(button.dataset.move);
      button.focus();
    });
  }
  subscribe(draw);
  setInterval(draw, 1000);
  subscribe(({ news }) => {
    const story = news?.story;
    const stop = () => make("button", { type: "button", onclick: () => attempt(() => post("/sim/stories/stop")) }, "Stop here");
    if (story?.title) banner("story", `Playing “${story.title}”: ${story.done} of ${story.of} lines`, stop());
    else banner("story");
  });
}
