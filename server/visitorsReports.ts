/** Reports for those who ask a server: by its own templates alone, and without a word about whose service it is. */
import type { Transport } from "../core/api/client.ts";
import { failed, succeeded, type Outcome } from "../core/api/failure.ts";

/**
 * Passes calls on. A report is by no template of who asks, for filling it would take the server's time; its answer names neither the file of the server's
 * template nor the user that the server runs as.
 */
export function visitorsReports(call: Transport): Transport {
  return async (name, input, options) => {
    if (name !== "writeReport" || typeof input !== "object" || input === null) {
      return call(name, input, options);
    }
    const given: { readonly template?: unknown; readonly by?: unknown } = input;
    if ((given.template ?? null) !== null) return ownTemplate;
    return withoutPath(await call(name, { ...given, by: given.by ?? "" }, options));
  };
}

const ownTemplate = failed(
  "not_allowed",
  "A server writes reports by its own templates. Leave “template” out, or use the command line: rcdb report --template FILE",
);

function withoutPath(outcome: Outcome<unknown>): Outcome<unknown> {
  return outcome.ok ? succeeded({ ...(outcome.value as object), template: null }) : outcome;
}
