import { keyAges, localKeys, oldKeys } from '../../../cli/report/key-ages.ts';

const file = {
  connections: { acme: { vendor: 'hubspot', credentials: 'secret:crm#acme' } },
  integrations: [],
} as never;
const now = new Date('2026-12-01T00:00:00Z');

const aClient = (secrets: Readonly<Record<string, object>>) =>
  ({
    async send({ input }: { readonly input: { readonly SecretId: string } }) {
      const secret = secrets[input.SecretId];
      if (secret === undefined) throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      return secret;
    },
  }) as never;

describe('keyAges', () => {
  it('is the time since the value was put, else since the secret was made', async () => {
    const client = aClient({
      'postern/prod/crm': { LastChangedDate: new Date('2026-11-21T12:00:00Z'), CreatedDate: new Date('2025-01-01') },
      'postern/prod/api-keys': { CreatedDate: new Date('2025-11-30T00:00:00Z') },
      'postern/prod/token-keys': {},
    });
    const ages = await keyAges(client, 'postern/prod/', file, now);
    const byId = Object.fromEntries(ages.map((age) => [age.id.slice('postern/prod/'.length), age]));

    expect(byId.crm).toMatchObject({ neededBy: 'connection acme', ageDays: 9, changedAt: '2026-11-21T12:00:00.000Z' });
    expect(byId['api-keys']).toMatchObject({ ageDays: 366 });
    expect(byId['token-keys']).toMatchObject({ unknown: 'Secrets Manager names no date' });
    expect(byId['address-key']).toMatchObject({ unknown: 'AccessDeniedException' });
    expect(oldKeys(ages).map(({ id }) => id)).toEqual(['postern/prod/api-keys']);
  });
});

describe('oldKeys', () => {
  it('never asks for another address key: the tables keep only hashes by it', () => {
    expect(oldKeys([{ id: 'postern/prod/address-key', neededBy: 'every function', ageDays: 4000 }])).toEqual([]);
  });
});

describe('localKeys', () => {
  it('names the secrets of the laptop, without ages', () => {
    expect(localKeys(file).map(({ id }) => id)).toEqual(['address-key', 'token-keys', 'api-keys', 'crm']);
    expect(localKeys(file).every(({ unknown }) => unknown !== undefined)).toBe(true);
  });
});
