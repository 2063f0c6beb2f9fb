import { statementOf, unsubscribeLink } from '../../cli/consent.ts';
import { readToken } from '../../lambdas/domain/consent/token.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

const now = new Date('2026-11-20T12:00:00Z');

describe('statementOf', () => {
  it.each<[string, object]>([
    ['out', { signal: 'unsubscribe' }],
    ['bounced', { signal: 'hard-bounce' }],
    ['in', { signal: 'opt-in' }],
    ['unconfirmed', { signal: 'unconfirmed' }],
    ['lifted', { signal: 'lifted' }],
    ['any', { signal: 'address-rule', rule: 'any' }],
    ['transactional', { signal: 'address-rule', rule: 'transactional' }],
    ['never', { signal: 'address-rule', rule: 'never' }],
  ])('turns the state %s into its signal', (state, statement) => {
    expect(statementOf(state, {}, now)).toEqual({ ...statement, at: now.toISOString() });
  });

  it('takes purposes, channel, time, reason and contact over', () => {
    const at = new Date('2026-11-01T08:00:00Z');

    expect(
      statementOf(
        'out',
        { purpose: ['marketing', 'sales'], channel: 'phone', at, reason: 'called', contact: '4711' },
        now,
      ),
    ).toEqual({
      signal: 'unsubscribe',
      at: at.toISOString(),
      purposes: ['marketing', 'sales'],
      channel: 'phone',
      reason: 'called',
      contactId: '4711',
    });
  });

  it.each([
    ['a state that there is not', 'gone', {}, /^found "gone", wants one of out, bounced, /],
    ['a name that every object has', 'constructor', {}, /^found "constructor"/],
    ['an unknown channel', 'out', { channel: 'fax' }, /^--channel: found "fax", wants one of email, /],
    ['an unknown purpose', 'out', { purpose: ['fun'] }, /^--purpose: found "fun", wants one of /],
    ['a time in the future', 'out', { at: new Date(now.getTime() + 1) }, /^--at: /],
  ])('refuses %s', (_what, state, options, message) => {
    expect(() => statementOf(state, options, now)).toThrow(ConfigError);
    expect(() => statementOf(state, options, now)).toThrow(message);
  });
});

describe('unsubscribeLink', () => {
  const keys = { current: 'k1', keys: { k1: 'a key of the tests' } };
  const person = { tenant: 'acme', subject: 'c'.repeat(40) };

  it('makes a link that stands for the person, its purposes, list and campaign', () => {
    const options = { purpose: ['sales'], list: 'news', campaign: 'autumn' };

    const { url, headers } = unsubscribeLink('https://api.example/', keys, person, options);

    expect(url).toMatch(/^https:\/\/api\.example\/u\/[\w.-]+$/);
    expect(readToken(url.slice('https://api.example/u/'.length), keys)).toEqual({
      kind: 'unsubscribe',
      ...person,
      purposes: ['sales'],
      list: 'news',
      campaign: 'autumn',
    });
    expect(headers).toEqual({
      'List-Unsubscribe': `<${url}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  it('stands for marketing where no purpose is named, and offers a mail beside it', () => {
    const { url, headers } = unsubscribeLink('https://api.example', keys, person, { mailto: 'Out@Acme.example' });

    expect(readToken(url.split('/').at(-1)!, keys)?.purposes).toEqual(['marketing']);
    expect(headers['List-Unsubscribe']).toBe(`<${url}>, <mailto:out@acme.example?subject=unsubscribe>`);
  });

  it.each([{ mailto: 'nobody' }, { purpose: ['fun'] }])('refuses %j', (options) => {
    expect(() => unsubscribeLink('https://api.example', keys, person, options)).toThrow(ConfigError);
  });
});
