/** The reader of Channel Access, against a server of this project's own that speaks the protocol. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { channelAccessReader } from "../../../core/updates/epics/channelAccess.ts";
import type { Form, Reading } from "../../../core/updates/epics/readings.ts";
import { serveChannelAccess, type ServedVariable } from "../../support/channelAccessServer.ts";

const variables: Record<string, ServedVariable> = {
  "HALLD:p": { value: 11_640.25 },
  "HD:GONI:RADIATOR_ID": { value: 5 },
  "hd:collimator_at_a": { value: -1 },
  "HD:GONI:RADIATOR_NAME": { value: "JD70-103 50um 45/135" },
  number_in_a_text: { value: " 2.5 " },
  empty: { value: "" },
  "HLD:TGT:status": { value: 1, states: ["EMPTY & Ready", "FULL & Ready"] },
  odd: { value: Number.NaN },
  silent: { value: 1, manner: "silent" },
  closed: { value: 1, manner: "closed" },
};

async function read(
  variable: string,
  form: Form,
  limit = 5000,
): Promise<Reading<number | string> | undefined> {
  const [reading] = await channelAccessReader(limit).read([{ variable, form }], new AbortController().signal);
  return reading;
}

beforeEach(() => {
  vi.stubEnv("EPICS_CA_AUTO_ADDR_LIST", "NO");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function serve(): Promise<{ clients: () => number }> {
  const server = await serveChannelAccess(variables);
  vi.stubEnv("EPICS_CA_ADDR_LIST", server.address);
  return server;
}

describe("one variable", () => {
  test.each<[string, Form, Reading<number | string>]>([
    ["HALLD:p", "number", { value: 11_640.25 }],
    ["HALLD:p", "text", { value: "11640.25" }],
    ["HD:GONI:RADIATOR_ID", "number", { value: 5 }],
    ["hd:collimator_at_a", "number", { value: -1 }],
    ["HD:GONI:RADIATOR_NAME", "text", { value: "JD70-103 50um 45/135" }],
    ["HD:GONI:RADIATOR_NAME", "number", { problem: "“JD70-103 50um 45/135” is not a number" }],
    ["number_in_a_text", "number", { value: 2.5 }],
    ["empty", "text", { value: "" }],
    ["empty", "number", { problem: "“” is not a number" }],
    ["HLD:TGT:status", "text", { value: "FULL & Ready" }],
    ["HLD:TGT:status", "number", { value: 1 }],
    ["odd", "number", { problem: "“NaN” is not a number" }],
    ["closed", "number", { problem: "it may not be read" }],
  ])("%s as a %s", async (variable, form, expected) => {
    await serve();
    expect(await read(variable, form)).toEqual(expected);
  });

  test.each(["silent", "HD:NOT:THERE"])("%s does not answer in time", async (variable) => {
    await serve();
    expect(await read(variable, "number", 600)).toEqual({ problem: "no answer within 0.6 s" });
  });
});

test("many at once, in their order; those that are silent keep none of the others", async () => {
  const server = await serve();
  const requests = ["HD:NOT:THERE", "HALLD:p", "silent", "HD:GONI:RADIATOR_NAME", "HALLD:p"].map(
    (variable): { variable: string; form: Form } => ({ variable, form: "text" }),
  );
  const readings = await channelAccessReader(1500).read(requests, new AbortController().signal);
  const noAnswer = { problem: "no answer within 1.5 s" };
  expect(readings).toEqual([
    noAnswer,
    { value: "11640.25" },
    noAnswer,
    { value: "JD70-103 50um 45/135" },
    { value: "11640.25" },
  ]);
  await vi.waitFor(
    () => {
      expect(server.clients()).toBe(0);
    },
    { timeout: 180_000 },
  );
});

test("one reading after the other", async () => {
  await serve();
  expect(await read("HALLD:p", "number")).toEqual({ value: 11_640.25 });
  expect(await read("HALLD:p", "number")).toEqual({ value: 11_640.25 });
});

test("several readings at once do not disturb each other", async () => {
  await serve();
  const readings = ["HALLD:p", "silent", "HD:GONI:RADIATOR_ID"].map((name) => read(name, "number", 4000));
  expect(await Promise.all(readings)).toEqual([
    { value: 11_640.25 },
    { problem: "no answer within 4 s" },
    { value: 5 },
  ]);
});

test("without a server it ends at its limit, or when it is given up", async () => {
  vi.stubEnv("EPICS_CA_ADDR_LIST", "127.0.0.1:5999");
  expect(await read("HALLD:p", "number", 300)).toEqual({ problem: "no answer within 0.3 s" });
  const controller = new AbortController();
  const reading = channelAccessReader(60_000).read(
    [{ variable: "HALLD:p", form: "number" }],
    controller.signal,
  );
  setTimeout(() => {
    controller.abort();
  }, 100);
  expect(await reading).toHaveLength(1);
});

test("with nothing to read it loads nothing and waits for nothing", async () => {
  expect(await channelAccessReader(5000).read([], new AbortController().signal)).toEqual([]);
});
