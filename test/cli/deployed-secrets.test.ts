import { credentialProblems } from '../../cli/deployed-secrets.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

const file: IntegrationsFile = {
  connections: { main: { vendor: 'close', baseUrl: 'https://api.close.com', credentials: 'env:CLOSE_KEY' } },
  integrations: [],
};
const variables: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-west-1',
  SECRET_PREFIX: 'postern/prod/',
  CONNECTION_SECRETS: 'postern/prod/crm,postern/prod/hook',
  INTAKE_SECRETS: 'postern/prod/intake',
};
const reading = (known: Readonly<Record<string, string>>) => (name: string) => {
  if (known[name] === undefined) throw new ConfigError(`${name} is not set`);
  return known[name];
};

describe('credentialProblems', () => {
  it('names what the functions of a deployment may not read', () => {
    const problems = credentialProblems({ isLocal: false, read: reading(variables) }, file);

    expect(problems).toEqual([
      expect.stringMatching(/^connections\.main\.credentials: found env:CLOSE_KEY; .*#crm-configuration$/),
    ]);
  });

  it('reports missing variables as a problem, and keeps the rest of the report', () => {
    expect(credentialProblems({ isLocal: false, read: reading({}) }, file)).toEqual([
      'the credentials could not be checked (AWS_REGION is not set): docs/runbook.md#crm-configuration',
    ]);
  });

  it('accepts variables of the shell on a laptop', () => {
    expect(credentialProblems({ isLocal: true, read: reading({}) }, file)).toEqual([]);
  });
});
