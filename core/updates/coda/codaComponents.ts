import { baseName, readCount, readFloat } from "./codaTexts.ts";

interface Component {
  readonly type: string;
  readonly statistics: Record<string, number | bigint>;
  outFile: string;
}

const statisticReaders = new Map<string, (text: string) => number | bigint | null>([
  ["evt-rate", readFloat],
  ["data-rate", readFloat],
  ["evt-number", readCount],
  ["min-evt-size", readFloat],
  ["max-evt-size", readFloat],
  ["average-evt-size", readFloat],
]);

const mostComponents = 10_000;

/** One `<components>` of a run log. `warn` is told what is left out. */
export class CodaComponents {
  readonly #byName = new Map<string, Component>();
  readonly #warn: (message: string) => void;
  #current: Component | null = null;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** Begins a component. One without a name or type, and one too many, is left out. */
  begin({ name, type }: Readonly<Record<string, string>>, line: number): void {
    this.#current = null;
    if (!name || type === undefined) {
      this.#warn(`Line ${line}: a component without a name or a type is left out.`);
    } else if (this.#byName.size >= mostComponents) {
      this.#warn(`Line ${line}: there are more than ${mostComponents} components; the others are left out.`);
    } else {
      this.#current = { type, statistics: {}, outFile: "" };
      this.#byName.set(name, this.#current);
    }
  }

  /** Takes an element of the component that was begun last. */
  add(element: string, text: string, line: number): void {
    if (!this.#current || text === "") return;
    if (element === "out-file") this.#current.outFile = text;
    const read = statisticReaders.get(element);
    if (!read) return;
    const number = read(text);
    if (number === null) this.#warn(`Line ${line}: “${text}” is not a number; <${element}> is left out.`);
    else this.#current.statistics[element] = number;
  }

  /** Name → type. */
  types(): Record<string, string> {
    return Object.fromEntries([...this.#byName].map(([name, { type }]) => [name, type]));
  }

  /** Name → the numbers that are there. */
  statistics(): Record<string, Record<string, number | bigint>> {
    return Object.fromEntries([...this.#byName].map(([name, { statistics }]) => [name, statistics]));
  }

  /** The names of the files that event recorders wrote. CODA writes `undefined` for one that wrote none. */
  evioFiles(): string[] {
    return [...this.#byName.values()].flatMap(({ type, outFile }) =>
      type === "ER" && outFile !== "undefined" ? (baseName(outFile) ?? []) : [],
    );
  }
}
