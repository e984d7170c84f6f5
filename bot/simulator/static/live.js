// News from the simulator, and what is fetched because of them: the chat on screen and the bot's insight into it.

import { get } from "./api.js";
import known, { learn } from "./store.js";
import { banner } from "./notices.js";

let fetching = false;
let seen = "";

export function listen() {
  const events = new EventSource("/sim/events");
  events.onmessage = (event) => {
    banner("gone");
    const news = JSON.parse(event.data);
    if (known.news && known.news.stage.beginnings !== news.stage.beginnings) learn({ current: null, view: null, insight: null, calls: [] });
    learn({ news });
    refresh();
  };
  events.onerror = () => {
    banner("gone", "The simulator does not answer any more. Start it again with ./run demo; this page finds it if the address is the same.");
  };
}

// Who is on screen: the address names her, so that a reload comes back to her.
export function choose(chatId) {
  location.replace(`#${chatId}`);
  learn({ current: chatId, view: null, insight: undefined, calls: [] });
  seen = "";
  refresh();
}

const wanted = () => {
  const { news, current } = known;
  const row = current === null ? null : news?.chats[String(current)];
  return row ? `${current}:${row.rev}:${news.clock.rev}:${news.clock.next_alarm}:${news.bot.ready}:${news.stage.faults}` : "";
};

// Fetches until what is on screen is what there is; bursts of news are one fetch.
export async function refresh() {
  if (fetching) return;
  fetching = true;
  try {
    while (wanted() && wanted() !== seen) {
      const target = wanted();
      const chatId = known.current;
      const view = await get(`/sim/chats/${chatId}/view`);
      if (chatId === known.current) learn({ view });
      const { insight, calls } = await get(`/sim/chats/${chatId}/insight`);
      if (chatId === known.current) learn({ insight: insight ?? known.insight ?? null, calls });
      seen = target;
    }
  } catch {
    seen = ""; // the next piece of news tries again
  } finally {
    fetching = false;
  }
}
