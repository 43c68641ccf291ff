/** The draft of a window: what was edited and is not stored in the database yet. The host of the window keeps it in a file. */
import * as v from "valibot";
import { asking, call, nothing } from "./call.ts";
import { change, changeFile, changeKind, isWithinContent, mostChanges, tooMuchContent } from "./changes.ts";
import { count } from "./values.ts";

const storedDraft = v.object({
  /** The kind of each is written, so that what is read is as it was. */
  changes: v.pipe(
    v.array(v.object({ ...change.entries, kind: changeKind })),
    v.maxLength(mostChanges, `At most ${mostChanges} values can be changed at once. Commit or discard some.`),
    v.check((list) => isWithinContent(list), tooMuchContent),
  ),
  /** Words on them, for the log. */
  comment: v.string(),
});
export type StoredDraft = v.InferOutput<typeof storedDraft>;

export const draftCalls = {
  /** Desktop: the draft for the open database, null where there is none; and how many others of it windows have left. */
  readDraft: call(
    { ...asking, changes: false },
    nothing,
    v.object({ draft: v.nullable(storedDraft), others: count }),
  ),
  /**
   * Desktop: keeps the draft for the open database, which is the one that is named, or it is refused; one without changes is removed. It is on
   * the disk when this answers.
   */
  keepDraft: call(asking, v.object({ connection: v.string(), draft: storedDraft }), nothing),
  /** Desktop: writes the draft to a change file that people choose; null where they closed the dialog. */
  saveChangeFile: call(asking, v.object({ draft: storedDraft }), v.nullable(v.object({ path: v.string() }))),
  /** Desktop: reads a change file, which people choose where no path is given; null where they closed the dialog. */
  openChangeFile: call(
    asking,
    v.object({ path: v.optional(v.nullable(v.string()), null) }),
    v.nullable(
      v.object({
        path: v.string(),
        file: changeFile,
        /** Whether its changes are for another database than the open one, as far as their names tell. */
        isElsewhere: v.boolean(),
      }),
    ),
  ),
};
