import { unreadableCredentials } from '../../lambdas/operations/credential-problems.ts';
import { anIntegration } from '../helpers/builders.ts';

const settings = {
  region: 'eu-west-1',
  secretPrefix: 'postern/prod/',
  connectionSecrets: 'postern/prod/crm,postern/prod/hook',
  intakeSecrets: 'postern/prod/intake',
};
const fileWith = (credentials: string) => ({
  connections: { main: { vendor: 'hubspot' as const, baseUrl: 'https://api.hubapi.com', credentials } },
  integrations: [anIntegration()],
});

describe('unreadableCredentials', () => {
  it('finds nothing wrong with a secret of the stage', () => {
    expect(unreadableCredentials(fileWith('secret:crm#hubspot'), settings)).toEqual([]);
  });

  it.each(['env:TOKEN', 'secret:postern/other/crm', 'secret:intake#a'])('says what to write for %s', (credentials) => {
    const [problem, ...others] = unreadableCredentials(fileWith(credentials), settings);

    expect(others).toEqual([]);
    expect(problem).toMatch(/^connections\.main\.credentials: found .*; wants a secret .*: docs\/runbook\.md#crm-conf/);
  });
});
