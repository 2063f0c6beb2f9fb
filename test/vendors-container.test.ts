import type { Connection } from '../lambdas/domain/crm/connection.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { namedSettings, scriptedPlatform } from './helpers/scripted-platform.ts';

const hubspot: Connection = { vendor: 'hubspot', baseUrl: 'https://api.example', credentials: 'env:TOKEN' };

const registryOver = (environment: Readonly<Record<string, string | undefined>>) =>
  vendorsOf(scriptedPlatform({ ...namedSettings(), ...environment }).platform);

describe('vendorsOf', () => {
  it('names the table of tokens when its setting is missing', () => {
    expect(() => registryOver({ LEDGER_TABLE: '' })).toThrow('missing environment: LEDGER_TABLE');
  });

  it.each([
    ['makes an adapter with credentials of the environment', { TOKEN: 't0ken' }, hubspot, { kind: 'ok' }],
    ['is misconfigured without credentials', {}, hubspot, { kind: 'misconfigured', code: 'credentials' }],
    [
      'makes an adapter of the sandbox on a laptop',
      { TOKEN: 't0ken', POSTERN_SANDBOX_URL: 'http://127.0.0.1:9' },
      { ...hubspot, baseUrl: 'sandbox:' },
      { kind: 'ok' },
    ],
    [
      'is misconfigured for the sandbox elsewhere',
      { TOKEN: 't0ken', POSTERN_SANDBOX_URL: undefined },
      { ...hubspot, baseUrl: 'sandbox:' },
      { kind: 'misconfigured' },
    ],
    [
      'makes a hand-off to a queue by the function’s own role',
      {},
      { vendor: 'sqs', baseUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/mail', credentials: 'role' } as const,
      { kind: 'ok' },
    ],
  ])('%s', async (_case, environment, connection, expected) => {
    expect(await registryOver(environment).adapterFor(connection as Connection)).toMatchObject(expected);
  });
});
