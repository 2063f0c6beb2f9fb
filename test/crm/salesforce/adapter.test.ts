import type { CrmRequest } from '../../../lambdas/crm/http.ts';
import { createSalesforceAdapter } from '../../../lambdas/crm/salesforce/adapter.ts';
import { aVendorContext } from '../a-vendor-context.ts';

/** An adapter with a list of its requests, which get no answer. */
const anAdapter = (requests: CrmRequest[]) =>
  createSalesforceAdapter(
    aVendorContext(
      async (request) => {
        requests.push(request);
        return { kind: 'unknown' };
      },
      { secret: JSON.stringify({ clientId: 'an-id', clientSecret: 'hunter2-secret' }) },
    ),
  );

describe('createSalesforceAdapter', () => {
  it.each(["x' OR Id != '", 'Region of sale', '9dc80c', 'Account.', 'a, (SELECT Id FROM Cases)'])(
    'looks up no field called %j: names are part of the query',
    async (name) => {
      const requests: CrmRequest[] = [];
      const { lookUp } = anAdapter(requests);

      const answer = await lookUp?.({ email: 'ada@customer.example' }, ['OwnerId', name]);

      expect(answer).toMatchObject({ kind: 'misconfigured', code: 'INVALID_FIELD' });
      expect(requests).toEqual([]);
    },
  );

  it('looks up an address with quotes that do not end the query', async () => {
    const requests: CrmRequest[] = [];
    const { lookUp } = anAdapter(requests);

    await lookUp?.({ email: "o'brien\\@customer.example" }, ['OwnerId']);

    const { compositeRequest } = requests[0]!.body as { compositeRequest: ReadonlyArray<{ url: string }> };
    expect(decodeURIComponent(compositeRequest[0]!.url)).toContain("Email = 'o\\'brien\\\\@customer.example' LIMIT 2");
  });
});
