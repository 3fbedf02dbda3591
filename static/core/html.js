// `html` for every component: htm bound to the one copy of preact.
// Must not know: anything else.
import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
