import { userDirectory, userVersion } from "./configuration.ts";
import type { PlannedPeriod } from "./periods.ts";
import type { Random } from "./random.ts";

/** The settings file of one readout controller (crate): thresholds and DAC values of its FADC250 boards. */
export interface RocFile {
  readonly path: string;
  readonly text: string;
  readonly crate: string;
  readonly revision: number;
  readonly slots: readonly Slot[];
}

interface Slot {
  readonly number: number;
  readonly threshold: number;
  readonly dac: readonly number[];
}

export interface RocFilePlace {
  readonly path: string;
  readonly crate: string;
}

/** The files that everybody shares, and those of the detector experts for this run period. */
export function rocFilePlaces(period: PlannedPeriod): RocFilePlace[] {
  const common = ["rocfcal1", "rocfcal2", "rocbcal1", "rocbcal4", "roctof1"].map((crate) => ({
    path: `/gluex/CALIB/ALL/fadc250/default/${crate}_default.cnf`,
    crate,
  }));
  const users = ["rocfcal1", "rocfcal2", "rocbcal1"].map((crate) => {
    const detector = crate.startsWith("rocfcal") ? "FCAL" : "BCAL";
    return { path: `${userDirectory(detector, period)}/${crate}_${userVersion(period)}.cnf`, crate };
  });
  return [...users, ...common];
}

const channels = 16;
const boardSlots = [3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16];

const makeSlot = (number: number, random: Random): Slot => ({
  number,
  threshold: random.integer(100, 140),
  dac: Array.from({ length: channels }, () => random.integer(3100, 3400)),
});

export function firstRocFile({ path, crate }: RocFilePlace, random: Random): RocFile {
  const slots = boardSlots.map((number) => makeSlot(number, random));
  return { path, crate, revision: 1, slots, text: rocText(crate, 1, slots) };
}

/** The next revision: one board was measured again. */
export function nextRocFile(before: RocFile, random: Random): RocFile {
  const changed = random.integer(0, before.slots.length - 1);
  const slots = before.slots.map((slot, i) => (i === changed ? makeSlot(slot.number, random) : slot));
  const revision = before.revision + 1;
  return { ...before, revision, slots, text: rocText(before.crate, revision, slots) };
}

function rocText(crate: string, revision: number, slots: readonly Slot[]): string {
  const boards = slots.map(
    ({ number, threshold, dac }) =>
      `FADC250_SLOTS ${number}\n` +
      `FADC250_ALLCH_THR ${Array<number>(channels).fill(threshold).join(" ")}\n` +
      `FADC250_ALLCH_DAC ${dac.join(" ")}\n`,
  );
  return `# revision ${revision}\nCRATE ${crate}\n\n${boards.join("\n")}\nCRATE end\n`;
}
