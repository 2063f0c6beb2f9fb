// Decoders for values of unknown shape: parsed JSON, and templates.

/** The fields of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a value; none when it is not an object. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** The elements of a list; none when the value is not a list. */
export const elementsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects of a list; none when the value is not a list. */
export const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

/** The texts of a list; none when the value is not a list. */
export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
