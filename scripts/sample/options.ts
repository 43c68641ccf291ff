/** Which indexes the file has on `conditions`: none, as SQLAlchemy makes it, or the two of a converted copy. */
export const indexChoices = ["none", "single"] as const;
export const schemaChoices = ["v1", "v2"] as const;

export interface SampleOptions {
  readonly runs: number;
  readonly out: string;
  readonly seed: number;
  readonly indexes: (typeof indexChoices)[number];
  /** Stores some values, and some files of runs, twice. */
  readonly duplicates: boolean;
  readonly schema: (typeof schemaChoices)[number];
  /** Overwrites a file that is there. */
  readonly force: boolean;
}

export const defaultOptions: Omit<SampleOptions, "out"> = {
  runs: 3000,
  seed: 1,
  indexes: "none",
  duplicates: false,
  schema: "v2",
  force: false,
};

/** Something the caller asked for that cannot be done; nothing has been written. */
export class SampleError extends Error {
  readonly code: "bad_option" | "file_exists" | "cancelled";

  constructor(code: SampleError["code"], message: string) {
    super(message);
    this.name = "SampleError";
    this.code = code;
  }
}
