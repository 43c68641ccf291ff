/** Writes a small sample database for the desktop application, to the path that is its argument, and ends. */
import { writeSample } from "./write.ts";

/** A few seconds of work, and all there is in a database. */
const runs = 400;

const out = process.argv.at(-1) ?? "";
await writeSample({ out, runs });
process.exit();
