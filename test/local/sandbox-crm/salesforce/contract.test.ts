import { violationOf } from '../../../../local/sandbox-crm/contract.ts';
import { salesforceContract } from '../../../../local/sandbox-crm/salesforce/contract.ts';

const base = '/services/data/v68.0';
const violation = (method: string, path: string, body?: unknown, query = '') =>
  violationOf(salesforceContract, { method, path: base + path, query: new URLSearchParams(query), body });
const part = (index: number, url = `${base}/sobjects/Contact/describe`) => ({
  method: 'GET',
  url,
  referenceId: `r${index}`,
});
const parts = (count: number, url?: string) => Array.from({ length: count }, (_, index) => part(index, url));

describe('salesforceContract', () => {
  it.each([
    ['GET', '/sobjects/Lead/describe', undefined, ''],
    ['PATCH', '/sobjects/Lead/Postern_Key__c/k', { LastName: 'L' }, ''],
    ['GET', '/sobjects/Contact/003', undefined, 'fields=Id'],
    ['GET', '/query', undefined, 'q=SELECT Id FROM Contact'],
    ['POST', '/composite', { allOrNone: true, compositeRequest: parts(25) }, ''],
    ['POST', '/composite/graph', { graphs: [{ graphId: 'g0', compositeRequest: parts(40) }] }, ''],
  ])('takes %s %s', (method, path, body, query) => {
    expect(violation(method, path, body, query)).toBeUndefined();
  });

  it.each<[string, string, string, unknown, string]>([
    ['more parts than a composite holds', 'POST', '/composite', { compositeRequest: parts(26) }, 'compositeRequest'],
    [
      'more queries than a composite holds',
      'POST',
      '/composite',
      { compositeRequest: parts(6, `${base}/query?q=x`) },
      'compositeRequest',
    ],
    ['two parts of one name', 'POST', '/composite', { compositeRequest: [part(1), part(1)] }, 'compositeRequest'],
    ['a composite without parts', 'POST', '/composite', { compositeRequest: [] }, 'compositeRequest'],
    [
      'a part outside of the API',
      'POST',
      '/composite',
      { compositeRequest: [part(1, '/x')] },
      'compositeRequest.0.url',
    ],
    ['a graph without parts', 'POST', '/composite/graph', { graphs: [] }, 'graphs'],
    ['a query without its text', 'GET', '/query', undefined, 'q'],
    [
      'a field without a type',
      'POST',
      '/tooling/sobjects/CustomField',
      { FullName: 'Contact.X__c', Metadata: { label: 'X' } },
      'Metadata',
    ],
    [
      'a collection without ids',
      'PATCH',
      '/composite/sobjects',
      { records: [{ attributes: { type: 'Lead' } }] },
      'records.0.id',
    ],
    [
      'an unknown object',
      'GET',
      '/sobjects/Invoice__c/describe',
      undefined,
      `GET ${base}/sobjects/Invoice__c/describe`,
    ],
  ])('refuses %s', (_what, method, path, body, field) => {
    expect(violation(method, path, body)?.field).toBe(field);
  });

  it('names the page of every operation', () => {
    for (const { page } of salesforceContract)
      expect(page).toMatch(/^https:\/\/developer\.salesforce\.com\/docs\/.+\.htm$/);
  });
});
