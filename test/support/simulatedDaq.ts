/** A data acquisition as the database knows it: it writes the logs of runs, and calls `rcdb update` for them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLineScript } from "./paths.ts";

/** What a run log says at a time. */
interface LoggedRun {
  readonly run: number;
  readonly type: string;
  readonly started: Date;
  readonly events: number;
  readonly ended: { readonly at: Date; readonly comment: string } | null;
}

export class SimulatedDaq {
  readonly #connection: string;
  readonly #folder: string;
  #logged: LoggedRun | null = null;

  /** Its logs are in `folder`. */
  constructor(connection: string, folder: string) {
    this.#connection = connection;
    this.#folder = folder;
  }

  async start(run: number, type: string): Promise<void> {
    this.#logged = { run, type, started: new Date(), events: 0, ended: null };
    await this.#tell("start");
  }

  async update(events: number): Promise<void> {
    this.#logged = { ...this.#running, events };
    await this.#tell("update");
  }

  async end(events: number, comment: string): Promise<void> {
    this.#logged = { ...this.#running, events, ended: { at: new Date(), comment } };
    await this.#tell("end");
  }

  get #running(): LoggedRun {
    if (!this.#logged) throw new Error("no run was started");
    return this.#logged;
  }

  async #tell(reason: "start" | "update" | "end"): Promise<void> {
    const log = join(this.#folder, `run_${this.#running.run}.log`);
    writeFileSync(log, logText(this.#running));
    const line = ["update", log, "--reason", reason, "--update", "coda", "-c", this.#connection];
    const child = spawn(process.execPath, [commandLineScript, ...line], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, RCDB_USER: "daq" },
    });
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    const [status] = (await once(child, "close")) as [number | null];
    if (status !== 0) throw new Error(`“rcdb update --reason ${reason}” failed: ${complaints}`);
  }
}

function logText({ run, type, started, events, ended }: LoggedRun): string {
  const end = ended
    ? `<run-end><end-time>${codaTime(ended.at)}</end-time><total-evt>${events}</total-evt></run-end>
<end-comment>${ended.comment}
-----------------------
DAQ comment</end-comment>`
    : "";
  return `<coda runtype = "${type}" session = "hdops">
<run-start>
<run-number>${run}</run-number>
<start-time>${codaTime(started)}</start-time>
<components><component name = "ROCFDC11" type = "ROC"><evt-rate>${61 + (events % 7)}</evt-rate></component></components>
<update-time>${codaTime(new Date())}</update-time>
<total-evt>${events}</total-evt>
</run-start>
${end}
</coda>
`;
}

/** `02/17/16 13:26:01` */
function codaTime(time: Date): string {
  const two = (part: number): string => String(part % 100).padStart(2, "0");
  const day = [time.getMonth() + 1, time.getDate(), time.getFullYear()].map(two).join("/");
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":")}`;
}
