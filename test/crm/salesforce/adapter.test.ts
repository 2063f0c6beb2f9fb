import type { CrmRequest } from '../../../lambdas/crm/http.ts';
import { createSalesforceAdapter } from '../../../lambdas/crm/salesforce/adapter.ts';
import { aVendorContext } from '../a-vendor-context.ts';

/** An adapter with a list of its requests, which get no answer beside the description of the org. */
const anAdapter = (requests: CrmRequest[]) =>
  createSalesforceAdapter(
    aVendorContext(
      async (request) => {
        requests.push(request);
        const { compositeRequest = [] } = (request.body ?? {}) as { compositeRequest?: ReadonlyArray<{ url: string }> };
        if (!compositeRequest.some(({ url }) => url.endsWith('/describe'))) return { kind: 'unknown' };
        const fields = [{ name: 'Postern_Key__c', createable: true, externalId: true, unique: true }];
        const json = {
          compositeResponse: [{ referenceId: 'EmailMessage', httpStatusCode: 200, body: { createable: true, fields } }],
        };
        return { kind: 'answer', answer: { status: 200, headers: new Headers(), json } };
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

    const { compositeRequest } = requests[1]!.body as { compositeRequest: ReadonlyArray<{ url: string }> };
    expect(decodeURIComponent(compositeRequest[0]!.url)).toContain("Email = 'o\\'brien\\\\@customer.example' LIMIT 2");
  });
});
