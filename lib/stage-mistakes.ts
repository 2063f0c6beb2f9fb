import * as z from 'zod';

/** One mistake of `stages.yaml`. */
export interface Mistake {
  /** Where in the file, from the stage's name on. */
  readonly path: readonly PropertyKey[];
  /** The value to write instead. */
  readonly message: string;
}

/** The mistakes that a schema found, one for each unknown key. */
export const mistakesOf = (error: z.ZodError | undefined): Mistake[] =>
  (error?.issues ?? []).flatMap(({ path, message, ...issue }): Mistake[] => {
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({ path: [...path, key], message }));
      case 'invalid_key':
        return issue.issues.map((inKey) => ({ path, message: inKey.message }));
      default:
        return [{ path, message }];
    }
  });

/** The line that reports a mistake: the key, what was found, what is wanted. */
export function lineOf({ path, message }: Mistake, json: unknown): string {
  const found = path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part],
    json,
  );
  return `  ${path.join('.') || '(file)'}: found ${found === undefined ? 'nothing' : JSON.stringify(found)}; ${message}`;
}

/** An object that has these keys and no others; one that it does not know is answered with those that it does. */
export function strict<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `no such key; wants one of ${keys}` : `wants an object with the keys ${keys}`,
  });
}

/** One of a few words. */
export const oneOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  z.enum(words, { error: `wants ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });

/** @param why what the least value is for */
export function whole(least: number, most: number, why?: string) {
  const error = `wants a whole number from ${least} to ${most}${why === undefined ? '' : `: ${why}`}`;
  return z.int({ error }).min(least, error).max(most, error);
}
