import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../../renderer/styles/theme.css", import.meta.url), "utf8");

function variablesOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

const light = variablesOf(":root");
const themes = { light, dark: { ...light, ...variablesOf(':root[data-theme="dark"]') } };

function colour(theme: Record<string, string>, name: string): string {
  const value = theme[name] ?? "";
  const [, other] = /^var\(--([\w-]+)\)$/.exec(value) ?? [];
  return other === undefined ? value : colour(theme, other);
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [, red = "", green = "", blue = ""] = /^#(..)(..)(..)$/.exec(hex) ?? [];
  const [r, g, b] = [red, green, blue].map((part) => {
    const share = Number.parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

const AA = 4.5;
const AA_GRAPHICS = 3;
const surfaces = [
  "background",
  "background-raised",
  "background-sunken",
  "background-hover",
  "background-selected",
];
const texts = ["text", "text-muted", "text-faint", "accent-text", "danger", "warning", "success", "running"];
const marks = ["finished", "crashed", "stale", "changed", "added", "removed"];
const syntax = Object.keys(light).filter((name) => name.startsWith("syntax-"));

describe.each(Object.entries(themes))("the %s theme", (_, theme) => {
  it.each([...texts, ...marks, ...syntax])("shows %s clearly on every surface", (text) => {
    for (const surface of surfaces) {
      expect(contrast(colour(theme, text), colour(theme, surface)), surface).toBeGreaterThanOrEqual(AA);
    }
  });

  it.each([
    ["on-accent", "accent"],
    ["text", "accent-soft"],
    ["accent-text", "accent-soft"],
    ["text", "danger-soft"],
    ["danger", "danger-soft"],
    ["warning", "warning-soft"],
  ])("shows %s clearly on %s", (text, surface) => {
    expect(contrast(colour(theme, text), colour(theme, surface))).toBeGreaterThanOrEqual(AA);
  });

  it.each(surfaces)("shows the focus on %s", (surface) => {
    expect(contrast(colour(theme, "accent"), colour(theme, surface))).toBeGreaterThanOrEqual(AA_GRAPHICS);
  });
});
