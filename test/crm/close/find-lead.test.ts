import { findLead } from '../../../lambdas/crm/close/find-lead.ts';
import { aCompany, aContact, reply, scriptedHttp } from '../scripted-http.ts';

const lead = (id: string, url?: string | null, ...emails: string[]) => ({
  id,
  url,
  contacts: [{ emails: emails.map((email) => ({ email })) }],
});
const none = { kind: 'ok', value: undefined };
const found = (id: string) => ({ kind: 'ok', value: { id } });

describe('findLead', () => {
  it.each([
    [
      'the lead of the sender before any other',
      [
        lead('site', 'https://customer.example'),
        lead('colleague', null, 'bob@customer.example'),
        lead('sender', null, 'ADA@customer.example'),
      ],
      found('sender'),
    ],
    [
      'the lead of the site before that of a colleague',
      [lead('colleague', null, 'bob@customer.example'), lead('site', 'http://www.customer.example/about')],
      found('site'),
    ],
    [
      'the lead of a colleague, whatever its name',
      [lead('colleague', null, 'bob@customer.example')],
      found('colleague'),
    ],
    [
      'no lead of a longer domain',
      [
        lead('longer', 'https://customer.example.org', 'bob@customer.example.org'),
        lead('deeper', 'https://shop.customer.example', 'bob@shop.customer.example'),
      ],
      none,
    ],
    ['the lead that the search finds and does not show', [{ id: 'bare' }], found('bare')],
    ['no lead', [], none],
  ])('finds %s', async (_what, data, expected) => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/data/search/': reply({ data }) });

    expect(await findLead(http, aCompany, aContact())).toEqual(expected);
    expect(requests).toHaveLength(1);
  });

  it('passes on that Close does not tell', async () => {
    const { http } = scriptedHttp({ POST: { kind: 'unknown' } });

    expect(await findLead(http, aCompany, undefined)).toEqual({ kind: 'unknown' });
  });
});
