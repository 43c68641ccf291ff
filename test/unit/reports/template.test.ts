/** Templates of reports, and what makes values in them inert. */
import { describe, expect, test } from "vitest";
import type { TemplateNames } from "../../../core/api/reports.ts";
import { htmlText, markdownText } from "../../../core/reports/escaping.ts";
import { fillTemplate, readTemplate, type TemplateView } from "../../../core/reports/template.ts";

const view = {
  title: "Run 5",
  empty: "",
  list: [{ text: "a <b>" }, { text: "c" }],
  none: [],
};
const names = { title: null, empty: null, list: { text: null }, none: { own: null, inner: { text: null } } };

const filled = (template: string, of: TemplateView = view, known: TemplateNames = names): string =>
  fillTemplate(readTemplate(template, known), of, htmlText);

test.each([
  ["a value", "{{title}}!", "Run 5!"],
  ["with blanks", "{{ title }}", "Run 5"],
  ["a list, its lines", "{{#list}}\n- {{text}}\n{{/list}}\nend", "- a &lt;b&gt;\n- c\nend"],
  ["a list in one line", "{{#list}}{{text}};{{/list}}", "a &lt;b&gt;;c;"],
  ["what is around, within a list", "{{#list}}{{title}} {{/list}}", "Run 5 Run 5 "],
  ["nothing in a list", "{{^none}}none{{/none}}{{#none}}x{{/none}}{{^list}}x{{/list}}", "none"],
  [
    "a text that is there",
    "{{#title}}[{{title}}]{{/title}}{{#empty}}x{{/empty}}{{^empty}}none{{/empty}}",
    "[Run 5]none",
  ],
  ["a remark", "a{{! not seen }}b", "ab"],
  ["no tag", "{ {title} }", "{ {title} }"],
  ["a style sheet", "@media print{p{margin:{{title}}}}", "@media print{p{margin:Run 5}}"],
])("%s", (_what, template, text) => {
  expect(filled(template)).toBe(text);
});

test.each([
  [
    "an unknown name",
    "x\n{{nothing}}",
    /line 2: there is no “nothing”\. There are: title, empty, list, none/,
  ],
  [
    "an unknown name in a list without entries",
    "{{#none}}\n{{own}}{{text}}{{/none}}",
    /line 2: there is no “text”\. There are: own, inner, title, empty, list, none/,
  ],
  [
    "in a list of its entries",
    "{{#none}}{{#inner}}{{x}}{{/inner}}{{/none}}",
    /no “x”\. There are: text, own/,
  ],
  ["beside no entry", "{{^list}}{{text}}{{/list}}", /there is no “text”/],
  ["in a text that is empty", "{{#empty}}{{text}}{{/empty}}", /there is no “text”/],
  ["the name of what every object has", "{{toString}}", /there is no “toString”/],
  ["a list of a list without entries as a value", "{{#none}}{{inner}}{{/none}}", /“inner” is a list/],
  ["a list as a value", "{{list}}", /line 1: “list” is a list/],
  ["not closed", "\n{{#list}}", /line 2: .* is not closed/],
  ["closed by another", "{{#list}}{{/none}}", /line 1: .* closes nothing/],
  ["none of a list not closed", "{{^list}}", /line 1: “{{\^list}}” is not closed/],
  ["a value that is not to be escaped", "{{&title}}", /is no tag/],
  ["another that is not to be", "{{title}}\na {{{title}}}", /line 2: “{{{title}}}” is no tag/],
  ["a tag without an end", "{{title}}\n\na {{title\n{{title}}", /line 3: “{{title” is no tag/],
  ["a tag that ends with one brace", "{{title}, b", /line 1: “{{title}, b” is no tag/],
  ["a tag that begins with one brace", "a {title}} b", /line 1: “{title}} b” is no tag/],
  ["a section that ends with one brace", "{{#list}}a{/list}}", /line 1: “{\/list}}” is no tag/],
  ["braces in a tag", "{{ {title} }}", /line 1: .* is no tag/],
  ["a remark without an end", "{{! a", /line 1: .* is no tag/],
])("refused: %s", (_what, template, message) => {
  expect(() => filled(template)).toThrow(message);
});

describe("hostile templates", () => {
  const large = { log: Array.from({ length: 10_000 }, () => ({ text: "a" })), long: "x".repeat(2000) };

  test.each([
    ["sections that multiply", "{{#log}}{{#log}}{{#log}}{{/log}}{{/log}}{{/log}}", "too_large"],
    ["values that multiply", "{{#log}}{{long}}{{/log}}", "too_large"],
    ["texts that multiply", `{{#log}}${"y".repeat(2000)}{{/log}}`, "too_large"],
    ["nesting without an end", "{{#long}}".repeat(10_000), "bad_input"],
    ["a tag with a name without an end", `{{${"z".repeat(90_000)}}}`, "bad_input"],
  ])("%s are refused", (_what, template, code) => {
    const fill = (): string => filled(template, large, { log: { text: null }, long: null });
    expect(fill).toThrow(expect.objectContaining({ code }) as Error);
    expect(fill).toThrow(/^.{20,500}$/);
  });

  // Each took minutes, or a time that grew with the square of its length: the time limit of a test ends that.
  test.each([
    ["blanks in a tag that is not closed", `{{${" ".repeat(99_000)}`],
    ["many such tags", `{{${" ".repeat(500)}`.repeat(190)],
    ["braces", "{".repeat(99_000)],
  ])("%s are refused at once", (_what, template) => {
    expect(() => filled(template)).toThrow(/^.{20,500}$/);
  });

  test.each([
    ["blanks at the beginning of lines", " ".repeat(99_000)],
    ["single braces", "{ ".repeat(49_000)],
    ["names after a brace", "{title".repeat(16_000)],
  ])("%s are text", (_what, template) => {
    expect(filled(template)).toBe(template);
  });

  test("lines are counted while going on", () => {
    const template = "{{title}}\n".repeat(9000);
    expect(filled(template)).toBe("Run 5\n".repeat(9000));
    expect(() => filled(`${template}{{#list}}\n{{/list}}\n{{x}}`)).toThrow(/line 9003: /);
  });
});

describe("hostile values", () => {
  test.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`" onload='x' a=\``, "&quot; onload=&#39;x&#39; a=&#96;"],
    ["a\u202eb\u0000", String.raw`a\u202eb\x00`],
    ["&lt;", "&amp;lt;"],
  ])("in HTML: %j", (value, text) => expect(htmlText(value)).toBe(text));

  test.each([
    ["<img src=x onerror=y>", String.raw`\<img src=x onerror=y\>`],
    ["[a](javascript:x) ![b](c)", String.raw`\[a\](javascript:x) \!\[b\](c)`],
    ["**b** _i_ `c` ~d~", String.raw`\*\*b\*\* \_i\_ \`c\` \~d\~`],
    ["a | b\n\n# c", String.raw`a \| b \# c`],
    ["- item", String.raw`\- item`],
    ["1. one", String.raw`1\. one`],
    ["+ one", String.raw`\+ one`],
    ["===", String.raw`\===`],
    ["    code", "code"],
    ["https://x.org www.x.org a@b.c", String.raw`https\://x.org www\.x.org a\@b.c`],
    ["&#60;b> $x^2$", String.raw`\&\#60;b\> \$x\^2\$`],
    ["\\", "\\\\"],
    ["2016-02-17 13:26, -5.5 nA 1.5", "2016-02-17 13:26, -5.5 nA 1.5"],
    ["2.5 hours", "2.5 hours"],
  ])("in Markdown: %j", (value, text) => expect(markdownText(value)).toBe(text));
});
