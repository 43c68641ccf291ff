/**
 * A small server of EPICS Channel Access, after the protocol's public specification: it answers searches by UDP, and makes
 * channels and reads values by TCP. It is no IOC: values are what the test says, and nothing can be written or watched.
 */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface ServedVariable {
  /** A number, a text, or the number of one of the `states`. */
  readonly value: number | string;
  readonly states?: readonly string[];
  /** `silent` is found and connected, and answers nothing; `closed` may not be read. */
  readonly manner?: "silent" | "closed";
}

export interface ChannelAccessServer {
  /** As in EPICS_CA_ADDR_LIST. */
  readonly address: string;
  /** How many clients are connected. */
  readonly clients: () => number;
}

const commands = {
  version: 0,
  search: 6,
  clearChannel: 12,
  readNotify: 15,
  createChannel: 18,
  accessRights: 22,
  echo: 23,
  createFailed: 26,
} as const;
const types = { string: 0, enum: 3, double: 6 } as const;
const headerSize = 16;
const protocolVersion = 13;
const succeeded = 1;
/** `ECA_NOCONVERT`: with it, as a real server does, come zeros. */
const cannotConvert = 400;

interface Message {
  readonly command: number;
  readonly type?: number;
  readonly count?: number;
  readonly first?: number;
  readonly second?: number;
  readonly payload?: Buffer;
}

/** Serves variables on a port of this machine until the test is over. */
export async function serveChannelAccess(
  variables: Readonly<Record<string, ServedVariable>>,
): Promise<ChannelAccessServer> {
  const connections = new Set<Socket>();
  const tcp = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    socket.on("error", () => socket.destroy());
    serveClient(socket, variables);
  });
  tcp.listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const udp = createSocket("udp4");
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  answerSearches(udp, tcp, variables);
  onTestFinished(() => {
    udp.close();
    tcp.close();
    for (const socket of connections) socket.destroy();
  });
  return { address: `127.0.0.1:${udp.address().port}`, clients: () => connections.size };
}

function answerSearches(
  udp: UdpSocket,
  tcp: Server,
  variables: Readonly<Record<string, ServedVariable>>,
): void {
  const { port } = tcp.address() as AddressInfo;
  udp.on("message", (packet, sender) => {
    for (const { command, first = 0, payload } of takeMessages(packet).messages) {
      if (command !== commands.search || !Object.hasOwn(variables, textIn(payload))) continue;
      const version = Buffer.alloc(8);
      version.writeUInt16BE(protocolVersion);
      // In the place of the type the TCP port; in that of the address, that it is the sender's.
      const answer = {
        command: commands.search,
        type: port,
        first: 0xffffffff,
        second: first,
        payload: version,
      };
      udp.send(
        Buffer.concat([encode({ command: commands.version, count: protocolVersion }), encode(answer)]),
        sender.port,
        sender.address,
      );
    }
  });
}

function serveClient(socket: Socket, variables: Readonly<Record<string, ServedVariable>>): void {
  const send = (message: Message): void => void socket.write(encode(message));
  const channels: ServedVariable[] = [];
  let received = Buffer.alloc(0);
  send({ command: commands.version, count: protocolVersion });
  socket.on("data", (chunk: Buffer) => {
    const { messages, rest } = takeMessages(Buffer.concat([received, chunk]));
    received = Buffer.from(rest);
    messages.forEach(answer);
  });

  function answer(message: Message): void {
    const { command, first = 0, second = 0 } = message;
    if (command === commands.createChannel) createChannel(textIn(message.payload), first);
    if (command === commands.readNotify) read(channels[first], message);
    if (command === commands.clearChannel) send({ command, first, second });
    if (command === commands.echo) send({ command });
  }

  function createChannel(name: string, client: number): void {
    const variable = variables[name];
    if (!variable) {
      send({ command: commands.createFailed, first: client });
      return;
    }
    const rights = variable.manner === "closed" ? 0 : 1;
    send({ command: commands.accessRights, first: client, second: rights });
    const second = channels.push(variable) - 1;
    send({ command: commands.createChannel, type: ownType(variable), count: 1, first: client, second });
  }

  function read(variable: ServedVariable | undefined, { command, type = 0, second = 0 }: Message): void {
    if (!variable || variable.manner === "silent") return;
    const payload = encodeValue(variable, type);
    send({
      command,
      type,
      count: 1,
      first: payload ? succeeded : cannotConvert,
      second,
      payload: payload ?? Buffer.alloc(8),
    });
  }
}

function ownType({ value, states }: ServedVariable): number {
  if (states) return types.enum;
  return typeof value === "string" ? types.string : types.double;
}

/** Null where the value has no such form. */
function encodeValue({ value, states }: ServedVariable, type: number): Buffer | null {
  if (type === types.string) {
    const text = states?.[Number(value)] ?? String(value);
    const payload = Buffer.alloc(40);
    payload.write(text, 0, 39);
    return payload;
  }
  if (typeof value === "string") return null;
  const payload = Buffer.alloc(8);
  if (type === types.double) payload.writeDoubleBE(value);
  else if (type === types.enum) payload.writeUInt16BE(value);
  else return null;
  return payload;
}

function encode({ command, type = 0, count = 0, first = 0, second = 0, payload }: Message): Buffer {
  const header = Buffer.alloc(headerSize);
  header.writeUInt16BE(command, 0);
  header.writeUInt16BE(payload?.length ?? 0, 2);
  header.writeUInt16BE(type, 4);
  header.writeUInt16BE(count, 6);
  header.writeUInt32BE(first, 8);
  header.writeUInt32BE(second, 12);
  return payload ? Buffer.concat([header, payload]) : header;
}

/** The whole messages of some bytes, and what is left of them. */
function takeMessages(bytes: Buffer): { messages: Message[]; rest: Buffer } {
  const messages: Message[] = [];
  let at = 0;
  while (bytes.length >= at + headerSize) {
    const end = at + headerSize + bytes.readUInt16BE(at + 2);
    if (bytes.length < end) break;
    messages.push({
      command: bytes.readUInt16BE(at),
      type: bytes.readUInt16BE(at + 4),
      count: bytes.readUInt16BE(at + 6),
      first: bytes.readUInt32BE(at + 8),
      second: bytes.readUInt32BE(at + 12),
      payload: bytes.subarray(at + headerSize, end),
    });
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

function textIn(payload: Buffer = Buffer.alloc(0)): string {
  return payload.toString("utf8").replace(/\0.*$/s, "");
}
