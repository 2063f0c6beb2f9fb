import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';
import type { IntegrationsFile } from '../../../lambdas/domain/configuration/integration.ts';
import { findUnreadable, parseReference, secretIdOf } from '../../../lambdas/domain/configuration/secret-reference.ts';

const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/hubspot-AbCdEf';
const readable = {
  region: 'eu-west-1',
  prefix: 'postern/prod/',
  connections: ['postern/prod/crm', 'postern/prod/hook', 'team/close', arn],
  intake: ['postern/prod/intake'],
};

/** A file with one connection, and one sender of webhooks where it has credentials. */
function aFile(credentials: string, intake?: string, baseUrl = 'https://api.hubapi.com'): IntegrationsFile {
  const checked = checkIntegrations({
    connections: { main: { vendor: 'hubspot', baseUrl, credentials } },
    integrations: [],
    ...(intake && { intake: { news: { tenant: 'acme', format: 'standard', credentials: intake } } }),
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.mistakes));
  return checked.value;
}

describe('secretIdOf and parseReference', () => {
  it.each([
    ['crm', 'postern/prod/crm'],
    ['hook', 'postern/prod/hook'],
    ['intake', 'postern/prod/intake'],
    ['postern/prod/crm', 'postern/prod/crm'],
    ['team/close', 'team/close'],
    ['close', 'close'],
    ['toString', 'toString'],
    [arn, arn],
  ])('name the secret %s as %s', (name, id) => {
    expect(secretIdOf(name, 'postern/prod/')).toBe(id);
  });

  it('split the name of a secret from its field, also in an ARN', () => {
    expect(parseReference(`secret:${arn}#token`)).toEqual({ scheme: 'secret', name: arn, field: 'token' });
    expect(parseReference('secret:hook')).toEqual({ scheme: 'secret', name: 'hook' });
    expect(parseReference('env:HUBSPOT_TOKEN')).toEqual({ scheme: 'env', name: 'HUBSPOT_TOKEN' });
  });
});

describe('findUnreadable', () => {
  it.each([
    'secret:crm#hubspot',
    'secret:hook',
    'secret:postern/prod/crm#hubspot',
    'secret:arn:aws:secretsmanager:eu-west-1:111122223333:secret:postern/prod/crm-Zz0123#hubspot',
    'secret:team/close#key',
    `secret:${arn}#token`,
    'secret:arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/hubspot#token',
    'secret:team/hubspot#token',
  ])('accepts %s', (credentials) => {
    expect(findUnreadable(aFile(credentials), readable)).toEqual([]);
  });

  it.each([
    ['a variable of a shell', 'env:HUBSPOT_TOKEN'],
    ['a secret of the other lane', 'secret:intake#hubspot'],
    ["another stage's secret", 'secret:postern/dev/crm#hubspot'],
    ['a secret that no stage lists', 'secret:postern/crm#hubspot'],
    ['a name that only begins like one that is listed', 'secret:team/close-2#key'],
    ['a name with six characters more', 'secret:team/close-AbCdEf#key'],
    ['an ARN of another account', 'secret:arn:aws:secretsmanager:eu-west-1:999999999999:secret:team/hubspot-AbCdEf'],
    [
      "an ARN of another region for the stage's own name",
      'secret:arn:aws:secretsmanager:us-east-1:111122223333:secret:postern/prod/crm-AbCdEf#x',
    ],
    ['an ARN of another service', 'secret:arn:aws:kms:eu-west-1:111122223333:secret:team/close-AbCdEf'],
    ['an ARN of another region', 'secret:arn:aws:secretsmanager:us-east-1:111122223333:secret:team/hubspot-AbCdEf'],
  ])('reports %s', (_, credentials) => {
    expect(findUnreadable(aFile(credentials), readable)).toMatchObject([
      { path: 'connections.main.credentials', found: credentials },
    ]);
  });

  it('reports the sandbox of a laptop', () => {
    expect(findUnreadable(aFile('secret:crm#hubspot', undefined, 'sandbox:'), readable)).toEqual([
      { path: 'connections.main.baseUrl', found: 'sandbox:', wanted: "the URL of the vendor's API" },
    ]);
  });

  it('reports a webhook’s secret that only functions that call CRMs read, and names what would work', () => {
    expect(findUnreadable(aFile('secret:crm#hubspot', 'secret:crm#news'), readable)).toEqual([
      {
        path: 'intake.news.credentials',
        found: 'secret:crm#news',
        wanted:
          'a secret that the functions may read: secret:intake, or another that stages.yaml lists under secrets for intake',
      },
    ]);
    expect(findUnreadable(aFile('secret:crm#hubspot', 'secret:intake#news'), readable)).toEqual([]);
  });
});
