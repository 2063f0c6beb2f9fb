import { readFileSync } from 'node:fs';
import { createEmbeddedMetrics } from '../../lambdas/aws/metrics.ts';
import { metrics } from '../../lambdas/env.ts';
import { readMetricLine } from '../../lambdas/operations/measurements.ts';
import { functionMetadata } from '../../lib/function-metadata.ts';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';
import type { Measured } from '../chaos/world.ts';
import { AlarmHistory, alarmsOf, isOf, pagesOf, seriesOf } from '../helpers/cloudwatch.ts';
import { localTemplates } from '../helpers/local-templates.ts';

const resources = readResources('http://127.0.0.1:1', await localTemplates());
const alarms = alarmsOf(resources);
const ours = alarms.filter(({ properties }) => properties.Namespace === 'Postern');

/** The lines that are printed meanwhile. */
function printed(run: () => void): string[] {
  const lines: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write;
  try {
    run();
  } finally {
    process.stdout.write = write;
  }
  return lines;
}

/** The lines of a function that puts a metric, with a value that an alarm names for each dimension. */
const linesOf = (which: keyof typeof metrics): string[] =>
  printed(() => {
    const putMetric = createEmbeddedMetrics({});
    const wanted = ours.filter(({ properties }) => properties.MetricName === metrics[which].name);
    for (const { properties } of wanted) {
      const dimensions = Object.fromEntries(
        (properties.Dimensions ?? [])
          .filter(({ Name }) => Name !== 'service' && Name !== 'stage')
          .map(({ Name, Value }) => [Name, Value]),
      );
      putMetric(which, 1, dimensions as never);
    }
  });

describe('alarms of the template', () => {
  it('each find the line that the function prints, by its very name and dimensions', () => {
    const measured = (Object.keys(metrics) as Array<keyof typeof metrics>).flatMap(linesOf).flatMap(readMetricLine);

    expect(ours.length).toBeGreaterThan(15);
    for (const alarm of ours) {
      const [wanted] = seriesOf(alarm).metrics;
      const found = measured.find(({ metric, dimensions: { service, stage, ...dimensions } }) =>
        isOf({ name: metric, dimensions }, wanted!),
      );
      expect([alarm.id, found?.value]).toEqual([alarm.id, 1]);
      expect(found?.dimensions).toMatchObject({ service: 'postern', stage: 'local' });
    }
  });

  it('each say its level and what it means for people, and name an article that is there', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .trim()
        .replace(/\s+/g, '-'),
    );
    const texts = [
      ...alarms.map(({ id, properties }) => [id, properties.AlarmDescription]),
      ...pagesOf(resources).map(({ id, text }) => [id, text]),
    ];

    for (const [id, text] of texts) {
      const [, impact, article] = /^Level [123]\. (.{20,}\.) See docs\/runbook\.md#([\w-]+)$/.exec(text!) ?? [];
      expect([id, impact !== undefined]).toEqual([id, true]);
      expect(anchors).toContain(article);
    }
  });

  it('page a person for each of them, and for nothing twice', () => {
    const paged = pagesOf(resources).flatMap(({ anyOf }) => anyOf);

    expect(paged.toSorted()).toEqual(alarms.map(({ id }) => id).toSorted());
  });

  it('watch the errors and the throttles of every function', () => {
    // CDK's own function that empties buckets runs only when a stage is destroyed.
    const functions = [...resources]
      .filter(
        ([, { Type, Metadata }]) => Type === 'AWS::Lambda::Function' && Metadata?.[functionMetadata] !== undefined,
      )
      .map(([id]) => id);
    const watched = (name: string) =>
      alarms.flatMap(({ properties }) =>
        properties.MetricName === name ? (properties.Dimensions ?? []).map(({ Value }) => Value) : [],
      );

    expect(functions.length).toBeGreaterThan(8);
    expect(watched('Errors').toSorted()).toEqual(functions.toSorted());
    expect(watched('Throttles').toSorted()).toEqual(functions.toSorted());
  });

  it('call before the promise is broken: unsubscribes from 90 seconds, bounces within five minutes', () => {
    const threshold = (name: string) => alarms.find(({ id }) => id.startsWith(`Alarms${name}`))!.properties.Threshold;

    expect(threshold('UnsubscribePendingAge')).toBeLessThanOrEqual(90);
    expect(threshold('BouncePendingAge')).toBeLessThan(300);
  });
});

