import type { CrmRequest } from '../../../lambdas/crm/http.ts';
import { createSalesforceAdapter } from '../../../lambdas/crm/salesforce/adapter.ts';

describe('looking somebody up at Salesforce', () => {
  it.each(["x' OR Id != '", 'Region of sale', '9dc80c', 'Account.', 'a, (SELECT Id FROM Cases)'])(
    'asks for no field called %j: names are part of the query',
    async (name) => {
      const requests: CrmRequest[] = [];
      const { lookUp } = createSalesforceAdapter(
        async (request) => {
          requests.push(request);
          return { kind: 'unknown' };
        },
        { account: 'acme' },
      );

      const found = await lookUp?.({ email: 'ada@customer.example' }, ['OwnerId', name]);

      expect(found).toMatchObject({ kind: 'misconfigured', code: 'INVALID_FIELD' });
      expect(requests).toEqual([]);
    },
  );

  it('lets no address end the text that it stands in', async () => {
    const requests: CrmRequest[] = [];
    const { lookUp } = createSalesforceAdapter(
      async (request) => {
        requests.push(request);
        return { kind: 'unknown' };
      },
      { account: 'acme' },
    );

    await lookUp?.({ email: "o'brien\\@customer.example" }, ['OwnerId']);

    const { compositeRequest } = requests[0]!.body as { compositeRequest: ReadonlyArray<{ url: string }> };
    expect(decodeURIComponent(compositeRequest[0]!.url)).toContain("Email = 'o\\'brien\\\\@customer.example' LIMIT 2");
  });
});
