import { beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import type { LogFilter } from "../../../core/api/log.ts";
import { readLog } from "../../../core/log/log.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const everything: LogFilter = {
  run: null,
  user: null,
  since: null,
  until: null,
  text: null,
  before: null,
  limit: 100,
};

const content = {
  statements: [
    `INSERT INTO logs (id, table_ids, description, related_run, created, user_name) VALUES
      (1, 'runs_5', 'Made RUN 5', 5, '2016-02-17 23:59:59', 'hdops'),
      (2, NULL, NULL, NULL, NULL, NULL),
      (3, 'files_1 files_2', '100% of Größe', 5, '2016-02-18 00:00:00.000000', 'HDOPS'),
      (4, 'conditions_1', 'a_b', 6, '2016-02-18 13:26:01', 'marki')`,
  ],
};

describe.each(backends)("the log on $name", (backend) => {
  let connection: string;
  beforeAll(async () => {
    connection = await backend.create(content);
  });
  const read = async (filter: Partial<LogFilter>) =>
    readLog(await openForTest(connection), { ...everything, ...filter });

  test("records as they are, the newest first", async () => {
    const { records, more } = await read({});
    expect(records.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(more).toBe(false);
    expect(records[1]).toEqual({
      id: 3,
      tables: "files_1 files_2",
      description: "100% of Größe",
      run: 5,
      created: "2016-02-18 00:00:00",
      user: "HDOPS",
    });
    expect(records[2]).toEqual({
      id: 2,
      tables: null,
      description: null,
      run: null,
      created: null,
      user: null,
    });
  });

  test.each<[Partial<LogFilter>, number[]]>([
    [{ run: 5 }, [3, 1]],
    [{ run: 7 }, []],
    [{ user: "hdops" }, [1]],
    [{ since: "2016-02-18" }, [4, 3]],
    [{ until: "2016-02-17" }, [1]],
    [{ until: "2016-02-18" }, [4, 3, 1]],
    [{ since: "2016-02-17 23:59:59", until: "2016-02-18 00:00:00" }, [3, 1]],
    [{ since: "2016-02-18T13:26:01" }, [4]],
    [{ until: " 2016-02-18 13:26 " }, [3, 1]],
    [{ text: "run 5" }, [1]],
    [{ text: "GRÖSSE" }, []],
    [{ text: "GRÖß" }, [3]],
    [{ text: "%" }, [3]],
    [{ text: "_" }, [4]],
    [{ text: "", run: 6 }, [4]],
    [{ before: 3 }, [2, 1]],
    [{ before: 3, text: "a" }, [1]],
  ])("%j", async (filter, ids) => {
    expect((await read(filter)).records.map(({ id }) => id)).toEqual(ids);
  });

  test.each<[Partial<LogFilter>, number[], boolean]>([
    [{ limit: 2 }, [4, 3], true],
    [{ limit: 2, before: 3 }, [2, 1], false],
    [{ limit: 1, run: 5 }, [3], true],
    [{ limit: 1, text: "a", before: 4 }, [1], false],
    [{ limit: 1, text: "o" }, [3], false],
  ])("a page of %j", async (filter, ids, more) => {
    const page = await read(filter);
    expect([page.records.map(({ id }) => id), page.more]).toEqual([ids, more]);
  });

  test.each([{ since: "yesterday" }, { until: "2016-02-30" }, { since: "2016-02-17 25:00" }])(
    "%j is refused",
    async (filter) => {
      const failure = toFailure(await read(filter).catch((thrown: unknown) => thrown));
      expect(failure).toMatchObject({
        code: "bad_input",
        message: expect.stringMatching(/is not a time\. Write 2016-02-17/) as string,
      });
    },
  );

  test("a few among very many, page by page", async () => {
    const values = Array.from(
      { length: 12_000 },
      (_, at) => `(${at + 1}, '${at % 4000 === 7 ? "Wanted" : "x"}')`,
    );
    const many = { statements: [`INSERT INTO logs (id, description) VALUES ${values.join()}`] };
    const database = await openForTest(await backend.create(many));
    const first = await readLog(database, { ...everything, text: "wanted", limit: 2 });
    expect([first.records.map(({ id }) => id), first.more]).toEqual([[8008, 4008], true]);
    const second = await readLog(database, { ...everything, text: "wanted", limit: 2, before: 4008 });
    expect([second.records.map(({ id }) => id), second.more]).toEqual([[8], false]);
  });
});

test("fractions of seconds, which a file may hold and a server may not", async () => {
  const records = `(1, '2016-02-17 23:59:59.999999'), (2, '2016-02-18T13:26:01.5'), (3, '2016-02-18 13:26:01')`;
  const path = await sqlite.create({ statements: [`INSERT INTO logs (id, created) VALUES ${records}`] });
  const database = await openForTest(path);
  const idsOf = async (filter: Partial<LogFilter>) =>
    (await readLog(database, { ...everything, ...filter })).records.map(({ id }) => id);
  expect(await idsOf({ until: "2016-02-17" })).toEqual([1]);
  expect(await idsOf({ since: "2016-02-18 13:26:01.5" })).toEqual([2]);
  expect(await idsOf({ since: "2016-02-18", until: "2016-02-18 13:26:01" })).toEqual([3]);
});
