// A band as shape, colour and word, always all three: safe circle, watch ring, tight triangle, broken square.
// Must not know: how a band comes about.
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";

const SHAPES = {
  safe: html`<circle cx="13" cy="13" r="10" />`,
  watch: html`<circle class="ring" cx="13" cy="13" r="8.5" />`,
  tight: html`<path d="M13 2 25 24H1Z" />`,
  broken: html`<rect x="3" y="3" width="20" height="20" />`,
  none: html`<path class="ring" d="M4 13h18" />`,
};

/** The shape alone; a word stands beside it wherever it is used. */
export function BandShape({ band }) {
  return html`<svg class="band-shape ${band ?? "none"}" viewBox="0 0 26 26" aria-hidden="true">${SHAPES[band] ?? SHAPES.none}</svg>`;
}

export function BandMark({ band, children }) {
  return html`<div class="band ${band ?? "none"}">
    <${BandShape} band=${band} />
    <div class="band-words"><b>${t(`band-${band ?? "none"}`)}</b>${children ? html`<small>${children}</small>` : null}</div>
  </div>`;
}
