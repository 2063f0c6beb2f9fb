import { noMemberships } from '../../../lambdas/domain/consent/membership.ts';
import { contactSegments, needsSegments } from '../../../lambdas/domain/planning/contact-segments.ts';
import { aDestination, anIntegration, subjectFor } from '../../helpers/builders.ts';

const rule = { name: 'vip', when: { segments: ['vip'] }, do: { task: { title: 'Answer', inDays: 1 } } };
const people = { direction: 'inbound', rule: 'sender', contact: { email: 'ada@customer.example' } } as const;
const entry = { source: 'engage', segment: 'vip', at: '2026-11-20T09:00:00.000Z', evidence: 'm1' };
const memberships = {
  version: 2,
  entries: [
    { ...entry, id: 'aud_1', state: 'in' as const },
    { ...entry, id: 'aud_2', state: 'out' as const },
  ],
};

describe('contactSegments', () => {
  it('reads the segments that the contact is in, by the hash of the contact', async () => {
    const asked: unknown[] = [];
    const read = async (...given: [string, string]) => {
      asked.push(given);
      return memberships;
    };
    const destination = aDestination(anIntegration({ rules: [rule] }));

    expect(await contactSegments(read, destination, { people }, subjectFor)).toEqual([{ segment: 'vip', id: 'aud_1' }]);
    expect(asked).toEqual([['acme', subjectFor('acme', 'ada@customer.example')]]);
  });

  it('reads nothing for an integration without segments, and for a mail that names nobody', async () => {
    const read = async () => {
      throw new Error('unused');
    };
    const nobody = { people: { direction: 'inbound', rule: 'none' } as const };

    expect(await contactSegments(read, aDestination(anIntegration()), { people }, subjectFor)).toBeUndefined();
    const withRule = aDestination(anIntegration({ rules: [rule] }));
    expect(await contactSegments(read, withRule, nobody, subjectFor)).toBeUndefined();
  });

  it('gives an empty list for a contact that no CDP has named', async () => {
    const destination = aDestination(anIntegration({ rules: [rule] }));

    expect(await contactSegments(async () => noMemberships, destination, { people }, subjectFor)).toEqual([]);
  });
});

describe('needsSegments', () => {
  it('is true for a mapping that takes its value from segments', () => {
    const field = (from: string) => ({ target: 'contact.segments', from, transform: [] });
    const needs = (from: string) =>
      needsSegments(
        aDestination(anIntegration({ mapping: 'own@1' }), {
          mappings: { 'own@1': { owner: 'RevOps', fields: [field(from)] } },
        }),
      );

    expect([needs('segments'), needs('segments.ids'), needs('subject')]).toEqual([true, true, false]);
  });
});
