import { setImmediate as nextTurn } from "node:timers/promises";
import { readerCalls, writerCalls } from "../api/contract.ts";
import { dispatch, type CallContext } from "../api/dispatch.ts";
import { cancelled, failed, outcomeOf, unwrap, type Outcome } from "../api/failure.ts";
import type { Database } from "../db/database.ts";
import { explained } from "../db/explainErrors.ts";
import { openDatabase, openWritableDatabase } from "../db/open.ts";
import { endServerStatements } from "../db/serverStatements.ts";
import { createService, createWriteService } from "../service/service.ts";
import { describeDatabase } from "../db/describe.ts";
import { sparseProgress } from "../api/sparseProgress.ts";
import type { CallMessage, CancelMessage } from "../api/wire.ts";
import { endWithParent } from "./watchdog.ts";
import { currentUser } from "../writing/user.ts";
import type {
  EndMessage,
  HostPort,
  MayCommitMessage,
  Opened,
  OpenMessage,
  ToDatabaseProcess,
} from "./protocol.ts";

type Answer = (name: string, input: unknown, context: CallContext) => Promise<Outcome<unknown>>;

/** Serves a host from inside of a database process: opens one database and answers its calls until it is killed. */
export function serveDatabaseProcess(port: HostPort): void {
  endWithParent();
  const running = new Map<string, AbortController>();
  /** The changes that wait until they may be committed, by the ids of their calls. */
  const committing = new Map<string, (answer: Outcome<null>) => void>();
  let open: { readonly database: Database; readonly answer: Answer } | undefined;

  async function openFor({ access, connection, process, user }: OpenMessage): Promise<Opened> {
    if (access === "write") {
      const database = await openWritableDatabase(connection);
      const service = createWriteService(database, user ?? currentUser());
      open = { database, answer: (...call) => dispatch(writerCalls, service, ...call) };
    } else {
      const database = await openDatabase(connection);
      const service = createService(database, process);
      open = { database, answer: guarded(database, (...call) => dispatch(readerCalls, service, ...call)) };
    }
    const { database } = open;
    const described = await explained(database.dialect, () => describeDatabase(database));
    return { database: described, file: database.file };
  }

  async function call({ id, name, input }: CallMessage): Promise<Outcome<unknown>> {
    if (!open) return notOpen;
    const controller = new AbortController();
    running.set(id, controller);
    const context: CallContext = {
      signal: controller.signal,
      report: sparseProgress((progress) => port.post({ kind: "progress", id, progress })),
      mayCommit: () => mayCommit(id, controller.signal),
    };
    // While a statement blocked this process, messages queued up: those that cancel calls are to be heard first.
    await nextTurn();
    const outcome = controller.signal.aborted ? cancelled : await open.answer(name, input, context);
    running.delete(id);
    committing.delete(id);
    return outcome;
  }

  /** The host says that it may, or that it is cancelled, which it may have done before. Throws `cancelled`. */
  async function mayCommit(id: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) unwrap(cancelled);
    const answer = new Promise<Outcome<null>>((resolve) => committing.set(id, resolve));
    port.post({ kind: "committing", id });
    unwrap(await answer);
  }

  port.listen((message) => {
    if (message.kind === "cancel") {
      running.get(message.id)?.abort();
      committing.get(message.id)?.(cancelled);
      return;
    }
    if (message.kind === "may-commit") {
      committing.get(message.id)?.({ ok: true, value: null });
      return;
    }
    if (message.kind === "end") {
      endDatabaseProcess();
      return;
    }
    const { id } = message;
    void answered(message).then((outcome) => port.post({ kind: "outcome", id, outcome }));
  });

  function answered(
    message: Exclude<ToDatabaseProcess, CancelMessage | EndMessage | MayCommitMessage>,
  ): Promise<Outcome<unknown>> {
    switch (message.kind) {
      case "open":
        return outcomeOf(() => openFor(message));
      case "check":
        return outcomeOf(() => open?.database.checkFile());
      case "call":
        return call(message);
    }
  }
}

/** Ends this process, and before that the statements that a server runs for it. */
export function endDatabaseProcess(): void {
  void endServerStatements().finally(() => process.exit());
}

const notOpen = failed("not_open", "No database is open in this process.");

/** Answers only from the file that was opened: it is looked at before, and after, as it may be replaced meanwhile. */
function guarded(database: Database, answer: Answer): Answer {
  return (...call) =>
    outcomeOf(async () => {
      database.checkFile();
      const outcome = await answer(...call);
      database.checkFile();
      return unwrap(outcome);
    });
}
