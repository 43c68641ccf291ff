/** Changes over HTTP, one after the other. */
import { expect, test } from "vitest";
import { cancelled, succeeded, type Outcome } from "../../../core/api/failure.ts";
import { inTurn } from "../../../server/inTurn.ts";

test("one change is made at a time, whatever becomes of those before, and none for who has gone", async () => {
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const write = inTurn((name) => {
    begun.push(name);
    return new Promise<Outcome<unknown>>((resolve, reject) => {
      ends.push(() => (name === "broken" ? reject(new Error("no process")) : resolve(succeeded(name))));
    });
  });
  const controller = new AbortController();
  const user = "hdops";
  const broken = write("broken", {}, { user });
  const left = write("left", {}, { user, signal: controller.signal });
  const last = write("last", {}, { user });
  await expect.poll(() => begun).toEqual(["broken"]);
  controller.abort();
  ends[0]?.();
  await expect(broken).rejects.toThrow("no process");
  expect(await left).toBe(cancelled);
  await expect.poll(() => begun).toEqual(["broken", "last"]);
  ends[1]?.();
  expect(await last).toEqual(succeeded("last"));
});
