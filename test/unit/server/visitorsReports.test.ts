/** Reports for those who ask a server. */
import { expect, test, vi } from "vitest";
import type { Transport } from "../../../core/api/client.ts";
import { succeeded } from "../../../core/api/failure.ts";
import { visitorsReports } from "../../../server/visitorsReports.ts";

const answered = succeeded({ text: "a", template: "/home/operator/.config/rcdb/reports/run.md" });
const wanted = { subject: { of: "run", run: 5 }, format: "md" };

test.each([
  ["a template is refused", { ...wanted, template: "x" }, null],
  ["an empty one, too", { ...wanted, template: "" }, null],
  ["the user of the service is not named", wanted, { ...wanted, by: "" }],
  ["no template is none", { ...wanted, template: null, by: null }, { ...wanted, template: null, by: "" }],
  ["whoever asks may say a name", { ...wanted, by: "ann" }, { ...wanted, by: "ann" }],
])("%s", async (_what, given, passedOn) => {
  const call = vi.fn<Transport>().mockResolvedValue(answered);
  const outcome = await visitorsReports(call)("writeReport", given, {});
  if (passedOn === null) {
    expect(outcome).toMatchObject({ ok: false, error: { code: "not_allowed" } });
    expect(call).not.toHaveBeenCalled();
  } else {
    expect(call).toHaveBeenCalledWith("writeReport", passedOn, {});
    expect(outcome).toEqual(succeeded({ text: "a", template: null }));
  }
});

test("other calls pass as they are", async () => {
  const call = vi.fn<Transport>().mockResolvedValue(answered);
  expect(await visitorsReports(call)("readRun", { run: 5, template: "x" }, {})).toBe(answered);
  expect(call).toHaveBeenCalledWith("readRun", { run: 5, template: "x" }, {});
});
