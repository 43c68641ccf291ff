import { backendOf } from "../../db/backends.ts";
import { Tally } from "./findings.ts";
import { readBatches } from "../readBatches.ts";
import type { Check } from "./check.ts";

/** Whether the database itself is whole. */
export const checkIntegrity: Check = async (database, context) => {
  const { structure } = backendOf(database.connection).upkeep;
  if (structure === null) return [];
  const damages = new Tally();
  for (const query of await structure.statements(database)) {
    for await (const batch of readBatches(database, context, "Checking the file", query, ["text"])) {
      for (const [text] of batch) if (text !== "ok") damages.add(String(text));
    }
  }
  return damages.finding({
    kind: "damaged-file",
    severity: "error",
    noun: ["damage", "damages"],
    message: (counted) => structure.message(counted),
    fix: structure.fix(database.connection),
  });
};
