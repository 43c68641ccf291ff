import type { copyCalls } from "../api/copies.ts";
import { findCopy } from "../copies/findCopy.ts";
import { takeCopy } from "../copies/takeCopy.ts";
import { readCopy, updateCopy } from "../copies/updateCopy.ts";
import type { HandlersOf } from "./handler.ts";

export const copyHandlers: HandlersOf<typeof copyCalls> = {
  findCopy: (_, { path }) => findCopy(path),
  readCopy: async (database) => ({ copy: await readCopy(database) }),
  takeCopy,
  updateCopy: (database, { source }, context) => updateCopy(database, source, context),
};
