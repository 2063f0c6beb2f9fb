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
