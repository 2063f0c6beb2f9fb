import type { HttpResult } from '../../../lambdas/crm/http.ts';
import { createPropertyMaker } from '../../../lambdas/crm/hubspot/make-property.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const path = '/crm/properties/2026-09';
const conflict = reply({ category: 'CONFLICT' }, 409);
const refused = reply({ category: 'VALIDATION_ERROR' }, 400);
const unclear = { kind: 'unknown' } as const;
const entry = { object: 'deals', name: 'x', label: 'X' } as const;

function aMaker(group: HttpResult | HttpResult[], property: HttpResult | HttpResult[]) {
  const { http, calls, requests } = scriptedHttp({
    [`POST ${path}/deals/groups`]: group,
    [`POST ${path}/deals`]: property,
  });
  return { maker: createPropertyMaker(http), calls, requests };
}

describe('createPropertyMaker', () => {
  it.each([
    [reply({}), 'ok'],
    [conflict, 'ok'],
    [refused, 'rejected'],
  ])('makes a property in our group, or takes an existing one', async (answer, kind) => {
    expect(await aMaker(conflict, answer).maker.make(entry)).toMatchObject({ kind });
  });

  it('writes numbers as numbers', async () => {
    const { maker, requests } = aMaker(reply({}), reply({}));

    await maker.make({ ...entry, type: 'number' });

    expect(requests[1]?.body).toMatchObject({ type: 'number', fieldType: 'number' });
  });

  it('tries a call without a clear answer again at once', async () => {
    const { maker, calls } = aMaker([unclear, reply({})], [unclear, unclear, conflict]);

    expect(await maker.make(entry)).toMatchObject({ kind: 'ok' });
    expect(calls()).toHaveLength(5);
  });

  it('goes on where it failed, and makes nothing twice', async () => {
    const throttled = { kind: 'throttled', scope: 'burst', retryAt: new Date(0) } as const;
    const { maker, calls } = aMaker(reply({}), [reply({}), throttled, reply({})]);
    const second = { ...entry, name: 'y' };

    expect(await maker.make(entry)).toMatchObject({ kind: 'ok' });
    expect(await maker.make(second)).toEqual(throttled);
    expect([(await maker.make(entry)).kind, (await maker.make(second)).kind]).toEqual(['ok', 'ok']);
    expect(calls().filter((call) => call.endsWith('/groups'))).toHaveLength(1);
    expect(calls()).toHaveLength(4);
  });

  it('gives up after three unclear answers', async () => {
    const { maker, calls } = aMaker(unclear, unclear);

    expect(await maker.make(entry)).toEqual(unclear);
    expect(calls()).toHaveLength(3);
  });
});
