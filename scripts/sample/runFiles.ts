import { firstSettings, makeConfiguration, nextSettings, type Configuration } from "./configuration.ts";
import { Random } from "./random.ts";
import { firstRocFile, nextRocFile, rocFilePlaces, type RocFile } from "./rocFiles.ts";
import type { Run } from "./runs.ts";
import { Versions } from "./versions.ts";

/** Which versions of the configuration and ROC files are in force, run after run. */
export class RunFiles {
  readonly #random: Random;
  readonly #runs: number;
  readonly #configurations = new Map<string, Versions<Configuration>>();
  readonly #rocFiles = new Map<string, Versions<RocFile>>();

  /** The more runs there are, the longer a version lives: some thousand files are enough for any sample. */
  constructor(runs: number, seed: number) {
    this.#runs = runs;
    this.#random = new Random(`files ${seed}`);
  }

  configuration({ setup, period }: Run): Configuration {
    const key = `${period.name} ${setup.config}`;
    let versions = this.#configurations.get(key);
    if (versions === undefined) {
      versions = new Versions(
        makeConfiguration(firstSettings(setup.config, period, this.#random)),
        ({ settings }) => makeConfiguration(nextSettings(settings, this.#random)),
        this.#random,
        Math.max(25, this.#runs / 2000),
      );
      this.#configurations.set(key, versions);
    }
    return versions.use();
  }

  /** The ROC files of a run; calibrations and tests take the boards as they are. */
  rocFiles({ kind, period }: Run): RocFile[] {
    if (kind === "calibration" || kind === "test") return [];
    return rocFilePlaces(period).map((place) => {
      let versions = this.#rocFiles.get(place.path);
      if (versions === undefined) {
        versions = new Versions(
          firstRocFile(place, this.#random),
          (file) => nextRocFile(file, this.#random),
          this.#random,
          Math.max(120, this.#runs / 500),
        );
        this.#rocFiles.set(place.path, versions);
      }
      return versions.use();
    });
  }
}
