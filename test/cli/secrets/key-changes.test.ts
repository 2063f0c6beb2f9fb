import { randomBytes } from 'node:crypto';
import {
  type ChangeContext,
  fieldsOf,
  retireApiKey,
  retireHook,
  retireTokenKeys,
  rotateApiKey,
  rotateHook,
  rotateTokenKeys,
} from '../../../cli/secrets/key-changes.ts';
import { findCaller } from '../../../lambdas/api/caller.ts';
import { compact } from '../../../lambdas/compact.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { readFields, readTokenKeys, signFields } from '../../../lambdas/domain/mail/signed-text.ts';
import { acceptedSecrets } from '../../helpers/accepted-secrets.ts';

const now = new Date('2026-12-01T12:00:00Z');
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const days = 24 * 60;

const context = (changedAt?: Date): ChangeContext => ({
  now,
  random: () => randomBytes(32),
  ...(changedAt !== undefined && { changedAt }),
});
const links = '{"current":"k1","k1":"first"}';

describe('the keys of links', () => {
  it('are rotated in two steps, and a link works from its signature until its key is retired', () => {
    const before = signFields(['a'], readTokenKeys(links));

    const added = rotateTokenKeys(links, context(ago(400 * days)));
    expect(added).toMatchObject({ added: 'k2', removed: [] });
    // A function that has not read the secret again knows the links that are made now.
    expect(readFields(signFields(['a'], readTokenKeys(added.value)), readTokenKeys(links))).toEqual(['a']);

    const activated = rotateTokenKeys(added.value, context(ago(11)));
    expect(activated).toMatchObject({ current: 'k2', removed: [] });
    const after = signFields(['b'], readTokenKeys(activated.value));
    expect(after.startsWith('k2.')).toBe(true);
    expect(readFields(after, readTokenKeys(added.value))).toEqual(['b']);
    expect(readFields(before, readTokenKeys(activated.value))).toEqual(['a']);

    const retired = retireTokenKeys(activated.value, { now, changedAt: ago(61 * days) }, false);
    expect(retired).toMatchObject({ removed: ['k1'] });
    expect(readFields(before, readTokenKeys(retired.value))).toBeUndefined();
    expect(readFields(after, readTokenKeys(retired.value))).toEqual(['b']);
    // The number of a retired key is not used again.
    expect(rotateTokenKeys(retired.value, context(ago(61 * days)))).toMatchObject({ added: 'k3' });
  });

  it('are not signed with before every function knows the new one', () => {
    const { value } = rotateTokenKeys(links, context());

    expect(() => rotateTokenKeys(value, context(ago(9)))).toThrow('after 2026-12-01T12:01:00.000Z');
  });

  it('of an operator who chose other names get one called k1 beside them', () => {
    const { value, added } = rotateTokenKeys('{"current":"old","old":"first"}', context());

    expect(added).toBe('k1');
    expect(readTokenKeys(value).current).toBe('old');
  });

  it.each([
    ['59 days after the change', ago(59 * days), false, /links in mail of the last 60 days/],
    ['when nobody knows the time of the change', undefined, false, /--early/],
  ])('are not retired %s', (_when, changedAt, isEarly, reason) => {
    const stored = '{"current":"k2","k1":"first","k2":"second"}';

    expect(() => retireTokenKeys(stored, { now, ...(changedAt && { changedAt }) }, isEarly)).toThrow(reason);
    expect(retireTokenKeys(stored, { now, ...(changedAt && { changedAt }) }, true).removed).toEqual(['k1']);
  });

  it('are not retired where there is one', () => {
    expect(() => retireTokenKeys(links, { now }, true)).toThrow('no key beside the current one');
  });
});

describe('the keys of the API', () => {
  it.each([
    ['all', undefined],
    ['acme', 'acme'],
  ])('overlap, and both are those of %s', (field, tenant) => {
    const stored = JSON.stringify({ [field]: 'first', other: 'untouched' });
    const caller = (secret: string, key: string) => {
      const found = findCaller(secret, key);
      return found && compact({ name: found.name, tenant: found.tenant });
    };
    const whom = compact({ name: field, tenant });

    const rotated = rotateApiKey(stored, field, context());
    const key = fieldsOf(rotated.value)[field]!;
    expect(caller(rotated.value, key)).toEqual(whom);
    expect(caller(rotated.value, 'first')).toEqual({ ...whom, name: `${field}/previous` });
    expect(() => rotateApiKey(rotated.value, field, context())).toThrow(`retire api-keys --field ${field}`);

    const retired = retireApiKey(rotated.value, field);
    expect(caller(retired.value, key)).toEqual(whom);
    expect(caller(retired.value, 'first')).toBeUndefined();
    expect(caller(retired.value, 'untouched')).toEqual({ name: 'other', tenant: 'other' });
    expect(() => retireApiKey(retired.value, field)).toThrow('no old key');
  });

  it('are made for a tenant that has none', () => {
    expect(Object.keys(fieldsOf(rotateApiKey('{"all":"a"}', 'acme', context()).value))).toEqual(['all', 'acme']);
  });

  it('called previous are not rotated', () => {
    expect(() => rotateApiKey('{"all/previous":"a"}', 'all/previous', context())).toThrow(ConfigError);
  });
});

describe('the secrets of outgoing webhooks', () => {
  const old = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

  it('both sign while they overlap, so that a receiver with either takes the request', () => {
    const rotated = rotateHook(old, context());
    const [young] = rotated.value.split(' ');

    expect(acceptedSecrets(rotated.value)).toEqual({ [young!]: true, [old]: true });
    expect(() => rotateHook(rotated.value, context())).toThrow('retire the old one first');
    expect(retireHook(rotated.value).value).toBe(young);
    expect(() => retireHook(young!)).toThrow('signs alone');
  });

  it('are not made for a key pair', () => {
    expect(() => rotateHook('whsk_AAAA', context())).toThrow('key pair');
  });
});

describe('fieldsOf', () => {
  it.each(['hidden-value', '["hidden-value"]', '{"a":7,"b":"hidden-value"}', 'null', ''])(
    'refuses %j without repeating it',
    (stored) => {
      expect(() => fieldsOf(stored)).toThrow(/^the value of the secret is no JSON object of texts$/);
    },
  );
});
