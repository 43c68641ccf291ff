/** The messages between a window and its host, and between a host and a database process. */
import type { FrameAction } from "./frameActions.ts";
import type { Outcome } from "./failure.ts";
import type { Progress } from "./call.ts";

/** Asks for a call; `id` is the caller's own, for `cancel` and progress. */
export interface CallMessage {
  readonly kind: "call";
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}
export interface CancelMessage {
  readonly kind: "cancel";
  readonly id: string;
}
export type Request = CallMessage | CancelMessage;

export interface OutcomeMessage {
  readonly kind: "outcome";
  readonly id: string;
  readonly outcome: Outcome<unknown>;
  /** From a window's host: which database the answer comes from; null where none is open. */
  readonly generation?: string | null;
}
export interface ProgressMessage {
  readonly kind: "progress";
  readonly id: string;
  readonly progress: Progress;
}
/** Desktop menu and system: something the window is to do. */
interface CommandMessage {
  readonly kind: "command";
  readonly command: WindowCommand;
}
/** An action of the menu; `take-link`: there is a link to be taken. */
export type WindowCommand = FrameAction | "take-link";
/** Desktop: what the page offered as a download is in a file of this path. */
interface SavedMessage {
  readonly kind: "saved";
  readonly path: string;
}
export type HostMessage = OutcomeMessage | ProgressMessage | CommandMessage | SavedMessage;

/** What the preload puts on `window.rcdbBridge`. */
export interface Bridge {
  /** Sends a request to the host. */
  readonly send: (request: Request) => void;
  /** Hears the host's messages; returns the function that ends it. */
  readonly listen: (listener: (message: HostMessage) => void) => () => void;
  /** The path of a file that was dropped on the window. */
  readonly pathOf: (file: File) => string;
}

/** The header of an answer over HTTP with what `OutcomeMessage.generation` says. */
export const generationHeader = "x-rcdb-generation";
