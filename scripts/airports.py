"""Write config/airports.csv: the table of airports (codes, name, place, zone) that Onward shows times and names from.

Source: the PyPI package airportsdata (MIT). Run again after raising the version in requirements.txt.
"""
import csv
import importlib.metadata
import pathlib

import airportsdata

VERSION = "20260905"
OUT = pathlib.Path(__file__).resolve().parent.parent / "config" / "airports.csv"


def main():
    assert importlib.metadata.version("airportsdata") == VERSION, "pip install -r scripts/requirements.txt"
    rows = airportsdata.load("IATA")
    with OUT.open("w", newline="", encoding="utf-8") as f:
        f.write(f"# source: airportsdata {VERSION} (MIT, Mike Borsetti), columns reduced, sorted by IATA code\n")
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["iata", "icao", "name", "city", "country", "lat", "lon", "tz"])
        for iata in sorted(rows):
            r = rows[iata]
            assert len(iata) == 3 and r["tz"], r
            w.writerow([iata, r["icao"], r["name"].strip(), r["city"].strip(), r["country"],
                        f"{r['lat']:.4f}", f"{r['lon']:.4f}", r["tz"]])
    print(len(rows), "airports")


if __name__ == "__main__":
    main()