const minuteMs = 60_000;
const dayMinutes = 1440;
const start = Date.UTC(2026, 10, 20);

/** The metrics of a stage with a heartbeat between two minutes. */
interface Life {
  readonly from: number;
  readonly until: number;
  /** Minutes from beat to beat. */
  readonly every: number;
  readonly idle: boolean;
}

/** The metrics of a healthy heartbeat: the canary's from its second beat on. */
const beat = ({ from, idle }: Life, minute: number): Array<Omit<Measured, 'at'>> =>
  idle
    ? [{ name: 'Problems', value: 0, dimensions: {} }]
    : [
        { name: 'Heartbeat', value: 1, dimensions: {} },
        ...['unsubscribe', 'bounce', 'complaint', 'conversation'].map((kind) => ({
          name: 'OldestPendingAgeSeconds',
          value: 0,
          dimensions: { kind },
        })),
        ...(minute === from
          ? []
          : ['parse', 'sink', 'suppress'].map((hop) => ({ name: 'CanaryAgeSeconds', value: 0, dimensions: { hop } }))),
      ];

/** The minutes in which somebody is called, by the name of what calls. */
function callsOf(life: Life, minutes: number): Array<[minute: number, name: string]> {
  const history = new AlarmHistory(readResources('http://127.0.0.1:1', synthesize({ ...localStage, idle: life.idle })));
  const measured: Measured[] = [];
  const calls: Array<[number, string]> = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const isAlive = minute >= life.from && minute < life.until && (minute - life.from) % life.every === 0;
    if (isAlive) for (const entry of beat(life, minute)) measured.push({ ...entry, at: start + minute * minuteMs });
    const recent = measured.slice(-60);
    for (const id of history.evaluate(recent, start + (minute + 1) * minuteMs + 1).calling)
      calls.push([minute, /^Alarms(\w+?)[0-9A-F]{8}$/.exec(id)?.[1] ?? id]);
  }
  return calls;
}

describe.each([
  { profile: 'full', idle: false, every: 1, latest: 5, silent: 'Silent' },
  { profile: 'idle', idle: true, every: 5, latest: 30, silent: 'Problems' },
])('a stage of the profile $profile', ({ idle, every, latest, silent }) => {
  it.each([
    { title: 'its first beat', from: 2 * 60 },
    { title: 'its first beat in the very minute of its deployment', from: 0 },
  ])('pages nobody before or at $title', ({ from }) => {
    expect(callsOf({ from, until: from + 60, every, idle }, from + 60)).toEqual([]);
  });

  it('pages nobody while it has never been alive', () => {
    expect(callsOf({ from: Number.POSITIVE_INFINITY, until: 0, every, idle }, 3 * 60)).toEqual([]);
  });

  it('pages in time when the heartbeat dies after a day', () => {
    const calls = callsOf({ from: 10, until: dayMinutes, every, idle }, dayMinutes + 60);
    const [minute = 0] = calls.find(([, name]) => name === silent) ?? [];

    expect(calls.every(([at]) => at >= dayMinutes)).toBe(true);
    expect(minute - dayMinutes).toBeLessThanOrEqual(latest);
    expect(minute).toBeGreaterThan(0);
  });

  it('pages somebody for each alarm, by itself or by its page', () => {
    const all = readResources('http://127.0.0.1:1', synthesize({ ...localStage, idle }));
    const paged = new Set(pagesOf(all).flatMap(({ anyOf }) => anyOf));

    for (const { id, properties } of alarmsOf(all))
      expect([id, paged.has(id) || (properties.AlarmActions ?? []).length > 0]).toEqual([id, true]);
  });
});

describe.each([
  { profile: 'full', settings: {} },
  { profile: 'full, with data that is retained', settings: { retain: true, objectLock: true } },
  { profile: 'idle', settings: { idle: true } },
])('the alarms of the profile $profile', ({ settings }) => {
  const all = readResources('http://127.0.0.1:1', synthesize({ ...localStage, ...settings }));

  it('watch no metric twice', () => {
    const watched = alarmsOf(all).flatMap((alarm) => {
      const { metrics: series, statistic } = seriesOf(alarm);
      return series.map((metric) => JSON.stringify([statistic, metric]));
    });

    expect(watched.length).toBeGreaterThan(15);
    expect(watched.filter((metric, index) => watched.indexOf(metric) !== index)).toEqual([]);
  });

  it('have no two pages with the same rule', () => {
    const rules = pagesOf(all).map(({ rule }) => rule);

    expect(new Set(rules).size).toBe(rules.length);
  });
});

