import { exportFormats, type ExportFormat } from "../../core/api/exportFormats.ts";
import { readStored, writeStored } from "../lib/storage.ts";
import { isRunLinks, type RunLink } from "./runLinks.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const panelWidthLimits = { least: 340, most: 1200 };

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string");
const isWidths = (value: unknown): value is Record<string, number> =>
  typeof value === "object" && value !== null && Object.values(value).every(isNumber);

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
  #safe = $state(readStored("safe", isBoolean) ?? false);
  #systemIsDark = $state(false);
  /** Which conditions hold what people say of a run, and whether it is good. */
  #commentCondition = $state(readStored("comment-condition", isText) ?? "user_comment");
  #qualityCondition = $state(readStored("quality-condition", isText) ?? "status");
  #runLinks = $state.raw<readonly RunLink[]>(readStored("run-links", isRunLinks) ?? []);

  readonly isDark = $derived(this.theme === "dark" || (this.theme === "system" && this.#systemIsDark));

  constructor() {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    this.#systemIsDark = system.matches;
    system.addEventListener("change", () => (this.#systemIsDark = system.matches));
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    writeStored("theme", theme);
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
    this.#safe = safe;
    writeStored("safe", safe);
  }

  get commentCondition(): string {
    return this.#commentCondition;
  }

  set commentCondition(name: string) {
    this.#commentCondition = name;
    writeStored("comment-condition", name);
  }

  get qualityCondition(): string {
    return this.#qualityCondition;
  }

  set qualityCondition(name: string) {
    this.#qualityCondition = name;
    writeStored("quality-condition", name);
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

  get panelWidth(): number {
    return this.#panelWidth;
  }

  set panelWidth(width: number) {
    const { least, most } = panelWidthLimits;
    this.#panelWidth = Math.round(Math.max(least, Math.min(most, width)));
    writeStored("panel-width", this.#panelWidth);
  }

  /** The columns chosen for a database; null where none were. */
  readColumns(connection: string): readonly string[] | null {
    return readStored(`columns ${connection}`, isNames);
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
