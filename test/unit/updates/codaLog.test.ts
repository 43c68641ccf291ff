import { createReadStream, existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCodaLog, type CodaLog } from "../../../core/updates/coda/codaLog.ts";
import { component, piecesOf, runLog, standardEnd, standardStart } from "./logs.ts";

const read = (text: string | Uint8Array, size?: number): Promise<CodaLog> =>
  readCodaLog(piecesOf(text, size));

const standard: CodaLog = {
  runNumber: 10340,
  runType: "hd_all.tsg",
  session: "hdops",
  started: "2016-02-17 13:26:01",
  hasRunEnd: false,
  ended: null,
  updated: "2016-02-17 13:59:57",
  totalEvents: 2478918,
  components: { ROCFDC11: "ROC", ERsoftROC: "ER" },
  statistics: { ROCFDC11: { "evt-rate": 61.5, "evt-number": 123999 }, ERsoftROC: { "data-rate": 247.6 } },
  rtvs: { "%(config)": "/conf/TRG.conf", "%(udl)": "cMsg://host?a&b" },
  comment: null,
  runConfigPath: "/conf/TRG.conf",
  runConfig: "TRG.conf",
  evioLastFile: "hd_rawdata_010340_001.evio",
  evioFilesCount: 2,
  warnings: [],
};

const dashes = "-".repeat(13);
const er = (name: string, file: string): string => component(name, "ER", `<out-file>${file}</out-file>`);
const components = (...all: string[]): string => `<components>${all.join("")}</components>`;

