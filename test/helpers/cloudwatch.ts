import type { Resource } from '../../local/template.ts';
import type { Measured } from '../chaos/world.ts';

export type AlarmState = 'OK' | 'ALARM';

interface AlarmProperties {
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: ReadonlyArray<{ readonly Name: string; readonly Value: string }>;
  readonly Statistic: 'Maximum' | 'Sum' | 'Average';
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: 'breaching' | 'notBreaching';
  readonly AlarmDescription: string;
}

/** An alarm as the template declares it. */
export interface DeclaredAlarm {
  readonly id: string;
  readonly properties: AlarmProperties;
}

/** The metric alarms of resolved templates. */
export const alarmsOf = (resources: ReadonlyMap<string, Resource>): DeclaredAlarm[] =>
  [...resources]
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .map(([id, { Properties }]) => ({ id, properties: Properties as unknown as AlarmProperties }));

/** The composite alarms of resolved templates, each with the ids of the alarms that it is any of. */
export const pagesOf = (
  resources: ReadonlyMap<string, Resource>,
): Array<{ id: string; anyOf: string[]; text: string }> =>
  [...resources]
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::CompositeAlarm')
    .map(([id, { Properties }]) => ({
      id,
      anyOf: [...String(Properties.AlarmRule).matchAll(/ALARM\("?[^")]*:alarm:([^":)]+)"?\)/g)].map(
        ([, name]) => name!,
      ),
      text: String(Properties.AlarmDescription),
    }));

/**
 * Evaluates an alarm at a time as CloudWatch does: the last whole periods, each by its statistic, where a period without
 * data counts as the alarm says.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarm-evaluation
 */
export function evaluate({ properties }: DeclaredAlarm, measured: readonly Measured[], at: number): AlarmState {
  const { Period, EvaluationPeriods, Threshold, ComparisonOperator, TreatMissingData, Statistic } = properties;
  const periodMs = Period * 1000;
  const end = Math.floor(at / periodMs) * periodMs;
  const series = measured.filter((entry) => isOf(entry, properties));
  const isBreaching = (value: number): boolean => {
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
  };
  for (let period = 0; period < EvaluationPeriods; period += 1) {
    const [from, to] = [end - (period + 1) * periodMs, end - period * periodMs];
    const values = series.filter((entry) => entry.at >= from && entry.at < to).map(({ value }) => value);
    const isBad = values.length === 0 ? TreatMissingData === 'breaching' : isBreaching(statistic(Statistic, values));
    if (!isBad) return 'OK';
  }
  return 'ALARM';
}

/** The very same name and dimensions: CloudWatch knows no likeness. */
export function isOf(
  { name, dimensions }: Pick<Measured, 'name' | 'dimensions'>,
  { MetricName, Dimensions = [], Namespace }: Pick<AlarmProperties, 'MetricName' | 'Dimensions' | 'Namespace'>,
): boolean {
  const own = Namespace === 'AWS/SQS' ? dimensions : { service: 'postern', ...dimensions };
  return (
    name === MetricName &&
    Object.keys(own).length === Dimensions.length &&
    Dimensions.every(({ Name, Value }) => own[Name as keyof typeof own] === Value)
  );
}

function statistic(name: AlarmProperties['Statistic'], values: readonly number[]): number {
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