describe('the idle profile', () => {
  const idle = readResources('http://127.0.0.1:1', synthesize({ ...localStage, idle: true }));

  it('has one alarm for each kind of trouble, no page beside them and no dashboard', () => {
    expect(alarmsOf(idle).map(({ properties }) => properties.AlarmName)).toEqual(
      ['Problems', 'DeadLetters', 'TrailLate', 'Errors', 'Throttles'].map((name) => `postern-local-${name}`),
    );
    expect([...idle.values()].filter(({ Type }) => /Composite|Dashboard/.test(Type))).toEqual([]);
  });

  it('watches all dead letters, the errors of every function that runs between deployments, and throttles that nothing else shows', () => {
    const series = alarmsOf(idle).map((alarm) => seriesOf(alarm).metrics);

    expect(series.map((metrics) => metrics.length)).toEqual([1, 7, 1, 10, 2]);
  });

  it('measures nothing but the problems that its heartbeat finds', () => {
    const putMetric = createEmbeddedMetrics({ POSTERN_PROFILE: 'idle', POSTERN_STAGE: 'dev' });
    const lines = printed(() => {
      putMetric('heartbeat', 1, {});
      putMetric('problems', 2, {});
    });

    expect(lines.flatMap(readMetricLine).map(({ at, ...entry }) => entry)).toEqual([
      { metric: 'Problems', value: 2, dimensions: { service: 'postern', stage: 'dev' } },
    ]);
  });
});

describe('what the docs say of the alarms', () => {
  const numbers: Readonly<Record<string, number>> = { five: 5, eleven: 11 };
  const count = (word: string | undefined): number => numbers[word ?? ''] ?? Number(word);
  const doc = (name: string): string => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
  /** Without its line breaks. */
  const flowing = (name: string): string => doc(name).replace(/\s+/g, ' ');
  const countsOf = (settings: Partial<typeof localStage>) => {
    const stage = { ...localStage, console: { enabled: false }, ...settings };
    const all = readResources('http://127.0.0.1:1', synthesize(stage));
    const notices = [...all.values()].filter(({ Properties }) => Array.isArray(Properties.OKActions)).length;
    return { alarms: alarmsOf(all).length, pages: pagesOf(all).length, notices };
  };
  const [full, kept, idle] = [{}, { retain: true, objectLock: true }, { idle: true }].map(countsOf);

  it('is how many a stage has, in each profile', () => {
    const [, few, many, pages, retained] =
      /(\w+) alarms instead of (\d+) with (\w+) pages \((\d+) where data is retained/.exec(flowing('configuration')) ??
      [];

    expect([idle, full, kept]).toMatchObject([
      { alarms: count(few), pages: 0 },
      { alarms: count(many), pages: count(pages) },
      { alarms: count(retained), pages: count(pages) },
    ]);
  });

  it('is two more for the function behind the console', () => {
    expect(flowing('configuration')).toContain('the console adds two');
    expect(countsOf({ console: { enabled: true } })).toMatchObject({ alarms: full!.alarms + 2, pages: full!.pages });
  });

  it('is how many tell that they are OK when they are made', () => {
    const [, pages, few] = /its (\d+) pages \((\d+) in an idle stage\)/.exec(flowing('runbook')) ?? [];

    expect([full?.notices, kept?.notices, idle?.notices]).toEqual([count(pages), count(pages), count(few)]);
  });

  it('is a filter that lets every notice through but that of a new alarm', () => {
    const [, attributes = ''] = /--attributes \\\s+'(.+)'/.exec(doc('runbook')) ?? [];
    const { FilterPolicyScope, FilterPolicy } = JSON.parse(attributes) as Record<string, string>;
    const { $or } = JSON.parse(FilterPolicy!) as { $or: Array<Record<string, string[]>> };
    const states = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
    const dropped = states
      .flatMap((OldStateValue) =>
        states.map((NewStateValue): Record<string, string> => ({ OldStateValue, NewStateValue })),
      )
      .filter(({ OldStateValue, NewStateValue }) => OldStateValue !== NewStateValue)
      .filter(
        (body) => !$or.some((part) => Object.entries(part).every(([name, claimed]) => claimed.includes(body[name]!))),
      );

    expect(FilterPolicyScope).toBe('MessageBody');
    expect(dropped).toEqual([{ OldStateValue: 'INSUFFICIENT_DATA', NewStateValue: 'OK' }]);
  });
});
