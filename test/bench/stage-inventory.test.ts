import { inventoryOf } from '../../bench/stage-inventory.ts';
import { readResources, readWiring } from '../../local/wiring.ts';
import { localTemplates } from '../helpers/local-templates.ts';

const endpoint = 'http://sqs.simulated';

describe('inventoryOf', () => {
  it('counts the resources of a stage that cost something by being there', async () => {
    const templates = await localTemplates();
    const wiring = readWiring(endpoint, templates);
    const resources = readResources(endpoint, templates);
    const count = (type: string): number => [...resources.values()].filter(({ Type }) => Type === type).length;
    const inventory = inventoryOf(resources, wiring);

    expect(inventory).toMatchObject({
      alarm: count('AWS::CloudWatch::Alarm'),
      compositeAlarm: count('AWS::CloudWatch::CompositeAlarm'),
      dashboard: 1,
      kmsKey: count('AWS::KMS::Key'),
      secret: 6,
    });
    // Two FIFO queues and three standard ones, each asked three times a minute on five connections.
    expect(inventory.sqsFifo).toBe(2 * 15 * 730 * 60);
    expect(inventory.sqsStandard).toBe(3 * 15 * 730 * 60);
    // Heartbeat and redrive every minute, the sweep every five.
    expect(inventory.schedule).toBeCloseTo((1 + 1 + 1 / 5) * 730 * 60, 6);
  });

  it('counts each metric of an alarm on an expression', () => {
    const alarm = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [{ Expression: 'SUM(METRICS())' }, { MetricStat: {} }, { MetricStat: {} }] },
    };

    const none = { secrets: [], schedules: [], eventSources: [] };
    expect(inventoryOf(new Map([['A', alarm]]) as never, none as never).alarm).toBe(2);
  });
});
