// HTTP calls under /api/v1. An answer is data or a Problem; no network is a Problem of its own, so that a
// screen can tell "not signed in" from "not reachable". Must not know: screens.

const ROOT = "/api/v1";

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? `status ${status}`);
    this.status = status;
    /** The last part of `type`, stable: `bad-credentials`, `session-expired`. 0 is "no network". */
    this.code = String(body?.code ?? body?.type ?? "").split("/").pop();
    this.body = body;
  }
}

async function call(method, path, body) {
  const init = { method, headers: { accept: "application/json" }, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) {
    init.headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(ROOT + path, init);
  } catch {
    throw new Problem(0, { code: "no-network" });
  }
  const text = await answer.text();
  const data = parse(text);
  if (!answer.ok) throw new Problem(answer.status, data);
  return data;
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const remove = (path) => call("DELETE", path);
