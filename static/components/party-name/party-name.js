// A party in the words a screen uses: with JFK, with the escort Ana, in the care of the assistance service, aboard
// B6 130, on their own, not known. Must not know: who is with it.
import { city } from "../../core/airports.js";
import { flightName } from "../../core/flights.js";
import { partyOf } from "../../core/parties.js";
import { say, t } from "../../core/words.js";

/** `me`: the party that reads. `contacts`: names a person goes by. */
export function partyName(text, { me, contacts = [] } = {}) {
  if (text && text === me) return t("party-me");
  const { kind, name } = partyOf(text);
  if (kind === "aboard") return name.startsWith("leg-") ? t("party-aboard-leg", { n: name.slice(4) }) : t("party-aboard", { flight: flightName(name) });
  if (kind === "out") return say(`party-out-${name}`) ?? t("party-out-other");
  if (kind === "station") return `${t("party-station")} ${name}`;
  if (kind === "escort" || kind === "receiver") return `${t(`party-${kind}`)} ${calledBy(text, contacts) ?? name}`;
  if (kind === "coordinator") return t("party-coordinator");
  return say(`party-${kind}`) ?? text;
}

/** Where people are, as a phrase of its own: with JFK, in the care of the hotel, met by, aboard, on their own. */
export function partyWith(text, options = {}) {
  const { kind } = partyOf(text);
  const party = partyName(text, options);
  if (text && text === options.me) return t("with-me");
  if (kind === "out") return t("with-out", { party });
  if (kind === "receiver") return t("with-receiver", { party });
  return ["station", "escort", "previous-stop", "next-stop", "coordinator"].includes(kind) ? t("with-party", { party }) : party;
}

const calledBy = (text, contacts) => contacts.find((c) => c.who === text)?.called ?? null;

/** `Buffalo` beside `station:BUF`: the city where it helps. */
export function partyPlace(text) {
  const { kind, name } = partyOf(text);
  return kind === "station" ? city(name) : "";
}
