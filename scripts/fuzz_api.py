"""Calls a running hub in every way its own description allows, and in many that it does not: `make fuzz-api`.

A throw-away store on loopback, an account for each side of the API, one group on its way. Then Schemathesis reads
/api/v1/openapi.json and looks for an answer that the description does not name, a 500, wrong input that is taken, right
input that is refused, a door that opens without a sign-in. The seeds are fixed: two runs ask the same.

    FUZZ_EXAMPLES=200 make fuzz-api    # longer: that many calls an operation instead of 20
"""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator

ROOT = pathlib.Path(__file__).resolve().parent.parent
ONWARD = os.environ.get("ONWARD_BIN", str(ROOT / "target/debug/onward"))
SCHEMATHESIS = str(pathlib.Path(sys.executable).parent / "schemathesis")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "20"))

ACCOUNTS = {
    "station": ["--role", "station", "--station", "ORD"],
    "desk": ["--role", "coordinator", "--programme", "us-rp"],
    "feed": ["--role", "feed", "--source", "aidx"],
}
MANIFEST = {
    "reference": "FUZZ-1", "programme": "us-rp", "receiver": "erie-reception",
    "itinerary": [
        {"kind": "flight", "carrier": "AA", "number": "1126", "from": "LGA", "to": "ORD",
         "scheduled_out": "2027-01-02T11:00:00Z", "scheduled_in": "2027-01-02T13:55:00Z"},
        {"kind": "flight", "carrier": "MQ", "number": "3386", "from": "ORD", "to": "ERI",
         "scheduled_out": "2027-01-02T15:20:00Z", "scheduled_in": "2027-01-02T16:50:00Z"}],
    "cases": [{"number": "C-1", "travellers": [{"key": "t1", "name": "Made Up", "born": "1990", "needs": ["WCHR"]}]}],
}
MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<IATA_AIDX_FlightLegNotifRQ xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="2027-01-02T10:00:00Z">
<Originator CompanyShortName="Fuzz"/><FlightLeg><LegIdentifier><Airline CodeContext="3">MQ</Airline>
<FlightNumber>3386</FlightNumber><DepartureAirport CodeContext="3">ORD</DepartureAirport>
<ArrivalAirport CodeContext="3">ERI</ArrivalAirport><OriginDate>2027-01-02</OriginDate></LegIdentifier><LegData>
<OperationTime OperationQualifier="OFB" CodeContext="9750" TimeType="EST">2027-01-02T15:40:00Z</OperationTime>
</LegData></FlightLeg></IATA_AIDX_FlightLegNotifRQ>"""

# Generous rates: a fuzz that is told to come again later has found nothing.
SETTINGS = "[sign_in]\n" + "".join(
    f"{name} = 10000\n" for name in ("account_burst", "account_per_minute", "peer_burst", "peer_per_minute"))

# Valid input may still meet a rule, a version or a limit; each of these is described.
CONFIG = """
seed = 20261126
workers = 1
request-timeout = 10
continue-on-failure = true
color = false
{parameters}
[generation]
max-examples = {examples}
database = "none"
[phases.stateful]
enabled = false
[checks.positive_data_acceptance]
expected-statuses = ["1xx", "2xx", 401, 403, 404, 409, 412, 422, 428, 429]
[warnings]
display = []
{auth}
# A plain GET is right by its description and no handshake.
[[operations]]
include-operation-id = "connect"
[operations.checks.positive_data_acceptance]
enabled = false
"""


def call(base, method, path, body, kind, token):
    headers = {"content-type": kind, "authorization": f"Bearer {token}"}
    asked = urllib.request.Request(base + path, data=body.encode(), method=method, headers=headers)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.load(answer)


@contextlib.contextmanager
def hub(folder):
    """A hub that serves while the block runs: its address, and a token for each account."""
    (folder / "onward.toml").write_text(SETTINGS)
    env = os.environ | {"ONWARD_STORE": f"sqlite:{folder}/hub.db", "ONWARD_KEY_FILE": f"{folder}/hub.key",
                        "ONWARD_LISTEN": "127.0.0.1:0", "ONWARD_LOG": "warn"}
    run = lambda *args: subprocess.run([ONWARD, *args], env=env, check=True, capture_output=True, text=True).stdout.strip()
    for name, scope in ACCOUNTS.items():
        run("account", "add", name, *scope)
    tokens = {name: run("account", "token", name) for name in ACCOUNTS}
    log = open(folder / "log", "w")
    serve = subprocess.Popen([ONWARD, "serve", "--config", str(folder / "onward.toml")], env=env, text=True,
                             stdout=subprocess.PIPE, stderr=log)
    try:
        yield serve.stdout.readline().split()[-1], tokens
        if serve.poll() is not None:
            sys.exit("the hub ended by itself")
    finally:
        serve.terminate()
        serve.wait(timeout=30)


def without_if_match(description):
    """Schemathesis cannot make a text in quotes and sends an empty one, which ends every call before its body is read."""
    post = description["paths"]["/api/v1/movements"]["post"]
    post["parameters"] = [p for p in post["parameters"] if p["name"] != "If-Match"]
    return description


def without_stream(description):
    """For who may open it, `/stream` answers without an end, and each right call would wait for its time-out. What it
    refuses and what it sends is tested in tests/it/ws/stream.rs."""
    paths = {path: item for path, item in description["paths"].items() if path != "/api/v1/stream"}
    return description | {"paths": paths}


def written(description, folder, name):
    path = folder / f"{name}.json"
    path.write_text(json.dumps(description))
    return str(path)


def fuzz(base, description, folder, name, token, parameters):
    """One run as one account; whether it found nothing."""
    config = folder / f"{name}.toml"
    auth = '[auth.openapi.bearer]\nbearer = "${ONWARD_TOKEN}"' if token else ""
    fixed = "[parameters]\n" + "".join(f"\"{at}\" = {json.dumps(value)}\n" for at, value in parameters.items())
    config.write_text(CONFIG.format(examples=EXAMPLES, auth=auth, parameters=fixed if parameters else ""))
    env = os.environ | {"ONWARD_TOKEN": token or "", "SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": str(ROOT / "scripts")}
    print(f"\n== as {name}", flush=True)
    asked = [SCHEMATHESIS, "--config-file", str(config), "run", description, "--url", base]
    return subprocess.run(asked, cwd=folder, env=env).returncode == 0


def main():
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        with hub(folder) as (base, tokens):
            with urllib.request.urlopen(f"{base}/api/v1/openapi.json", timeout=10) as answer:
                description = json.load(answer)
            OpenAPIV31SpecValidator(description).validate()
            whole = written(without_if_match(description), folder, "whole")
            ending = written(without_stream(description), folder, "ending")
            group = call(base, "POST", "/api/v1/movements", json.dumps(MANIFEST), "application/json", tokens["desk"])
            call(base, "POST", "/api/v1/feeds/aidx", MESSAGE, "application/xml", tokens["feed"])
            here = {"path.id": group["id"], "path.flight": "MQ3386", "path.date": "2027-01-02", "path.route": "ORD-ERI"}
            # The desk comes last of those who know the group: it may end it.
            runs = [("nobody", whole, {}), ("feed", whole, {"path.source": "aidx"}),
                    ("station", ending, here), ("desk", ending, here)]
            found = [name for name, described, parameters in runs
                     if not fuzz(base, described, folder, name, tokens.get(name), parameters)]
        log = (folder / "log").read_text()
        if "panicked" in log:
            print(log)
            found.append("whoever made it panic")
    if found:
        sys.exit(f"something was found as: {', '.join(found)}")


if __name__ == "__main__":
    main()
