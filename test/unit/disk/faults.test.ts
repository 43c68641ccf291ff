/** Whatever the system says of a file is told in words. */
import { getSystemErrorMap } from "node:util";
import { expect, test } from "vitest";
import { RcdbError } from "../../../core/api/failure.ts";
import { explainedFault } from "../../../core/disk/faults.ts";
import { explainedReading } from "../../../core/disk/regularFile.ts";
import { explainedWriting } from "../../../core/disk/wholeFile.ts";

const path = "/proc/kmsg";

function systemError(errno: number, code: string): Error {
  return Object.assign(new Error(`${code}: the system's own words, read`), { errno, code, syscall: "read" });
}

const errors = [...getSystemErrorMap()].map(([errno, [code]]) => [code, errno] as const);

test.each(errors)("%s of a file that is read or written", (code, errno) => {
  for (const explain of [explainedReading, explainedWriting]) {
    const explained = explain(systemError(errno, code), path);
    expect(explained).toBeInstanceOf(RcdbError);
    const { message } = explained as RcdbError;
    expect(message).toMatch(/“\/proc\/kmsg”?.*\.$/);
    expect(message).not.toContain(code);
  }
});

test.each([
  ["EAGAIN", /busy, or a file of the system's own/],
  ["EMFILE", /too many files are open/],
  ["ESTALE", /on a disk of another computer/],
])("%s", (code, words) => {
  expect((explainedFault(systemError(-1, code), path) as RcdbError).message).toMatch(words);
});

test("what is none of the system's stays as it is", () => {
  const error = new TypeError("a defect");
  expect(explainedFault(error, path)).toBe(error);
});
