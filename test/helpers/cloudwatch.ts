import { localStageName } from '../../lambdas/env.ts';
import type { Resource } from '../../local/intrinsics.ts';
import type { Measured } from '../chaos/world.ts';

type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

interface AlarmMetric {
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: ReadonlyArray<{ readonly Name: string; readonly Value: string }>;
}

type Statistic = 'Maximum' | 'Sum' | 'Average';

interface AlarmProperties extends Partial<AlarmMetric> {
  readonly AlarmName: string;
  readonly Statistic?: Statistic;
  readonly Period?: number;
  /** Several metrics and an expression, in place of a single metric. */
  readonly Metrics?: ReadonlyArray<{
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: AlarmMetric; readonly Period: number; readonly Stat: Statistic };
  }>;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
}

/** A metric alarm as declared in the template. */
interface DeclaredAlarm {
  readonly id: string;
  readonly properties: AlarmProperties;
}

/** A composite alarm as declared in the template. */
interface DeclaredPage {
  readonly id: string;
  readonly name: string;
  /** Ids of the alarms that trigger it. */
  readonly anyOf: readonly string[];
  readonly rule: string;
  readonly text: string;
}

/** Returns the metric alarms of resolved templates. */
export const alarmsOf = (resources: ReadonlyMap<string, Resource>): DeclaredAlarm[] =>
  [...resources]
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .map(([id, { Properties }]) => ({ id, properties: Properties as unknown as AlarmProperties }));

/** Returns the composite alarms of resolved templates. */
export const pagesOf = (resources: ReadonlyMap<string, Resource>): DeclaredPage[] =>
  [...resources]
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::CompositeAlarm')
    .map(([id, { Properties }]) => ({
      id,
      name: String(Properties.AlarmName),
      anyOf: [...String(Properties.AlarmRule).matchAll(/\bALARM\("?[^")]*:([^":)]+)"?\)/g)].map(([, name]) => name!),
      rule: String(Properties.AlarmRule),
      text: String(Properties.AlarmDescription),
    }));

/** Returns the time series that an alarm evaluates: one metric, or the sum of several. */
export function seriesOf({ properties }: DeclaredAlarm) {
  const { Metrics, MetricName, Namespace, Dimensions, Statistic, Period } = properties;
  if (Metrics === undefined)
    return {
      metrics: [{ MetricName: MetricName!, Namespace: Namespace!, ...(Dimensions && { Dimensions }) }],
      statistic: Statistic!,
      periodMs: Period! * 1000,
    };
  const [expression, ...others] = Metrics.flatMap((metric) => metric.Expression ?? []);
  if (expression !== 'SUM(METRICS())' || others.length > 0) throw new Error(`the alarm looks at ${expression}`);
  const stats = Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);
  const metrics = stats.map(({ Metric }) => Metric);
  return { metrics, statistic: stats[0]!.Stat, periodMs: stats[0]!.Period * 1000 };
}

/**
 * Evaluates an alarm at a given time as CloudWatch does: over the last complete periods, each with the alarm's
 * statistic; periods without data are treated as the alarm declares.
 *
 * @param before previous state; a new alarm has insufficient data
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
function evaluate(
  alarm: DeclaredAlarm,
  measured: readonly Measured[],
  at: number,
  before: AlarmState = 'INSUFFICIENT_DATA',
): AlarmState {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, TreatMissingData } = alarm.properties;
  const points = dataPoints(alarm, measured, at);
  const bad = points.filter((value) => value !== undefined && isBreaching(alarm, value)).length;
  const missing = points.filter((value) => value === undefined).length;
  switch (TreatMissingData) {
    case 'breaching':
      return bad + missing >= DatapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return bad >= DatapointsToAlarm ? 'ALARM' : 'OK';
    default: {
      if (missing === EvaluationPeriods) return TreatMissingData === 'ignore' ? before : 'INSUFFICIENT_DATA';
      if (bad >= DatapointsToAlarm) return 'ALARM';
      if (bad + missing < DatapointsToAlarm) return 'OK';
      // There are too few periods with data: those decide, unless missing data keeps the state.
      return TreatMissingData === 'ignore' ? before : bad > 0 ? 'ALARM' : 'OK';
    }
  }
}

/** Returns the values of the last periods, newest first; undefined for a period without data. */
function dataPoints(alarm: DeclaredAlarm, measured: readonly Measured[], at: number): Array<number | undefined> {
  const { metrics, statistic, periodMs } = seriesOf(alarm);
  const end = Math.floor(at / periodMs) * periodMs;
  const series = metrics.map((metric) => measured.filter((entry) => isOf(entry, metric)));
  return Array.from({ length: alarm.properties.EvaluationPeriods }, (_, period) => {
    const [from, to] = [end - (period + 1) * periodMs, end - period * periodMs];
    const values = series
      .map((entries) => entries.filter((entry) => entry.at >= from && entry.at < to).map(({ value }) => value))
      .filter((inPeriod) => inPeriod.length > 0)
      .map((inPeriod) => statisticOf(statistic, inPeriod));
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
  });
}

