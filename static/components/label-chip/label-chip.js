// The short label of a group, as it stands on signs and bag cards. Left to right in every language.
// Must not know: who is in the group.
import { html } from "../../core/html.js";

export const LabelChip = ({ label }) => html`<bdi class="label-chip" dir="ltr">${label}</bdi>`;
