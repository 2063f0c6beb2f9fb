import { createCrmRegistry } from '../../lambdas/crm/registry.ts';
import type { Connection } from '../../lambdas/domain/crm/connection.ts';
import { ConfigError, TransientError } from '../../lambdas/domain/errors.ts';

const connection: Connection = { vendor: 'hubspot', baseUrl: 'http://127.0.0.1:9', credentials: 'secret:crm#hubspot' };

/** A registry with that reader of credentials. */
const aRegistry = (readCredentials: (reference: string, isFresh?: boolean) => Promise<string>) =>
  createCrmRegistry({
    readCredentials,
    tokens: { read: async () => undefined, claim: async () => true, write: async () => {} },
    handOff: () => {
      throw new Error('no hand-off');
    },
    sandboxUrl: undefined,
    now: () => new Date('2026-11-20T10:00:00Z'),
    pause: async () => {},
    random: () => 0.5,
  });

describe('createCrmRegistry', () => {
  it('takes an unreadable secret for a matter of configuration, and names its reference', async () => {
    const message = 'credentials secret:crm#hubspot cannot be read: AccessDeniedException';

    expect(await aRegistry(async () => Promise.reject(new ConfigError(message))).adapterFor(connection)).toEqual({
      kind: 'misconfigured',
      code: 'credentials',
      message,
    });
  });

  it('takes an unclear answer of Secrets Manager for an unclear end', async () => {
    const registry = aRegistry(async () => Promise.reject(new TransientError('ThrottlingException')));

    expect(await registry.adapterFor(connection)).toEqual({ kind: 'unknown' });
  });

  it('takes a secret that no header carries for a matter of configuration, and repeats no part of it', async () => {
    const adapter = await aRegistry(async () => 'pat-first\nsecond').adapterFor(connection);
    const answer = adapter.kind === 'ok' ? await adapter.value.check?.() : adapter;

    expect(answer).toEqual({
      kind: 'misconfigured',
      code: 'credentials',
      message: 'credentials secret:crm#hubspot hold a character that no HTTP header carries',
    });
  });
});