describe("what a log says", () => {
  test.each<[string, string, Partial<CodaLog>]>([
    ["an intermediate one", runLog(), {}],
    [
      "the start only",
      runLog({ start: "<start-time>02/17/16 13:26:01</start-time>" }),
      {
        updated: null,
        totalEvents: null,
        components: null,
        statistics: null,
        rtvs: null,
        runConfigPath: null,
        runConfig: null,
        evioLastFile: null,
        evioFilesCount: null,
      },
    ],
    [
      "the end",
      runLog({ end: standardEnd, comment: "beam lost" }),
      { hasRunEnd: true, ended: "2016-02-17 14:20:00", totalEvents: 3000000, comment: "beam lost" },
    ],
    ["an end without anything", runLog({ end: "" }), { hasRunEnd: true }],
    [
      "other components at the end",
      runLog({ end: components(component("A", "ROC"), er("E", "hd_rawdata_010340_007.evio")) }),
      {
        hasRunEnd: true,
        components: { A: "ROC", E: "ER" },
        statistics: { A: {}, E: {} },
        evioLastFile: "hd_rawdata_010340_007.evio",
        evioFilesCount: 8,
      },
    ],
    [
      "several event recorders",
      runLog({ end: components(er("A", "x_003.evio"), er("B", "x_012.evio"), er("C", "")) }),
      {
        hasRunEnd: true,
        components: { A: "ER", B: "ER", C: "ER" },
        statistics: { A: {}, B: {}, C: {} },
        evioLastFile: "x_012.evio",
        evioFilesCount: 13,
      },
    ],
    [
      "no event recorder",
      runLog({
        start: components(component("A", "SEB", "<out-file>/tmp/et_003</out-file>")),
        end: components(component("A", "SEB", "<out-file>/tmp/et_004</out-file>")),
      }),
      {
        started: null,
        updated: null,
        totalEvents: null,
        rtvs: null,
        runConfigPath: null,
        runConfig: null,
        hasRunEnd: true,
        components: { A: "SEB" },
        statistics: { A: {} },
        evioLastFile: null,
        evioFilesCount: null,
      },
    ],
    [
      "an earlier file that is greater",
      runLog({
        start: components(er("A", "/raw/x_005.evio"), er("B", "x_001.evio")),
        end: components(er("A", "x_002.evio")),
      }),
      {
        started: null,
        updated: null,
        totalEvents: null,
        rtvs: null,
        runConfigPath: null,
        runConfig: null,
        hasRunEnd: true,
        components: { A: "ER" },
        statistics: { A: {} },
        evioLastFile: "x_005.evio",
        evioFilesCount: 6,
      },
    ],
    [
      "more than a thousand files",
      runLog({ end: components(er("A", "x_1000.evio"), er("B", "x_999.evio")) }),
      {
        hasRunEnd: true,
        components: { A: "ER", B: "ER" },
        statistics: { A: {}, B: {} },
        evioLastFile: "x_1000.evio",
        evioFilesCount: 1001,
      },
    ],
    ["an empty comment", runLog({ comment: "  \n " }), { comment: "" }],
    [
      "the form's comment",
      runLog({ comment: `\nAdd run comments here ....\n${dashes}-\nx` }),
      { comment: "" },
    ],
    [
      "a comment and the form's trailer",
      runLog({ comment: `\n first\n- second ------------ \n${dashes}\nBy: hdops\n` }),
      { comment: "first\n- second ------------" },
    ],
    ["a comment in CDATA", runLog({ comment: "a <![CDATA[<b> &amp;]]> c" }), { comment: "a <b> &amp; c" }],
    ["XML's entities", runLog({ comment: "&lt;&#233;&#x6F22;&gt;" }), { comment: "<é漢>" }],
  ])("%s", async (_name, text, differing) => {
    expect(await read(text)).toEqual({ ...standard, ...differing });
  });

  test("in pieces of any size", async () => {
    const text = runLog({ end: standardEnd, comment: "é漢🙂 &amp;" });
    const whole = await read(text);
    expect(whole.comment).toBe("é漢🙂 &");
    for (const size of [1, 2, 3, 7, 1000]) expect(await read(text, size)).toEqual(whole);
  });

  test.each(["\r\n", "\r", "\n"])("line ends %j are line feeds, and blanks in attributes", async (end) => {
    const start = `<rtvs><rtv name = "a\tb" value = "c\nd&#13;&#10;e&#x9;f"/></rtvs>`;
    const text = runLog({ start, comment: "one\n\ntwo &#13;\n<![CDATA[three\n]]>four" }).replaceAll(
      "\n",
      end,
    );
    for (const size of [1, 2, 1000]) {
      const log = await read(text, size);
      expect(log.rtvs).toEqual({ "a b": "c d\r\ne\tf" });
      expect(log.comment).toBe("one\n\ntwo \r\nthree\nfour");
    }
    const broken = runLog({ start, end: "<total-evt>x</total-evt>" }).replaceAll("\n", end);
    expect((await read(broken)).warnings).toEqual([expect.stringMatching(/^Line 7: /)]);
  });

  test("in the encoding that it names", async () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?>\n${runLog({ comment: "é" })}`;
    const log = await read(Buffer.from(text, "latin1"));
    expect(log).toMatchObject({ comment: "é", warnings: [] });
    const windows = `<?xml version="1.0" encoding="windows-1252"?>\n${runLog({ comment: "5 \x80 \x96 \x93" })}`;
    expect(await read(Buffer.from(windows, "latin1"))).toMatchObject({ comment: "5 € – “", warnings: [] });
  });

  test("names that JavaScript's objects have are names as any other", async () => {
    const { components: found } = await read(runLog({ end: components(component("__proto__", "ROC")) }));
    expect(JSON.stringify(found)).toBe('{"__proto__":"ROC"}');
  });
});

describe("what is left out with a warning", () => {
  const start = (more: string): string => runLog({ start: `${standardStart}${more}` });
  test.each<[string, string, Partial<CodaLog>, RegExp]>([
    [
      "a bad start",
      runLog({ start: "<start-time>17/02/16 13:26:01</start-time>" }),
      { started: null },
      /Line 4: “17\/02/,
    ],
    [
      "a day that is none",
      start("<start-time>02/30/16 13:26:01</start-time>"),
      { started: null },
      /“02\/30\/16/,
    ],
    [
      "a bad end",
      runLog({ end: "<end-time>soon</end-time>" }),
      { ended: null, hasRunEnd: true },
      /“soon” is not a time/,
    ],
    ["a bad update time", start("<update-time>-</update-time>"), { updated: null }, /“-” is not a time/],
    [
      "a bad number of events",
      start("<total-evt>1e5</total-evt>"),
      { totalEvents: null },
      /“1e5” is not an integer/,
    ],
    [
      "a bad number of events at the end",
      runLog({ end: "<total-evt>many</total-evt>" }),
      { totalEvents: 2478918 },
      /“many” is not an integer/,
    ],
    [
      "a number that is beyond all",
      start("<total-evt>99999999999999999999</total-evt>"),
      { totalEvents: null },
      /is not an integer/,
    ],
    [
      "bad statistics",
      runLog({
        end: components(
          component(
            "A",
            "ROC",
            "<evt-rate>NaN</evt-rate><data-rate>1e2</data-rate><evt-number>1.5</evt-number>",
          ),
        ),
      }),
      { statistics: { A: { "data-rate": 100 } } },
      /“NaN” is not a number/,
    ],
    [
      "a component without a name",
      runLog({ end: components('<component type="ROC"/>') }),
      { components: {} },
      /a component without a name/,
    ],
    ["an rtv without a value", start('<rtvs><rtv name="x"/></rtvs>'), { rtvs: {} }, /an rtv without/],
    [
      "a file without an index",
      runLog({ start: components(er("E", "raw.evio")) }),
      { evioLastFile: "raw.evio", evioFilesCount: null },
      /“raw.evio” has no index/,
    ],
    [
      "a text without an end",
      runLog({ comment: "x".repeat(200_000), end: standardEnd }),
      { comment: null, totalEvents: 3000000 },
      /<end-comment> has more than 100000 characters/,
    ],
    ["an entity that HTML has", runLog({ comment: "a&nbsp;b" }), { comment: "a&nbsp;b" }, /Line \d+: an “&”/],
    ["a lone &", runLog({ comment: "A & B" }), { comment: "A & B" }, /an “&” that begins none/],
    [
      "an external entity",
      `<!DOCTYPE coda [<!ENTITY file SYSTEM "file:///etc/passwd">]>\n${runLog({ comment: "a &file; b" })}`,
      { comment: "a &file; b" },
      /DOCTYPE/,
    ],
    [
      "a billion laughs",
      `<!DOCTYPE coda [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n${runLog({ comment: "&b;" })}`,
      { comment: "&b;" },
      /DOCTYPE/,
    ],
  ])("%s", async (_name, text, expected, warning) => {
    const log = await read(text);
    expect(log).toMatchObject(expected);
    expect(log.warnings.join("\n")).toMatch(warning);
  });

  test("bytes that are no UTF-8", async () => {
    const log = await read(Buffer.from(runLog({ comment: "é" }), "latin1"));
    expect(log.warnings).toEqual([expect.stringContaining("not utf-8")]);
  });

  test("a bounded number of warnings", async () => {
    const log = await read(runLog({ comment: "&x; ".repeat(1000) }));
    expect(log.warnings).toHaveLength(101);
  });
});

describe("what is not a log", () => {
  const whole = runLog({ end: standardEnd });
  test.each<[string, string, RegExp]>([
    ["nothing", "", /is empty/],
    ["blanks", " \n ", /is empty/],
    ["no XML", "TRIG_EQ PS 35\n", /not well-formed XML: Non-whitespace before first tag \(line 1\)/],
    ["JSON", '{"run": 1}', /not well-formed XML/],
    [
      "one that is cut off",
      whole.slice(0, whole.indexOf("<run-end>") + 20),
      /ends in the middle \(line \d+\)/,
    ],
    ["one that is cut within a tag", whole.slice(0, whole.indexOf("<run-end>") + 4), /ends in the middle/],
    ["tags that do not match", "<coda>\n<run-start></coda>", /not well-formed XML.*line 2/],
    ["two documents", `${whole}<coda/>${whole}`, /run|XML/],
    ["no run-start", "<coda><run-number>5</run-number></coda>", /no <run-start>/],
    ["no run number", "<coda><run-start/></coda>", /no <run-number>/],
    ["an empty run number", runLog({ run: "" }), /“” in line 3 is not a run number/],
    ["a bad run number", runLog({ run: "10340a" }), /“10340a” in line 3 is not a run number/],
    ["a negative run number", runLog({ run: -5 }), /“-5” in line 3/],
    ["an unknown encoding", '<?xml version="1.0" encoding="EBCDIC-7"?><coda/>', /encoding.*“EBCDIC-7”/],
    ["deep nesting", "<a>".repeat(100_000), /nested deeper than 100/],
    [
      "endless attributes",
      `<a ${Array.from({ length: 2000 }, (_, at) => `a${at}="1"`).join(" ")}/>`,
      /1000 attributes/,
    ],
    ["an endless name", `<${"a".repeat(500_000)}>`, /Max buffer length exceeded/],
  ])("%s", async (_name, text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      name: "RcdbError",
      code: "bad_input",
      message: expect.stringMatching(message) as string,
    });
  });
});

// Logs of Hall D, which are not ours: looked at where they lie, if they are there.
const logs = process.env["RCDB_TEST_DAQ"] ?? "../shared/data/daq";

if (existsSync(logs)) {
  describe("real logs", () => {
    test.each<[string, Partial<CodaLog>, number]>([
      [
        "10340_run.log",
        {
          runNumber: 10340,
          runType: "hd_all.tsg",
          session: "hdops",
          started: "2016-02-17 13:26:01",
          updated: "2016-02-17 13:59:57",
          hasRunEnd: false,
          totalEvents: 2478918,
          comment: null,
          runConfig: "TRG_FCAL_BCAL_short_b20.conf",
          evioLastFile: "hd_rawdata_010340_001.evio",
          evioFilesCount: 2,
          warnings: [],
        },
        65,
      ],
      [
        "intermediate_update_run.log",
        {
          runNumber: 10058,
          started: "2016-02-01 19:25:32",
          updated: "2016-02-01 19:56:50",
          totalEvents: 293798,
          runConfig: "bcal_phys_led.conf",
          evioLastFile: "hd_rawdata_010058_000.evio",
          evioFilesCount: 1,
          warnings: [],
        },
        21,
      ],
    ])("%s", async (name, expected, count) => {
      const log = await readCodaLog(createReadStream(`${logs}/${name}`));
      expect(log).toMatchObject(expected);
      expect(Object.keys(log.components ?? {})).toHaveLength(count);
      expect(Object.keys(log.statistics ?? {})).toHaveLength(count);
    });
  });
}
