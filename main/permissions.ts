/** What a page may ask the system for: to put a text on the clipboard, and to show a notification. Everything else is refused. */
import type { Session } from "electron";
import { rendererOrigin } from "./rendererProtocol.ts";

const allowed: readonly string[] = ["clipboard-sanitized-write", "notifications"];

/** Answers both ways of asking: by a question, and by a look whether it would be allowed. */
export function allowNothingElse(session: Session): void {
  const isAllowed = (permission: string, address: string): boolean =>
    allowed.includes(permission) && isOwn(address);
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(isAllowed(permission, requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
}

function isOwn(address: string): boolean {
  return address === rendererOrigin || address.startsWith(`${rendererOrigin}/`);
}
