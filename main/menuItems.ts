import { type FrameAction, frameActions } from "../core/api/frameActions.ts";

interface MenuItem {
  readonly label: string;
  readonly accelerator?: string;
  readonly command: FrameAction;
}

/** The window's actions that a menu has, in their order. */
export function menuItemsOf(menu: string): readonly MenuItem[] {
  return frameActions
    .filter(([, row]) => row.menu === menu)
    .map(([command, { name, keys, asks }]) => {
      // Electron reads no plain keys beside what people type, and no pairs.
      const key = keys.find((one) => /^(?:Mod\+|F\d)/.test(one));
      return {
        label: asks ? `${name}…` : name,
        ...(key !== undefined && { accelerator: key.replace("Mod+", "CmdOrCtrl+") }),
        command,
      };
    });
}
