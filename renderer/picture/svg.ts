import { dashes } from "../plot/painting.ts";
import type { Shape, Size } from "./shapes.ts";

/** Shapes as an SVG document. Everything that is text in it may come from the database: it is escaped. */
export function svgOf(shapes: readonly Shape[], { width, height }: Size, font: string): string {
  const clips: string[] = [];
  const body = shapes.map((shape) => element(shape, clips)).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">
<defs>
${clips.join("\n")}
</defs>
${body}
</svg>
`;
}

function element(shape: Shape, clips: string[]): string {
  switch (shape.kind) {
    case "rectangle": {
      const opacity = shape.opacity === 1 ? "" : ` fill-opacity="${short(shape.opacity)}"`;
      return `<rect ${boxOf(shape)} fill="${escaped(shape.colour)}"${opacity}/>`;
    }
    case "line": {
      const dash = shape.isDashed ? ` stroke-dasharray="${dashes.join(" ")}"` : "";
      return `<path d="${shape.stretches.map(pathOf).join("")}" fill="none" stroke="${escaped(shape.colour)}" stroke-width="${shape.width}" stroke-linejoin="round"${dash}/>`;
    }
    case "dots":
      // Lines of no length with round ends: a tenth of as many circles.
      return `<path d="${dotPath(shape.centres)}" fill="none" stroke="${escaped(shape.colour)}" stroke-width="${2 * shape.radius}" stroke-linecap="round"/>`;
    case "words": {
      const anchor = { left: "start", center: "middle", right: "end" }[shape.align];
      const weight = shape.isBold ? ' font-weight="600"' : "";
      const turn = shape.isUpright ? ` transform="rotate(-90 ${short(shape.x)} ${short(shape.y)})"` : "";
      const own =
        shape.font === undefined ? "" : ` font-family="${escaped(shape.font)}" xml:space="preserve"`;
      const width = shape.width === undefined ? "" : ` textLength="${short(shape.width)}"`;
      return `<text x="${short(shape.x)}" y="${short(shape.y)}" text-anchor="${anchor}" font-size="${shape.size}"${weight}${turn}${own}${width} fill="${escaped(shape.colour)}">${escaped(shape.text)}</text>`;
    }
    case "cut": {
      const id = `cut-${clips.length + 1}`;
      clips.push(`<clipPath id="${id}"><rect ${boxOf(shape)}/></clipPath>`);
      const inside = shape.shapes.map((part) => element(part, clips)).join("\n");
      return `<g clip-path="url(#${id})">\n${inside}\n</g>`;
    }
  }
}

function boxOf({ x, y, width, height }: Size & { readonly x: number; readonly y: number }): string {
  return `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
}

function pathOf(stretch: readonly number[]): string {
  let path = "";
  for (let at = 0; at + 1 < stretch.length; at += 2) {
    path += `${at === 0 ? "M" : "L"}${short(stretch[at] ?? 0)} ${short(stretch[at + 1] ?? 0)}`;
  }
  return path;
}

function dotPath(centres: readonly number[]): string {
  let path = "";
  for (let at = 0; at + 1 < centres.length; at += 2) {
    path += `M${short(centres[at] ?? 0)} ${short(centres[at + 1] ?? 0)}h0`;
  }
  return path;
}

/** To a hundredth of a pixel. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML forbids even when it is escaped is left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? "");
}
