// Instants in words, in any zone, and wall-clock times back to instants.

const parts = (at, zone) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
};

const asUtc = (p) => Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);

export const time = (at, zone) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);

export const day = (at, zone) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);

export const moment = (at, zone) => `${day(at, zone)}, ${time(at, zone)}`;

// The instant at which it is this wall-clock time, `days` days after `at`, in `zone`: across clock changes too.
export function onWall(at, zone, days, hour, minute) {
  const here = parts(at, zone);
  const wall = Date.UTC(here.year, here.month - 1, here.day + days, hour ?? here.hour, minute ?? here.minute, 0);
  let guess = wall;
  for (let again = 0; again < 2; again += 1) {
    guess += wall - asUtc(parts(new Date(guess), zone));
  }
  return new Date(guess);
}

export function until(at, now) {
  const minutes = Math.max(0, Math.round((at - now) / 60000));
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes < 48 * 60) return `in ${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  return `in ${Math.round(minutes / 1440)} days`;
}
