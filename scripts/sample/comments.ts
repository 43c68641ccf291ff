import type { Kind } from "./kinds.ts";
import type { Random } from "./random.ts";
import type { Ending } from "./runs.ts";

/** Comments that trip a careless program up: markup, formulas, quotes, line breaks, other scripts, length. */
export const awkwardComments: readonly [string, ...string[]] = [
  "<img src=x onerror=alert(1)> shift test, please ignore",
  "=cmd|'/c calc'!A1",
  'Beam off at 03:12, "MCC says" 20 min, then FSD; back at 03:40',
  "línea 1: núcleo estable\nlínea 2: corriente ~ 150 nA\nlínea 3: fin",
  "Überprüfung der Schwellen: 50 → 60 mV, Δt ≈ 2 µs",
  "束流不稳定 — остановили вручную 🚦",
  "+3.5 sigma above the usual rate; -1 on the scaler",
  "it's '' \\ % _ ; -- DROP TABLE runs",
  "100% livetime, a,b;c\td",
  "  ",
  `Long story. ${"The tagger hall access took longer than planned and we waited for MCC. ".repeat(30)}`,
];

const usualComments: Readonly<Record<Kind, readonly [string, ...string[]]>> = {
  production: [
    "Good production run",
    "production, stable beam",
    "Beam trips every few minutes, rates look fine",
    "PS livetime 94%, all detectors on",
    "Stopped to change diamond orientation",
    "CDC HV sector 12 tripped once, recovered",
    "2 h production, no problems",
    "TOF channel 38 noisy, expert informed",
  ],
  amorphous: ["Amorphous radiator", "amorphous run, normalization", "Al radiator, beam ok"],
  "long mode": ["Raw mode data for FADC studies", "long mode, baseline check"],
  "empty target": ["Empty target run", "target emptied, background"],
  "field off": ["Straight tracks, solenoid off", "field off for alignment"],
  cosmic: ["Cosmics over the access", "cosmic run during maintenance day", "Cosmics, waiting for beam"],
  calibration: ["LED run", "BCAL LED, upstream", "pulser check of all crates"],
  test: ["Junk", "DAQ test, do not use", "trigger test", "New firmware on ROCTAGM2"],
};

const crashComments: readonly [string, ...string[]] = [
  "DAQ crashed, ROCBCAL7 lost busy",
  "ROCFDC11 did not respond, rebooted the crate",
  "ER died, restarted CODA",
];

/** The comment of a run; many have none, and every 37th is an awkward one, so that a small sample has all. */
export function chooseComment(index: number, kind: Kind, ending: Ending, random: Random): string {
  const usual = ending === "crashed" ? random.pick(crashComments) : random.pick(usualComments[kind]);
  const silent = random.chance(0.35);
  if (index % 37 === 5) return awkwardComments[Math.floor(index / 37) % awkwardComments.length] ?? "";
  return silent ? "" : usual;
}
