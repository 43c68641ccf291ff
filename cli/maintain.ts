import type { Client } from "../core/api/client.ts";
import { maintenanceCalls } from "../core/api/contract.ts";
import { createMaintenanceService } from "../core/service/maintenanceService.ts";
import { directClient } from "./directClient.ts";
import { interruptible } from "./interrupt.ts";

export type MaintenanceClient = Client<typeof maintenanceCalls>;

/** For work that opens databases itself. */
export async function maintain(work: (client: MaintenanceClient) => Promise<void>): Promise<void> {
  const service = createMaintenanceService();
  await interruptible((signal) => work(directClient(maintenanceCalls, service, signal)));
}