function isBreaching({ properties: { ComparisonOperator, Threshold } }: DeclaredAlarm, value: number): boolean {
  switch (ComparisonOperator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold;
    case 'GreaterThanThreshold':
      return value > Threshold;
    case 'LessThanThreshold':
      return value < Threshold;
    default:
      throw new Error(`the alarm compares by ${ComparisonOperator}`);
  }
}

/**
 * Tells whether the rule of a composite alarm holds.
 *
 * @param stateOf returns the state of an alarm, by its id
 * @throws Error for a rule in an unknown form
 */
function holds(rule: string, stateOf: (id: string) => AlarmState | undefined): boolean {
  const tokens = rule.match(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\("?[^")]*"?\)|\bAND\b|\bOR\b|\bNOT\b|[()]/g) ?? [];
  const isNext = (token: string): boolean => tokens[0] === token && tokens.shift() !== undefined;
  const either = (): boolean => {
    let isTrue = both();
    while (isNext('OR')) isTrue = both() || isTrue;
    return isTrue;
  };
  const both = (): boolean => {
    let isTrue = single();
    while (isNext('AND')) isTrue = single() && isTrue;
    return isTrue;
  };
  const single = (): boolean => {
    if (isNext('NOT')) return !single();
    if (isNext('(')) {
      const isTrue = either();
      if (!isNext(')')) throw new Error(`a bracket stays open in ${rule}`);
      return isTrue;
    }
    const [, state, id] = /^(\w+)\("?[^")]*:([^":)]+)"?\)$/.exec(tokens.shift() ?? '') ?? [];
    if (id === undefined) throw new Error(`not understood: ${rule}`);
    return stateOf(id) === state;
  };
  const isTrue = either();
  if (tokens.length > 0) throw new Error(`not understood behind its end: ${rule}`);
  return isTrue;
}

/** Evaluates the alarms of a stage over time: CloudWatch does so every minute and runs actions on state changes. */
export class AlarmHistory {
  /** States by alarm id. */
  readonly states = new Map<string, AlarmState>();
  private readonly alarms: readonly DeclaredAlarm[];
  private readonly pages: readonly DeclaredPage[];

  constructor(resources: ReadonlyMap<string, Resource>) {
    this.alarms = alarmsOf(resources);
    this.pages = pagesOf(resources);
    for (const { id } of [...this.alarms, ...this.pages]) this.states.set(id, 'INSUFFICIENT_DATA');
  }

  /**
   * @returns ids of the alarms in ALARM, and ids of those that notify a person now, by an action on their new state
   */
  evaluate(measured: readonly Measured[], at: number): { readonly ringing: string[]; readonly calling: string[] } {
    const before = new Map(this.states);
    for (const alarm of this.alarms) this.states.set(alarm.id, evaluate(alarm, measured, at, before.get(alarm.id)));
    for (const { id, rule } of this.pages)
      this.states.set(id, holds(rule, (child) => this.states.get(child)) ? 'ALARM' : 'OK');
    const isChanged = (id: string): boolean => before.get(id) !== this.states.get(id);
    const lone = this.alarms.filter(({ id, properties }) => isChanged(id) && this.hasAction(id, properties));
    const paging = this.pages.filter(({ id }) => isChanged(id) && this.states.get(id) === 'ALARM');
    return {
      ringing: this.alarms.filter(({ id }) => this.states.get(id) === 'ALARM').map(({ id }) => id),
      calling: [...paging, ...lone].map(({ id }) => id),
    };
  }

  /** Tells whether an alarm has its own action on a state that means trouble. */
  private hasAction(id: string, { AlarmActions = [], InsufficientDataActions = [] }: AlarmProperties): boolean {
    const state = this.states.get(id);
    return (state === 'ALARM' ? AlarmActions : state === 'OK' ? [] : InsufficientDataActions).length > 0;
  }
}

/** Compares name and all dimensions, because CloudWatch matches metrics exactly. */
export function isOf(
  { name, dimensions }: Pick<Measured, 'name' | 'dimensions'>,
  { MetricName, Dimensions = [], Namespace }: AlarmMetric,
): boolean {
  const own: Readonly<Record<string, string>> = Namespace.startsWith('AWS/')
    ? dimensions
    : { service: 'postern', stage: localStageName, ...dimensions };
  return (
    name === MetricName &&
    Object.keys(own).length === Dimensions.length &&
    Dimensions.every(({ Name, Value }) => own[Name] === Value)
  );
}

function statisticOf(name: Statistic, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (name) {
    case 'Maximum':
      return Math.max(...values);
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
  }
}
