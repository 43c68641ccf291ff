import { exportFormats, type ExportFormat } from "../../core/api/exportFormats.ts";
import type { Outcome } from "../../core/api/failure.ts";
import type { Limits, StoredSettings, WindowSettings } from "../../core/api/settings.ts";
import type { WindowClient } from "../client/client.ts";
import { goodRunsKey } from "./findBefore.svelte.ts";
import { formats, setFormats, usualFormats, type Formats } from "../lib/formats.ts";
import { readStored, writeStored } from "../lib/storage.ts";
import { isWatchedValues, watchedOf } from "./watchedValues.ts";
import { isRunLinks, type RunLink } from "./runLinks.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const usualFontSize = 13;
/** Those that a file does not name. */
const usual: Required<Omit<WindowSettings, "live">> = {
  ...usualFormats,
  theme: "system",
  fontSize: usualFontSize,
  columns: [],
  goodRuns: "",
  comment: "user_comment",
  quality: "status",
  safe: false,
};
export const panelWidthLimits = { least: 340, most: 1200 };

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string");
const isWidths = (value: unknown): value is Record<string, number> =>
  typeof value === "object" && value !== null && Object.values(value).every(isNumber);

type Live = Readonly<Record<string, Limits>>;
const isLive = (value: unknown): value is Live | null =>
  value === null ||
  (typeof value === "object" && !Array.isArray(value) && isWatchedValues(watchedOf(value as Live)));

const isFormats = (value: unknown): value is Partial<Formats> => typeof value === "object" && value !== null;

interface ExportForm {
  readonly format: ExportFormat;
  readonly gzip: boolean;
  /** Missing in what earlier versions kept. */
  readonly bom?: boolean;
}
const isExportForm = (value: unknown): value is ExportForm =>
  typeof value === "object" &&
  value !== null &&
  "format" in value &&
  typeof value.format === "string" &&
  Object.hasOwn(exportFormats, value.format) &&
  "gzip" in value &&
  isBoolean(value.gzip) &&
  (!("bom" in value) || isBoolean(value.bom));

/** What people have set for this window, kept between its lives. */
export class Preferences {
  theme = $state<Theme>(readStored("theme", isTheme) ?? "system");
  #panelWidth = $state(readStored("panel-width", isNumber) ?? 480);
  /** Whether new runs are fetched as they come. */
  #follow = $state(readStored("follow", isBoolean) ?? false);
  #cuts = $state(readStored("cuts", isBoolean) ?? false);
  #scrollsTogether = $state(readStored("scroll-together", isBoolean) ?? false);
  #safe = $state(readStored("safe", isBoolean) ?? false);
  #systemIsDark = $state(false);
  /** Which conditions hold what people say of a run, and whether it is good. */
  #commentCondition = $state(readStored("comment-condition", isText) ?? "user_comment");
  #qualityCondition = $state(readStored("quality-condition", isText) ?? "status");
  #runLinks = $state.raw<readonly RunLink[]>(readStored("run-links", isRunLinks) ?? []);

  /** Pixels of the text of the window; the columns of a database for which none were chosen; what good runs fit. */
  #fontSize = $state(readStored("font-size", isNumber) ?? usualFontSize);
  #columns = $state.raw<readonly string[]>(readStored("default-columns", isNames) ?? []);
  #goodRuns = $state(readStored(goodRunsKey, isText) ?? "");
  /** The values that stand large on the page Live; null where none were chosen. */
  #live = $state.raw<Live | null>(readStored("live", isLive));
  /** The file of the settings, once it was read; a browser has none. */
  filePath = $state<string | null>(null);
  #client: Pick<WindowClient, "readSettings" | "keepSettings"> | null = null;
  #tellProblem: (words: string) => void = () => undefined;
  /** The last call about the file: each waits for the one before. */
  #lastCall: Promise<void> = Promise.resolve();

