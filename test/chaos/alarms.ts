import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readMetricLine } from '../../lambdas/operations/measurements.ts';
import { readResources } from '../../local/wiring.ts';
import { AlarmHistory } from '../helpers/cloudwatch.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline } from '../helpers/pipeline.ts';
import type { Measured } from './world.ts';

// Evaluates the template's own alarms in real time, on the metrics that the running local pipeline prints.

const minuteMs = 60_000;
/** Time without a fault at the start: a new deployment has no metrics yet, and an alarm needs its periods. */
const calmMs = 4 * minuteMs;
/** An alarm that is not in ALARM this long after the break counts as missing. */
const timeoutMs = 14 * minuteMs;
const trafficEveryMs = 20_000;

/** The simulation silences its functions; this run needs their logs, because the metrics are in them. */
const withLogs = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };

interface Scenario {
  readonly name: string;
  readonly breaks?: (pipeline: Pipeline) => Promise<unknown>;
  /** Alarms that must ring. */
  readonly wanted: readonly string[];
  /** Sends no mail. */
  readonly isQuiet?: true;
}

const post =
  (path: string) =>
  ({ http }: Pipeline): Promise<Response> =>
    fetch(`http://127.0.0.1:${http}/sandbox/${path}`, { method: 'POST' });

const scenarios: readonly Scenario[] = [
  { name: 'a quiet hour without mail', isQuiet: true, wanted: [] },
  { name: 'sink is dead', breaks: post('fail/sink'), wanted: ['CanaryLostAtSink'] },
  {
    name: 'the event source of sink is disabled',
    breaks: post('disable/sink'),
    wanted: ['CanaryLostAtSink'],
  },
  {
    name: 'suppress is dead',
    breaks: post('fail/suppress'),
    wanted: ['UnsubscribePendingAge', 'CanaryLostAtSuppress'],
  },
  {
    name: 'the event source of suppress is disabled',
    breaks: post('disable/suppress'),
    wanted: ['UnsubscribePendingAge', 'CanaryLostAtSuppress'],
  },
  {
    name: 'the CRM is down',
    breaks: (pipeline) => pipeline.faults([{ match: '.*', action: '500' }]),
    wanted: ['UnsubscribePendingAge', 'CircuitOpen'],
  },
  { name: 'the heartbeat is dead', breaks: post('fail/heartbeat'), wanted: ['HeartbeatMissing'] },
  { name: 'the canary is lost', breaks: post('disable/parse'), wanted: ['CanaryLostAtParse'] },
];

interface AlarmReport {
  readonly name: string;
  /** Alarms that rang before the break; in a quiet hour, all alarms that rang. */
  readonly before: readonly string[];
  /** Seconds from the break to the alarm. */
  readonly rang: Readonly<Record<string, number>>;
  /** Alarms that should have rung and did not. */
  readonly missing: readonly string[];
}

/**
 * Runs one pipeline per scenario, side by side, and evaluates every alarm every five seconds.
 *
 * @param only words that the name of a scenario must contain
 */
export async function runAlarms(
  quietMinutes: number,
  onProgress: (over: number) => void,
  only = '',
): Promise<AlarmReport[]> {
  const reports: AlarmReport[] = [];
  const runs: Array<Promise<void>> = [];
  for (const scenario of scenarios.filter(({ name }) => name.includes(only))) {
    const pipeline = await startPipeline(undefined, withLogs);
    runs.push(
      runScenario(pipeline, scenario, quietMinutes * minuteMs)
        // In hours of real time, every call may come that a function may make.
        .finally(() => discard(pipeline, undefined, () => true))
        .then((report) => {
          reports.push(report);
          onProgress(reports.length);
        }),
    );
  }
  await Promise.all(runs);
  return reports.toSorted((a, b) => a.name.localeCompare(b.name));
}

async function runScenario(
  pipeline: Pipeline,
  { name, breaks, wanted, isQuiet }: Scenario,
  quietMs: number,
): Promise<AlarmReport> {
  const alarms = new AlarmHistory(readResources('http://127.0.0.1:1', await localTemplates()));
  const started = Date.now();
  const before = new Set<string>();
  const rang: Record<string, number> = {};
  let brokenAt: number | undefined;
  let sent = 0;
  const isOver = (): boolean => {
    if (breaks === undefined) return Date.now() - started > quietMs;
    return brokenAt !== undefined && (Date.now() - brokenAt > timeoutMs || wanted.every((alarm) => alarm in rang));
  };
  while (!isOver()) {
    if (isQuiet === undefined && Date.now() - started > sent * trafficEveryMs) {
      sent += 1;
      await sendTraffic(pipeline, sent);
    }
    if (breaks !== undefined && brokenAt === undefined && Date.now() - started > calmMs) {
      await breaks(pipeline);
      brokenAt = Date.now();
    }
    await wait(5_000);
    // CloudWatch would have no complete period in the first three minutes.
    if (Date.now() - started < 3 * minuteMs) continue;
    const measured = measuredBy(pipeline);
    for (const alarm of alarms.evaluate(measured, Date.now()).ringing) {
      const id = /^Alarms(\w+?)[0-9A-F]{8}$/.exec(alarm)?.[1] ?? alarm;
      if (brokenAt === undefined) before.add(id);
      else rang[id] ??= Math.round((Date.now() - brokenAt) / 1000);
    }
  }
  return { name, before: [...before], rang, missing: wanted.filter((alarm) => !(alarm in rang)) };
}

/** Reads the metrics that the functions printed, as CloudWatch reads them from their logs. */
function measuredBy({ dataDir }: Pipeline): Measured[] {
  const folder = join(dataDir, 'logs');
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .flatMap(readMetricLine)
    .map(({ at, metric, value, dimensions: { service, stage, ...dimensions } }) => ({
      at,
      name: metric,
      value,
      dimensions,
    }));
}

/** Sends two mails: a question from a new person, and an unsubscribe. */
async function sendTraffic({ smtp }: Pipeline, index: number): Promise<void> {
  const to = 'deals@inbound.localhost';
  for (const [from, subject] of [
    [`person${index}@company${index}.example`, 'A question'],
    [`leaver${index}@company${index}.example`, 'unsubscribe'],
  ] as const) {
    const raw = Buffer.from(
      [
        `From: ${from}`,
        `To: ${to}`,
        `Subject: ${subject}`,
        `Message-ID: <${index}.${from}>`,
        '',
        subject.toLowerCase(),
        '',
      ].join('\r\n'),
    );
    await sendMail(smtp, { from, to: [to], raw });
  }
}
