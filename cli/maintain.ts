import type { Client } from "../core/api/client.ts";
import { programCalls } from "../core/api/contract.ts";
import { createMaintenanceService } from "../core/service/service.ts";
import { directClient } from "./directClient.ts";
import { interruptible } from "./interrupt.ts";

export type MaintenanceClient = Client<typeof programCalls>;

/** For work that opens databases itself. */
export function maintain<T>(work: (client: MaintenanceClient) => Promise<T>): Promise<T> {
  const service = createMaintenanceService();
  return interruptible((signal) => work(directClient(programCalls, service, signal)));
}
