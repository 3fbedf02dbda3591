// Copies the few third-party files of the front end out of their npm packages into static/vendor, and writes
// static/vendor/vendor.json with name, version, licence and SHA-256 of each. Run by hand when a version changes:
//   node scripts/vendor.mjs
// Nothing here runs when Onward is built or started: what is vendored is committed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const vendor = join(root, "static/vendor");

// One copy of preact: hooks and signals import it by name, and the import map of index.html names this file.
const PACKAGES = [
  { name: "preact", version: "11.2.0", files: { "dist/preact.mjs": "preact.js", "hooks/dist/hooks.mjs": "preact-hooks.js", LICENSE: "preact.LICENSE" } },
  { name: "htm", version: "3.1.1", files: { "dist/htm.mjs": "htm.js", LICENSE: "htm.LICENSE" } },
  { name: "@preact/signals-core", version: "1.14.5", files: { "dist/signals-core.mjs": "signals-core.js", LICENSE: "signals-core.LICENSE" } },
  { name: "@preact/signals", version: "2.11.4", files: { "dist/signals.mjs": "signals.js", LICENSE: "signals.LICENSE" } },
  { name: "idb", version: "8.0.4", files: { "build/index.js": "idb.js", LICENSE: "idb.LICENSE" } },
  {
    name: "@fluent/bundle",
    version: "0.19.1",
    files: Object.fromEntries(
      ["ast", "builtins", "bundle", "index", "memoizer", "resolver", "resource", "scope", "types"].map((f) => [`esm/${f}.js`, `fluent/${f}.js`]),
    ),
  },
  {
    name: "@fontsource-variable/noto-sans",
    version: "5.3.0",
    files: {
      "files/noto-sans-latin-wght-normal.woff2": "fonts/noto-sans-latin.woff2",
      "files/noto-sans-latin-ext-wght-normal.woff2": "fonts/noto-sans-latin-ext.woff2",
      LICENSE: "fonts/noto-sans.LICENSE",
    },
  },
  {
    name: "@fontsource-variable/noto-sans-arabic",
    version: "5.3.0",
    files: {
      "files/noto-sans-arabic-arabic-wght-normal.woff2": "fonts/noto-sans-arabic.woff2",
      LICENSE: "fonts/noto-sans-arabic.LICENSE",
    },
  },
  // The page /api/docs and nothing else.
  {
    name: "swagger-ui-dist",
    version: "5.35.0",
    files: {
      "swagger-ui-bundle.js": "swagger-ui/swagger-ui-bundle.js",
      "swagger-ui-bundle.js.LICENSE.txt": "swagger-ui/swagger-ui-bundle.LICENSE",
      "swagger-ui.css": "swagger-ui/swagger-ui.css",
      LICENSE: "swagger-ui/LICENSE",
      NOTICE: "swagger-ui/NOTICE",
    },
  },
];

const folder = mkdtempSync(join(tmpdir(), "vendor-"));
writeFileSync(join(folder, "package.json"), "{}");
const wanted = PACKAGES.map((p) => `${p.name}@${p.version}`);
execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", ...wanted], { cwd: folder, stdio: "inherit" });
rmSync(vendor, { recursive: true, force: true });
const list = PACKAGES.map(({ name, version, files }) => {
  const from = join(folder, "node_modules", name);
  const { license, repository } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  const copied = Object.entries(files).map(([source, file]) => {
    mkdirSync(dirname(join(vendor, file)), { recursive: true });
    cpSync(join(from, source), join(vendor, file));
    return { file, source, sha256: createHash("sha256").update(readFileSync(join(vendor, file))).digest("hex") };
  });
  return { name, version, license, repository: repository?.url ?? repository, files: copied };
});
writeFileSync(join(vendor, "vendor.json"), `${JSON.stringify(list, null, 2)}\n`);
rmSync(folder, { recursive: true, force: true });
