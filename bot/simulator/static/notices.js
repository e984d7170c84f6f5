// What the page itself has to say: toasts, alerts of the bot, and banners that stay while something is wrong.

import { byId, closable, fill, make } from "./dom.js";

const TOAST_MS = 4000;
const alertDialog = closable(byId("alert-dialog"));
const banners = new Map();

export function toast(words) {
  const note = make("p", {}, words);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

export function alertHer(words) {
  byId("alert-words").textContent = words;
  if (!alertDialog.open) alertDialog.showModal();
}

// One banner for each subject; no words take it away.
export function banner(subject, ...children) {
  const said = children.length ? children.map((child) => child.textContent ?? child).join("|") : "";
  if ((banners.get(subject)?.said ?? "") === said) return;
  if (children.length) banners.set(subject, { said, element: make("div", { class: "banner" }, ...children) });
  else banners.delete(subject);
  fill(byId("banners"), ...[...banners.values()].map((one) => one.element));
}

// Runs what a button does; trouble becomes a toast.
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
