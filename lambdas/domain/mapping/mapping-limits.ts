/** A mapping that nobody can read any more maps too much. */
export const maxFields = 40;
export const warnFromFields = 25;
