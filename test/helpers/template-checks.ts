import { entryMetadata } from '../../lib/function-metadata.ts';
import { createDecider } from '../../local/iam/decider.ts';
import type { ServiceEdge } from '../../local/iam/edge.ts';
import { readPolicies } from '../../local/iam/policies.ts';
import { serviceEdges } from '../../local/iam/service-edges.ts';
import type { Simulate } from '../../local/iam/simulator.ts';
import type { Resource } from '../../local/intrinsics.ts';
import { pagesOf } from './cloudwatch.ts';

// Checks for errors that no schema reports and only a deployment would show. Each check takes resolved resources and
// returns one line for each problem, so that a test can pass made-up resources.

type Resources = ReadonlyMap<string, Resource>;

/** Returns the metric alarms, by their logical ids. */
const alarmsOf = (resources: Resources): Array<readonly [id: string, properties: Resource['Properties']]> =>
  [...resources]
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .map(([id, { Properties }]) => [id, Properties]);

/**
 * Finds alarms that notify nobody: those without an action of their own or of a page that contains them, with disabled
 * actions, or with a topic of the template that does not let CloudWatch publish, by its own policy or that of its key.
 *
 * A topic outside the template is not checked, because its owner grants the permission.
 *
 * @param simulate evaluates the policies
 */
export async function silentAlarms(resources: Resources, simulate: Simulate): Promise<string[]> {
  const policies = readPolicies(resources);
  const decide = createDecider(policies, simulate);
  const edges = Map.groupBy(
    serviceEdges(resources, policies.keyOf).filter(({ principal }) => principal.name === 'cloudwatch.amazonaws.com'),
    ({ call }) => call.context?.['aws:SourceArn']?.split(':').at(-1) ?? '',
  );
  const denied = async ({ principal, call }: ServiceEdge): Promise<string[]> =>
    !isOfTemplate(resources, call.resource) || (await decide(principal, call)).isAllowed
      ? []
      : [`${principal.name} ${call.action} ${call.resource.split(/[:/]/).at(-1)} is denied`];
  const pages = pagesOf(resources);
  const problems = alarmsOf(resources).map(async ([id]) => {
    const ringing = [id, ...pages.filter(({ anyOf }) => anyOf.includes(id)).map((page) => page.id)].filter((alarm) => {
      const { AlarmActions, ActionsEnabled } = resources.get(alarm)!.Properties;
      return Array.isArray(AlarmActions) && AlarmActions.length > 0 && String(ActionsEnabled) !== 'false';
    });
    if (ringing.length === 0) return [`${id}: has no action, and is part of no page that has one`];
    const denials = await Promise.all(ringing.flatMap((alarm) => edges.get(alarm) ?? []).map(denied));
    return denials.flat().map((problem) => `${id}: ${problem}`);
  });
  return (await Promise.all(problems)).flat();
}

const isOfTemplate = (resources: Resources, arn: string): boolean => resources.has(arn.split(/[:/]/).at(-1)!);

/** A metric of CloudWatch or of ours, with its dimensions. */
interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: ReadonlyArray<{ readonly Name: string; readonly Value: unknown }>;
}

/** Returns the metrics that an alarm evaluates: its own, or those of its expression. */
function metricsOf(properties: Resource['Properties']): Metric[] {
  const queries = (properties.Metrics ?? []) as ReadonlyArray<{ readonly MetricStat?: { readonly Metric: Metric } }>;
  return [properties as Metric, ...queries.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))];
}

/**
 * Finds functions of ours that could fail or be throttled for long without an alarm.
 *
 * @param exempt prefixes of logical ids of functions with a waiting caller, who sees the failure
 */
export function unwatchedFunctions(resources: Resources, exempt: readonly string[] = []): string[] {
  const watched = alarmsOf(resources).flatMap(([, properties]) => metricsOf(properties));
  const isWatched = (id: string, name: string): boolean =>
    watched.some(
      ({ Namespace, MetricName, Dimensions = [] }) =>
        Namespace === 'AWS/Lambda' &&
        MetricName === name &&
        Dimensions.some(({ Name, Value }) => Name === 'FunctionName' && Value === id),
    );
  return [...resources]
    .filter(([, { Type, Metadata }]) => Type === 'AWS::Lambda::Function' && Metadata?.[entryMetadata] !== undefined)
    .filter(([id]) => !exempt.some((beginning) => id.startsWith(beginning)))
    .flatMap(([id]) =>
      ['Errors', 'Throttles'].filter((name) => !isWatched(id, name)).map((name) => `${id}: has no alarm on ${name}`),
    );
}

/** Finds metrics of ours that need an alarm and have none. */
export function unwatchedMetrics(resources: Resources, names: readonly string[]): string[] {
  const watched = new Set(
    alarmsOf(resources).flatMap(([, properties]) => metricsOf(properties).map((metric) => metric.MetricName)),
  );
  return names.filter((name) => !watched.has(name)).map((name) => `${name}: no alarm looks at it`);
}

/** The templates of one stage. */
interface StageTemplates {
  readonly stage: string;
  readonly templates: ReadonlyArray<{
    readonly Outputs?: Readonly<Record<string, { readonly Export?: { readonly Name: unknown } }>>;
  }>;
}

/**
 * Finds names under which more than one stage exports a value: they are unique in a region of an account.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export function sharedExports(stages: readonly StageTemplates[]): string[] {
  const claims = stages.flatMap(({ stage, templates }) =>
    templates
      .flatMap(({ Outputs = {} }) => Object.values(Outputs))
      .flatMap(({ Export }) => (Export === undefined ? [] : [{ stage, name: JSON.stringify(Export.Name) }])),
  );
  return [...Map.groupBy(claims, ({ name }) => name)]
    .map(([name, all]) => [name, new Set(all.map(({ stage }) => stage))] as const)
    .filter(([, owners]) => owners.size > 1)
    .map(([name, owners]) => `${[...owners].join(' and ')} both export ${name}`);
}
