import type { Kind } from "./kinds.ts";
import type { RunPeriod } from "./periods.ts";
import type { Random } from "./random.ts";
import { day } from "./time.ts";

export interface Radiator {
  readonly type: string;
  readonly id: number;
  readonly index: number;
  /** Angles of the two crystal orientations; none for an amorphous radiator. */
  readonly angles?: { readonly PARA: number; readonly PERP: number };
}

const diamonds: readonly [Radiator, ...Radiator[]] = [
  { type: "JD70-100 47um 0/90", id: 3, index: 1, angles: { PARA: 0, PERP: 90 } },
  { type: "JD70-103 47um 45/135", id: 4, index: 2, angles: { PARA: 135, PERP: 45 } },
];
const amorphous: Radiator = { type: "1.64um Al", id: 5, index: 3 };
const retracted: Radiator = { type: "None", id: 5000, index: -1 };

/** The accelerator and the hall between runs: what drifts, and what somebody turns every now and then. */
export class Machine {
  readonly #random: Random;
  readonly #period: RunPeriod;
  #runsOfState = 0;
  #coherentRuns = 0;
  #setPoint: number;
  #pressure = 101.3;
  #plateIn = true;
  #plateTurned = 0;
  #wien = { horizontal: 0, solenoid: 0, vertical: 0 };
  beam = false;

  constructor(period: RunPeriod, random: Random) {
    this.#period = period;
    this.#random = random;
    this.#setPoint = period.beamCurrent;
    this.#turnWienFilters();
  }

  /** Lets the time up to the next run pass: beam comes and goes, currents and pressures drift. */
  advance(now: number): void {
    const random = this.#random;
    if (this.#runsOfState-- <= 0) {
      this.beam = !this.beam;
      this.#runsOfState = this.beam ? random.integer(12, 40) : random.integer(5, 16);
    }
    if (random.chance(0.04)) this.#setPoint = this.#period.beamCurrent * random.between(0.75, 1.12);
    this.#setPoint *= random.around(1, 0.006);
    this.#pressure += random.around(0, 0.05) + (101.3 - this.#pressure) * 0.02;
    if (now - this.#plateTurned > 3 * day) {
      this.#plateIn = !this.#plateIn;
      this.#plateTurned = now;
      if (random.chance(0.2)) this.#turnWienFilters();
    }
  }

  #turnWienFilters(): void {
    this.#wien = {
      horizontal: Math.round(this.#random.between(-60, 60) * 100) / 100,
      solenoid: this.#random.chance(0.5) ? 90 : -90,
      vertical: this.#random.chance(0.5) ? 90 : -90,
    };
  }

  /** Beam current while the beam is on, in nA; a run without beam sees the noise of the monitor. */
  current(kind: Kind): number {
    if (!this.beam || kind === "cosmic") return this.#random.between(0, 0.4);
    if (kind === "field off") return this.#setPoint * 0.1;
    if (kind === "calibration" || kind === "test") return this.#setPoint * this.#random.between(0, 0.6);
    return this.#setPoint * this.#random.around(1, 0.02);
  }

  radiator(kind: Kind): Radiator {
    if (!this.beam || kind === "cosmic") return retracted;
    if (kind !== "production" || this.#period.experiment === "PRIMEX") return amorphous;
    // Orientations take turns every four runs; 2016 had one diamond.
    const turn = this.#period.name.includes("2016") ? 0 : Math.floor(this.#coherentRuns / 4) % 2;
    return diamonds[turn] ?? diamonds[0];
  }

  /** The next of the two orientations of a diamond, two runs each. */
  nextDirection(): "PARA" | "PERP" {
    return Math.floor(this.#coherentRuns++ / 2) % 2 === 0 ? "PARA" : "PERP";
  }

  get gasPressure(): number {
    return this.#pressure;
  }

  get halfWavePlate(): string {
    return this.#plateIn ? "IN" : "OUT";
  }

  get wienAngles(): { readonly horizontal: number; readonly solenoid: number; readonly vertical: number } {
    return this.#wien;
  }

  /** Solenoid current in A. PrimEx and straight-track runs have no field. */
  solenoid(kind: Kind): number {
    const off = kind === "field off" || this.#period.experiment === "PRIMEX";
    return off ? this.#random.between(0, 3) : this.#random.around(1347, 1.5);
  }
}
