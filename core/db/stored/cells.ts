import type { Cell } from "../../api/values.ts";
import type { ValueType } from "../../query/types.ts";
import { shownTime } from "../../time/times.ts";
import { readers, type RawValue } from "./kinds.ts";

/**
 * A condition's value as it is shown and exported. `fitsType` tells whether it is one of its type: where not, it is a
 * text of what is stored.
 */
export function readCell(type: ValueType, raw: RawValue): Cell {
  switch (type) {
    case "int":
      return readers.integer(raw);
    case "float":
      return readers.float(raw);
    case "bool": {
      const read = readers.float(raw);
      if (typeof read !== "number") return read;
      return read === 0 || read === 1 ? read === 1 : String(read);
    }
    case "time": {
      const read = readers.time(raw);
      return read === null ? null : shownTime(read);
    }
    default:
      return readers.text(raw);
  }
}
