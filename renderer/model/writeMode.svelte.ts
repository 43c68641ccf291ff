import type { WindowClient } from "../client/client.ts";
import { succeeded, type Failure } from "../../core/api/failure.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import type { Session } from "./session.svelte.ts";

/** How long nobody has to use the window until it goes back to reading, in milliseconds. */
const mostIdle = 60 * 60 * 1000;
/** How often that is looked at, in milliseconds. */
const beat = 30_000;

/**
 * Whether the open database may be changed by this window. It is opened for reading, unless its profile allows changes; people
 * allow them for as long as it is open, and an hour without them takes that back.
 */
export class WriteMode {
  isOn = $state(false);
  /** The dialog that asks is open. */
  isAsking = $state(false);
  isTrying = $state(false);
  /** Why changes cannot be allowed. */
  failure = $state.raw<Failure | null>(null);
  /** Whether it was an hour without people that ended it. */
  hasTimedOut = $state(false);
  readonly #client: WindowClient;
  readonly #session: Session;
  readonly #isCopy: () => boolean;
  readonly #now: () => number;
  #connection: string | null = null;
  #used: number;
  /** Those who wait for the answer of the dialog. */
  #waiting: ((isAllowed: boolean) => void)[] = [];

  /** `isCopy`: whether the open database is a copy, which is not written to; `now` tells the time in milliseconds. */
  constructor(client: WindowClient, session: Session, isCopy: () => boolean, now: () => number = Date.now) {
    this.#isCopy = isCopy;
    this.#client = client;
    this.#session = session;
    this.#now = now;
    this.#used = now();
  }

  /** Why this window changes no database whatever people allow, and what to do; null where it can. */
  get refusal(): string | null {
    if (!this.#session.isDesktop)
      return "A browser is read-only, also where its server takes changes from programs. Make changes in the desktop application, with the command line, or by the HTTP API.";
    const { profile } = this.#session;
    if (profile?.access === "read")
      return `The profile “${profile.name}” is read-only. To allow changes edit the profile, from the name of the database or the welcome page.`;
    return null;
  }

  /** A database is open: another one begins as its profile says. */
  open({ connection }: DatabaseInfo): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#answer(false);
    this.hasTimedOut = false;
    this.failure = null;
    this.#used = this.#now();
    this.isOn = this.#session.isDesktop && this.#session.profile?.access === "write";
  }

  /** Has people asked, unless changes are allowed already. Answers whether they are. */
  ensure(): Promise<boolean> {
    if (this.isOn) return Promise.resolve(true);
    this.failure = null;
    this.isAsking = true;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** People allow changes: they are, where the database can be written to. */
  async allow(): Promise<void> {
    if (this.isTrying || this.refusal !== null) return;
    const connection = this.#connection;
    this.isTrying = true;
    // Changes over a copy go into a file.
    const outcome = this.#isCopy() ? succeeded({}) : await this.#client.tryWriting({});
    this.isTrying = false;
    if (connection !== this.#connection) return;
    this.failure = outcome.ok ? null : outcome.error;
    if (!outcome.ok) return;
    this.#used = this.#now();
    this.hasTimedOut = false;
    this.isOn = true;
    this.#answer(true);
  }

  /** The dialog was closed. */
  decline(): void {
    this.#answer(false);
  }

  /** Back to reading. */
  leave(): void {
    this.isOn = false;
  }

  /** People are there. After an hour without them their first key or click does not prolong what it should have ended: a computer that slept looked at nothing. */
  use(): void {
    this.look();
    this.#used = this.#now();
  }

  /** Leaves the mode after an hour without people, until the returned function is called. */
  watch(): () => void {
    const timer = setInterval(() => this.look(), beat);
    return () => clearInterval(timer);
  }

  /** Looks whether people have been away for too long. */
  look(): void {
    if (!this.isOn || this.#now() - this.#used < mostIdle) return;
    this.isOn = false;
    this.hasTimedOut = true;
  }

  #answer(isAllowed: boolean): void {
    this.isAsking = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(isAllowed);
  }
}
