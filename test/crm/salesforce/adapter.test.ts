import type { CrmRequest } from '../../../lambdas/crm/http.ts';
import { createSalesforceAdapter } from '../../../lambdas/crm/salesforce/adapter.ts';
import { aVendorContext } from '../a-vendor-context.ts';

/** An adapter whose requests are kept, and get no answer. */
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

describe('looking somebody up at Salesforce', () => {
  it.each(["x' OR Id != '", 'Region of sale', '9dc80c', 'Account.', 'a, (SELECT Id FROM Cases)'])(
    'asks for no field called %j: names are part of the query',
    async (name) => {
      const requests: CrmRequest[] = [];
      const { lookUp } = anAdapter(requests);

      const found = await lookUp?.({ email: 'ada@customer.example' }, ['OwnerId', name]);

      expect(found).toMatchObject({ kind: 'misconfigured', code: 'INVALID_FIELD' });
      expect(requests).toEqual([]);
    },
  );

  it('lets no address end the text that it stands in', async () => {
    const requests: CrmRequest[] = [];
    const { lookUp } = anAdapter(requests);

    await lookUp?.({ email: "o'brien\\@customer.example" }, ['OwnerId']);

    const { compositeRequest } = requests[0]!.body as { compositeRequest: ReadonlyArray<{ url: string }> };
    expect(decodeURIComponent(compositeRequest[0]!.url)).toContain("Email = 'o\\'brien\\\\@customer.example' LIMIT 2");
  });
});
