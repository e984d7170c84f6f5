// The dialogue's diagram (Mermaid text, drawn by flows/diagram from the tables) as phases and states to look at, the
// current one lit, those she has been in while the page watched marked, and the ways on from where she is.

import { fill, make } from "./dom.js";

const PHASE = /^ {2}state (\S+) \{$/;
const STATE = /^ +(\S+): (\S+)$/;
const WAY = /^ {2}(\S+) --> (\S+): (\S+)(?: \[(.*)\])?$/;

export function read(mermaid) {
  const phases = new Map();
  const names = new Map();
  const ways = [];
  let phase = null;
  for (const line of mermaid.split("\n")) {
    const opens = PHASE.exec(line);
    const way = WAY.exec(line);
    const state = STATE.exec(line);
    if (opens) phases.set((phase = opens[1]), []);
    else if (line === "  }") phase = null;
    else if (way) ways.push({ from: way[1], to: way[2], on: way[3], when: way[4] ?? "" });
    else if (state) {
      names.set(state[1], state[2]);
      if (phase) phases.get(phase).push(state[2]);
      else phases.set(state[2], []);
    }
  }
  const name = (id) => names.get(id) ?? id;
  return { phases, ways: ways.map((way) => ({ ...way, from: name(way.from), to: name(way.to) })) };
}

const short = (state) => state.slice(state.indexOf(".") + 1).replaceAll("_", " ");

export function phases(element, dialogue, lit, been) {
  const boxes = [...dialogue.phases].map(([phase, states]) => {
    const here = lit.some((state) => state === phase || state.startsWith(`${phase}.`));
    const chips = states.map((state) => {
      const now = lit.includes(state);
      return make("li", { class: now ? "lit" : been.has(state) ? "been" : null, "aria-current": now ? "true" : null },
        short(state), now ? make("span", { class: "unseen" }, " (she is here)") : null);
    });
    return make("div", { class: here ? "phase lit" : "phase" }, make("h4", {}, phase), make("ul", {}, ...chips));
  });
  fill(element, ...boxes);
}

export function waysOn(dialogue, state) {
  const mine = dialogue.ways.filter((way) => way.from === state);
  const rows = mine.map((way) => make("tr", {}, make("td", {}, way.on), make("td", {}, way.when || "otherwise"), make("td", {}, way.to === state ? "stays" : way.to)));
  if (!rows.length) return make("p", { class: "faint" }, "Only what is possible everywhere: a command, a red flag, a stop.");
  return make("table", { class: "calls" },
    make("thead", {}, make("tr", {}, make("th", {}, "on"), make("th", {}, "if"), make("th", {}, "to"))), make("tbody", {}, ...rows));
}
