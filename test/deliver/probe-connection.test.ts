import { createProbeConnection } from '../../lambdas/deliver/probe-connection.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { Outcome } from '../../lambdas/domain/crm/outcome.ts';

const rate = { perSecond: 5, burst: 10 };

async function probe({
  check,
  adapter,
  isClaimed = true,
  name = 'main',
}: {
  check?: Outcome<unknown>;
  adapter?: Outcome<CrmAdapter>;
  isClaimed?: boolean;
  name?: string;
}) {
  const gate: unknown[] = [];
  const value = { ...(check && { check: async () => check }) } as CrmAdapter;
  await createProbeConnection({
    control: {
      connection: async (asked) =>
        asked === 'main' ? { vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'env:X', rate } : undefined,
    },
    crm: { adapterFor: async () => adapter ?? { kind: 'ok', value, how: 'existing' } },
    gate: {
      claimProbe: async (_name, _now, wanted) => {
        if (isClaimed && wanted !== undefined) gate.push(['takes', wanted.limits, wanted.calls]);
        return isClaimed;
      },
      failed: async (_name, failure, _now, isProbe) => {
        gate.push(['failed', failure.kind, isProbe]);
        return undefined;
      },
      succeeded: async () => void gate.push('succeeded'),
    },
    now: () => new Date('2026-11-20T10:00:00.000Z'),
  })(name);
  return gate;
}
const takes = (calls: number): unknown => ['takes', { ...rate, isFixed: true }, calls];
const closes = [takes(1), 'succeeded'];

describe('createProbeConnection', () => {
  it.each<[string, Parameters<typeof probe>[0], unknown[]]>([
    [
      'closes the circuit when the check succeeds, and counts its call',
      { check: { kind: 'ok', value: 1, how: 'existing' } },
      closes,
    ],
    [
      'closes the circuit when the vendor rejects only the check',
      { check: { kind: 'rejected', code: 'X', message: 'no' } },
      closes,
    ],
    ['closes the circuit where the vendor has no check', {}, [takes(0), 'succeeded']],
    [
      'keeps the circuit open when the check fails',
      { check: { kind: 'unknown' } },
      [takes(1), ['failed', 'unknown', true]],
    ],
    [
      'keeps it open when the credentials cannot be read',
      { adapter: { kind: 'misconfigured', code: 'credentials', message: 'x' } },
      [['failed', 'misconfigured', true]],
    ],
    ['does nothing while another worker probes', { isClaimed: false }, []],
    ['does nothing for a connection that is not configured', { name: 'gone' }, []],
  ])('%s', async (_case, given, gate) => {
    expect(await probe(given)).toEqual(gate);
  });
});
