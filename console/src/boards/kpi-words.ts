import { sizeOf, spanOf } from '../time-words.ts';
import type { Kpi } from './contract.ts';

/** A value with its unit, as CloudWatch names units. */
export function figureOf(value: number, unit: string | undefined): string {
  if (!Number.isFinite(value)) return '–';
  const name = unit?.toLowerCase() ?? '';
  if (name === 'milliseconds' || name === 'ms') return spanOf(value);
  if (name === 'seconds' || name === 's') return spanOf(value * 1000);
  if (name === 'bytes') return sizeOf(value);
  if (name === 'percent' || name === '%') return `${plain(value)} %`;
  return plain(value);
}

/** At most three digits behind the point. */
const plain = (value: number): string => Number(value.toFixed(3)).toLocaleString('en');

/** The target of a figure in words; empty where it has none. */
export function targetTextOf({ target, unit }: Kpi): string {
  if (target === undefined) return '';
  if (typeof target === 'number') return `at most ${figureOf(target, unit)}`;
  return typeof target === 'string' ? target : (target.text ?? '');
}
