import type { ContactFields } from '../../../lambdas/domain/crm/contact-fields.ts';
import { type KnownPerson, personToRemember } from '../../../lambdas/domain/delivery/known-person.ts';
import { rememberedFields } from '../../../lambdas/domain/planning/look-up.ts';
import { aDestination, anIntegration } from '../../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const mappings = {
  'regions@1': {
    owner: 'RevOps',
    fields: [
      { target: 'activity.region', from: 'crm:territory', transform: [] },
      { target: 'activity.intent', from: 'intent', transform: [] },
    ],
  },
};
const emea = { name: 'emea', when: { crm: { territory: ['EMEA'] } }, do: { task: { title: 'Answer', inDays: 1 } } };
const integration = anIntegration({ rules: [emea], ownerField: 'OwnerId', mapping: 'regions@1' });
const known: KnownPerson = { contact: 'c1', at: '2026-11-01T09:00:00.000Z' };
const personLookedUp = (at: string, asked: readonly string[], fields: ContactFields = {}): KnownPerson => ({
  ...known,
  crm: { at, asked, fields },
});

describe('fieldsToLookUp, rememberedFields and personToRemember', () => {
  it('ask for the fields of rules and mappings and for the owner, and for nothing else', () => {
    const chosen = { name: 'x', when: { known: true }, do: { mapping: 'regions@1' } };

    expect(aDestination(integration, { mappings }).lookUpFields).toEqual(['OwnerId', 'territory']);
    expect(aDestination({}, { mappings }).lookUpFields).toEqual([]);
    expect(aDestination({ rules: [chosen] }, { mappings }).lookUpFields).toEqual(['territory']);
  });

  it.each<[string, KnownPerson | undefined, ContactFields | undefined]>([
    [
      'a moment ago',
      personLookedUp('2026-11-20T11:59:00.000Z', ['territory'], { territory: 'EMEA' }),
      { territory: 'EMEA' },
    ],
    ['a moment ago, and held nothing', personLookedUp('2026-11-20T11:59:00.000Z', ['territory']), {}],
    [
      'more than an hour ago',
      personLookedUp('2026-11-20T10:59:00.000Z', ['territory'], { territory: 'EMEA' }),
      undefined,
    ],
    ['for other fields', personLookedUp('2026-11-20T11:59:00.000Z', ['OwnerId']), undefined],
    ['never', known, undefined],
    ['of nobody', undefined, undefined],
  ])('remember an answer for an hour: asked %s', (_when, person, wanted) => {
    expect(rememberedFields(person, ['territory'], now)).toEqual(wanted);
  });

  it('keep an answer with the person, even if the mail brought nothing else', () => {
    const lookedUp = { at: now.toISOString(), asked: ['territory'], fields: {} };
    const done = { contact: { state: 'done' as const, at: now.toISOString(), id: 'c2' } };

    expect(personToRemember(known, {}, lookedUp, now.toISOString())).toEqual({ ...known, crm: lookedUp });
    expect(personToRemember(undefined, done, lookedUp, now.toISOString())).toMatchObject({
      contact: 'c2',
      crm: lookedUp,
    });
    expect(personToRemember(known, done, undefined, now.toISOString())).toBeUndefined();
    expect(personToRemember(undefined, {}, lookedUp, now.toISOString())).toBeUndefined();
  });
});
