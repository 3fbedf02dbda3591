// The browser tests start the real hub themselves (tests/browser/hub.js). ONWARD_BIN says which binary,
// CHROMIUM which browser; one worker, because the machine is shared with what it tests.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests/browser",
  outputDir: "test-results",
  workers: 1,
  fullyParallel: false,
  // A shared machine may stall for seconds; what fails twice is broken.
  retries: process.env.CI ? 1 : 0,
  maxFailures: 6,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    viewport: { width: 1240, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
