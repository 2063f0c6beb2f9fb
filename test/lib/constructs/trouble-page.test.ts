import { readFileSync } from 'node:fs';
import { metricsOf } from '../../../lib/constructs/our-metric.ts';
import { troublePage } from '../../../lib/constructs/trouble-page.ts';

const page = troublePage(metricsOf('prod'));
const watchOf = (id: string) => page.watches.find((watch) => watch.id === id);

describe('troublePage', () => {
  it('watches every kind of trouble once', () => {
    expect(page.watches.map(({ id }) => id)).toEqual([
      'ParseErrors',
      'AttachmentFailures',
      'CrmQuota',
      'CircuitOpen',
      'CrmOutage',
      'CrmConfiguration',
      'MappingDrift',
      'SignatureFailures',
      'ApiRefusals',
      'QuotaFailures',
      'UnprovenConsent',
      'Complaints',
      'SweepLate',
    ]);
  });

  it.each([
    ['CrmQuota', 'crm.errors', { class: 'quota' }, 100, 300],
    ['CrmConfiguration', 'crm.errors', { class: 'configuration' }, 1, 300],
    ['UnprovenConsent', 'consent.unproven', {}, 100, 3600],
    ['Complaints', 'complaints.worst', {}, 0.003, 300],
    ['SweepLate', 'sweep.age', {}, 3600, 60],
  ] as const)('%s rings at its threshold', (id, _name, dimensions, threshold, seconds) => {
    const { metric, ...watch } = watchOf(id)!;

    expect(watch.threshold).toBe(threshold);
    expect(metric.toMetricConfig().metricStat?.dimensions?.flatMap(({ name, value }) => [[name, value]])).toEqual(
      expect.arrayContaining([...Object.entries(dimensions), ['stage', 'prod']]),
    );
    expect(metric.toMetricConfig().metricStat?.period.toSeconds()).toBe(seconds);
  });

  it('has an article in the runbook for itself and for each watch', () => {
    const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^##+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );

    for (const { article } of [page, ...page.watches]) expect(headings).toContain(article);
  });
});
