// The pictograms, as SVG on a 24 grid: line icons in the text colour. Decorative unless given a word.
// Must not know: what they stand for on a screen.
import { html } from "../../core/html.js";

const PATHS = {
  chair: "M9 2.6a1.6 1.6 0 1 0 .01 0M9 8v5.5h5.5l3 6M7.4 10.6a5.6 5.6 0 1 0 7.2 7",
  child: "M12 3.4a2.2 2.2 0 1 0 .01 0M12 9.5v7M7.5 12h9M12 16.5l-3.2 5M12 16.5l3.2 5",
  hand: "M8 12V6.5a1.4 1.4 0 0 1 2.8 0V11m0-5.5a1.4 1.4 0 0 1 2.8 0V11m0-4a1.4 1.4 0 0 1 2.8 0v7c0 4-2.4 6.5-5.4 6.5-3.2 0-4.3-1.8-6.2-6l-1-2.2a1.3 1.3 0 0 1 2.2-1.3L8 12",
  alone: "M12 3.5a3 3 0 1 0 .01 0M5.5 21c0-5 3-8 6.5-8s6.5 3 6.5 8",
  bottle: "M9 8h6v10a3 3 0 0 1-6 0zM12 8V4M9.5 4h5",
  baby: "M4 11.5h16a8 8 0 0 1-16 0zM12 11.5V4a7.5 7.5 0 0 1 8 7.5M8.5 21v.1M15.5 21v.1",
  eye: "M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7zM12 9.5a2.5 2.5 0 1 0 .01 0",
  ear: "M8 10a4.5 4.5 0 1 1 9 0c0 4-4 4.5-4 8a2.5 2.5 0 0 1-4.5 1.5",
  speech: "M4 5h16v11h-9l-4 4v-4H4z",
  seat: "M7 4v9h9l2 7M7 13v7M7 4h3",
  slow: "M12 2.6a1.7 1.7 0 1 0 .01 0M12 8v6l-3 7.5M12 14l4 7.5M12 9.5l4 2.5M17.5 12v9.5",
  due: "M12 3a9 9 0 1 0 .01 0M12 7v5l3.5 2.5",
  bed: "M3 18v-8M3 14h18v4M21 14v-2a3 3 0 0 0-3-3h-7v5M7 10.5v.1",
  dog: "M4 18v-6l3-5 2 3h7l4-2v4l-2 1v5M8 18v-4h8v4",
  plane: "M12 2.5c1 0 1.5 1.2 1.5 2.7v4.3l7 4.5v2l-7-2.2v4.4l2 1.5v1.5L12 20.2l-3.5 1v-1.5l2-1.5v-4.4l-7 2.2v-2l7-4.5V5.2c0-1.5.5-2.7 1.5-2.7z",
  desk: "M4 5h16v10H4zM4 10h16M9 5v10M12 15v4M8 19.5h8",
  landed: "M3 20h18M4 9l2 4 13 3.2c1.4.3 1.6-1.6.4-2.1L15 12.2 10 5 8 4.5 10 11 6.5 10 5 8.5z",
  car: "M4 16v-4l2.5-5h11L20 12v4M4 16h16M6.5 16v2.5M17.5 16v2.5M4 12h16",
  bus: "M5 17V5h14v12zM5 12h14M8 17v2.5M16 17v2.5M8.5 14.7v.1M15.5 14.7v.1",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  erase: "M9 6h11v12H9l-6-6zM12 9.5l5 5M17 9.5l-5 5",
  check: "M4.5 12.5 10 18 20 6.5",
  phone: "M6 3.5h3l1.5 5-2 1.5c1 2.5 3 4.5 5.5 5.5l1.5-2 5 1.5v3c0 1-1 2-2 2C11 20 4 13 4 5.5c0-1 1-2 2-2z",
  sun: "M12 8a4 4 0 1 0 .01 0M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4",
  arrow: "M4 12h15M13 6l6 6-6 6",
  bag: "M5 8h14v12H5zM9 8V5h6v3",
  down: "M5 9l7 7 7-7",
  up: "M5 15l7-7 7 7",
  back: "M20 12H5M11 6l-6 6 6 6",
  differ: "M4.5 9h15M4.5 15h15M7 20 17 4",
  paper: "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7",
  plus: "M12 5v14M5 12h14",
  pen: "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
  undo: "M9 6 4 11l5 5M4 11h10a6 6 0 0 1 0 12h-2",
  sign: "M5 3h14v11H5zM12 14v7",
  group: "M8 4a2.6 2.6 0 1 0 .01 0M2.5 20c0-5 2.5-8 5.5-8s5.5 3 5.5 8M16.5 5.5a2.2 2.2 0 1 0 .01 0M16 12.2c3 0 5.5 2.8 5.5 7.3",
  give: "M3 12h9M8.5 8l4 4-4 4M15 4h6v16h-6",
  take: "M21 12h-9M15.5 8l-4 4 4 4M9 4H3v16h6",
  family: "M4 11 12 4l8 7M6 10v10h12V10M12 20v-5",
  route: "M6 4a2 2 0 1 0 .01 0M18 16a2 2 0 1 0 .01 0M6 8v4a4 4 0 0 0 4 4h6M14 8h6M17 5v6",
  search: "M10.5 4a6.5 6.5 0 1 0 .01 0M15.5 15.5 21 21",
};

export function Icon({ name, word }) {
  return html`<svg class="icon icon-${name}" viewBox="0 0 24 24" role=${word ? "img" : null} aria-label=${word ?? null} aria-hidden=${word ? null : "true"}>
    <path d=${PATHS[name] ?? PATHS.alone} />
  </svg>`;
}
