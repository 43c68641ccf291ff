/** A log's size does not matter for the memory that reading it takes. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { readCodaLog } from "../../../core/updates/coda/codaLog.ts";
import { runLog, standardEnd } from "./logs.ts";

const million = 1_000_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** In bytes, without what nobody needs any more. */
function memoryInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** A log of some megabytes in which `filling` comes again and again, and the most memory that was in use meanwhile. */
async function readLarge(
  megabytes: number,
  filling: string,
): Promise<{ memory: number; warnings: number; events: number | string | null }> {
  const text = runLog({ start: `<components>FILLING</components>`, end: standardEnd });
  const [before = "", after = ""] = text.split("FILLING");
  const piece = Buffer.from(filling.repeat(Math.ceil(64_000 / filling.length)));
  let most = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(before);
    const pieces = Math.ceil((megabytes * million) / piece.length);
    for (let at = 1; at <= pieces; at++) {
      yield piece;
      if (at % Math.ceil(pieces / 4) === 0) most = Math.max(most, memoryInUse());
    }
    yield Buffer.from(after);
    await Promise.resolve();
  }
  const atStart = memoryInUse();
  const { warnings, totalEvents } = await readCodaLog(chunks());
  return { memory: most - atStart, warnings: warnings.length, events: totalEvents };
}

test.each<[number, string, string]>([
  [6, "components", '<component name="A" type="ROC"><evt-rate>1</evt-rate></component>\n'],
  [5, "components without names", "<component/>"],
  [6, "text where none is wanted", "abc "],
])("%i MB of %s", { timeout: 600_000 }, async (megabytes, _name, filling) => {
  const { memory, warnings, events } = await readLarge(megabytes, filling);
  expect(events).toBe(3_000_000);
  expect(warnings).toBeLessThan(200);
  expect(memory).toBeLessThan(4 * million);
});
