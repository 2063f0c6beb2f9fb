import { createEligibility, QuestionError } from '../../../lambdas/domain/consent/ask-eligibility.ts';
import type { Hold } from '../../../lambdas/domain/consent/holds.ts';
import { noMemberships } from '../../../lambdas/domain/consent/membership.ts';
import { applyChange, emptyConsent } from '../../../lambdas/domain/consent/state.ts';
import { anIntegration, subjectFor } from '../../helpers/builders.ts';
import { aChange } from '../../helpers/consent.ts';

const address = 'lea@gmail.com';
const hold: Hold = { provider: 'google', reason: 'complaints', since: '2026-11-20T08:00:00.000Z', rate: 0.002 };

function askWith({ tenants = ['acme'], isOut = false, isHeld = false, memberships = noMemberships } = {}) {
  const asked: unknown[] = [];
  const ask = createEligibility({
    consent: {
      async readWithHold(...given) {
        asked.push(given);
        const state = isOut ? applyChange(emptyConsent, aChange({ purposes: ['marketing'] })) : emptyConsent;
        return { record: { tenant: 'acme', subject: 's', version: 1, state }, memberships, ...(isHeld && { hold }) };
      },
    },
    control: { integrations: async () => tenants.map((tenant) => anIntegration({ tenant })) },
    subjectHash: async () => subjectFor,
  });
  return { ask, asked };
}

describe('createEligibility', () => {
  it('answers in one read, by the keyed hash and the provider of the normalized address', async () => {
    const { ask, asked } = askWith({ isOut: true });

    expect(await ask({ address: ' LEA@gmail.com ' })).toMatchObject({
      address,
      tenant: 'acme',
      eligible: { marketing: false, sales: true, legal: true },
      reasons: [{ code: 'unsubscribed' }],
    });
    expect(asked).toEqual([['acme', subjectFor('acme', address), 'google']]);
  });

  it('holds mail that can wait while the provider is held, and no other channel', async () => {
    const { ask } = askWith({ isHeld: true });

    expect(await ask({ address })).toMatchObject({
      eligible: { marketing: false, sales: false, legal: true },
      reasons: [{ code: 'provider-hold', detail: 'google: complaints', purposes: ['marketing', 'sales'] }],
    });
    expect(await ask({ address, channel: 'phone' })).toMatchObject({ eligible: { marketing: true }, reasons: [] });
  });

  it.each<[string, object, string[], string]>([
    ['no tenant among several', { address }, ['acme', 'other'], 'tenant: several are configured, name one'],
    ['a tenant that is none', { address, tenant: 'x' }, ['acme'], 'tenant: no such tenant'],
    ['no address', {}, ['acme'], 'address: wants one that can be mailed'],
    ['an address that cannot be mailed', { address: 'lea' }, ['acme'], 'address: wants one that can be mailed'],
    [
      'a channel that is none',
      { address, channel: 'fax' },
      ['acme'],
      'channel: wants one of email, phone, sms, postal',
    ],
  ])('refuses a question with %s', async (_case, question, tenants, message) => {
    const asked = askWith({ tenants }).ask(question);

    await expect(asked).rejects.toThrow(QuestionError);
    await expect(asked).rejects.toThrow(message);
  });
});
