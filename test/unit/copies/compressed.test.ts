/** Copies in compressed files: written, opened, compared and brought up to date. */
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as zlib from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { backends } from "../../support/backends.ts";
import { copyTo, exactRows } from "../../support/copies.ts";
import { run } from "../../support/randomHistory.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";
import { content } from "../core/everyCall.ts";

const hasZstd = "createZstdCompress" in zlib;

/** Where compressed files are unpacked. */
function ownState(): void {
  vi.stubEnv("XDG_STATE_HOME", temporaryFolder());
}

async function rowsIn(path: string): Promise<unknown> {
  const plain = join(temporaryFolder(), "plain.sqlite");
  writeFileSync(plain, gunzipSync(readFileSync(path)));
  return exactRows(plain);
}

describe.each(backends)("of a database on $name", ({ create }) => {
  test("a .gz is written, opened, checked and updated", async () => {
    ownState();
    const source = await create(content);
    const path = join(temporaryFolder(), "copy.sqlite.gz");
    expect(await copyTo(source, path)).toMatchObject({ kind: "new", path });
    expect(existsSync(`${path}.part`)).toBe(false);
    expect(await rowsIn(path)).toEqual(await exactRows(source));
    const count = ["select", "count == 105", "count"];
    expect((await rcdbHere("-c", path, ...count)).output).toBe("run  count\n105    105\n");
    expect((await rcdbHere("copy", "--check", path)).code).toBe(0);
    await run(source, ["UPDATE conditions SET int_value = 105 WHERE int_value = 106"]);
    expect((await rcdbHere("copy", "--check", path)).code).toBe(1);
    expect(await rcdbHere("copy", path)).toMatchObject({ code: 0, errors: "" });
    expect(await rowsIn(path)).toEqual(await exactRows(source));
    expect((await rcdbHere("-c", path, ...count)).output).toBe("run  count\n105    105\n106    105\n");
  });
});

test("it is not written to, and a damaged one is told", async () => {
  ownState();
  const [sqlite] = backends;
  const source = (await sqlite?.create(content)) ?? "";
  const path = join(temporaryFolder(), "copy.sqlite.gz");
  await copyTo(source, path);
  const written = await rcdbHere("-c", path, "add", "run", "9999");
  expect(written).toMatchObject({ code: 2 });
  expect(written.errors).toMatch(/is compressed and can only be read/);
  truncateSync(path, 500);
  const damaged = await rcdbHere("-c", path, "info");
  expect(damaged).toMatchObject({ code: 3 });
  expect(damaged.errors).toMatch(/is damaged: it cannot be unpacked/);
});

test("a .zst is written and opened where Node can, and else it is said what it takes", async () => {
  ownState();
  const [sqlite] = backends;
  const source = (await sqlite?.create(content)) ?? "";
  const path = join(temporaryFolder(), "copy.sqlite.zst");
  const taken = await rcdbHere("copy", source, path);
  if (hasZstd) {
    expect(taken).toMatchObject({ code: 0, errors: "" });
    expect((await rcdbHere("-c", path, "info")).code).toBe(0);
  } else {
    expect(taken).toMatchObject({ code: 2, output: "" });
    expect(taken.errors).toMatch(/it takes Node 22\.15 or newer\. Use a name that ends in \.gz/);
    expect(existsSync(`${path}.part`)).toBe(false);
    writeFileSync(path, Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]));
    expect((await rcdbHere("-c", path, "info")).errors).toMatch(/it takes Node 22\.15 or newer/);
  }
});

test("messages name the compressed file, and a damaged one may be replaced", async () => {
  ownState();
  const folder = temporaryFolder();
  const none = join(folder, "none.sqlite.gz");
  writeFileSync(none, zlib.gzipSync("hello"));
  const opened = await rcdbHere("-c", none, "info");
  expect(opened.errors).toContain(`“${none}”`);
  expect(opened.errors).not.toContain("unpacked/");
  const source = (await backends[0]?.create(content)) ?? "";
  const damaged = join(folder, "damaged.sqlite.gz");
  await copyTo(source, damaged);
  truncateSync(damaged, 1000);
  expect((await rcdbHere("copy", source, damaged)).errors).toMatch(
    /exists already and is damaged\..*--force/,
  );
  expect(await rcdbHere("copy", source, damaged, "--force")).toMatchObject({ code: 0 });
});
