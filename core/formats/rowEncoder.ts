import type { Rows } from "../api/search.ts";

/** A piece of a file, which may be empty. */
export type Chunk = string | Uint8Array;

/** Writes the rows of one result, part by part; texts are to come whole. */
export interface RowEncoder {
  /** What comes before the first row. */
  begin(): Chunk;
  /** May hold rows back until there are enough of them. */
  part(rows: Rows): Chunk;
  /** What comes after the last row. */
  end(): Chunk;
  /** Once all is written: which values are empty there, as the format cannot hold them, in words; null for none. */
  remark?(): string | null;
}
