import { sourceFiles } from "./moduleGraph.ts";
import { readProjectFile } from "./projectFiles.ts";

/**
 * The files that a new operator with a node of its own changes: that of its row, and those whose walks list each kind of node, as
 * `arithmetic` is one. Other walks take such a node for one with a left and a right operand.
 */
export function operatorPlaces(): string[] {
  const listed = /\b(?:case|node:) "arithmetic"/;
  return ["core", "renderer", "cli", "server", "main"]
    .flatMap(sourceFiles)
    .filter((file) => listed.test(readProjectFile(file)));
}
