import { mount } from "svelte";
import type { CompletionOption, ValueType } from "../../core/query/index.ts";
import TypeGlyph from "../parts/TypeGlyph.svelte";

/** What stands before a name in lists: the glyph of a condition's type, `@` for an alias. */
export function drawGlyph(kind: CompletionOption["kind"], type: ValueType | undefined): HTMLElement {
  const glyph = document.createElement("span");
  glyph.className = "query-glyph";
  if (type !== undefined) mount(TypeGlyph, { target: glyph, props: { type } });
  else if (kind === "alias") glyph.textContent = "@";
  return glyph;
}
