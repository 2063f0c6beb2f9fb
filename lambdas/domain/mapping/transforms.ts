import { snippetOf } from '../mail/text.ts';
import type { SourceValue } from './sources.ts';

type Transform = (value: SourceValue) => SourceValue | undefined;

const onText =
  (change: (text: string) => SourceValue | undefined): Transform =>
  (value) =>
    typeof value === 'string'
      ? change(value)
      : Array.isArray(value)
        ? (value as string[]).flatMap((one) => (change(one) as string) ?? [])
        : value;

/** What a mapping can do with a value, one after the other. A list that is closed: a mapping is data and never code. */
export const transforms = {
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
  first: (value) => (Array.isArray(value) ? (value as string[])[0] : value),
  count: (value) => (Array.isArray(value) ? value.length : 1),
  comma: (value) => (Array.isArray(value) ? value.join(', ') : value),
  semicolon: (value) => (Array.isArray(value) ? value.join(';') : value),
} as const satisfies Record<string, Transform>;

export type TransformName = keyof typeof transforms;
export const transformNames = Object.keys(transforms) as [TransformName, ...TransformName[]];

/** Applies transforms in their order; absent when one of them has nothing to say. */
export function transformValue(
  value: SourceValue | undefined,
  names: readonly TransformName[],
): SourceValue | undefined {
  return names.reduce<SourceValue | undefined>(
    (current, name) => (current === undefined ? undefined : (transforms as Record<string, Transform>)[name]!(current)),
    value,
  );
}
