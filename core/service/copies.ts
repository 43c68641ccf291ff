import type { copyCalls } from "../api/copies.ts";
import { checkCopy } from "../copies/checkCopy.ts";
import { detachCopy } from "../copies/detachCopy.ts";
import { findCopy } from "../copies/findCopy.ts";
import { takeCopy } from "../copies/takeCopy.ts";
import { readCopy } from "../copies/openedCopy.ts";
import { updateCopy } from "../copies/updateCopy.ts";
import type { HandlersOf } from "./handler.ts";

export const copyHandlers: HandlersOf<typeof copyCalls> = {
  findCopy: (_, { path }) => findCopy(path),
  detachCopy: async (_, { path }) => ({ copy: await detachCopy(path) }),
  readCopy: async (database) => ({ copy: await readCopy(database) }),
  takeCopy,
  checkCopy: (database, { source }, context) => checkCopy(database, source, context),
  updateCopy: (database, { source }, context) => updateCopy(database, source, context),
};
