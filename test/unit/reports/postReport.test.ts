/** Programs that get reports: what they leave running, how they are ended, and what cannot be started. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { endInWords } from "../../../core/api/reports.ts";
import { postReport } from "../../../core/reports/postReport.ts";

const never = new AbortController().signal;
const node = (script: string): string[] => [process.execPath, "-e", script];
/** Ends by nothing but SIGKILL, and says when it is ready for that. */
const stubborn = `process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)`;

test("a program that leaves one running which keeps its output open has ended with its own code", async () => {
  const left = `const { pid } = require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => 0, 300000)"], { stdio: "inherit" });
    require("node:fs").writeSync(1, String(pid));
    process.exit(3);`;
  const posted = await postReport(node(left), "text", never);
  const pid = Number(posted.output);
  expect(pid).toBeGreaterThan(0);
  // It runs still: nobody waited for its end.
  expect(process.kill(pid, "SIGKILL")).toBe(true);
  expect(posted).toMatchObject({ code: 3, errors: "" });
});

test.each([
  ["that ends when it is told to", "setInterval(() => 0, 1000)"],
  ["that does not", stubborn],
])("a program %s takes no longer than it may, which is said", async (_what, script) => {
  const failure = toFailure(
    await postReport(node(script), "text", never, { most: 1000 }).catch((thrown: unknown) => thrown),
  );
  expect(failure).toMatchObject({
    code: "interrupted",
    message: expect.stringMatching(/took longer than 1 seconds and was ended/) as string,
  });
});

test("a program that a signal ended is told with it", async () => {
  const posted = await postReport(node(`process.kill(process.pid, "SIGKILL")`), "text", never);
  expect([posted.code, endInWords(posted)]).toEqual([128, "was ended by SIGKILL"]);
});

test("cancelled, it is ended", async () => {
  const failure = toFailure(
    await postReport(node(stubborn), "text", AbortSignal.timeout(500)).catch((thrown: unknown) => thrown),
  );
  expect(failure).toMatchObject({ code: "cancelled" });
});

test("cancelled, what it has started is ended with it where that is wanted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rcdb-post-"));
  const told = join(folder, "pid");
  const started = `const { pid } = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], { stdio: "inherit" });
    require("node:fs").writeFileSync(${JSON.stringify(told)}, String(pid));
    setInterval(() => 0, 1000);`;
  const cancel = new AbortController();
  const posting = postReport(node(started), "text", cancel.signal, { isGroup: true });
  await expect
    .poll(() => existsSync(told) && readFileSync(told, "utf8") !== "", { timeout: 60_000 })
    .toBe(true);
  cancel.abort();
  await expect(posting).rejects.toMatchObject({ code: "cancelled" });
  const pid = Number(readFileSync(told, "utf8"));
  await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);
  rmSync(folder, { recursive: true });
});

test("of what it prints the beginning is kept, and that is said", async () => {
  const posted = await postReport(node(`process.stdout.write("x".repeat(3e6))`), "text", never);
  expect(posted.output).toMatch(/^x{20000}\n… What it printed after 20000 characters is not kept\.$/);
});

test.each([[[""]], [["a\0b"]], [[]]])("%j cannot be started, in words", async (words) => {
  const failure = toFailure(await postReport(words, "text", never).catch((thrown: unknown) => thrown));
  expect(failure).toMatchObject({
    code: "no_permission",
    message: expect.stringContaining("cannot be started") as string,
  });
});

/** Whether a process is there, and has not merely not been collected yet. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}
