// Calls of the simulator's interface. Trouble is an Error whose message a person can read.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `the simulator answered ${response.status}`);
  return body;
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error("the simulator cannot be reached");
  }
}

export const get = async (path) => answer(await reach(path));

export const post = async (path, body = {}) =>
  answer(await reach(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));

export const send = async (path, form) => answer(await reach(path, { method: "POST", body: form }));

export const clear = async (path) => answer(await reach(path, { method: "DELETE" }));
