import { expect, test } from "vitest";
import { runListOf } from "../../../renderer/lib/runListFile.ts";

test.each([
  ["10001\n10005\n", "10001,10005"],
  ["10001-10010, 10020\r\n# bad ones\n10030 # a remark\n", "10001-10010, 10020,10030"],
  ["run,event_count\n10001,5\n10002,6\n", "10001,10002"],
  ["run\tcomment\n10001\tgood\n", "10001"],
  ['"run";"x"\n"10001";"1"\n', "10001"],
  ["RunPeriod-2018-01\n", "RunPeriod-2018-01"],
  ["", ""],
])("%j: %s", (text, list) => {
  expect(runListOf(text)).toBe(list);
});
