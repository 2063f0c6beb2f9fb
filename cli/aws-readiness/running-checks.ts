import type { EventSourceFact, Facts, FunctionFact, RunningFacts } from './facts.ts';
import { type Finding, problem, remark, restoreApp } from './finding.ts';
import { pageFindings } from './page-checks.ts';

/** Functions that run by the clock, by their folder under `lambdas/`. */
export const scheduledStages = ['heartbeat', 'redrive', 'sweep'] as const;

/**
 * When AWS ends the support of a runtime.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const supportedUntil: Readonly<Record<string, string>> = {
  'nodejs18.x': '2025-09-01',
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
};
const noticeMs = 180 * 86_400_000;

/** Functions, what starts them, and who is called when they fail. */
export function runningFindings({ deployment, running, now }: Facts): Finding[] {
  if (running === undefined) return [];
  const restore = restoreApp(deployment.stage);
  return [
    ...running.functions.flatMap((entry) => functionFindings(entry, now, restore)),
    ...concurrencyFindings(running),
    ...running.eventSources.flatMap((source) => eventSourceFindings(source, running.functions, restore)),
    ...scheduleFindings(running, restore),
    ...pageFindings(deployment, running, now),
  ];
}

function functionFindings({ name, configuration, reserved }: FunctionFact, now: Date, restore: string): Finding[] {
  if (configuration === undefined) return [];
  if (configuration.value === undefined) return [problem('function-missing', `there is no function ${name}`, restore)];
  const { state, lastUpdate, runtime } = configuration.value;
  const findings: Finding[] = [];
  // Lambda wakes an inactive function with its next call.
  if (state !== 'Active' && state !== 'Inactive')
    findings.push(
      problem(
        'function-not-active',
        `the function ${name} is not ready (${state})`,
        `see why: aws lambda get-function-configuration --function-name ${name}; then ${restore}`,
      ),
    );
  if (lastUpdate !== 'Successful' && lastUpdate !== 'InProgress')
    findings.push(
      problem(
        'function-update-failed',
        `the last update of the function ${name} did not succeed (${lastUpdate})`,
        restore,
      ),
    );
  if (reserved?.value === 0)
    findings.push(
      problem(
        'function-stopped',
        `the function ${name} may not run: its reserved concurrency is 0, as the console's Throttle sets it`,
        `aws lambda delete-function-concurrency --function-name ${name}; or ${restore}`,
      ),
    );
  const end = Date.parse(supportedUntil[runtime] ?? '');
  if (end - now.getTime() < noticeMs)
    findings.push(
      (end < now.getTime() ? problem : remark)(
        'runtime-deprecated',
        `AWS supports the runtime ${runtime} of the function ${name} until ${supportedUntil[runtime]}`,
        'update Postern and deploy again',
      ),
    );
  return findings;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function concurrencyFindings({ functions, eventSources, concurrency }: RunningFacts): Finding[] {
  if (concurrency === undefined) return [];
  const reservedOf = new Map(functions.map(({ name, reserved }) => [name, reserved?.value ?? 0]));
  const reserved = [...reservedOf.values()].reduce((sum, entry) => sum + entry, 0);
  const unreserved = eventSources
    .flatMap(({ mappings }) => mappings?.value ?? [])
    .filter(({ functionName }) => !reservedOf.get(functionName))
    .reduce((sum, { most = 0 }) => sum + most, 0);
  const wanted = reserved + unreserved;
  if (wanted <= concurrency.value) return [];
  return [
    problem(
      'concurrency-short',
      `the account runs ${concurrency.value} Lambda executions at once, and this stage may want ${wanted}: unsubscribes wait behind mail when it is busy`,
      'ask for 1,000: Service Quotas, AWS Lambda, Concurrent executions (L-B99A9384)',
    ),
  ];
}

/** States in which an event source hands out nothing, and will not by itself. */
const unreadStates = ['Disabled', 'Disabling', 'Deleting'];

function eventSourceFindings(
  { queue, stage, mappings }: EventSourceFact,
  functions: readonly FunctionFact[],
  restore: string,
): Finding[] {
  if (mappings === undefined) return [];
  const name = functions.find((entry) => entry.stage === stage)?.name;
  const own = mappings.value.filter(({ functionName }) => functionName === name);
  if (own.length === 0)
    return [problem('event-source-missing', `no event source lets ${stage} read the queue ${queue}`, restore)];
  const states = own.map(({ state }) => state);
  if (!states.every((state) => unreadStates.includes(state))) return [];
  return [
    problem(
      'event-source-disabled',
      `${stage} does not read the queue ${queue}: its event source is ${states[0]?.toLowerCase()}`,
      `enable it: Lambda console, ${name}, Configuration, Triggers; docs/runbook.md#mail-waits`,
    ),
  ];
}

function scheduleFindings({ functions, schedules }: RunningFacts, restore: string): Finding[] {
  if (schedules === undefined) return [];
  return scheduledStages.flatMap((stage) => {
    const name = functions.find((entry) => entry.stage === stage)?.name;
    const own = schedules.value.filter(({ functionName }) => functionName === name);
    if (own.length === 0) return [problem('schedule-missing', `no schedule starts ${stage}`, restore)];
    if (own.some(({ isEnabled }) => isEnabled)) return [];
    return [
      problem(
        'schedule-disabled',
        `the schedule that starts ${stage} is disabled`,
        'enable it: EventBridge console, Scheduler, Schedules',
      ),
    ];
  });
}
