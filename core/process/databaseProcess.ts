import { setImmediate as nextTurn } from "node:timers/promises";
import { writeCalls } from "../api/contract.ts";
import { dispatch, type CallContext } from "../api/dispatch.ts";
import { failed, succeeded, toFailure, type Outcome } from "../api/failure.ts";
import type { Database } from "../db/database.ts";
import { openDatabase, openWritableDatabase } from "../db/open.ts";
import { createService, serviceCalls } from "../service/service.ts";
import { describeDatabase } from "../db/describe.ts";
import type { CallMessage } from "../api/wire.ts";
import { endWithParent } from "./watchdog.ts";
import { currentUser } from "../writing/user.ts";
import { createWriteService } from "../service/writeService.ts";
import type { HostPort, Opened, OpenMessage } from "./protocol.ts";

type Answer = (name: string, input: unknown, context: CallContext) => Promise<Outcome<unknown>>;

/** Serves a host from inside of a database process: opens one database and answers its calls until it is killed. */
export function serveDatabaseProcess(port: HostPort): void {
  endWithParent();
  const running = new Map<string, AbortController>();
  let answer: Answer | undefined;

  async function open(message: OpenMessage): Promise<Outcome<unknown>> {
    try {
      if (message.access === "write") {
        const database = await openWritableDatabase(message.connection);
        const service = createWriteService(database, currentUser());
        answer = (...call) => dispatch(writeCalls, service, ...call);
        return succeeded(await opened(database));
      }
      const database = await openDatabase(message.connection);
      const service = createService(database, message.process);
      answer = guarded(database, (...call) => dispatch(serviceCalls, service, ...call));
      return succeeded(await opened(database));
    } catch (thrown) {
      return { ok: false, error: toFailure(thrown) };
    }
  }

  async function call({ id, name, input }: CallMessage): Promise<Outcome<unknown>> {
    if (!answer) return failed("not_open", "No database is open in this process.");
    const controller = new AbortController();
    running.set(id, controller);
    const context: CallContext = {
      signal: controller.signal,
      report: (progress) => port.post({ kind: "progress", id, progress }),
    };
    // While a statement blocked this process, messages queued up: those that cancel calls are to be heard first.
    await nextTurn();
    const outcome = controller.signal.aborted
      ? failed("cancelled", "Cancelled.")
      : await answer(name, input, context);
    running.delete(id);
    return outcome;
  }

  port.listen((message) => {
    if (message.kind === "cancel") {
      running.get(message.id)?.abort();
      return;
    }
    const { id } = message;
    const answered = message.kind === "open" ? open(message) : call(message);
    void answered.then((outcome) => port.post({ kind: "outcome", id, outcome }));
  });
}

async function opened(database: Database): Promise<Opened> {
  return { database: await describeDatabase(database), file: database.file };
}

/** Answers only from the file that was opened: it is looked at before, and after, as it may be replaced meanwhile. */
function guarded(database: Database, answer: Answer): Answer {
  return async (...call) => {
    try {
      database.checkFile();
      const outcome = await answer(...call);
      database.checkFile();
      return outcome;
    } catch (thrown) {
      return { ok: false, error: toFailure(thrown) };
    }
  };
}
