// What the page knows, in one place. Whoever is interested subscribes; whoever learns something calls `learn`.
// `insight`: undefined until it has come, null where the bot shows none.

const known = { news: null, current: null, view: null, insight: null, calls: [], moving: false };
const listeners = new Set();

export const now = () => {
  const clock = known.news?.clock;
  if (!clock) return new Date();
  return new Date(Date.parse(clock.now) + (clock.running ? performance.now() - known.heardAt : 0));
};

export const zone = () => known.insight?.zone || "UTC";

export function learn(facts) {
  if (facts.news) known.heardAt = performance.now();
  Object.assign(known, facts);
  for (const listener of listeners) listener(known, facts);
}

export function subscribe(listener) {
  listeners.add(listener);
}

export default known;
