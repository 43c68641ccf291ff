/** The examples of docs/http-api.md, run against a server as the page starts one. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../../scripts/setup/processes.mjs";
import { inProject } from "../../../scripts/setup/project.mjs";
import { resources } from "../../../server/api/resources.ts";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { serverForTest } from "./testServer.ts";

const page = readFileSync(inProject("docs", "http-api.md"), "utf8");
const token = "0123456789abcdef";
const programs: Readonly<Record<string, readonly [command: string, file: string]>> = {
  sh: ["bash", "example.sh"],
  python: ["python3", "example.py"],
  js: [process.execPath, "example.mjs"],
};

test("the examples print what stands beside them", async () => {
  const connection = writeDatabase({
    types: { event_count: "int" },
    runs: { 10340: { conditions: { event_count: 1500000 } }, 10341: {} },
  });
  const { url } = await serverForTest(connection, { token, writable: true });
  const address = new URL(url).origin;
  const folder = temporaryFolder();
  const examples = [...page.matchAll(/^```(sh|python|js)\n(.*?)^```$/gms)];
  expect(new Set(examples.map(([, language]) => language)).size).toBe(3);
  for (const [, language = "", code = ""] of examples) {
    const [command = "", file = ""] = programs[language] ?? [];
    writeFileSync(join(folder, file), code.replaceAll("http://localhost:8087", address));
    const { output } = await run(command, [file], { cwd: folder, env: { RCDB_TOKEN: token } });
    const wanted = Array.from(code.matchAll(/(?:#|\/\/) prints (.*)$/gm), ([, text = ""]) => text);
    expect(wanted.length, code).toBeGreaterThan(0);
    for (const line of wanted) expect(output, code).toContain(line);
  }
});

test("the page names each address", () => {
  const last = (path: string): string =>
    path.split("/").findLast((part) => part !== "" && !part.startsWith("{")) ?? "";
  expect(resources.map(({ path }) => last(path)).filter((name) => !page.includes(name))).toEqual([]);
});
