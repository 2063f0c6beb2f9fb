import { openDealsOf } from '../../../lambdas/crm/pipedrive/open-deals.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe('openDealsOf', () => {
  it('asks for the open deals of the person in one call', async () => {
    const { http, requests } = scriptedHttp({ GET: reply({ success: true, data: [{ id: 7 }, { id: 9 }] }) });

    expect(await openDealsOf(http, '42')).toMatchObject({ kind: 'ok', value: ['7', '9'] });
    expect(requests.map(({ path }) => path)).toEqual(['/api/v2/deals?person_id=42&status=open&limit=500']);
  });

  it.each([
    ['a person who is gone', '42', { GET: reply({}, 404) }, { kind: 'ok', value: [] }],
    ['an id that is no person', '42&status=won', {}, { kind: 'ok', value: [] }],
    ['an unclear answer', '42', { GET: { kind: 'unknown' } } as const, { kind: 'unknown' }],
  ])('answers for %s', async (_what, id, answers, expected) => {
    expect(await openDealsOf(scriptedHttp(answers).http, id)).toMatchObject(expected);
  });
});
