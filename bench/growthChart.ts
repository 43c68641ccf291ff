import type { Growth } from "./growth.ts";

const width = 640;
const height = 360;
const margin = { left: 70, right: 130, top: 20, bottom: 45 };
const curves = [
  { key: "scan", name: "scan of conditions", colour: "#888888" },
  { key: "query", name: "the query", colour: "#1f6feb" },
  { key: "columns", name: "ten columns", colour: "#bf5700" },
  { key: "export", name: "export as CSV", colour: "#1a7f37" },
] as const;

/** The times over the number of runs as an SVG. Both axes are logarithmic: what grows linearly is a line of one slope. */
export function growthChart(measured: readonly Growth[]): string {
  const times = measured.flatMap((size) => curves.map(({ key }) => size[key]));
  const runs = measured.map((size) => size.runs);
  const x = axis(runs, margin.left, width - margin.right);
  const y = axis(times, height - margin.bottom, margin.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...x.ticks.map((value) =>
      tick(x.place(value), height - margin.bottom, value.toLocaleString("en"), "below"),
    ),
    ...y.ticks.map((value) => tick(margin.left, y.place(value), duration(value), "left")),
    ...curves.map(({ key, colour }) => {
      const points = measured.map((size) => `${x.place(size.runs)},${y.place(size[key])}`);
      return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    }),
    ...names(measured.at(-1), y.place),
    `<text x="${(margin.left + width - margin.right) / 2}" y="${height - 8}" text-anchor="middle">runs, of 20 conditions each</text>`,
    "</svg>\n",
  ].join("\n");
}

interface Axis {
  /** Powers of ten. */
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

function axis(values: readonly number[], from: number, to: number): Axis {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const place = (value: number): number =>
    Math.round(from + ((Math.log10(value) - low) / (high - low)) * (to - from));
  return { ticks, place };
}

function tick(x: number, y: number, text: string, side: "below" | "left"): string {
  const right = width - margin.right;
  return side === "below"
    ? `<path d="M${x} ${y}V${margin.top}" stroke="#dddddd"/><text x="${x}" y="${y + 16}" text-anchor="middle">${text}</text>`
    : `<path d="M${x} ${y}H${right}" stroke="#dddddd"/><text x="${x - 6}" y="${y + 4}" text-anchor="end">${text}</text>`;
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`;
}

/** The names of the curves at their ends, one under the other where the ends are too near. */
function names(last: Growth | undefined, place: (value: number) => number): string[] {
  if (!last) return [];
  let lowest = -Infinity;
  return [...curves]
    .sort((a, b) => last[b.key] - last[a.key])
    .map(({ key, name, colour }) => {
      lowest = Math.max(place(last[key]) + 4, lowest + 15);
      return `<text x="${width - margin.right + 8}" y="${lowest}" fill="${colour}">${name}</text>`;
    });
}
