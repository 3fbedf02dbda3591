// A client of onward.v1: holds what its account may see, prints what changes, and gives one command if it is asked to.
//
//   ONWARD_TOKEN=… node client.mjs http://127.0.0.1:8080 [count '{"leg": 1, "place": "gate", "here": 21}']
//
// The token is printed by `onward account token NAME`. With a command the program ends once the hub has said what came
// of it: 0 if it was applied. Needs node 22, or node 20 with --experimental-websocket, and no package.
import { createHash, randomBytes } from "node:crypto";

const [url, kind, body = "{}"] = process.argv.slice(2);
const address = `${url.replace(/^http/, "ws").replace(/\/$/, "")}/api/v1/ws`;
const headers = { authorization: `Bearer ${process.env.ONWARD_TOKEN}` };

// Everything this client holds: id → { rev, until }.
const held = new Map();
// Made once: its id and the moment of acting stay, however often it is sent.
let command = null;
let hub = { now: 0, since: 0, rate: 1 };
let wait = 500;

// The hub's time, which may run faster than ours when a day is replayed.
const now = () => new Date(hub.now + (performance.now() - hub.since) * hub.rate).toISOString();
const have = () => Object.fromEntries([...held].map(([id, doc]) => [id, doc.rev]));

// A revision is made of the content: what does not fit is not what the hub meant.
function put({ id, rev, body, until = "9999" }) {
  const digest = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  if (digest.slice(0, 16) !== rev) throw new Error(`${id} is not what its revision says`);
  held.set(id, { rev, until });
  if (id.endsWith("/people")) return; // names belong on a screen, not in a log
  console.log(body.label, body.state, "here:", body.counts?.here);
}

const erase = (ids) => ids.forEach((id) => held.delete(id) && console.log("gone", id));

// UUIDv7: the time, then chance.
function uuid() {
  const hex = Date.now().toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-7$3-8$4-$5");
}

// XOR of FNV-1a-64 of each `id rev`, which finds a client that has fallen out of step.
function agree({ count, sum }) {
  let total = 0n;
  for (const [id, { rev }] of held) {
    let mark = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(`${id} ${rev}`)) mark = BigInt.asUintN(64, (mark ^ BigInt(byte)) * 0x100000001b3n);
    total ^= mark;
  }
  return count === held.size && sum === total.toString(16).padStart(16, "0");
}

function act(send) {
  if (!command) {
    const movement = [...held.keys()].find((id) => !id.includes("/"));
    command = { id: uuid(), kind, movement, at: now(), body: JSON.parse(body) };
  }
  send("do", { ...command, sent: now() });
}

// Frames are taken strictly in order; types that are not known are let pass.
function take(frame, send, end) {
  switch (frame.t) {
    case "welcome":
      hub = { now: Date.parse(frame.now), since: performance.now(), rate: frame.rate };
      break;
    case "put":
      frame.docs.forEach(put);
      break;
    case "gone":
      erase(frame.ids);
      break;
    case "live":
    case "check":
      if (!agree(frame)) send("have", { have: have() });
      else if (frame.t === "live" && kind && !command) act(send);
      break;
    case "unknown":
      act(send);
      break;
    case "done":
      if (frame.outcome === "later") return setTimeout(() => act(send), 500); // nothing is known: the same once more
      console.log(frame.outcome, JSON.stringify(frame.problem ?? {}));
      return end(["applied", "repeated"].includes(frame.outcome) ? 0 : 1);
    case "ping":
      send("pong", { n: frame.n });
  }
}

function connect() {
  const socket = new WebSocket(address, { protocols: ["onward.v1"], headers });
  const send = (t, fields) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ t, ...fields }));
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => socket.close(), 35_000);
  };
  socket.onopen = () => {
    heard();
    send("hello", { have: have(), pending: command ? { [command.id]: command.movement } : {}, app: "example" });
  };
  socket.onmessage = ({ data }) => {
    heard();
    wait = 500;
    take(JSON.parse(data), send, (code) => process.exit(code));
    erase([...held].filter(([, { until }]) => until <= now()).map(([id]) => id));
  };
  const ended = async ({ code = 1006, reason = "" }) => {
    socket.onclose = socket.onerror = null; // an error may be followed by a close, or not
    clearTimeout(silence);
    // A refused handshake looks like a broken line: asking tells.
    const me = code === 1006 && (await fetch(`${url}/api/v1/me`, { headers }).catch(() => null));
    if (me?.status === 401) throw new Error(`no connection: ${await me.text()}`);
    if (code >= 4400 && code < 4500 && code !== 4408) throw new Error(`the hub says stop: ${code} ${reason}`);
    setTimeout(connect, code === 4510 ? 0 : Math.random() * wait);
    wait = Math.min(2 * wait, 20_000);
  };
  socket.onclose = socket.onerror = ended;
}

connect();
