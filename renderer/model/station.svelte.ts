import type { WindowClient } from "../client/client.ts";
import type { Failure } from "../../core/api/failure.ts";
import type { StationNews, StationRun, StationValue } from "../../core/api/station.ts";
import type { Cell } from "../../core/api/values.ts";
import type { Connection } from "../client/connection.svelte.ts";
import type { Session } from "./session.svelte.ts";
import { unitOf } from "../lib/units.ts";
import { readStored, writeStored } from "../lib/storage.ts";
import type { Preferences } from "./preferences.svelte.ts";
import { mayNotify, playNotice, showNotice } from "./alarm.ts";
import { Drafts } from "./drafts.svelte.ts";
import { pointsOfHistory, withPoint, type EventPoint } from "./events.ts";
import { joinNotices, limitNotice, noticeBetween, type Notice, type SeenRun } from "./notices.ts";
import {
  changedLive,
  isWatchedValues,
  judge,
  usualWatched,
  watchedOf,
  type JudgedValue,
  type WatchedValue,
} from "./watchedValues.ts";
import { keepMoments, stateOf } from "./runClock.ts";

/** How often the database is asked, in milliseconds. */
const interval = 5000;
/** The data acquisition may write a comment of its own with the end of a run: ours comes this many polls later. */
const looksAfterEnd = 2;
/** A comment that is being typed is not stored by itself, in milliseconds. */
const mostQuiet = 10_000;

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

/** The run that is being taken, followed while somebody wants to know of it. */
export class Station {
  readonly drafts: Drafts;
  /** Null until the database was asked, and where it has no run. */
  run = $state.raw<StationRun | null>(null);
  values = $state.raw<readonly StationValue[]>([]);
  points = $state.raw<readonly EventPoint[]>([]);
  /** Counts the changes of the run and of its values. */
  changes = $state(0);
  wasAsked = $state(false);
  failure = $state.raw<Failure | null>(null);
  notice = $state.raw<Notice | null>(null);
  /** The host's clock, second by second; what it shows on the wall when it was asked last. */
  moment = $state(Date.now());
  wall = $state("");

  /** Those that an earlier version kept for the open database. */
  #earlier = $state.raw<readonly WatchedValue[] | null>(null);
  #beyond: ReadonlySet<string> | null = null;

  #sound = $state(readStored("station-sound", isBoolean) ?? false);
  #notices = $state(readStored("station-notices", isBoolean) ?? false);
  /** Why notices cannot be had. */
  refused = $state(false);

  /** The conditions of a run as they were when all of them were read. */
  #base = $state.raw<{ readonly run: number; readonly conditions: readonly StationValue[] } | null>(null);

  readonly #client: WindowClient;
  readonly #session: Session;
  readonly #line: Connection;
  readonly #preferences: Pick<Preferences, "live" | "set">;
  #content = 0;
  #digest: string | null = null;
  #connection: string | null = null;
  #received = { moment: Date.now(), at: performance.now() };
  #seen: SeenRun | null = null;
  #looksAfterEnd = 0;
  #isLooking = false;

  constructor(
    client: WindowClient,
    session: Session,
    connection: Connection,
    preferences: Pick<Preferences, "live" | "set">,
  ) {
    this.#preferences = preferences;
    this.#client = client;
    this.#line = connection;
    this.#session = session;
    this.drafts = new Drafts(client);
  }

  readonly state = $derived(this.run && stateOf(this.run, this.moment));

