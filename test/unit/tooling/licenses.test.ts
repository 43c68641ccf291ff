import { describe, expect, test } from "vitest";
import { licensesText } from "../../../scripts/setup/licenses.mjs";

const a = { name: "a", version: "1.0.0", identifier: "MIT", text: "Terms of a" };

describe("the licences that the program brings", () => {
  test("its own comes first, then each package once, by name", () => {
    const text = licensesText([{ ...a, name: "b" }, a, a]);
    expect(text).toMatch(/^RCDB Desktop\n\nMIT License/);
    expect(text.match(/^\w \d.*$/gm)).toEqual(["a 1.0.0 (MIT)", "b 1.0.0 (MIT)"]);
  });
  test("a package without the text tells the name of its licence", () => {
    expect(licensesText([{ ...a, identifier: "ISC", text: null }])).toContain(
      "https://spdx.org/licenses/ISC",
    );
  });
  test("a package without any licence fails the build", () => {
    expect(() => licensesText([{ ...a, identifier: null, text: null }])).toThrow("a 1.0.0 names no licence");
  });
});
