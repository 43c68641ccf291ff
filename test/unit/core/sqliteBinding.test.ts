/** A Node that the shipped binding of SQLite would crash is told before it is loaded. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkBinding } from "../../../core/db/sqlite/binding.ts";
import { temporaryFolder } from "../../support/temporary.ts";

test("an older Node-API needs a binding that was built for it", () => {
  const folder = temporaryFolder();
  expect(() => checkBinding(10, () => folder)).not.toThrow();
  expect(() => checkBinding(9, () => folder)).toThrow(/Node 22.*npm rebuild/);
  const release = join(folder, "build", "Release");
  mkdirSync(release, { recursive: true });
  writeFileSync(join(release, "better_sqlite3.node"), "");
  expect(() => checkBinding(9, () => folder)).not.toThrow();
});
