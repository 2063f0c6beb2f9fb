import {
  connection,
  hasContacts,
  keepsFiles,
  keepsLeads,
  notifiable,
  relatesRecipients,
  vendorNames,
} from '../../../lambdas/domain/crm/connection.ts';

const hubspot = { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'secret:crm' };
const segment = { vendor: 'segment', baseUrl: 'https://api.segment.io', credentials: 'secret:cdp' };
const bus = 'arn:aws:events:eu-west-1:123456789012:event-bus/crm';

describe('connection', () => {
  it.each<[string, object]>([
    ['a CRM with a secret', hubspot],
    ['a secret of the environment', { ...hubspot, credentials: 'env:CRM_KEY' }],
    ['one field of a JSON secret', { ...hubspot, credentials: 'secret:crm#hubspot' }],
    ['a server on the same machine without TLS', { ...hubspot, baseUrl: 'http://127.0.0.1:8080' }],
    ['the stand-in of a laptop', { ...hubspot, baseUrl: 'sandbox:' }],
    ['a CDP with an id of its own', { ...segment, userId: 'hash' }],
    ['a CDP with another id than before', { ...segment, userId: 'address', previousUserId: 'crm' }],
    ['mParticle with an id', { ...segment, vendor: 'mparticle', userId: 'address' }],
    ['a bus of the laptop', { vendor: 'eventbridge', baseUrl: 'sandbox:', credentials: 'role' }],
    ['another version of the API', { ...hubspot, version: 'v68.0' }],
    ['subscription types by purpose', { ...hubspot, subscriptions: { marketing: 401 } }],
    ['the place of new deals', { ...hubspot, newDeals: { pipeline: 'default', stage: '12345' } }],
    ['a box left alone by a no to sales', { ...hubspot, vendor: 'zoho', salesOptOut: 'leave' }],
    ['companies by their people', { ...hubspot, vendor: 'zoho', companyByColleagues: true }],
    [
      'a webhook with both signatures',
      { vendor: 'webhook', baseUrl: 'https://a.example', credentials: 'secret:hook', httpSignatures: true },
    ],
    ['a bus by its ARN', { vendor: 'eventbridge', baseUrl: bus, credentials: 'role' }],
    ['a queue by its URL', { vendor: 'sqs', baseUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', credentials: 'role' }],
  ])('takes %s', (_what, value) => {
    expect(connection.safeParse(value).success).toBe(true);
  });

  it.each<[string, object, string]>([
    ['the secret itself', { ...hubspot, credentials: 'hunter2' }, 'credentials'],
    ['a server elsewhere without TLS', { ...hubspot, baseUrl: 'http://crm.example' }, 'baseUrl'],
    ['a host that only begins like this machine', { ...hubspot, baseUrl: 'http://127.0.0.1.example' }, 'baseUrl'],
    ['a CRM with the role of the function', { ...hubspot, credentials: 'role' }, 'credentials'],
    ['a bus with a secret', { vendor: 'eventbridge', baseUrl: bus, credentials: 'secret:bus' }, 'credentials'],
    ['a CRM by an ARN', { ...hubspot, baseUrl: bus }, 'baseUrl'],
    ['a queue in the sandbox', { vendor: 'sqs', baseUrl: 'sandbox:', credentials: 'role' }, 'baseUrl'],
    ['a CRM with profiles', { ...hubspot, userId: 'hash' }, 'userId'],
    ['a webhook with an id from before', { ...hubspot, vendor: 'webhook', previousUserId: 'hash' }, 'previousUserId'],
    ['an unknown id', { ...segment, userId: 'phone' }, 'userId'],
    ['the same id as before', { ...segment, previousUserId: 'crm' }, 'previousUserId'],
    ['an alias at mParticle', { ...segment, vendor: 'mparticle', previousUserId: 'hash' }, 'previousUserId'],
    ['a webhook in the sandbox', { vendor: 'webhook', baseUrl: 'sandbox:', credentials: 'env:HOOK' }, 'baseUrl'],
    ['a queue by an ARN of a bus', { vendor: 'sqs', baseUrl: bus, credentials: 'role' }, 'baseUrl'],
    ['a stage without its pipeline', { ...hubspot, newDeals: { stage: '12345' } }, 'newDeals'],
    ['a subscription by its name', { ...hubspot, subscriptions: { marketing: 'News' } }, 'subscriptions'],
    ['subscriptions of another vendor', { ...hubspot, vendor: 'zoho', subscriptions: {} }, 'subscriptions'],
    ['an unknown vendor', { ...hubspot, vendor: 'acme' }, 'vendor'],
    ['a box that the vendor does not have', { ...hubspot, salesOptOut: 'leave' }, 'salesOptOut'],
    [
      'companies by their people where one search finds them anyway',
      { ...hubspot, companyByColleagues: true },
      'companyByColleagues',
    ],
    ['signatures of requests at a CRM', { ...hubspot, httpSignatures: true }, 'httpSignatures'],
    ['a version that leads to another path', { ...hubspot, version: '../v1' }, 'version'],
  ])('refuses %s', (_what, value, field) => {
    const { error } = connection.safeParse(value);

    expect(error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});

describe('hasContacts, keepsFiles, keepsLeads, relatesRecipients and notifiable', () => {
  it('find contacts at every CRM, files at two of them, and whole events elsewhere', () => {
    const withContacts = vendorNames.filter((vendor) => hasContacts({ vendor }));

    expect(withContacts).toEqual(['hubspot', 'salesforce', 'pipedrive', 'zoho', 'close', 'freshsales', 'zendesk-sell']);
    expect(vendorNames.filter((vendor) => keepsFiles({ vendor }))).toEqual([
      'hubspot',
      'salesforce',
      'pipedrive',
      'zoho',
      'close',
    ]);
    expect(vendorNames.filter((vendor) => keepsLeads({ vendor }))).toEqual(['salesforce', 'zoho']);
    expect(vendorNames.filter((vendor) => relatesRecipients({ vendor }))).toEqual(['salesforce', 'close']);
    expect(notifiable).toEqual(['webhook', 'eventbridge', 'sqs']);
  });
});
