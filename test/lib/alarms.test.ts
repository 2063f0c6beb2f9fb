import { readFileSync } from 'node:fs';
import { readMetricLine } from '../../cli/kpis.ts';
import { putEmbeddedMetric } from '../../lambdas/aws/metrics.ts';
import { metrics } from '../../lambdas/env.ts';
import { readResources } from '../../local/wiring.ts';
import { alarmsOf, isOf, pagesOf } from '../helpers/cloudwatch.ts';
import { localTemplates } from '../helpers/local-templates.ts';

const resources = readResources('http://127.0.0.1:1', await localTemplates());
const alarms = alarmsOf(resources);
const ours = alarms.filter(({ properties }) => properties.Namespace === 'Postern');

/** What a function prints when it puts a metric, with a value that an alarm names for each dimension. */
function linesOf(which: keyof typeof metrics): string[] {
  const lines: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write;
  const wanted = ours.filter(({ properties }) => properties.MetricName === metrics[which].name);
  for (const { properties } of wanted) {
    const dimensions = Object.fromEntries(
      (properties.Dimensions ?? []).filter(({ Name }) => Name !== 'service').map(({ Name, Value }) => [Name, Value]),
    );
    putEmbeddedMetric(which, 1, dimensions as never);
  }
  process.stdout.write = write;
  return lines;
}

describe('alarms of the template', () => {
  it('each find the line that the function prints, by its very name and dimensions', () => {
    const measured = (Object.keys(metrics) as Array<keyof typeof metrics>).flatMap(linesOf).flatMap(readMetricLine);

    expect(ours.length).toBeGreaterThan(15);
    for (const { id, properties } of ours) {
      const found = measured.find(({ metric, dimensions: { service, ...dimensions } }) =>
        isOf({ name: metric, dimensions }, properties),
      );
      expect([id, found?.value]).toEqual([id, 1]);
      expect(found?.dimensions.service).toBe('postern');
    }
  });

  it('each say what it means for people, and name an article that is there', () => {
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
      const [, impact, article] = /^(.{20,}\.) See docs\/runbook\.md#([\w-]+)$/.exec(text!) ?? [];
      expect([id, impact !== undefined]).toEqual([id, true]);
      expect(anchors).toContain(article);
    }
  });

  it('page a person for each of them, and for nothing twice', () => {
    const paged = pagesOf(resources).flatMap(({ anyOf }) => anyOf);

    expect(paged.toSorted()).toEqual(alarms.map(({ id }) => id).toSorted());
  });

  it('call before the promise is broken: unsubscribes from 90 seconds, bounces within five minutes', () => {
    const threshold = (name: string) => alarms.find(({ id }) => id.startsWith(`Alarms${name}`))!.properties.Threshold;

    expect(threshold('UnsubscribePendingAge')).toBeLessThanOrEqual(90);
    expect(threshold('BouncePendingAge')).toBeLessThan(300);
  });
});
