import type { CallOptions } from "../../core/api/client.ts";
import { callNamed } from "../../core/api/call.ts";
import { contract } from "../../core/api/contract.ts";
import { cancelled, type Outcome } from "../../core/api/failure.ts";
import type { Bridge, WindowCommand } from "../../core/api/wire.ts";
import type { Line, LineOptions } from "./connection.svelte.ts";

interface Waiting {
  readonly resolve: (outcome: Outcome<unknown>) => void;
  readonly onProgress: CallOptions["onProgress"];
  readonly onGeneration: LineOptions["onGeneration"];
}

/** Calls over the bridge of the desktop application; `onCommand` hears its menu, `onSaved` of files that the page saved. */
export function bridgeTransport(
  bridge: Bridge,
  onCommand: (command: WindowCommand) => void,
  onSaved: (path: string) => void,
): Line {
  const waiting = new Map<string, Waiting>();

  bridge.listen((message) => {
    if (message.kind === "command") {
      onCommand(message.command);
      return;
    }
    if (message.kind === "saved") {
      onSaved(message.path);
      return;
    }
    const call = waiting.get(message.id);
    if (message.kind === "progress") {
      call?.onProgress?.(message.progress);
      return;
    }
    waiting.delete(message.id);
    call?.onGeneration?.(message.generation ?? null);
    call?.resolve(message.outcome);
  });

  return (name, input, { signal, onProgress, onGeneration }) => {
    if (signal?.aborted) return Promise.resolve(cancelled);
    const id = crypto.randomUUID();
    return new Promise((resolve) => {
      const cancel = () => {
        bridge.send({ kind: "cancel", id });
        // The host knows whether a change was still to be stopped.
        if (isChange(name)) return;
        // Whatever it still answers to this id finds nobody waiting.
        waiting.delete(id);
        resolve(cancelled);
      };
      waiting.set(id, {
        onProgress,
        onGeneration,
        resolve: (outcome) => {
          signal?.removeEventListener("abort", cancel);
          resolve(outcome);
        },
      });
      signal?.addEventListener("abort", cancel, { once: true });
      bridge.send({ kind: "call", id, name, input });
    });
  };
}

function isChange(name: string): boolean {
  return callNamed(contract, name)?.traits.answeredBy === "writer";
}
