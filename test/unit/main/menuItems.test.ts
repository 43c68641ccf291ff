import { expect, test } from "vitest";
import { frameActions } from "../../../core/api/frameActions.ts";
import { menuItemsOf } from "../../../main/menuItems.ts";

test("the menus have the window's actions under the names and keys of the palette", () => {
  const menus = ["File", "View", "Help"].map((menu) =>
    menuItemsOf(menu).map(({ label, accelerator = null }) => [label, accelerator]),
  );
  expect(menus).toEqual([
    [
      ["Open a database…", "CmdOrCtrl+O"],
      ["Connect to a server…", null],
      ["Export the result…", "CmdOrCtrl+E"],
      ["Take a copy…", "CmdOrCtrl+Shift+S"],
      ["Update this copy…", "CmdOrCtrl+Shift+U"],
      ["Allow or end changes", "CmdOrCtrl+Shift+E"],
    ],
    [
      ["Go to anything…", "CmdOrCtrl+K"],
      ["Go to the query", "CmdOrCtrl+L"],
      ["Switch light and dark", "CmdOrCtrl+Shift+L"],
    ],
    [
      ["Help", "F1"],
      ["About RCDB Desktop", null],
      ["Report a fault", null],
      ["Show the licences", null],
      ["Show the keys", null],
    ],
  ]);
});

test("an accelerator is a key of its action, and of no other", () => {
  const keys = frameActions.flatMap(([, row]) => row.keys);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { accelerator, command } of ["File", "View", "Help"].flatMap(menuItemsOf)) {
    if (accelerator === undefined) continue;
    const row = frameActions.find(([id]) => id === command)?.[1];
    expect(row?.keys).toContain(accelerator.replace("CmdOrCtrl", "Mod"));
  }
});
