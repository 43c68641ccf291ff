/** What a host and a database process say to each other. Plain data: it is copied between processes. */
import type { DatabaseInfo } from "../api/database.ts";
import type { OutcomeMessage, ProgressMessage, Request } from "../api/wire.ts";

/**
 * The first message: opens the database, for the calls that read or for those that change it. `process` is the name
 * that the process puts in its results' names.
 */
export interface OpenMessage {
  readonly kind: "open";
  readonly id: string;
  readonly connection: string;
  readonly access: "read" | "write";
  readonly process: string;
  /** The name under which changes are logged; without it that of the user who runs the process. */
  readonly user?: string;
}

/** What the first message is answered with. */
export interface Opened {
  readonly database: DatabaseInfo;
  /** Another text for another file at the same path; null for a database that is not a file. */
  readonly file: string | null;
}

/** Asks whether the process has still the file that is at its path: answered with nothing, or a failure that says so. */
interface CheckMessage {
  readonly kind: "check";
  readonly id: string;
}

/** A process is about to commit a change: it waits until it may, or hears that it is cancelled. */
interface CommittingMessage {
  readonly kind: "committing";
  readonly id: string;
}
/** It may: from now on the change is not cancelled. */
export interface MayCommitMessage {
  readonly kind: "may-commit";
  readonly id: string;
}

/** Ends the process, and before that the statements that a server runs for it, which would go on. Never answered. */
export interface EndMessage {
  readonly kind: "end";
}

export type ToDatabaseProcess = OpenMessage | CheckMessage | EndMessage | MayCommitMessage | Request;
export type FromDatabaseProcess = OutcomeMessage | ProgressMessage | CommittingMessage;

/** The process' own end of the line to its host. */
export interface HostPort {
  post(message: FromDatabaseProcess): void;
  listen(listener: (message: ToDatabaseProcess) => void): void;
}

/** The host's end: a process that was started, by the means of the host. */
export interface ChildProcess {
  post(message: ToDatabaseProcess): void;
  listen(listener: (message: FromDatabaseProcess) => void): void;
  onExit(listener: () => void): void;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): void;
}
