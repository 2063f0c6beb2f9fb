import { readFileSync } from 'node:fs';
import { featureFlags } from '../../lib/feature-flags.ts';

describe('featureFlags', () => {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

  it('are the flags of cdk.json, and no other context', () => {
    const flags = featureFlags();

    expect(Object.keys(flags).length).toBeGreaterThan(30);
    for (const [name, value] of Object.entries(flags)) expect([name, context[name]]).toEqual([name, value]);
    expect(Object.keys(flags).filter((name) => !/^@?aws-cdk/.test(name))).toEqual([]);
  });
});
