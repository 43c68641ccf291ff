const collator = new Intl.Collator("en", { numeric: true });

/** Compares names as people count: `ps_hv2` before `ps_hv10`, without regard to case. */
export function naturally(left: string, right: string): number {
  return collator.compare(left, right);
}