  readonly isDark = $derived(this.theme === "dark" || (this.theme === "system" && this.#systemIsDark));

  constructor() {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    this.#systemIsDark = system.matches;
    setFormats({ ...usualFormats, ...readStored("formats", isFormats) });
    system.addEventListener("change", () => (this.#systemIsDark = system.matches));
  }

  setTheme(theme: Theme): void {
    void this.set({ theme });
  }

  /** Takes the settings from their file and keeps them there from now on; what cannot be used of it is told. */
  async useFile(
    client: Pick<WindowClient, "readSettings" | "keepSettings">,
    tellProblem: (words: string) => void,
  ): Promise<void> {
    if (this.#client !== null) return;
    this.#client = client;
    this.#tellProblem = tellProblem;
    await this.#ask(() => client.readSettings({}));
  }

  /** Sets what is named, here and in the file. */
  async set(changed: WindowSettings): Promise<void> {
    const { live, ...others } = changed;
    this.#apply(others);
    if (live !== undefined) this.#keepLive({ ...this.#live, ...live });
    const client = this.#client;
    if (client !== null) await this.#ask(() => client.keepSettings(changed));
  }

  /** Makes a call after those before it. Only the answer to the last one tells all that was set. */
  #ask(call: () => Promise<Outcome<StoredSettings>>): Promise<void> {
    const asked = this.#lastCall.then(async () => {
      const outcome = await call();
      this.#took(outcome, this.#lastCall === asked);
    });
    this.#lastCall = asked;
    return asked;
  }

  #took(outcome: Outcome<StoredSettings>, isLast: boolean): void {
    if (!outcome.ok) {
      this.#tellProblem(`The settings are kept by this window alone. ${outcome.error.message}`);
      return;
    }
    const { path, settings, problems } = outcome.value;
    this.filePath = path;
    // What was taken out of the file by hand is as usual again.
    if (isLast) {
      const { live, ...others } = settings;
      this.#apply({ ...usual, ...others });
      this.#keepLive(live ?? null);
    }
    for (const problem of problems) this.#tellProblem(problem);
  }

  /** Each is kept by the window, too: it starts with it, before the file is read. */
  #apply(settings: Omit<WindowSettings, "live">): void {
    const { theme, fontSize, columns, goodRuns, comment, quality, safe, ...written } = settings;
    if (theme !== undefined) writeStored("theme", (this.theme = theme));
    if (fontSize !== undefined) writeStored("font-size", (this.#fontSize = fontSize));
    if (columns !== undefined) writeStored("default-columns", (this.#columns = columns));
    if (goodRuns !== undefined) writeStored(goodRunsKey, (this.#goodRuns = goodRuns));
    if (comment !== undefined) writeStored("comment-condition", (this.#commentCondition = comment));
    if (quality !== undefined) writeStored("quality-condition", (this.#qualityCondition = quality));
    if (safe !== undefined) writeStored("safe", (this.#safe = safe));
    const was = formats();
    const { digits = was.digits, grouping = was.grouping } = written;
    const { clock = was.clock, seconds = was.seconds, zone = was.zone } = written;
    setFormats({ digits, grouping, clock, seconds, zone });
    writeStored("formats", formats());
  }

  #keepLive(given: Readonly<Record<string, Limits | null>> | null): void {
    const chosen = Object.entries(given ?? {}).flatMap(([name, limits]) =>
      limits === null ? [] : [[name, limits] as const],
    );
    this.#live = given && Object.fromEntries(chosen);
    writeStored("live", this.#live);
  }

  /** The values that stand large on the page Live, and their limits; null where none were chosen. */
  get live(): Live | null {
    return this.#live;
  }

  get fontSize(): number {
    return this.#fontSize;
  }

  get defaultColumns(): readonly string[] {
    return this.#columns;
  }

  get goodRuns(): string {
    return this.#goodRuns;
  }

  get follow(): boolean {
    return this.#follow;
  }

  set follow(follow: boolean) {
    this.#follow = follow;
    writeStored("follow", follow);
  }

  /** Whether texts that are exported or copied as a table are kept from being formulas. */
  get safe(): boolean {
    return this.#safe;
  }

  set safe(safe: boolean) {
    void this.set({ safe });
  }

  get commentCondition(): string {
    return this.#commentCondition;
  }

  set commentCondition(name: string) {
    if (name !== "") void this.set({ comment: name });
  }

  get qualityCondition(): string {
    return this.#qualityCondition;
  }

  set qualityCondition(name: string) {
    if (name !== "") void this.set({ quality: name });
  }

  /** Width or height of a part of a page, as it was dragged; null where it never was. */
  readSize(part: string): number | null {
    return readStored(`size ${part}`, isNumber);
  }

  keepSize(part: string, size: number): void {
    writeStored(`size ${part}`, size);
  }

  /** Where a run's page leads to besides. */
  get runLinks(): readonly RunLink[] {
    return this.#runLinks;
  }

  set runLinks(links: readonly RunLink[]) {
    this.#runLinks = links;
    writeStored("run-links", links);
  }

  /** How the last export was written. */
  get exportForm(): ExportForm {
    return readStored("export", isExportForm) ?? { format: "csv", gzip: false };
  }

  set exportForm(form: ExportForm) {
    writeStored("export", form);
  }

  /** Whether the cuts stand beside the result. */
  get cuts(): boolean {
    return this.#cuts;
  }

  set cuts(areShown: boolean) {
    this.#cuts = areShown;
    writeStored("cuts", areShown);
  }

  /** Whether two results side by side scroll together, by run number. */
  get scrollsTogether(): boolean {
    return this.#scrollsTogether;
  }

  set scrollsTogether(doThey: boolean) {
    this.#scrollsTogether = doThey;
    writeStored("scroll-together", doThey);
  }

  get panelWidth(): number {
    return this.#panelWidth;
  }

  set panelWidth(width: number) {
    const { least, most } = panelWidthLimits;
    this.#panelWidth = Math.round(Math.max(least, Math.min(most, width)));
    writeStored("panel-width", this.#panelWidth);
  }

  /** The columns chosen for a database, else those that are set for all; null where there are neither. */
  readColumns(connection: string): readonly string[] | null {
    const chosen = readStored(`columns ${connection}`, isNames);
    return chosen ?? (this.#columns.length > 0 ? this.#columns : null);
  }

  keepColumns(connection: string, columns: readonly string[]): void {
    writeStored(`columns ${connection}`, columns);
  }

  /** The columns that stay in sight at the left. */
  readPinned(connection: string): readonly string[] {
    return readStored(`pinned ${connection}`, isNames) ?? [];
  }

  keepPinned(connection: string, names: readonly string[]): void {
    writeStored(`pinned ${connection}`, names);
  }

  readWidths(connection: string): Readonly<Record<string, number>> {
    return readStored(`widths ${connection}`, isWidths) ?? {};
  }

  keepWidths(connection: string, widths: Readonly<Record<string, number>>): void {
    writeStored(`widths ${connection}`, widths);
  }
}
