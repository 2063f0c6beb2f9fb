import { fieldsOf } from './fields.ts';

// An error of Node belongs to another realm inside a test's sandbox, so that `instanceof Error` does not hold there.

/** The message of an error; any other thrown value as a text. */
export function messageOf(error: unknown): string {
  const { message } = fieldsOf(error);
  return typeof message === 'string' ? message : String(error);
}

/** The code of an error of Node, such as `ENOENT`; undefined for an error without a code. */
export function codeOf(error: unknown): string | undefined {
  const { code } = fieldsOf(error);
  return typeof code === 'string' ? code : undefined;
}
