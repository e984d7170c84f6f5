// Puts the page together. Each module has a start() that wires its part; news then flow through the store.

import * as composer from "./composer.js";
import * as curtain from "./curtain.js";
import * as keyboards from "./keyboards.js";
import { listen } from "./live.js";
import * as messages from "./messages.js";
import { alertHer, toast } from "./notices.js";
import * as people from "./people.js";
import * as stories from "./stories.js";
import { subscribe } from "./store.js";
import * as time from "./time.js";
import { byId } from "./dom.js";

// Toasts that came since the page last looked; those from before a reload are over.
function toasts() {
  const shown = new Map();
  subscribe(({ view }, facts) => {
    if (!facts.view) return;
    const before = shown.get(view.chat_id) ?? view.toasts.length;
    for (const one of view.toasts.slice(before)) {
      if (one.text) (one.alert ? alertHer : toast)(one.text);
    }
    shown.set(view.chat_id, view.toasts.length);
  });
}

for (const part of [people, messages, keyboards, composer, time, stories, curtain]) part.start();
toasts();
listen();
byId("house").hidden = false;
