import { createCloseSuppressions } from '../../../lambdas/crm/close/suppressions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe("Close's suppressions", () => {
  it('put the address on the list, in the body', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/unsubscribe/email/': reply({}) });

    expect(await createCloseSuppressions(http).write(aSuppression())).toMatchObject({ value: { by: 'accepted' } });
    expect(requests).toEqual([
      { method: 'POST', path: '/api/v1/unsubscribe/email/', body: { email: 'ada@customer.example' } },
    ]);
  });

  it('write nothing for an address that comes back: the list only grows', async () => {
    const { http, requests } = scriptedHttp({});

    await createCloseSuppressions(http).write(aSuppression({ suppressed: [] }));

    expect(requests).toEqual([]);
  });

  it('pass a refusal on', async () => {
    const { http } = scriptedHttp({ POST: reply({}, 400) });

    expect(await createCloseSuppressions(http).write(aSuppression())).toMatchObject({ kind: 'rejected' });
  });
});
