/** Numbers of fields from which on a mapping is refused, and warned of: nobody can read a longer one. */
export const maxFields = 40;
export const warnFromFields = 25;
