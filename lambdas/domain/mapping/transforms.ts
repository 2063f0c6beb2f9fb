import { snippetOf } from '../mail/text.ts';
import { isList, type SourceValue } from './sources.ts';

type Transform = (value: SourceValue) => SourceValue | undefined;

/** A transform of a text, or of each text in a list; other values pass. */
const onText =
  (change: (text: string) => string | undefined): Transform =>
  (value) => {
    if (isList(value)) return value.flatMap((text) => change(text) ?? []);
    return typeof value === 'string' ? change(value) : value;
  };

/** Transforms of a value, applied one after the other. The list is closed: a mapping is data and never code. */
const transforms = {
  trim: onText((text) => text.trim()),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  capitalize: onText((text) => text.charAt(0).toUpperCase() + text.slice(1)),
  'first-line': onText((text) => text.trim().split('\n')[0]),
  'first-word': onText((text) => text.trim().split(/\s+/)[0]),
  snippet: onText((text) => snippetOf(text)),
  date: onText((text) => (Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString().slice(0, 10))),
  'epoch-ms': (value) => (Number.isNaN(Date.parse(String(value))) ? undefined : Date.parse(String(value))),
  number: (value) => (Number.isFinite(Number(value)) && value !== '' ? Number(value) : undefined),
  percent: (value) => (typeof value === 'number' ? Math.round(value * 100) : undefined),
  boolean: (value) => !(value === false || value === 0 || value === 'false' || value === ''),
  first: (value) => (isList(value) ? value[0] : value),
  count: (value) => (isList(value) ? value.length : 1),
  comma: (value) => (isList(value) ? value.join(', ') : value),
  semicolon: (value) => (isList(value) ? value.join(';') : value),
} as const satisfies Record<string, Transform>;

type TransformName = keyof typeof transforms;
export const transformNames = Object.keys(transforms) as [TransformName, ...TransformName[]];

const transformOf: Readonly<Record<TransformName, Transform>> = transforms;

/** Applies transforms in their order; absent when one of them gives no value. */
export function transformValue(
  value: SourceValue | undefined,
  names: readonly TransformName[],
): SourceValue | undefined {
  return names.reduce<SourceValue | undefined>(
    (current, name) => (current === undefined ? undefined : transformOf[name](current)),
    value,
  );
}
