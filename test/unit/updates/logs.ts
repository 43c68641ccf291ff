/** Run logs for tests, in CODA's form. */

export interface TestLog {
  readonly run?: number | string;
  /** What stands in `<run-start>` beside the run number. */
  readonly start?: string;
  /** What stands in `<run-end>`; without it the run has not ended. */
  readonly end?: string | undefined;
  readonly comment?: string;
}

/** A log as text. */
export function runLog({ run = 10340, start = standardStart, end, comment }: TestLog = {}): string {
  const runEnd = end === undefined ? "" : `<run-end>${end}</run-end>\n`;
  const endComment = comment === undefined ? "" : `<end-comment>${comment}</end-comment>\n`;
  return `<coda runtype = "hd_all.tsg" session = "hdops">
<run-start>
<run-number>${run}</run-number>
${start}
</run-start>
${runEnd}${endComment}</coda>
`;
}

export function component(name: string, type: string, content = ""): string {
  return `<component name = "${name}" type = "${type}">${content}</component>`;
}

export const standardStart = `<start-time>02/17/16 13:26:01</start-time>
<out-file>undefined</out-file>
<components>
${component("ROCFDC11", "ROC", "<evt-rate>61.5</evt-rate><evt-number>123999</evt-number><out-file></out-file>")}
${component("ERsoftROC", "ER", "<data-rate>247.6</data-rate><out-file>/data/hd_rawdata_010340_001.evio</out-file>")}
</components>
<rtvs>
<rtv name = "%(config)" value = "/conf/TRG.conf"/>
<rtv name = "%(udl)" value = "cMsg://host?a&amp;b"/>
</rtvs>
<update-time>02/17/16 13:59:57</update-time>
<total-evt>2478918</total-evt>`;

export const standardEnd = "<end-time>02/17/16 14:20:00</end-time><total-evt>3000000</total-evt>";

/** A text, as UTF-8, or bytes in pieces. */
export async function* piecesOf(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  await Promise.resolve();
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
