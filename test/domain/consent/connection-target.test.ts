import { connectionTarget } from '../../../lambdas/domain/consent/connection-target.ts';
import type { Connection } from '../../../lambdas/domain/crm/connection.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { Outcome } from '../../../lambdas/domain/crm/outcome.ts';
import type { SuppressionState, SuppressionTarget } from '../../../lambdas/domain/crm/suppression-target.ts';

const connection: Connection = { vendor: 'zendesk-sell', baseUrl: 'https://x.example', credentials: 'env:X' };
const state: SuppressionState = {
  tenant: 'acme',
  subject: 's',
  address: 'ada@customer.example',
  version: 1,
  suppressed: ['marketing'],
  at: '2026-11-20T09:00:00.000Z',
  unconfirmed: [],
  isWish: true,
};
const anAdapter = (suppressions?: SuppressionTarget): CrmAdapter => ({
  calls: { unknown: 1, known: 1 },
  ...(suppressions && { suppressions }),
  steps: async () => ({ kind: 'unknown' }),
});
const find = (adapter: Outcome<CrmAdapter>) =>
  connectionTarget(
    { control: { connection: async () => connection }, crm: { adapterFor: async () => adapter } },
    'main',
  );

describe('connectionTarget', () => {
  it('finishes at once, with a proof, where the vendor keeps no suppressions', async () => {
    const target = await find({ kind: 'ok', value: anAdapter(), how: 'existing' });

    expect(target).toMatchObject({ kind: 'ok', value: { makesNoCall: true } });
    expect(target.kind === 'ok' && (await target.value.write(state))).toEqual({
      kind: 'ok',
      value: { by: 'not-kept-here', answer: 'zendesk-sell has no place for suppressions' },
      how: 'unchanged',
    });
  });

  it("returns the adapter's own target where it has one", async () => {
    const own: SuppressionTarget = { write: async () => ({ kind: 'unknown' }) };

    const target = await find({ kind: 'ok', value: anAdapter(own), how: 'existing' });

    expect(target).toEqual({ kind: 'ok', value: own });
  });

  it('answers misconfigured where the connection or its credentials are gone', async () => {
    const gone = { kind: 'misconfigured', code: 'credentials', message: 'none' } as const;

    const nowhere = await connectionTarget(
      { control: { connection: async () => undefined }, crm: { adapterFor: async () => gone } },
      'main',
    );

    expect(nowhere).toMatchObject({ kind: 'misconfigured', code: 'no-connection' });
    expect(await find(gone)).toEqual(gone);
  });
});
