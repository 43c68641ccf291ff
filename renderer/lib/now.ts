/** The time of day, as a date that nobody changes. */
export const now = (): Date => new Date();
