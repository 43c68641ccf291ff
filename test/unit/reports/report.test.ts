/** Reports of a run and of a shift on both databases, and `rcdb report`. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Report } from "../../../core/api/reports.ts";
import { backends } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

const hostile = "<script>alert(1)</script> [x](javascript:y) | z\u202e";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv("RCDB_USER", "ann");
  vi.stubEnv("XDG_CONFIG_HOME", folder);
  return () => vi.unstubAllEnvs();
});

describe.each(backends)("on $name", ({ create }) => {
  const database = (): Promise<string> =>
    create({
      types: {
        run_type: "string",
        event_count: "int",
        beam_current: "float",
        status: "int",
        user_comment: "string",
        run_config: "string",
        trigger_eq: "json",
        is_valid_run_end: "bool",
      },
      runs: {
        5: {
          started: "2016-02-17 10:00:00.000000",
          finished: "2016-02-17 11:00:00.000000",
          conditions: {
            run_type: "hd_all",
            event_count: 1000,
            beam_current: 100,
            run_config: "a.conf",
            trigger_eq: '{"a": 1, "b": 2}',
            is_valid_run_end: true,
          },
        },
        6: {
          started: "2016-02-17 12:00:00.000000",
          finished: "2016-02-17 13:30:00.000000",
          conditions: {
            run_type: "hd_all",
            event_count: 123456,
            beam_current: 2,
            status: 1,
            user_comment: hostile,
            run_config: "b.conf",
            trigger_eq: '{"b": 3, "a": 1}',
            is_valid_run_end: true,
          },
        },
        7: { started: "2016-02-18 10:00:00.000000", conditions: {} },
      },
    });
  const output = async (...args: string[]): Promise<string> => {
    const ended = await rcdbHere(...args);
    expect(ended).toMatchObject({ code: 0, errors: "" });
    return ended.output;
  };

  test("of a run and of a shift, with what changed in words; what is hostile is inert", async () => {
    const at = await database();
    const run = await output("report", "6", "-c", at, "--words", "All <well>.\nBeam trips.");
    expect(run).toMatch(/^# Run 6\n\n2016-02-17 12:00 – 2016-02-17 13:30,\n/);
    expect(run).toContain("\nAll \\<well\\>.\n\nBeam trips.\n");
    expect(run).toContain("- Length: 1:30:00\n");
    expect(run).toContain("- Quality (status): 1\n");
    expect(run).toContain("### Run 6, since run 5\n\n- run\\_config changed from a.conf to b.conf\n");
    expect(run).toContain("- trigger\\_eq changed in b\n");
    expect(run).not.toContain("event\\_count changed");
    const shift = ["report", "--shift", "--hours", "8", "--until", "2016-02-17 16:00", "-c", at];
    const markdown = await output(...shift);
    expect(markdown).toMatch(/^# Shift report\n\n2016-02-17 08:00 – 2016-02-17 16:00,/);
    expect(markdown).toContain("- Runs: 2\n");
    expect(markdown).toContain("- Data: 2.5 hours, 31 % of the time\n");
    expect(markdown).toContain("- Beam on (≥ 5 nA): 40 % of data time\n");
    expect(markdown).toMatch(
      /\| 6 \| 2016-02-17 12:00 \| 1:30:00 \| hd\\_all \| 123.456 \| 2 \| finished \| 1 \| \\<script\\>/,
    );
    expect(markdown).not.toMatch(/\| 7 \|/);
    // Nobody ended the newest run, and for years nothing was heard of it: as Live says it.
    expect(await output("report", "7", "-c", at)).toContain("- State: left open\n");
    const open = await output("report", "--shift", "--until", "2016-02-18 16:00", "-c", at);
    expect(open).toMatch(/^\| 7 \|.*\| left open \|  \|  \|$/m);
    // The first run of a shift changed something, too.
    const last = await output("report", "--shift", "--hours", "1", "--until", "2016-02-17 13:00", "-c", at);
    expect(last).toContain("- Runs: 1\n");
    // Half of it is after the shift, but for its events.
    expect(last).toContain("- Data: 1.0 hours, 100 % of the time\n");
    expect(last).toMatch(/- Events: 123.456. 1 run crosses the edge of the shift; its events count whole\n/);
    expect(last).toContain("### Run 6, since run 5\n\n- run\\_config changed from a.conf to b.conf\n");
    const html = await output(...shift, "--format", "html");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:y) | z\\u202e");
    expect(html).not.toMatch(/<script|\u202e/);
    expect(html).toContain("default-src 'none'");
    const json = JSON.parse(await output("report", "6", "-c", at, "--json")) as { fileName: string };
    expect(json.fileName).toBe("run-6.md");
    const computed = ["--computed", "half [k]=event_count / 2", "--computed", "part = event_count / 1e6"];
    expect(await output("report", "6", "-c", at, ...computed)).toMatch(
      /- half, k: 61.728\n- part: 0\.123456\n/,
    );
    for (const refused of [
      ["6", "--computed", "event_count"],
      ["6", "--computed", "x=event_cont"],
      ["--shift", "--computed", "x=event_cont"],
    ]) {
      expect(await rcdbHere("report", ...refused, "-c", at), refused.join(" ")).toMatchObject({ code: 2 });
    }
    expect(await output(...shift, ...computed)).toMatch(
      /Beam, nA \| half, k \| part \| State .*\n(?:\| -.*\n)\| 5 \|.* 100 \| 500 \| 0\.001 \| finished \|.*\n\| 6 \|.* 2 \| 61.728 \| 0\.123456 \|/,
    );
    const rows = await output(...shift, ...computed, "--format", "html");
    expect(rows).toContain(
      '<th class="number computed">half, k</th><th class="number computed">part</th><th>State</th>',
    );
    expect(rows).toMatch(
      /<td class="number">61.728<\/td><td class="number">0\.123456<\/td><td class="time">finished/,
    );
    const { content } = JSON.parse(await output(...shift, ...computed, "--json")) as Report;
    expect(content.columns).toEqual([{ name: "half, k" }, { name: "part" }]);
    expect(content.runs.map((line) => line.computed.map(({ text }) => text))).toEqual([
      ["500", "0.001"],
      ["61\u202f728", "0.123456"],
    ]);
    // Of hours without runs, and of a run that lacks what is computed with.
    const before = await output("report", "--shift", "--until", "2016-02-01", "-c", at, ...computed);
    expect(before).toContain("| half, k | part | State |");
    const lacking = await output("report", "--shift", "--until", "2016-02-18 16:00", "-c", at, ...computed);
    expect(lacking).toMatch(/^\| 7 \|.*\|  \|  \|  \| left open \|/m);
    const many = Array.from({ length: 6 }, (_, of) => ["--computed", `c${of}=event_count`]).flat();
    expect(await output(...shift, ...many.slice(2))).toContain("| c1 | c2 | c3 | c4 | c5 |");
    expect(await rcdbHere(...shift, ...many)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("takes 5 computed columns at most, and 6 are given") as string,
    });
    expect(await rcdbHere("report", "9", "-c", at)).toMatchObject({ code: 2 });
    expect(await rcdbHere("report", "--shift", "--until", "soon", "-c", at)).toMatchObject({ code: 2 });
    expect(await rcdbHere("report", "-c", at)).toMatchObject({ code: 2 });
  });

  test("of more runs than are compared, with their quality and comments", async () => {
    const time = (minute: number): string =>
      new Date(Date.UTC(2016, 1, 17, 0, minute)).toISOString().slice(0, 19);
    const runs = Array.from({ length: 201 }, (_, at) => [
      at + 1,
      {
        started: time(at * 2).replace("T", " "),
        finished: time(at * 2 + 1).replace("T", " "),
        conditions: { status: at, note: `note ${at}` },
      },
    ]);
    const at = await create({
      types: { status: "int", note: "string" },
      runs: Object.fromEntries(runs) as Record<number, object>,
    });
    mkdirSync(join(folder, "rcdb"), { recursive: true });
    writeFileSync(join(folder, "rcdb", "settings.json"), JSON.stringify({ comment: "note" }));
    const markdown = await output("report", "--shift", "--until", "2016-02-17 08:00", "-c", at);
    expect(markdown).toContain("The configurations of more than 200 runs are not compared.");
    expect(markdown).toMatch(/^\| 1 \| .* \| 0 \| note 0 \|$/m);
    expect(markdown).toMatch(/^\| 201 \| .* \| 200 \| note 200 \|$/m);
  });

  test("by a template of one's own, posted by a program that gets it, whose errors are shown", async () => {
    const at = await database();
    const own = join(folder, "rcdb", "reports");
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "run.md"), "{{title}} of {{by}}{{#facts}}; {{name}}{{/facts}}\n");
    expect(await output("report", "5", "-c", at)).toMatch(/^Run 5 of ann; Start; End; Length/);
    writeFileSync(join(own, "run.md"), "{{titel}}\n");
    expect((await rcdbHere("report", "5", "-c", at)).errors).toMatch(/line 1: there is no “titel”/);
    const template = join(folder, "t.md");
    writeFileSync(template, "{{title}}");
    const program = join(folder, "post it");
    writeFileSync(program, `#!/bin/sh\ncat > "$1"\necho "entry 7"\necho "slow book" >&2\nexit $2\n`);
    chmodSync(program, 0o755);
    const target = join(folder, "$(touch x).txt");
    const post = (code: number): ReturnType<typeof rcdbHere> =>
      rcdbHere(
        "report",
        "5",
        "-c",
        at,
        "--template",
        template,
        "--post-by",
        `'${program}' '${target}' ${code}`,
      );
    expect(await post(0)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Posted by .*\nentry 7\n$/) as string,
      errors: expect.stringContaining("slow book") as string,
    });
    expect(readFileSync(target, "utf8")).toBe("Run 5");
    expect(await post(3)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/code 3[^]*slow book/) as string,
    });
    writeFileSync(
      join(folder, "rcdb", "settings.json"),
      JSON.stringify({ postReports: [program, target, "0"] }),
    );
    expect(await rcdbHere("report", "5", "-c", at, "--template", template, "--post-by")).toMatchObject({
      code: 0,
    });
    expect(
      (await rcdbHere("report", "5", "-c", at, "--template", template, "--post-by", "no-such-program"))
        .errors,
    ).toMatch(/no-such-program” cannot be started: there is no such program/);
  });
});
