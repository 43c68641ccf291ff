import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";

/** Tells how far some work is, which is to be undone, or nothing but reading. Throws `cancelled` where nobody waits for it any more. */
export function showStep(
  { signal, report }: CallContext,
  done: number,
  total: number | null,
  label: string,
): void {
  if (signal.aborted) throw new RcdbError("cancelled", "Cancelled. Nothing was changed.");
  report({ done, total, label });
}
