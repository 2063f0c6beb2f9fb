import { apiAccess } from '../../lib/stage-access.ts';
import { parseStages } from '../../lib/stage-config.ts';

const mistakesOf = (setting: string, more = ''): string[] => {
  try {
    parseStages(`dev:\n  region: eu-west-1\n  inboundDomain: in.example.com\n  apiAccess: ${setting}\n${more}`);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
};

describe('the setting apiAccess', () => {
  it.each([
    '{ allow: [203.0.113.0/24, "2001:db8::/32"] }',
    '{ quota: { perMinute: 600 } }',
    '{ quota: { perDay: 1 } }',
    '{ intake: { basic: true, allow: [10.0.0.0/8] } }',
    '{}',
    '{ authorization: iam }',
    '{ authorization: iam, quota: { perDay: 5 }, allow: [10.0.0.0/8] }',
    '{ jwt: { issuer: "https://login.example.com/realm", audience: [postern], tenantClaim: "custom:tenant" } }',
    '{ jwt: { issuer: "https://login.example.com", audience: [a, b], tenant: acme, scopePrefix: postern/ } }',
  ])('takes %s', (setting) => {
    expect(mistakesOf(setting)).toEqual([]);
  });

  it.each([
    ['{ allow: [] }', 'wants a block'],
    ['{ allow: [203.0.113.7] }', 'wants a CIDR block'],
    ['{ allow: [0.0.0.0/0] }', 'wants a smaller block'],
    ['{ allow: ["::/0"] }', 'wants a smaller block'],
    ['{ allow: [10.0.0.0/33] }', 'wants a CIDR block'],
    ['{ allow: [office] }', 'wants a CIDR block'],
    ['{ quota: {} }', 'wants perMinute, perDay or both'],
    ['{ quota: { perMinute: 0 } }', 'from 1 to'],
    ['{ quota: { perHour: 5 } }', 'wants one of perMinute, perDay'],
    ['{ intake: { basic: yes please } }', 'wants true or false'],
    ['{ keys: true }', 'no such key'],
    ['{ authorization: none }', 'wants keys or iam'],
    ['{ jwt: { issuer: "http://login.example.com", audience: [a], tenant: t } }', 'https address of the issuer'],
    ['{ jwt: { issuer: "https://u:p@login.example.com", audience: [a], tenant: t } }', 'https address of the issuer'],
    ['{ jwt: { issuer: "login.example.com", audience: [a], tenant: t } }', 'https address of the issuer'],
    ['{ jwt: { issuer: "https://l.example", audience: [], tenant: t } }', 'wants an audience'],
    ['{ jwt: { issuer: "https://l.example", audience: [a] } }', 'either tenantClaim or tenant'],
    [
      '{ jwt: { issuer: "https://l.example", audience: [a], tenant: t, tenantClaim: c } }',
      'either tenantClaim or tenant',
    ],
    ['{ jwt: { issuer: "https://l.example", audience: [a], tenant: t, scopePrefix: "a b" } }', 'without blanks'],
    [
      '{ authorization: iam, jwt: { issuer: "https://l.example", audience: [a], tenant: t } }',
      'wants authorization: keys',
    ],
  ])('refuses %s', (setting, message) => {
    expect(mistakesOf(setting).join('\n')).toContain(message);
  });

  const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/1-2`;
  const mutualTls = (name: string, region = 'eu-west-1', truststore = '{ bucket: trust-1, key: ca.pem }') =>
    `{ mutualTls: { name: ${name}, certificateArn: '${certificate(region)}', truststore: ${truststore} } }`;
  const apiDomain = `  apiDomain: { name: mail-api.example.com, certificateArn: '${certificate('eu-west-1')}' }\n`;

  it('takes a domain with client certificates beside the one of links', () => {
    expect(mistakesOf(mutualTls('partners.example.com'))).toEqual([]);
    expect(mistakesOf(mutualTls('partners.example.com'), apiDomain)).toEqual([]);
  });

  it.each([
    [mutualTls('mail-api.example.com'), 'another domain than apiDomain'],
    [mutualTls('partners.example.com', 'us-east-1'), 'wants a certificate of eu-west-1'],
    [mutualTls('partners.example.com', 'eu-west-1', '{ bucket: Trust, key: ca.pem }'), 'wants { bucket, key }'],
    [mutualTls('partners.example.com', 'eu-west-1', '{ bucket: trust-1 }'), 'wants { bucket, key }'],
    [mutualTls('Partners'), 'wants a domain in lower case'],
  ])('refuses the domain with client certificates %s', (setting, message) => {
    expect(mistakesOf(setting, apiDomain).join('\n')).toContain(message);
  });

  const endpoint = 'vpce-0123456789abcdef0';
  const endpoints = (count: number): string =>
    Array.from({ length: count }, (_, index) => `vpce-0123456789abcde${index.toString(16).padStart(2, '0')}`).join(
      ', ',
    );

  it.each([
    `{ private: { vpcEndpointIds: [${endpoint}] } }`,
    '{ private: { vpcEndpointIds: [vpce-0123abcd] } }',
    `{ private: { vpcEndpointIds: [${endpoints(10)}], publicIntake: true } }`,
    `{ authorization: iam, allow: [10.0.0.0/8], private: { vpcEndpointIds: [${endpoint}] } }`,
  ])('takes the private mode %s', (setting) => {
    expect(mistakesOf(setting)).toEqual([]);
  });

  it.each([
    ['{ private: { vpcEndpointIds: [] } }', 'wants an endpoint'],
    ['{ private: {} }', 'ids of VPC endpoints'],
    ['{ private: true }', 'private'],
    ['{ private: { vpcEndpointIds: [vpc-0123abcd] } }', 'wants the id of a VPC endpoint'],
    ['{ private: { vpcEndpointIds: [vpce-0123ABCD] } }', 'wants the id of a VPC endpoint'],
    [`{ private: { vpcEndpointIds: [${endpoint}0] } }`, 'wants the id of a VPC endpoint'],
    [`{ private: { vpcEndpointIds: [${endpoint}, ${endpoint}] } }`, 'each endpoint once'],
    [`{ private: { vpcEndpointIds: [${endpoints(11)}] } }`, 'at most 10'],
    [`{ private: { vpcEndpointIds: [${endpoint}], publicIntake: some } }`, 'wants true or false'],
    [`{ private: { vpcEndpointIds: [${endpoint}], routes: [] } }`, 'routes'],
    [
      mutualTls('partners.example.com').replace(/ }$/, `, private: { vpcEndpointIds: [${endpoint}] } }`),
      'wants no private beside it',
    ],
  ])('refuses the private mode %s', (setting, message) => {
    expect(mistakesOf(setting).join('\n')).toContain(message);
  });

  it('takes at most fifty blocks', () => {
    const blocks = (count: number) => ({ allow: Array.from({ length: count }, (_, index) => `10.0.${index}.0/24`) });

    expect([50, 51].map((count) => apiAccess.safeParse(blocks(count)).success)).toEqual([true, false]);
  });
});
