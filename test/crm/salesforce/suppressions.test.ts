import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { createSalesforceSuppressions } from '../../../lambdas/crm/salesforce/suppressions.ts';
import type { SuppressionState } from '../../../lambdas/domain/crm/suppression-target.ts';
import { hideField } from '../../../local/sandbox-crm/salesforce/set-up.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { aSuppression } from '../a-suppression.ts';

const address = 'ada@customer.example';
const own = 'Postern_Suppressed_For__c';
type Purposes = SuppressionState['suppressed'];

const rolledBack = { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message: '' }] };
const refused = (statusCode: string, message = 'no') => ({ success: false, errors: [{ statusCode, message }] });

/** An org without our field, with two contacts of the address, and its answers to writing their boxes. */
async function tick(ends: readonly object[]) {
  const bodies: unknown[] = [];
  const rows = { records: ['a', 'b'].map((Id) => ({ Id, HasOptedOutOfEmail: false })) };
  const target = createSalesforceSuppressions(
    async ({ body }) => {
      bodies.push(body);
      const { compositeRequest } = body as { compositeRequest: ReadonlyArray<{ referenceId: string; url: string }> };
      const compositeResponse = compositeRequest.map(({ referenceId, url }) => ({
        referenceId,
        httpStatusCode: 200,
        body: url.endsWith('/describe')
          ? { createable: true, fields: [] }
          : referenceId === 'boxes'
            ? ends
            : referenceId === 'peopleContact'
              ? rows
              : { records: [] },
      }));
      return { kind: 'answer', answer: { status: 200, headers: new Headers(), json: { compositeResponse } } };
    },
    'v68.0',
    () => new Date(),
  );
  return { outcome: await target.write(aSuppression({ address })), bodies };
}

describe('createSalesforceSuppressions', () => {
  it.each([
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'rejected'],
    ['DUPLICATES_DETECTED', 'rejected'],
    ['ENTITY_IS_LOCKED', 'rejected'],
    ['INVALID_FIELD_FOR_INSERT_UPDATE', 'misconfigured'],
    ['STORAGE_LIMIT_EXCEEDED', 'misconfigured'],
  ])('takes a refusal with the code %s for %s, whichever record it was about', async (code, kind) => {
    for (const ends of [
      [refused(code), rolledBack],
      [rolledBack, refused(code)],
    ])
      expect((await tick(ends)).outcome).toMatchObject({ kind, code });
  });

  it('is unclear about boxes that are still open when they are read back', async () => {
    const saved = { success: true };

    expect((await tick([saved, saved])).outcome).toEqual({ kind: 'unknown' });
  });

  it('passes rules that only alert of duplicates', async () => {
    const { bodies } = await tick([rolledBack, rolledBack]);

    const parts = bodies.flatMap((body) => (body as { compositeRequest: object[] }).compositeRequest);
    const header = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
    expect(parts).toContainEqual(expect.objectContaining({ method: 'PATCH', httpHeaders: header }));
    expect(parts.filter((part) => (part as { method: string }).method === 'GET' && 'httpHeaders' in part)).toEqual([]);
  });
});

describe('a suppression at a Salesforce org', () => {
  let fake: TestVendorSandbox;
  beforeEach(async () => {
    fake = await startVendorSandbox('salesforce');
  });
  afterEach(() => fake.stop());

  const target = () => {
    const headers = { authorization: 'Bearer 00D!test' };
    const http = createCrmHttp({ baseUrl: fake.url, headers, now: () => new Date() });
    return createSalesforceSuppressions(http, 'v68.0', () => new Date(fake.store.now() + 3_600_000));
  };
  const write = (...suppressed: Purposes) => target().write(aSuppression({ address, suppressed }));
  const add = (type: 'Contact' | 'Lead', more: object = {}) =>
    fake.store.insert(
      type,
      { Email: address, LastName: 'L', Company: 'C', ...more },
      (nth) => `${type === 'Lead' ? '00Q' : '003'}${String(nth).padStart(12, '0')}AAA`,
    );
  const marks = (type: 'Contact' | 'Lead') =>
    fake.store.list(type).map(({ body }) => [body.HasOptedOutOfEmail === true, body[own] ?? null]);
  const without = (...objects: ReadonlyArray<'Contact' | 'Lead'>) => {
    for (const object of objects) hideField(fake.store, object, own);
  };

  it.each<[Purposes, string]>([
    [['marketing'], 'marketing'],
    [['sales'], 'sales'],
    [['sales', 'marketing'], 'marketing;sales'],
    [['legal', 'sales', 'marketing'], 'marketing;sales'],
  ])('ticks the boxes of contacts and leads for %j, and reads them back', async (purposes, marked) => {
    add('Contact');
    add('Lead');

    expect(await write(...purposes)).toMatchObject({
      kind: 'ok',
      value: { by: 'read-back', answer: '2 people hold it' },
    });
    expect([marks('Contact'), marks('Lead')]).toEqual([[[true, marked]], [[true, marked]]]);
  });

  it('has no place for a no to sales alone without our field, and says so', async () => {
    without('Contact', 'Lead');
    add('Contact');

    expect(await write('sales')).toMatchObject({ kind: 'ok', value: { by: 'not-kept-here' } });
    expect(marks('Contact')).toEqual([[false, null]]);
    expect(await write('marketing', 'sales')).toMatchObject({ value: { by: 'read-back' } });
    expect(marks('Contact')).toEqual([[true, null]]);
  });

  it('proves no more than the object with the smaller place holds', async () => {
    without('Lead');
    add('Contact');
    add('Lead');

    expect(await write('sales')).toMatchObject({ value: { by: 'not-kept-here' } });
    expect([marks('Contact'), marks('Lead')]).toEqual([[[true, 'sales']], [[false, null]]]);
  });

  it('leaves the box when the person comes back, empties our field, and claims nothing else', async () => {
    add('Contact');
    await write('marketing');

    expect(await write()).toMatchObject({ kind: 'ok', value: { by: 'not-kept-here' } });
    expect(marks('Contact')).toEqual([[true, null]]);
  });

  it('keeps a box that a person ticked', async () => {
    add('Contact', { HasOptedOutOfEmail: true });

    await write('sales');

    expect(marks('Contact')).toEqual([[true, 'sales']]);
  });

  it.each<Purposes>([[], ['legal']])('ticks nothing for %j', async (...purposes) => {
    add('Contact');

    expect(await write(...purposes)).toMatchObject({ kind: 'ok', value: { by: 'not-kept-here' } });
    expect(marks('Contact')).toEqual([[false, null]]);
  });

  it('reports somebody whom the org does not know, and leaves converted leads alone', async () => {
    add('Lead', { IsConverted: true });

    expect(await write('marketing')).toMatchObject({ value: { by: 'read-back', isAbsent: true } });
    expect(marks('Lead')).toEqual([[false, null]]);
  });

  it('takes one call for a state that is there, beside the description of the org', async () => {
    add('Contact');
    const { write: writeState } = target();
    await writeState(aSuppression({ address }));
    const before = fake.calls.length;

    await writeState(aSuppression({ address }));

    expect(fake.calls.length - before).toBe(1);
  });

  it.each<[Purposes, number]>([
    [['sales'], 0],
    [['marketing'], 1],
  ])('reads its own tick for %j back as %i opt-outs', async (purposes, count) => {
    add('Contact');
    const suppressions = target();
    await suppressions.write(aSuppression({ address, suppressed: purposes }));

    const page = await suppressions.optedOutSince?.(new Date(0));

    expect(page?.kind === 'ok' && page.value.optOuts).toHaveLength(count);
  });
});
