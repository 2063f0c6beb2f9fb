import { inventoryOf } from '../../../bench/stage-inventory.ts';
import { standingUsage } from '../../../cli/cost/standing.ts';
import { localStage } from '../../../local/local-stage.ts';
import { synthesize } from '../../../local/template.ts';
import { readResources, readWiring } from '../../../local/wiring.ts';

const endpoint = 'http://sqs.simulated';

describe('standingUsage', () => {
  it.each([
    ['full', { retain: true, objectLock: true }],
    ['idle', { idle: true }],
  ] as const)('is that of the templates in the profile %s', (profile, settings) => {
    const templates = synthesize({ ...localStage, ...settings });
    const { sqsFifo, sqsStandard, ...inventory } = inventoryOf(
      readResources(endpoint, templates),
      readWiring(endpoint, templates),
    );

    expect({ compositeAlarm: 0, dashboard: 0, ...standingUsage[profile] }).toEqual(inventory);
  });
});
