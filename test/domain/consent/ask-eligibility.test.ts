import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import { createEligibility, QuestionError } from '../../../lambdas/domain/consent/ask-eligibility.ts';
import type { ContactAnswer } from '../../../lambdas/domain/consent/eligibility-facts.ts';
import type { Hold } from '../../../lambdas/domain/consent/holds.ts';
import { type Memberships, noMemberships } from '../../../lambdas/domain/consent/membership.ts';
import { applyChange, emptyConsent } from '../../../lambdas/domain/consent/state.ts';
import { anIntegration, subjectFor } from '../../helpers/builders.ts';
import { aChange } from '../../helpers/consent.ts';

const address = 'lea@gmail.com';
const hold: Hold = { provider: 'google', reason: 'complaints', since: '2026-11-20T08:00:00.000Z', rate: 0.002 };

interface Facts {
  readonly tenants?: readonly string[];
  readonly isOut?: boolean;
  readonly isHeld?: boolean;
  readonly memberships?: Memberships;
  readonly integrations?: readonly Integration[];
  readonly contact?: ContactAnswer;
}

function askWith({
  tenants = ['acme'],
  isOut = false,
  isHeld = false,
  memberships = noMemberships,
  integrations = tenants.map((tenant) => anIntegration({ tenant })),
  contact = { kind: 'unknown', reason: 'unused' },
}: Facts = {}) {
  const asked: unknown[] = [];
  const questions: unknown[] = [];
  const ask = createEligibility({
    consent: {
      async readWithHold(...given) {
        asked.push(given);
        const state = isOut ? applyChange(emptyConsent, aChange({ purposes: ['marketing'] })) : emptyConsent;
        return { record: { tenant: 'acme', subject: 's', version: 1, state }, memberships, ...(isHeld && { hold }) };
      },
    },
    control: { integrations: async () => integrations },
    subjectHash: async () => subjectFor,
    async askContact(question) {
      questions.push(question);
      return contact;
    },
  });
  return { ask, asked, questions };
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
      'channel: wants one of email, phone, sms, whatsapp, postal',
    ],
  ])('refuses a question with %s', async (_case, question, tenants, message) => {
    const asked = askWith({ tenants }).ask(question);

    await expect(asked).rejects.toThrow(QuestionError);
    await expect(asked).rejects.toThrow(message);
  });

  const crm = [
    { field: 'HasOptedOutOfEmail', is: [true], bars: ['marketing' as const, 'sales' as const] },
    { field: 'Stage', isNot: ['lead', 'prospect'], bars: ['sales' as const] },
  ];
  const withCrm = anIntegration({ tenant: 'acme', connection: 'main', eligibility: { crm } });
  const known = (fields: Record<string, string | boolean>): ContactAnswer => ({
    kind: 'known',
    fields,
    at: '2026-11-20T09:00:00.000Z',
  });

  it('asks each connection of the tenant once, for the fields of all rules, and names the field that bars', async () => {
    const integrations = [
      withCrm,
      anIntegration({
        key: 'b',
        connection: 'main',
        eligibility: { crm: [{ field: 'Owner', is: ['x'], bars: ['legal'] }] },
      }),
      anIntegration({ key: 'off', connection: 'old', mode: 'off', eligibility: { crm } }),
      anIntegration({ key: 'c', tenant: 'other', connection: 'theirs', eligibility: { crm } }),
    ];
    const contact = known({ HasOptedOutOfEmail: true, Stage: 'Lead' });
    const { ask, questions } = askWith({ integrations, contact });

    expect(await ask({ address, tenant: 'acme' })).toMatchObject({
      eligible: { marketing: false, sales: false, legal: true },
      reasons: [{ code: 'crm-field', detail: 'HasOptedOutOfEmail: true', asOf: '2026-11-20T09:00:00.000Z' }],
    });
    expect(questions).toEqual([
      { tenant: 'acme', connection: 'main', email: address, names: ['HasOptedOutOfEmail', 'Owner', 'Stage'] },
    ]);
  });

  it('bars what the rules would bar while the CRM does not answer, and nothing where the settings say so', async () => {
    const contact: ContactAnswer = { kind: 'unknown', reason: 'no answer within 3000 ms' };
    const ignoring = anIntegration({ connection: 'main', eligibility: { crm, whenUnknown: 'ignore' } });

    expect(await askWith({ integrations: [withCrm], contact }).ask({ address })).toMatchObject({
      eligible: { marketing: false, sales: false, legal: true },
      reasons: [{ code: 'crm-unknown', detail: 'main: no answer within 3000 ms' }],
    });
    expect(await askWith({ integrations: [ignoring], contact }).ask({ address })).toMatchObject({
      eligible: { marketing: true, sales: true },
      reasons: [],
    });
  });

  it('names the segments that the address is in, and bars by those that the settings name', async () => {
    const entry = { source: 'engage', at: '2026-11-20T09:00:00.000Z', evidence: 'm1', state: 'in' as const };
    const memberships = {
      version: 2,
      entries: [
        { ...entry, segment: 'do_not_mail', id: 'aud_1', reason: 'Audience Entered' },
        { ...entry, segment: 'vip', id: 'aud_2' },
      ],
    };
    const eligibility = { segments: [{ segment: 'DO_NOT_MAIL', bars: ['marketing' as const] }] };
    const { ask, questions } = askWith({ integrations: [anIntegration({ eligibility })], memberships });

    const answer = await ask({ address });

    expect(answer.eligible).toEqual({ marketing: false, sales: true, legal: true });
    expect(answer.reasons).toEqual([
      {
        code: 'segment',
        purposes: ['marketing'],
        since: entry.at,
        source: 'engage',
        evidence: 'aud_1',
        detail: 'do_not_mail: Audience Entered',
      },
    ]);
    expect(answer.segments).toMatchObject([{ segment: 'do_not_mail', membershipId: 'aud_1' }, { segment: 'vip' }]);
    expect(questions).toEqual([]);
  });
});
