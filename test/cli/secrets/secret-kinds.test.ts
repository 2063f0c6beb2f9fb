import { createProgram } from '../../../cli/program.ts';
import { ownedSecret, ownedSecrets, retirement, rotation } from '../../../cli/secrets/secret-kinds.ts';
import { helpOf, verbsOf } from '../../helpers/verbs.ts';

const context = { now: new Date('2026-12-01T12:00:00Z'), random: () => Buffer.alloc(32, 1) };

describe('ownedSecret', () => {
  it.each([
    ['address-key', /must never change/],
    ['crm', /the CRMs issue/],
    ['intake', /the senders issue/],
    ['nonsense', /found "nonsense", wants one of token-keys, api-keys, hook/],
    ['constructor', /found "constructor"/],
  ])('refuses %s, and says why', (name, reason) => {
    expect(() => ownedSecret(name)).toThrow(reason);
  });

  it('knows those that the help lists', async () => {
    const verbs = verbsOf(await createProgram(['secret'])).filter(([call]) => /^secret (?:rotate|retire)$/.test(call));

    expect(verbs).toHaveLength(2);
    for (const [, verb] of verbs) expect(helpOf(verb)).toContain(ownedSecrets.join(', '));
  });
});

describe('rotation and retirement', () => {
  const old = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

  it('change one field of a secret with several', () => {
    const stored = JSON.stringify({ orders: old, other: 'untouched' });
    const { value } = rotation('hook', stored, context, { field: 'orders' });

    expect(JSON.parse(value)).toEqual({ orders: expect.stringMatching(/^whsec_\S+ whsec_/), other: 'untouched' });
    expect(JSON.parse(retirement('hook', value, context, { field: 'orders' }).value).orders).not.toContain(old);
  });

  it.each([
    ['a field that nobody named', undefined, /name one with --field/],
    ['a field that is not there', 'nope', /has no field "nope"/],
    ['an inherited name', 'constructor', /has no field/],
  ])('refuse %s', (_what, field, reason) => {
    expect(() => rotation('hook', JSON.stringify({ orders: old }), context, { field })).toThrow(reason);
  });

  it('take the key of all tenants where no field is named', () => {
    expect(rotation('api-keys', '{"all":"a"}', context, {}).added).toBe('all');
    expect(retirement('api-keys', '{"all":"a","all/previous":"b"}', context, {}).removed).toEqual(['all/previous']);
  });
});
