import { showsAll, unsubscribe, unsubscribedFromAll, wantedOf } from '../../../lambdas/crm/hubspot/subscriptions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const statuses = '/communication-preferences/2026-09/statuses/batch';
const ada = 'ada@customer.example';
const wide = (...addresses: string[]) =>
  reply({
    results: addresses.map((subscriberIdString) => ({
      subscriberIdString,
      wideStatuses: [{ status: 'UNSUBSCRIBED' }],
    })),
  });
const nobody = reply({ results: [] });
const byType = (subscriptionId: number, status: string) =>
  reply({ results: [{ subscriberIdString: ada, statuses: [{ subscriptionId, status }] }] });

describe('wantedOf', () => {
  const all = { fromAll: true, from: [] };
  const nothing = { fromAll: false, from: [] };

  it.each([
    ['a no to marketing', { suppressed: ['marketing'] }, {}, all],
    ['a no to sales', { suppressed: ['sales'] }, {}, nothing],
    ['a complaint', { suppressed: ['marketing', 'sales'], reason: 'complaint' }, {}, all],
    [
      'a hard bounce',
      { suppressed: ['marketing', 'sales', 'legal'], reason: 'hard-bounce', isWish: false },
      {},
      nothing,
    ],
    [
      'a bounce of somebody who refused sales',
      { suppressed: ['marketing', 'sales', 'legal'], reason: 'hard-bounce', isWish: true, refused: ['sales'] },
      {},
      nothing,
    ],
    ['a return', { suppressed: [], isWish: false }, {}, nothing],
    [
      'a no to marketing with a type',
      { suppressed: ['marketing'] },
      { marketing: 401 },
      { fromAll: false, from: [401] },
    ],
    ['a no to sales with a type', { suppressed: ['sales'] }, { sales: 402 }, { fromAll: false, from: [402] }],
    [
      'a complaint with a type for sales',
      { suppressed: ['marketing', 'sales'] },
      { sales: 402 },
      { fromAll: true, from: [402] },
    ],
  ] as const)('unsubscribes by %s', (_what, changes, types, expected) => {
    expect(wantedOf(aSuppression(changes as Parameters<typeof aSuppression>[0]), types)).toEqual(expected);
  });
});

describe('unsubscribe', () => {
  it('sends addresses in bodies, never in URLs', async () => {
    const { http, requests } = scriptedHttp({ POST: reply({}) });

    expect(await unsubscribe(http, [ada], { fromAll: true, from: [401] })).toMatchObject({ kind: 'ok' });

    expect(requests).toMatchObject([
      { path: `${statuses}/unsubscribe-all?channel=EMAIL`, body: { inputs: [ada] } },
      {
        path: `${statuses}/write`,
        body: {
          inputs: [{ subscriberIdString: ada, subscriptionId: 401, channel: 'EMAIL', statusState: 'UNSUBSCRIBED' }],
        },
      },
    ]);
  });

  it.each([
    [reply({ category: 'VALIDATION_ERROR' }, 400), { kind: 'rejected' }],
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
    [
      { kind: 'misconfigured', code: 'HTTP 403', message: 'MISSING_SCOPES' } as const,
      { kind: 'misconfigured', code: 'HTTP 403' },
    ],
    // Some inputs failed: the read-back says which.
    [reply({ numErrors: 1 }, 207), { kind: 'ok' }],
  ])('passes on how HubSpot answers', async (answer, expected) => {
    const { http } = scriptedHttp({ POST: answer });

    expect(await unsubscribe(http, [ada], { fromAll: true, from: [] })).toMatchObject(expected);
  });
});

describe('showsAll', () => {
  it.each([
    ['shows everything as left', wide(ada.toUpperCase()), nobody, { fromAll: true, from: [] }, true],
    ['shows nothing as left', nobody, nobody, { fromAll: true, from: [] }, false],
    ['shows the type as left', nobody, byType(401, 'UNSUBSCRIBED'), { fromAll: false, from: [401] }, true],
    ['shows another type as left', nobody, byType(402, 'UNSUBSCRIBED'), { fromAll: false, from: [401] }, false],
    ['shows the type as not specified', nobody, byType(401, 'NOT_SPECIFIED'), { fromAll: false, from: [401] }, false],
    ['shows everything as left where a type is meant', wide(ada), nobody, { fromAll: false, from: [401] }, true],
  ])('HubSpot %s', async (_what, all, types, wanted, expected) => {
    const { http } = scriptedHttp({
      [`POST ${statuses}/unsubscribe-all/read`]: all,
      [`POST ${statuses}/read`]: types,
    });

    expect(await showsAll(http, [ada], wanted)).toEqual({ kind: 'ok', value: expected });
  });

  it('wants every address', async () => {
    const { http } = scriptedHttp({ [`POST ${statuses}/unsubscribe-all/read`]: wide(ada) });

    expect(await showsAll(http, [ada, 'other@customer.example'], { fromAll: true, from: [] })).toEqual({
      kind: 'ok',
      value: false,
    });
  });
});

describe('unsubscribedFromAll', () => {
  it('takes an answer of another shape for no answer', async () => {
    const { http } = scriptedHttp({ POST: reply({}) });

    expect(await unsubscribedFromAll(http, [ada])).toEqual({ kind: 'unknown' });
  });
});
