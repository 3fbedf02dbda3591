"""A client of onward.v1: holds what its account may see, prints what changes, and gives one command if it is asked to.

    ONWARD_TOKEN=… python3 client.py http://127.0.0.1:8080 [count '{"leg": 1, "place": "gate", "here": 21}']

The token is printed by `onward account token NAME`. With a command it ends once the hub has said what came of it: 0 if
it was applied. Needs Python 3.9 and `pip install websockets`.
"""

import hashlib
import json
import os
import random
import sys
import time
import uuid
from datetime import datetime, timedelta
from functools import reduce
from operator import xor

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


class Documents:
    """Everything this client holds: id → (revision, until)."""

    def __init__(self):
        self.held = {}

    def put(self, doc):
        """A revision is made of the content: what does not fit is not what the hub meant."""
        encoded = json.dumps(doc["body"], ensure_ascii=False, separators=(",", ":")).encode()
        if hashlib.sha256(encoded).hexdigest()[:16] != doc["rev"]:
            raise ValueError(f"{doc['id']} is not what its revision says")
        self.held[doc["id"]] = (doc["rev"], doc.get("until", "9999"))
        if not doc["id"].endswith("/people"):  # names belong on a screen, not in a log
            print(doc["body"]["label"], doc["body"]["state"], "here:", doc["body"].get("counts", {}).get("here"))

    def erase(self, ids):
        for doc in [doc for doc in ids if self.held.pop(doc, None)]:
            print("gone", doc)

    def have(self):
        return {doc: rev for doc, (rev, _) in self.held.items()}

    def agree(self, frame):
        """XOR of FNV-1a-64 of each `id rev`, which finds a client that has fallen out of step."""
        fnv = lambda mark, byte: (mark ^ byte) * 0x100000001B3 % 2**64
        marks = (reduce(fnv, f"{doc} {rev}".encode(), 0xCBF29CE484222325) for doc, rev in self.have().items())
        return (frame["count"], frame["sum"]) == (len(self.held), f"{reduce(xor, marks, 0):016x}")


class Client:
    def __init__(self, url, token, kind=None, body=None):
        self.address = url.replace("http", "ws", 1).rstrip("/") + "/api/v1/ws"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.documents, self.asked, self.outcome = Documents(), (kind, body), None
        self.command = None  # made once: its id and the moment of acting stay, however often it is sent

    def now(self):
        """The hub's time, which may run faster than ours when a day is replayed."""
        return (self.hub + timedelta(seconds=(time.monotonic() - self.since) * self.rate)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def send(self, t, **fields):
        self.socket.send(json.dumps({"t": t, **fields}))

    def act(self):
        if self.command is None:
            seven = time.time_ns() // 10**6 << 80 | 7 << 76 | random.getrandbits(12) << 64 | 2 << 62 | random.getrandbits(62)
            (kind, body), movement = self.asked, next(doc for doc in self.documents.held if "/" not in doc)
            self.command = {"id": str(uuid.UUID(int=seven)), "kind": kind, "movement": movement, "at": self.now(), "body": body}
        self.send("do", sent=self.now(), **self.command)

    def take(self, frame):
        """Frames are taken strictly in order; types that are not known are let pass."""
        t = frame["t"]
        if t == "welcome":
            self.hub = datetime.fromisoformat(frame["now"].replace("Z", "+00:00"))
            self.since, self.rate = time.monotonic(), frame["rate"]
        elif t == "put":
            for doc in frame["docs"]:
                self.documents.put(doc)
        elif t == "gone":
            self.documents.erase(frame["ids"])
        elif t in ("live", "check") and not self.documents.agree(frame):
            self.send("have", have=self.documents.have())
        elif t == "unknown" or (t == "live" and self.asked[0] and self.command is None):
            self.act()
        elif t == "done" and frame["outcome"] == "later":  # nothing is known: the same command once more
            time.sleep(0.5)
            self.act()
        elif t == "done":
            self.outcome = frame["outcome"]
            print(self.outcome, json.dumps(frame.get("problem", {})))
        elif t == "ping":
            self.send("pong", n=frame["n"])
        self.documents.erase([doc for doc, (_, until) in self.documents.held.items() if until <= self.now()])

    def run(self):
        wait = 0.5
        while self.outcome is None:
            try:
                with connect(self.address, subprotocols=["onward.v1"], additional_headers=self.headers) as self.socket:
                    pending = {asked["id"]: asked["movement"] for asked in [self.command] if asked}
                    self.send("hello", have=self.documents.have(), pending=pending, app="example")
                    while self.outcome is None:
                        self.take(json.loads(self.socket.recv(timeout=35)))
                        wait = 0.5
            except (ConnectionClosed, OSError) as ended:
                code = ended.rcvd.code if isinstance(ended, ConnectionClosed) and ended.rcvd else 1006
                if 4400 <= code < 4500 and code != 4408:
                    sys.exit(f"the hub says stop: {ended}")
                time.sleep(0 if code == 4510 else random.uniform(0, wait))
                wait = min(2 * wait, 20)
        return 0 if self.outcome in ("applied", "repeated") else 1


if __name__ == "__main__":
    url, kind, body = (sys.argv[1:] + [None, "{}"])[:3]
    sys.exit(Client(url, os.environ["ONWARD_TOKEN"], kind, json.loads(body)).run())
