import { inventoryOf } from '../../../bench/stage-inventory.ts';
import { standingUsage } from '../../../cli/cost/standing.ts';
import { totalUsd } from '../../../cli/cost/usage.ts';
import { localStage } from '../../../local/local-stage.ts';
import { synthesize } from '../../../local/template.ts';
import { readResources, readWiring } from '../../../local/wiring.ts';

const endpoint = 'http://sqs.simulated';

describe('standingUsage', () => {
  it.each([
    ['full', { retain: true, objectLock: true }],
    ['idle', { idle: true }],
  ] as const)('costs as much as that of the templates, within 10 %%, in the profile %s', (profile, settings) => {
    const templates = synthesize({ ...localStage, ...settings });
    const { sqsFifo, sqsStandard, ...inventory } = inventoryOf(
      readResources(endpoint, templates),
      readWiring(endpoint, templates),
    );

    // A function or an alarm more changes it by a few cents; the figures are written anew when they are more than that off.
    expect(totalUsd(standingUsage[profile]) / totalUsd(inventory)).toBeGreaterThan(0.9);
    expect(totalUsd(standingUsage[profile]) / totalUsd(inventory)).toBeLessThan(1.1);
  });
});
