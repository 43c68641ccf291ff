/** The longer texts of the help: they teach by examples. */
export const help = {
  connection: "SQLite file or connection string (or in RCDB_CONNECTION)",

  program: `
Examples:
  rcdb -c rcdb.sqlite info
  rcdb -c sqlite:////data/rcdb.sqlite ls beam
  export RCDB_CONNECTION=rcdb.sqlite
  rcdb select "@is_production and beam_current > 100" event_count beam_current
  rcdb select "beam_current > 100" event_count --runs 10000-20000 --format csv > runs.csv
  rcdb run 10340

Exit code: 0 fine, 2 bad input (a line on standard error says what), 1 a defect of rcdb.`,

  ls: `
Examples:
  rcdb ls                 all names
  rcdb ls beam            those that contain “beam”
  rcdb ls beam -l         with type and description`,

  select: `
Examples:
  rcdb select "event_count > 1000000"
  rcdb select "80 < beam_current < 120 and 'BCAL' in run_config" event_count,beam_current
  rcdb select "@is_production" event_count run_type --period RunPeriod-2018-08 --desc
  rcdb select "" started length --runs 10000-        all runs from 10000 on
  rcdb select --format json -- "-x > 3" x            -- before an expression that begins with -

started, finished and length (in seconds) can be shown like conditions. The table shows the first
60 characters of a text; csv, tsv and json write all of it.
A missing value is empty in table, csv and tsv, and null in json.`,

  run: `
Examples:
  rcdb run 10340
  rcdb run 10340 -c       only the conditions
  rcdb run 10340 -f       only the configuration files`,

  serve: `
Examples:
  rcdb -c rcdb.sqlite serve
  rcdb -c rcdb.sqlite serve --port 9000
  ssh -L 9000:localhost:8087 COMPUTER     to use one that runs on another computer

The database can be read, not changed. Ctrl-C ends it.`,
} as const;
