/** What a row of a database shows, whatever else is known of it. */
export interface OpenableRow {
  readonly name: string;
  readonly location: string;
}
