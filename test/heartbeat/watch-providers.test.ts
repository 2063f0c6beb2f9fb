import type { Hold, ProviderCounts } from '../../lambdas/domain/consent/holds.ts';
import { watchProviders } from '../../lambdas/heartbeat/watch-providers.ts';
import { anIntegration, silentLog } from '../helpers/builders.ts';

const hour = (changes: Partial<ProviderCounts>): ProviderCounts => ({
  delivered: 1000,
  hardBounces: 0,
  complaints: 0,
  deferrals: 0,
  ...changes,
});
const held = (rate: number): Hold => ({
  provider: 'google',
  reason: 'complaints',
  since: '2026-11-20T08:00:00.000Z',
  rate,
});

async function watch(days: Record<string, ProviderCounts[]>, holds: Hold[] = []) {
  const done: unknown[] = [];
  const warnings: unknown[] = [];
  await watchProviders({
    control: {
      integrations: async () => [
        anIntegration(),
        anIntegration({ key: 'b' }),
        anIntegration({ tenant: 'postern-canary' }),
      ],
    },
    providers: {
      lastDay: async () => new Map(Object.entries(days)),
      holds: async () => holds,
      hold: async (tenant, { provider, reason }) => void done.push(['hold', tenant, provider, reason]),
      release: async (tenant, provider) => void done.push(['release', tenant, provider]),
    },
    metrics: {
      provider: (provider, complaints, hardBounces) => void done.push(['rates', provider, complaints, hardBounces]),
      worstComplaintRate: (rate) => void done.push(['worst', rate]),
    },
    log: { ...silentLog, warn: (_message, fields) => void warnings.push(fields) },
    now: () => new Date('2026-11-20T10:00:00.000Z'),
  });
  return { done, warnings };
}

describe('watchProviders', () => {
  it('measures each provider with enough mail, once for each tenant, and the worst of them', async () => {
    const { done } = await watch({
      google: [hour({ complaints: 1 })],
      yahoo: [hour({ hardBounces: 10 })],
      tiny: [hour({ delivered: 10 })],
    });

    expect(done).toEqual([
      ['rates', 'google', 0.001, 0],
      ['rates', 'yahoo', 0, 10 / 1010],
      ['worst', 0.001],
    ]);
  });

  it('holds a provider with too many complaints, and logs it', async () => {
    const { done, warnings } = await watch({ google: [hour({ complaints: 2 })] });

    expect(done).toContainEqual(['hold', 'acme', 'google', 'complaints']);
    expect(warnings).toEqual([{ tenant: 'acme', provider: 'google', isHeld: true, reason: 'complaints' }]);
  });

  it('records a new rate of a provider that stays held, and logs nothing', async () => {
    const { done, warnings } = await watch({ google: [hour({ complaints: 2 })] }, [held(0.005)]);

    expect(done).toContainEqual(['hold', 'acme', 'google', 'complaints']);
    expect(warnings).toEqual([]);
  });

  it('writes nothing when the rate of a held provider is the same', async () => {
    const { done } = await watch({ google: [hour({ complaints: 2 })] }, [held(0.002)]);

    expect(done).not.toContainEqual(expect.arrayContaining(['hold']));
  });

  it('releases a provider with a good rate, also a provider without mail', async () => {
    const { done, warnings } = await watch({}, [held(0.005)]);

    expect(done).toEqual([
      ['release', 'acme', 'google'],
      ['worst', 0],
    ]);
    expect(warnings).toEqual([{ tenant: 'acme', provider: 'google', isHeld: false, reason: 'complaints' }]);
  });
});
