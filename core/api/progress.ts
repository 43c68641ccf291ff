import * as v from "valibot";

/** How far a long call is. `total` is null where it is not known. */
export const progress = v.object({
  done: v.number(),
  total: v.nullable(v.number()),
  label: v.string(),
});
export type Progress = v.InferOutput<typeof progress>;
