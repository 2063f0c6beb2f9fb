import { createSalesforceSuppressions } from '../../../lambdas/crm/salesforce/suppressions.ts';
import type { SuppressionState } from '../../../lambdas/domain/crm/suppression-target.ts';

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
const rolledBack = { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message: '' }] };
const refused = (statusCode: string, message = 'no') => ({ success: false, errors: [{ statusCode, message }] });

/** An org with two contacts of the address, and its answers to writing their boxes. */
async function tick(ends: readonly object[]) {
  const bodies: unknown[] = [];
  const rows = { records: ['a', 'b'].map((Id) => ({ Id, HasOptedOutOfEmail: false })) };
  const target = createSalesforceSuppressions(
    async ({ body }) => {
      bodies.push(body);
      const { compositeRequest } = body as { compositeRequest: ReadonlyArray<{ referenceId: string }> };
      const compositeResponse = compositeRequest.map(({ referenceId }) => ({
        referenceId,
        httpStatusCode: 200,
        body: referenceId === 'boxes' ? ends : rows,
      }));
      return { kind: 'answer', answer: { status: 200, headers: new Headers(), json: { compositeResponse } } };
    },
    'v68.0',
    () => new Date(),
  );
  return { outcome: await target.write(state), bodies };
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

  it('passes rules that only alert of duplicates', async () => {
    const { bodies } = await tick([rolledBack, rolledBack]);

    const parts = bodies.flatMap((body) => (body as { compositeRequest: object[] }).compositeRequest);
    const header = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
    expect(parts).toContainEqual(expect.objectContaining({ method: 'PATCH', httpHeaders: header }));
    expect(parts.filter((part) => (part as { method: string }).method === 'GET' && 'httpHeaders' in part)).toEqual([]);
  });
});
