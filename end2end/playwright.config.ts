// The console in Chromium. Playwright starts one with demo data on a private database:
//
//   HEXASTYLE           the program (default: the release build in CARGO_TARGET_DIR)
//   HEXASTYLE_PORT      its port (default 8641)
//   HEXASTYLE_DATA_DIR  its data; a fresh folder for reproducible tests
//   HEXASTYLE_BROWSER   a Chromium; without it Playwright's own
//   HEXASTYLE_URL       a console that runs already: nothing is started then
//
// `scripts/test.sh` sets them.
import { mkdtempSync, chmodSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";

const port = process.env.HEXASTYLE_PORT ?? "8641";
const baseURL = process.env.HEXASTYLE_URL ?? `http://127.0.0.1:${port}`;

function program(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const target = process.env.CARGO_TARGET_DIR ?? join(cache, "hexastyle", "target");
  return process.env.HEXASTYLE ?? join(target, "release", "hexastyle");
}

// Kept in the environment, as each worker reads this file again.
function dataDir(): string {
  if (!process.env.HEXASTYLE_DATA_DIR) {
    const folder = mkdtempSync(join(tmpdir(), "hexastyle-"));
    chmodSync(folder, 0o711); // as root, the database runs as another user
    process.env.HEXASTYLE_DATA_DIR = folder;
  }
  return process.env.HEXASTYLE_DATA_DIR;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function server() {
  const flags = `serve --demo --listen 127.0.0.1:${port} --data-dir ${quoted(dataDir())}`;
  return {
    // Not the database of whoever runs the tests.
    command: `unset DATABASE_URL; exec ${quoted(program())} ${flags}`,
    url: `${baseURL}/healthz`,
    timeout: 180_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 30_000 },
    stdout: "pipe" as const,
    stderr: "pipe" as const,
  };
}

const launchOptions = {
  ...(process.env.HEXASTYLE_BROWSER ? { executablePath: process.env.HEXASTYLE_BROWSER } : {}),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  // The largest pages are read whole, twice, on whatever machine there is.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  workers: 2,
  // A browser that stalls once in hundreds of tests costs a test, not the run; the summary names it as flaky.
  retries: 1,
  forbidOnly: !!process.env.CI,
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    launchOptions,
    // Recording every test takes a sixth of the time; the second try of one that failed is recorded.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
  },
  projects: [
    // Pages as people use them, in both languages.
    { name: "zh", use: { locale: "zh-CN" } },
    { name: "en", use: { locale: "en-GB" } },
    // Everything that must work without scripts: tests tagged @nojs.
    { name: "nojs", use: { locale: "zh-CN", javaScriptEnabled: false }, grep: /@nojs/ },
    // The longest way through the console without scripts, in English too.
    {
      name: "nojs-en",
      use: { locale: "en-GB", javaScriptEnabled: false },
      grep: /@nojs/,
      testMatch: /week\.spec\.ts$/,
    },
  ],
  ...(process.env.HEXASTYLE_URL ? {} : { webServer: server() }),
});
