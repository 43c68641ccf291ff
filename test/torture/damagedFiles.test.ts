/**
 * SQLite files that a disk, a transfer or another program has damaged: each command answers or refuses in words. It
 * never answers with a defect, and what only reads leaves the file as it is.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { expect, test } from "vitest";
import { writeOddDatabase } from "../support/oddValues.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { rcdbHere } from "../unit/cli/command.ts";
import { randomNumbers } from "../support/randomNumbers.ts";
import { roundLimit, rounds, seed } from "./effort.ts";

const commands: readonly (readonly string[])[] = [
  ["info"],
  ["run", "3"],
  ["select", "an_int > 1 or a_bool", "a_string", "a_time"],
  ["log"],
  ["file", "versions"],
  ["db", "check"],
];

test("each command answers or refuses in words", { timeout: roundLimit }, async () => {
  const folder = temporaryFolder();
  const [whole, path] = [join(folder, "whole.sqlite"), join(folder, "damaged.sqlite")];
  writeOddDatabase(whole, seed, []);
  const content = readFileSync(whole);
  for (let round = 0; round < rounds(1000); round += 1) {
    const random = randomNumbers(seed * 100_003 + round);
    const bytes = damage(Buffer.from(content), random);
    writeFileSync(path, bytes);
    const what = `round ${round} of seed ${seed}`;
    // One command a round, all in turn: what opens, opens alike for each.
    const command = commands[round % commands.length] ?? [];
    const { code, output, errors } = await rcdbHere(...command, "--connection", path);
    expect(output + errors, `${what}: ${command.join(" ")}`).not.toMatch(
      /defect|TypeError|undefined|\[object/,
    );
    expect([0, 1, 2, 3], what).toContain(code);
    expect(readFileSync(path).equals(bytes), `${what}: the file is as it was`).toBe(true);
  }
});

/** One of the ways in which files are damaged. */
function damage(bytes: Buffer, random: () => number): Buffer {
  const at = (below: number): number => Math.floor(random() * below);
  const ways: readonly (() => Buffer)[] = [
    () => bytes.subarray(0, at(bytes.length)),
    () => bytes.fill(0, 4096 * at(bytes.length / 4096), 4096 * (1 + at(bytes.length / 4096))),
    () => {
      for (let flips = 0; flips < 1 + at(40); flips += 1) bytes[at(bytes.length)] = at(256);
      return bytes;
    },
    // The header and the pages of the schema: where damage changes most.
    () => {
      for (let flips = 0; flips < 1 + at(4); flips += 1) bytes[16 + at(84)] = at(256);
      return bytes;
    },
    () => {
      for (let flips = 0; flips < 1 + at(8); flips += 1) bytes[100 + at(3996)] = at(256);
      return bytes;
    },
    () => {
      const [from, to] = [4096 * at(bytes.length / 4096), 4096 * at(bytes.length / 4096)];
      bytes.copy(bytes, to, from, from + 4096);
      return bytes;
    },
  ];
  return ways[at(ways.length)]?.() ?? bytes;
}

test("a row without what the schema says it has is named", async () => {
  const path = join(temporaryFolder(), "lacking.sqlite");
  writeOddDatabase(path, seed, []);
  const file = new SqliteFile(path);
  file.unsafeMode();
  const schema = file.prepare("SELECT sql FROM sqlite_schema WHERE name = 'files'").pluck().get() as string;
  file.pragma("writable_schema = ON");
  const rewrite = file.prepare("UPDATE sqlite_schema SET sql = ? WHERE name = 'files'");
  rewrite.run(schema.replaceAll("NOT NULL", ""));
  file.pragma("writable_schema = RESET");
  file.exec("UPDATE files SET path = NULL WHERE id = 1");
  file.pragma("writable_schema = ON");
  rewrite.run(schema);
  file.close();
  const { code, errors } = await rcdbHere("file", "versions", "--connection", path);
  expect(errors).toContain("a row has no path");
  expect(code).toBe(3);
});
