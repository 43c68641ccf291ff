/** Packets of MySQL's protocol, for servers that tests make up. */

export const scramble = Buffer.from("12345678901234567890");

/** A packet of the protocol: its length, its number, its bytes. */
export function packet(number: number, ...bytes: (Buffer | number[] | string)[]): Buffer {
  const body = Buffer.concat(
    bytes.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))),
  );
  return Buffer.concat([Buffer.from([body.length & 0xff, body.length >> 8, 0, number]), body]);
}

/** The greeting of a server that logs people in by a method. */
export function greeting(method: string): Buffer {
  return packet(
    0,
    [10],
    "8.0.36\0",
    [1, 0, 0, 0],
    scramble.subarray(0, 8),
    // Protocol 4.1 with a database, a long scramble and named methods; no encryption.
    [0, 0x09, 0x82, 45, 2, 0, 0x08, 0, 21],
    Buffer.alloc(10),
    scramble.subarray(8),
    `\0${method}\0`,
  );
}
