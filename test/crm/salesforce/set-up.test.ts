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

    const items = await setUpSalesforce(http, 'v68.0', false);

    expect(items.kind === 'ok' && items.value.find(({ isOptional }) => !isOptional)).toEqual({
      name: 'Account.Postern_Key__c',
      ...expected,
    });
  });

  it('says that a field which mails share stays empty where it is unique', async () => {
    const threadKey = { name: 'Postern_Thread_Key__c', createable: true, unique: true };
    const { http } = scriptedHttp({
      GET: reply([], 404),
      'GET /services/data/v68.0/sobjects/EmailMessage': described(key, threadKey),
    });

    const items = await setUpSalesforce(http, 'v68.0', false);

    expect(items.kind === 'ok' && items.value.find(({ name }) => name.includes('Thread'))).toEqual({
      name: 'EmailMessage.Postern_Thread_Key__c',
      isOptional: true,
      state: 'refused',
      reason: 'it is there, and unique: records share its value, so it stays empty',
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

    const http = () =>
      createCrmHttp({ baseUrl: fake.url, headers: { authorization: 'Bearer 00D!test' }, now: () => new Date() });
    const stateOf = async (mayMake: boolean, name = 'Contact.Postern_Key__c') => {
      const items = await setUpSalesforce(http(), 'v68.0', mayMake);
      return items.kind === 'ok' ? items.value.find((item) => item.name === name)?.state : items.kind;
    };

    it('makes a missing field, and then finds it', async () => {
      expect([await stateOf(false), await stateOf(true), await stateOf(false)]).toEqual(['missing', 'made', 'there']);
    });

    it('makes a number', async () => {
      hideField(fake.store, 'EmailMessage', 'Postern_Trust__c');

      expect(await stateOf(true, 'EmailMessage.Postern_Trust__c')).toBe('made');
    });

    it.each(['drop-after-commit', 'drop-before', '500', 'html'])(
      'makes a missing field when any one of its calls ends in %s',
      async (action) => {
        await stateOf(true);
        const count = fake.calls.length;
        for (let nth = 0; nth < count; nth += 1) {
          await fake.stop();
          fake = await startVendorSandbox('salesforce');
          hideField(fake.store, 'Contact', 'Postern_Key__c');
          let seen = 0;
          const { next } = fake.faults;
          fake.faults.next = (method, path) => {
            seen += 1;
            if (seen - 1 !== nth) return next(method, path);
            return { match: '', action, probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<typeof next>;
          };

          expect([nth, await stateOf(true)]).toEqual([nth, 'made']);
        }
      },
      20_000,
    );

    it('goes on with what is missing after a set-up that the vendor ended', async () => {
      hideField(fake.store, 'Lead', 'Postern_Key__c');
      fake.faults.set([{ action: '500', match: 'FieldPermissions' }]);
      expect(await stateOf(true)).toBe('refused');

      fake.faults.set([]);

      expect([await stateOf(true), await stateOf(false, 'Lead.Postern_Key__c')]).toEqual(['made', 'there']);
    });

    it('asks once where a person only looks', async () => {
      fake.faults.set([{ action: '500', match: 'describe' }]);

      expect([await stateOf(false), fake.calls.length]).toEqual(['unknown', 1]);
    });
  });
});
