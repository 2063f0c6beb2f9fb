import { createZohoSuppressions } from '../../../lambdas/crm/zoho/suppressions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const people = (...boxes: Array<boolean | null>) =>
  reply({ data: boxes.map((Email_Opt_Out, index) => ({ id: String(index), Email_Opt_Out })) });
const nobody = reply(undefined, 204);
const success = reply({ data: [{ status: 'success', code: 'SUCCESS', details: { id: '1' } }] });

describe('createZohoSuppressions', () => {
  it.each([
    [
      'ticks the open boxes of contacts and leads',
      [people(true, null), people(true, true), nobody, nobody],
      ['Contacts'],
      '2 people hold it',
    ],
    ['ticks no box that is ticked', [people(true), people(true), people(true), people(true)], [], '2 people hold it'],
  ])('%s', async (_name, answers, ticked, answer) => {
    const { http, calls } = scriptedHttp({ 'POST /crm/v8/coql': answers, PUT: success });

    expect(await createZohoSuppressions(http, 'tick').write(aSuppression())).toMatchObject({
      value: { by: 'read-back', answer },
    });
    expect(calls().filter((call) => call.startsWith('PUT'))).toEqual(ticked.map((module) => `PUT /crm/v8/${module}`));
  });

  it('knows no outcome where the read-back shows an open box', async () => {
    const { http } = scriptedHttp({ 'POST /crm/v8/coql': people(false), PUT: success });

    expect(await createZohoSuppressions(http, 'tick').write(aSuppression())).toEqual({ kind: 'unknown' });
  });

  it.each([[['sales']], [['marketing']], [['marketing', 'sales', 'legal']]] as const)(
    'ticks the box, which ends all mail from the account, for %j',
    async (suppressed) => {
      const answers = [people(false), people(true), nobody];
      const { http, calls } = scriptedHttp({ 'POST /crm/v8/coql': answers, PUT: success });

      expect(await createZohoSuppressions(http, 'tick').write(aSuppression({ suppressed }))).toMatchObject({
        value: { by: 'read-back' },
      });
      expect(calls()).toContain('PUT /crm/v8/Contacts');
    },
  );

  it('proves nothing by a read-back without the person', async () => {
    const { http } = scriptedHttp({ 'POST /crm/v8/coql': [people(false), nobody], PUT: success });

    expect(await createZohoSuppressions(http, 'tick').write(aSuppression())).toEqual({ kind: 'unknown' });
  });

  it.each([[[]], [['legal']]] as const)(
    'never unticks a box, and does not claim that it is ticked: %j',
    async (suppressed) => {
      const { http, calls } = scriptedHttp({});

      expect(await createZohoSuppressions(http, 'tick').write(aSuppression({ suppressed }))).toMatchObject({
        how: 'unchanged',
        value: { by: 'not-kept-here', answer: 'the box is only ever ticked' },
      });
      expect(calls()).toEqual([]);
    },
  );

  it('reports that nobody has the address', async () => {
    const { http } = scriptedHttp({ 'POST /crm/v8/coql': nobody });

    expect(await createZohoSuppressions(http, 'tick').write(aSuppression())).toMatchObject({
      value: { isAbsent: true },
    });
  });
});
