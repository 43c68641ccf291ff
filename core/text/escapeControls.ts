const shortForms: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

// C0 and C1 controls, line and paragraph separators, and what marks or turns around the direction of writing.
const controls = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * The text with control characters in visible form (`\x1b`): values of a database are not to move the
 * cursor, set titles or break lines. In `multi-line` text line breaks and tabs stay.
 */
export function escapeControls(text: string, lines: "single-line" | "multi-line" = "single-line"): string {
  return text.replace(controls, (control) => {
    if (lines === "multi-line" && (control === "\n" || control === "\t")) return control;
    return shortForms[control] ?? codeOf(control);
  });
}

/** JSON with the control characters that it may have in its texts as `\u009b`; line breaks are never in one. */
export function escapeInJson(json: string): string {
  return json.replace(controls, (control) =>
    control === "\n" ? control : `\\u${hexOf(control).padStart(4, "0")}`,
  );
}

function codeOf(control: string): string {
  const code = hexOf(control);
  return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code}`;
}

function hexOf(control: string): string {
  return control.charCodeAt(0).toString(16);
}
