/** Files that are compressed as a whole: with gzip, and with zstd where Node has that. */
import { createReadStream, closeSync, openSync, readSync } from "node:fs";
import { stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import { writeWholeFile, type WholeFileOptions } from "./wholeFile.ts";

export type Compression = "gzip" | "zstd";

/** The endings of names that ask for it, and the first bytes of such files. */
const kinds = {
  gzip: { ending: /\.gz$/i, magic: [0x1f, 0x8b] },
  zstd: { ending: /\.zst$/i, magic: [0x28, 0xb5, 0x2f, 0xfd] },
} as const;
const all = Object.keys(kinds) as Compression[];

/** Node has zstd since 22.15; its types here are older. */
const zstd = zlib as typeof zlib & {
  readonly createZstdCompress?: () => Transform;
  readonly createZstdDecompress?: () => Transform;
};

/** How a file of that name is to be compressed; null for one that is not. */
export function compressionNamed(path: string): Compression | null {
  return all.find((kind) => kinds[kind].ending.test(path)) ?? null;
}

/** How a file is compressed, by its first bytes; null for one that is not. */
export function compressionOf(path: string): Compression | null {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(4);
    readSync(file, start, 0, start.length, 0);
    return all.find((kind) => kinds[kind].magic.every((byte, at) => start[at] === byte)) ?? null;
  } finally {
    closeSync(file);
  }
}

/** Writes a file compressed. Throws `cancelled`, `not_allowed` where this Node cannot, and what `writeWholeFile` throws. */
export async function compressFile(
  from: string,
  to: string,
  kind: Compression,
  options: WholeFileOptions,
  context: CallContext,
): Promise<void> {
  const stream = kind === "gzip" ? zlib.createGzip() : zstdStream(zstd.createZstdCompress, to);
  await pump(from, to, stream, options, { context, label: "Compressing" });
}

/** Writes what is in a compressed file to another one. Throws the same, and `damaged`. */
export async function unpackFile(
  from: string,
  to: string,
  kind: Compression,
  options: WholeFileOptions,
  context: CallContext,
): Promise<void> {
  const stream = kind === "gzip" ? zlib.createGunzip() : zstdStream(zstd.createZstdDecompress, from);
  await pump(from, to, stream, options, { context, label: "Unpacking" });
}

/** Throws `not_allowed` where this Node cannot compress so; `path` is what was asked for. */
export function checkCompression(kind: Compression | null, path: string): void {
  if (kind === "zstd") zstdStream(zstd.createZstdCompress, path);
}

function zstdStream(create: (() => Transform) | undefined, path: string): Transform {
  if (create) return create();
  throw new RcdbError(
    "not_allowed",
    `“${path}” is for zstd, which Node ${process.versions.node} has not: it takes Node 22.15 or newer. Use a name that ends in .gz, or the program zstd.`,
  );
}

async function pump(
  from: string,
  to: string,
  stream: Transform,
  options: WholeFileOptions,
  { context, label }: { readonly context: CallContext; readonly label: string },
): Promise<void> {
  const { size } = await stat(from);
  let done = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      context.report({ done, total: size, label });
      next(null, chunk);
    },
  });
  await writeWholeFile(
    to,
    async (file) => {
      try {
        await pipeline(createReadStream(from), counted, stream, file, { signal: context.signal });
      } catch (thrown) {
        if (context.signal.aborted) throw new RcdbError("cancelled", `Cancelled. “${to}” was not written.`);
        throw isOfContent(thrown) ? damaged(from) : thrown;
      }
    },
    options,
  );
}

/** Whether what was to be unpacked is not as it was written. */
function isOfContent(thrown: unknown): boolean {
  return (
    thrown instanceof Error && "code" in thrown && /^(Z_|ERR_ZLIB|ZSTD_|ERR_ZSTD)/.test(String(thrown.code))
  );
}

function damaged(path: string): RcdbError {
  return new RcdbError("damaged", `“${path}” is damaged: it cannot be unpacked. Get a new copy.`);
}
