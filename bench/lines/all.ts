import type { Line } from "../line.ts";
import { bulkWriteLines } from "./bulkWrite.ts";
import { copyLines } from "./copies.ts";
import { cutLines } from "./cuts.ts";
import { exportLines } from "./export.ts";
import { plotLines } from "./plots.ts";
import { queryLines, wideLines } from "./queries.ts";
import { sortLines } from "./sort.ts";
import { startLines } from "./start.ts";
import { totalLines } from "./totals.ts";

/** All lines, in the order in which they are measured. */
export const lines: readonly Line[] = [
  ...queryLines,
  ...wideLines,
  ...cutLines,
  ...totalLines,
  ...sortLines,
  ...plotLines,
  ...exportLines,
  ...copyLines,
  ...bulkWriteLines,
  ...startLines,
];
