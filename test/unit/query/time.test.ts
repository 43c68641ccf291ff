import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeTime } from "../../../core/query/time.ts";

test.each([
  ["2016-02-17", "2016-02-17 00:00:00.000000"],
  ["2016-02-17 13:26", "2016-02-17 13:26:00.000000"],
  ["2016-02-17T13:26", "2016-02-17 13:26:00.000000"],
  ["2016-02-17 13:26:01", "2016-02-17 13:26:01.000000"],
  ["2016-02-17 13:26:01.5", "2016-02-17 13:26:01.500000"],
  ["2016-02-17T23:59:59.123456", "2016-02-17 23:59:59.123456"],
  ["2016-02-29", "2016-02-29 00:00:00.000000"],
  ["2000-02-29", "2000-02-29 00:00:00.000000"],
  ["0001-01-01", "0001-01-01 00:00:00.000000"],
])("%s", (text, expected) => {
  expect(normalizeTime(text)).toBe(expected);
});

test.each([
  "",
  "2016",
  "2016-2-17",
  "16-02-17",
  "2016/02/17",
  "17.02.2016",
  "2016-00-01",
  "2016-13-01",
  "2016-02-00",
  "2016-02-30",
  "2015-02-29",
  "1900-02-29",
  "2016-04-31",
  "0000-01-01",
  "2016-02-17 24:00",
  "2016-02-17 13:60",
  "2016-02-17 13:26:60",
  "2016-02-17 13",
  "2016-02-17  13:26",
  "2016-02-17 13:26:01.",
  "2016-02-17 13:26:01.1234567",
  "2016-02-17 13:26:01Z",
  "2016-02-17 13:26:01+02:00",
  " 2016-02-17",
  "2016-02-17\n",
  "२०१६-०२-१७",
])("%j is no time", (text) => {
  expect(normalizeTime(text)).toBeNull();
});

test("all real times pass, and the normal form is one of them", () => {
  const first = new Date("0001-01-01T00:00:00Z");
  const last = new Date("9999-12-31T23:59:59.999Z");
  fc.assert(
    fc.property(fc.date({ min: first, max: last, noInvalidDate: true }), (date) => {
      const iso = date.toISOString().slice(0, -1);
      const normal = `${iso.replace("T", " ")}000`;
      expect(normalizeTime(iso)).toBe(normal);
      expect(normalizeTime(normal)).toBe(normal);
    }),
  );
});
