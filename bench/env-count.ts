import { readWholeNumber } from '../cli/option-values.ts';

/**
 * Reads the amount of work of a bench from an environment variable.
 *
 * @throws Error when the variable holds no whole number of at least one
 */
export function envCount(variable: string, standard: number): number {
  const text = process.env[variable];
  const count = text === undefined || text === '' ? standard : readWholeNumber(text, 1, 10_000_000);
  if (count === undefined) throw new Error(`${variable}: found "${text}", wants a whole number of at least 1`);
  return count;
}
