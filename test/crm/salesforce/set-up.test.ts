import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { setUpSalesforce } from '../../../lambdas/crm/salesforce/set-up.ts';
import { hideField } from '../../../local/sandbox-crm/salesforce/set-up.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe('setUpSalesforce', () => {
  const key = { name: 'Postern_Key__c', createable: true, unique: true };
  const described = (...fields: object[]) => reply({ fields });

  it.each([
    ['is there', [key], { state: 'there' }],
    ['is missing', [], { state: 'missing' }],
    ['is missing where we may not write it', [{ ...key, createable: false }], { state: 'missing' }],
    [
      'is refused where it is not unique',
      [{ ...key, unique: false }],
      { state: 'refused', reason: 'it is there, and not an external id and unique' },
    ],
  ])('reports that a key field %s', async (_name, fields, expected) => {
    const { http } = scriptedHttp({
      GET: reply([], 404),
      'GET /services/data/v68.0/sobjects/Account': described(...fields),
    });

    expect(await setUpSalesforce(http, 'v68.0', false)).toEqual({
      kind: 'ok',
      value: [{ name: 'Account.Postern_Key__c', ...expected }],
    });
  });

  it.each([
    ['optional where mails are EmailMessages', true, true],
    ['needed where mails are tasks', false, undefined],
  ])('takes the key of tasks for %s', async (_what, hasMessages, isOptional) => {
    const { http } = scriptedHttp({
      GET: reply([], 404),
      'GET /services/data/v68.0/sobjects/Task': described(key),
      ...(hasMessages && { 'GET /services/data/v68.0/sobjects/EmailMessage': described(key) }),
    });

    const items = await setUpSalesforce(http, 'v68.0', false);

    const task = items.kind === 'ok' ? items.value.find(({ name }) => name === 'Task.Postern_Key__c') : undefined;
    expect(task?.isOptional).toBe(isOptional);
  });

  describe('setUpSalesforce, at an org that nobody prepared', () => {
    let fake: TestVendorSandbox;
    beforeEach(async () => {
      fake = await startVendorSandbox('salesforce');
      hideField(fake.store, 'Contact', 'Postern_Key__c');
    });
    afterEach(() => fake.stop());

    it('makes a missing field, and then finds it', async () => {
      const http = createCrmHttp({
        baseUrl: fake.url,
        headers: { authorization: 'Bearer 00D!test' },
        now: () => new Date(),
      });
      const stateOf = async (mayMake: boolean) => {
        const items = await setUpSalesforce(http, 'v68.0', mayMake);
        return items.kind === 'ok' && items.value.find(({ name }) => name === 'Contact.Postern_Key__c')?.state;
      };

      expect([await stateOf(false), await stateOf(true), await stateOf(false)]).toEqual(['missing', 'made', 'there']);
    });
  });
});
