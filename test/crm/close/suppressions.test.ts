import { createCloseSuppressions } from '../../../lambdas/crm/close/suppressions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe('createCloseSuppressions', () => {
  it('puts the address on the list, in the body', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/unsubscribe/email/': reply({}) });

    expect(await createCloseSuppressions(http).write(aSuppression())).toMatchObject({ value: { by: 'accepted' } });
    expect(requests).toEqual([
      { method: 'POST', path: '/api/v1/unsubscribe/email/', body: { email: 'ada@customer.example' } },
    ]);
  });

  it('writes nothing for an address that comes back: the list only grows', async () => {
    const { http, requests } = scriptedHttp({});

    await createCloseSuppressions(http).write(aSuppression({ suppressed: [] }));

    expect(requests).toEqual([]);
  });

  it('passes a refusal on', async () => {
    const { http } = scriptedHttp({ POST: reply({}, 400) });

    expect(await createCloseSuppressions(http).write(aSuppression())).toMatchObject({ kind: 'rejected' });
  });
});
