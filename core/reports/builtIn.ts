/** The templates that are used where the user has none of their own. */
import type { ReportFormat } from "../api/reports.ts";

const headMd = `# {{title}}

{{#from}}
{{from}} – {{until}},
{{/from}}
database {{database}}. Written {{written}}{{#by}} by {{by}}{{/by}}.

{{#words}}
{{text}}

{{/words}}
{{#facts}}
- {{name}}: {{value}}
{{/facts}}
{{^facts}}
Nothing is known.
{{/facts}}
`;

const runsMd = `
## Runs

| Run | Start | Length | Purpose | Events | Beam, nA |{{#columns}} {{name}} |{{/columns}} State | Quality | Comment |
| ---: | --- | ---: | --- | ---: | ---: |{{#columns}} ---: |{{/columns}} --- | --- | --- |
{{#runs}}
| {{run}} | {{start}} | {{length}} | {{purpose}} | {{events}} | {{beam}} |{{#computed}} {{text}} |{{/computed}} {{state}} | {{quality}} | {{comment}} |
{{/runs}}
`;

const changesMd = `
## Changes of the configuration

{{#changes}}
### Run {{run}}, since run {{since}}

{{#list}}
- {{text}}
{{/list}}

{{/changes}}
{{^changes}}
None.

{{/changes}}
`;

const filesMd = `## Files

{{#files}}
- {{path}}: version {{version}}, {{size}}
{{/files}}
{{^files}}
None.
{{/files}}

`;

const logMd = `## Log

{{#log}}
- {{when}}, {{who}}{{#run}}, run {{run}}{{/run}}: {{text}}
{{/log}}
{{^log}}
No records by people.
{{/log}}
{{#notes}}

{{text}}
{{/notes}}
`;

const style = `
    :root { color-scheme: light dark; }
    body { max-width: 60em; margin: 2em auto; padding: 0 1em; font: 15px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6em; margin: 0 0 .2em; } h2 { font-size: 1.2em; margin: 1.6em 0 .4em; } h3 { font-size: 1em; margin: 1em 0 .2em; }
    .head { color: GrayText; margin: 0 0 1.2em; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1.2em; margin: 1em 0; }
    dt { color: GrayText; } dd { margin: 0; overflow-wrap: anywhere; }
    table { width: 100%; border-collapse: collapse; font-size: .9em; font-variant-numeric: tabular-nums; }
    th, td { padding: .2em .6em .2em 0; border-bottom: 1px solid #8884; text-align: left; vertical-align: top; }
    th { font-weight: 600; } td { overflow-wrap: anywhere; } .number { text-align: right; white-space: nowrap; } .computed { white-space: normal; overflow-wrap: anywhere; } .time { white-space: nowrap; } .purpose { min-width: 7.5em; } .comment { min-width: 11em; } table:has(.computed) :is(.purpose, .comment) { min-width: 0; }
    ul { margin: 0; padding-left: 1.2em; } li { overflow-wrap: anywhere; }
    @page { margin: 16mm 14mm; }
    @media print {
      :root { color-scheme: light; }
      body { max-width: none; margin: 0; padding: 0; font-size: 10pt; } table { font-size: 8pt; }
      thead { display: table-header-group; } tr, li, dd { break-inside: avoid; } h2, h3 { break-after: avoid; }
    }
`;

const headHtml = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{{title}}</title>
  <style>${style}  </style>
</head>
<body>
  <h1>{{title}}</h1>
  <p class="head">{{#from}}{{from}} – {{until}}, {{/from}}database {{database}}. Written {{written}}{{#by}} by {{by}}{{/by}}.</p>
{{#words}}
  <p>{{text}}</p>
{{/words}}
  <dl>
{{#facts}}
    <dt>{{name}}</dt><dd>{{value}}</dd>
{{/facts}}
  </dl>
`;

const runsHtml = `  <h2>Runs</h2>
  <table>
    <thead>
      <tr><th class="number">Run</th><th>Start</th><th class="number">Length</th><th>Purpose</th><th class="number">Events</th><th class="number">Beam, nA</th>{{#columns}}<th class="number computed">{{name}}</th>{{/columns}}<th>State</th><th>Quality</th><th>Comment</th></tr>
    </thead>
    <tbody>
{{#runs}}
      <tr><td class="number">{{run}}</td><td class="time">{{start}}</td><td class="number">{{length}}</td><td class="purpose">{{purpose}}</td><td class="number">{{events}}</td><td class="number">{{beam}}</td>{{#computed}}<td class="number">{{text}}</td>{{/computed}}<td class="time">{{state}}</td><td>{{quality}}</td><td class="comment">{{comment}}</td></tr>
{{/runs}}
    </tbody>
  </table>
`;

const changesHtml = `  <h2>Changes of the configuration</h2>
{{#changes}}
  <h3>Run {{run}}, since run {{since}}</h3>
  <ul>
{{#list}}
    <li>{{text}}</li>
{{/list}}
  </ul>
{{/changes}}
{{^changes}}
  <p>None.</p>
{{/changes}}
`;

const filesHtml = `  <h2>Files</h2>
  <ul>
{{#files}}
    <li>{{path}}: version {{version}}, {{size}}</li>
{{/files}}
  </ul>
{{^files}}
  <p>None.</p>
{{/files}}
`;

const logHtml = `  <h2>Log</h2>
  <ul>
{{#log}}
    <li><span class="time">{{when}}</span>, {{who}}{{#run}}, run {{run}}{{/run}}: {{text}}</li>
{{/log}}
  </ul>
{{^log}}
  <p>No records by people.</p>
{{/log}}
{{#notes}}
  <p>{{text}}</p>
{{/notes}}
</body>
</html>
`;

/** By what a report is of, and its format. */
export const builtInTemplates: Readonly<Record<"run" | "shift", Readonly<Record<ReportFormat, string>>>> = {
  run: {
    md: headMd + changesMd + filesMd + logMd,
    html: headHtml + changesHtml + filesHtml + logHtml,
  },
  shift: {
    md: headMd + runsMd + changesMd + logMd,
    html: headHtml + runsHtml + changesHtml + logHtml,
  },
};
