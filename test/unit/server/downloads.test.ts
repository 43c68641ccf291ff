import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Downloads } from "../../../server/downloads.ts";
import { isLoopback } from "../../../server/guards.ts";

const form = { format: "csv", gzip: false } as const;

function downloadsForTest(): Downloads {
  const downloads = new Downloads();
  onTestFinished(() => downloads.close());
  return downloads;
}

test("only this user can look into the folder", () => {
  const { path } = downloadsForTest().reserve();
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
});

test("a file is not there before it is offered, and after it was taken", async () => {
  const downloads = downloadsForTest();
  const { token, path } = downloads.reserve();
  writeFileSync(path, "text");
  expect(await downloads.take(token)).toBeUndefined();
  downloads.offer(token, form);
  const taken = await downloads.take(token);
  expect(existsSync(path)).toBe(false);
  expect(taken?.form).toBe(form);
  expect(await taken?.file.readFile("utf8")).toBe("text");
  await taken?.file.close();
  expect(await downloads.take(token)).toBeUndefined();
});

test("of two who ask for a file at the same time one gets it", async () => {
  const downloads = downloadsForTest();
  const { token, path } = downloads.reserve();
  writeFileSync(path, "text");
  downloads.offer(token, form);
  const taken = await Promise.all([downloads.take(token), downloads.take(token)]);
  const files = taken.filter((file) => file !== undefined);
  expect(files).toHaveLength(1);
  await files[0]?.file.close();
});

test("a folder that the system has cleaned away is made anew, and what was in it is gone", async () => {
  const downloads = downloadsForTest();
  const { token, path } = downloads.reserve();
  writeFileSync(path, "text");
  downloads.offer(token, form);
  rmSync(dirname(path), { recursive: true });
  expect(await downloads.take(token)).toBeUndefined();
  const next = downloads.reserve();
  writeFileSync(next.path, "text");
  downloads.offer(next.token, form);
  const taken = await downloads.take(next.token);
  expect(await taken?.file.readFile("utf8")).toBe("text");
  await taken?.file.close();
});

test("a file that nobody fetches is deleted after ten minutes", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const downloads = downloadsForTest();
  const { token, path } = downloads.reserve();
  writeFileSync(path, "text");
  downloads.offer(token, form);
  vi.advanceTimersByTime(599_000);
  expect(existsSync(path)).toBe(true);
  vi.advanceTimersByTime(2_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 180_000 });
  expect(await downloads.take(token)).toBeUndefined();
});

test.each<[string, boolean]>([
  ["127.0.0.1", true],
  ["127.1.2.3", true],
  ["localhost", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["127.0.0.1.evil.example", false],
  ["127.evil.example", false],
  ["192.168.0.1", false],
])("%s is reached from this computer only: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