  /** Those that stand large on the page, with their limits: as they are set, as far as the database has them. */
  readonly watched: readonly WatchedValue[] = $derived.by(() => {
    const { live } = this.#preferences;
    const chosen = live === null ? (this.#earlier ?? usualWatched) : watchedOf(live);
    return chosen.filter(({ name }) => this.#session.available.some((column) => column.name === name));
  });

  setWatched(watched: readonly WatchedValue[]): void {
    this.#beyond = null;
    void this.#preferences.set({ live: changedLive(this.watched, watched) });
  }

  /** The watched values of the run as they are now. */
  readonly judged: readonly JudgedValue[] = $derived.by(() =>
    this.watched.map((watched) => {
      const column = this.#session.available.find(({ name }) => name === watched.name);
      return judge(watched, this.value(watched.name), column?.type ?? "string", unitOf(column?.description));
    }),
  );

  /** Whether the run is to be followed also while its page is not shown. */
  get isWanted(): boolean {
    return this.#sound || this.#notices || this.drafts.runs.length > 0;
  }

  value(name: string): Cell {
    const base = this.#base?.run === this.run?.run ? this.#base?.conditions : undefined;
    const found = [this.values, base ?? []].map((values) => values.find((value) => value.name === name));
    return found.find((value) => value !== undefined)?.value ?? null;
  }

  /** Takes note of all conditions of a run: what was written long ago comes with no look. */
  learn(run: number, conditions: readonly StationValue[]): void {
    this.#base = { run, conditions };
  }

  number(name: string): number | null {
    const value = this.value(name);
    return typeof value === "number" ? value : null;
  }

  get sound(): boolean {
    return this.#sound;
  }

  set sound(sound: boolean) {
    this.#sound = sound;
    writeStored("station-sound", sound);
  }

  get notices(): boolean {
    return this.#notices;
  }

  async setNotices(notices: boolean): Promise<void> {
    const wanted = notices && (await mayNotify());
    this.refused = notices && !wanted;
    this.#notices = wanted;
    writeStored("station-notices", wanted);
  }

  /** Another database is open from now on, or has another content. */
  open(connection: string, content: number): void {
    if (this.#connection === connection && this.#content === content) return;
    this.#connection = connection;
    this.#content = content;
    this.drafts.open(connection);
    this.#earlier = readStored(`watched ${connection}`, isWatchedValues);
    this.#beyond = null;
    this.run = null;
    this.values = [];
    this.points = [];
    this.failure = null;
    this.notice = null;
    this.wasAsked = false;
    this.#digest = null;
    this.#seen = null;
    this.#base = null;
  }

  /** Asks every few seconds, until the returned function is called. */
  watch(): () => void {
    void this.look();
    const looks = setInterval(() => void this.look(), interval);
    const ticks = setInterval(() => this.#tick(), 1000);
    return () => {
      clearInterval(looks);
      clearInterval(ticks);
    };
  }

  /** Asks what is new, and does what follows from it. */
  async look(): Promise<void> {
    const connection = this.#connection;
    if (this.#isLooking || connection === null) return;
    this.#isLooking = true;
    const outcome = await this.#client.pollStation({ known: this.#digest });
    this.#isLooking = false;
    if (this.#connection !== connection) return;
    this.wasAsked = true;
    this.failure = outcome.ok ? null : outcome.error;
    if (!outcome.ok) return;
    this.#take(outcome.value);
    this.#call();
    await this.#saveDrafts();
  }

  #take({ clock, run, values, digest }: StationNews): void {
    const before = this.run;
    this.#received = { moment: clock.moment, at: performance.now() };
    this.wall = clock.wall;
    this.moment = clock.moment;
    this.run = run && keepMoments(before, run);
    this.#digest = digest;
    if (values) this.values = values;
    const isOther = before?.run !== run?.run;
    if (values || isOther || before?.isEnded !== run?.isEnded) this.changes++;
    if (isOther) {
      this.#looksAfterEnd = 0;
      this.points = [];
      if (run) void this.#readPoints(run.run, clock);
    }
    const events = this.number("event_count");
    if (events !== null) this.points = withPoint(this.points, { moment: clock.moment, events });
  }

  /** The counts from before somebody looked stand in the log. */
  async #readPoints(run: number, clock: StationNews["clock"]): Promise<void> {
    if (!this.#session.types.some(({ name }) => name === "event_count")) return;
    const outcome = await this.#client.readHistory({ run, condition: "event_count" });
    if (!outcome.ok || this.run?.run !== run) return;
    const seen = this.points;
    this.points = seen.reduce(withPoint, pointsOfHistory(outcome.value, clock));
  }

  #tick(): void {
    // Time that passes without news from the database says nothing of the run.
    if (this.#line.lost) return;
    const { moment, at } = this.#received;
    this.moment = moment + (performance.now() - at);
    this.#call();
  }

  /** Calls people where something happened. */
  #call(): void {
    const { run, state } = this;
    if (!run || !state) return;
    const seen = { run: run.run, state };
    // Of a run that has ended nothing need be set right.
    const beyond = run.isEnded ? [] : this.judged.filter((value) => value.state === "beyond");
    // A run may begin beyond a limit: that is told with its start, and heard.
    const notice = joinNotices(noticeBetween(this.#seen, seen), limitNotice(this.#beyond, beyond));
    this.#seen = seen;
    this.#beyond = new Set(beyond.map(({ name }) => name));
    if (!notice) return;
    this.notice = notice;
    if (this.#sound) playNotice(notice);
    if (this.#notices) showNotice(notice, this.#session.database?.name ?? "");
  }

  /** Stores the comments of runs that have ended. */
  async #saveDrafts(): Promise<void> {
    const { run, drafts } = this;
    if (!run) return;
    this.#looksAfterEnd = run.isEnded ? this.#looksAfterEnd + 1 : 0;
    if (!this.#session.isDesktop || drafts.quiet < mostQuiet) return;
    for (const of of drafts.runs) {
      const hasEnded = of < run.run || (of === run.run && this.#looksAfterEnd > looksAfterEnd);
      if (hasEnded && drafts.canTry(of)) await drafts.save(of);
    }
  }
}
