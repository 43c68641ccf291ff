import type { Client } from "../core/api/client.ts";
import { programCalls } from "../core/api/contract.ts";
import { createMaintenanceService } from "../core/service/service.ts";
import { directClient } from "./directClient.ts";
import { interruptible } from "./interrupt.ts";

export type MaintenanceClient = Client<typeof programCalls>;

/** For work that opens databases itself. */
export async function maintain(work: (client: MaintenanceClient) => Promise<void>): Promise<void> {
  const service = createMaintenanceService();
  await interruptible((signal) => work(directClient(programCalls, service, signal)));
}
