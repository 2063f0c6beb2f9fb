import { metrics } from '../env.ts';

/** One metric with one set of dimensions. */
export interface Kpi {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly count: number;
  readonly average: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly maximum: number;
}

/** The order in which the functions declare their metrics. */
export function inDeclaredOrder(kpis: readonly Kpi[]): Kpi[] {
  const order: readonly string[] = Object.values(metrics).map(({ name }) => name);
  return kpis.toSorted(
    (a, b) => order.indexOf(a.metric) - order.indexOf(b.metric) || nameOf(a).localeCompare(nameOf(b)),
  );
}

/** A metric with its dimensions, for a line. */
export const nameOf = ({ metric, dimensions }: Kpi): string => [metric, ...Object.values(dimensions)].join(' ');
