import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import type { KnownPerson } from '../../../lambdas/domain/delivery/known-person.ts';
import { extraCalls } from '../../../lambdas/domain/planning/extra-calls.ts';
import { aDestination } from '../../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const field = (target: string, more = {}) => ({ target, from: 'intent', transform: [], ...more });
const mappings = {
  'regions@1': { owner: 'RevOps', fields: [field('activity.region', { from: 'crm:territory' })] },
  'fills@1': {
    owner: 'RevOps',
    fields: ['contact.a', 'contact.b', 'deal.c'].map((target) => field(target, { onlyIfEmpty: true })),
  },
};
const known: KnownPerson = { contact: 'c1', at: '2026-11-01T09:00:00.000Z' };
const askedAt = (at: string): KnownPerson => ({ ...known, crm: { at, asked: ['territory'], fields: {} } });

const looksUp = { mapping: 'regions@1' };
const call = { name: 'call', when: { known: true }, do: { task: { title: 'Call', inDays: 1 } } };
const deals = { name: 'deals', when: { openDeals: true }, do: { filter: true as const } };
const deal = { token: { type: 'deal', id: '7' } };

describe('extraCalls', () => {
  it.each<[string, Partial<Integration>, KnownPerson | undefined, Pick<Delivery, 'token'>, number]>([
    ['nothing for a plain integration', {}, undefined, {}, 0],
    ['a search and a read for a contact that is new', looksUp, undefined, {}, 2],
    ['a read for a contact that is known', looksUp, known, {}, 1],
    ['nothing for a contact that was looked up within the hour', looksUp, askedAt('2026-11-20T11:30:00.000Z'), {}, 0],
    ['a read for a contact that was looked up long ago', looksUp, askedAt('2026-11-20T10:30:00.000Z'), {}, 1],
    ['a search, a read and the open deals of a contact that is new', { rules: [deals] }, undefined, {}, 3],
    ['two for attachments', { files: { maxFileMiB: 5 } }, known, {}, 2],
    ['one for the task of a rule', { rules: [call] }, known, {}, 1],
    ['one for all people of a mail', { relations: 'all' }, known, {}, 1],
    ['nothing for its contact alone', { relations: 'contact' }, known, {}, 0],
    ['a read and a write for each record with empty fields to fill', { mapping: 'fills@1' }, known, {}, 4],
    ['three for a deal that is named without a tag', {}, known, deal, 3],
    ['nothing for a deal that everybody may name', { tokens: 'open' }, known, deal, 0],
    ['one for leads, where somebody is new', { person: 'contact' }, undefined, {}, 1],
    ['none for leads, where the person is known', { person: 'lead' }, known, {}, 0],
    ['one to relate the mail to others', { relations: 'all' }, known, {}, 1],
    ['nothing for a mapping that is not configured', { mapping: 'none@1' }, known, {}, 0],
    ['the sum of all of them', { ...looksUp, files: { maxFileMiB: 5 }, rules: [call] }, undefined, deal, 8],
  ])('counts %s', (_case, integration, person, delivery, calls) => {
    expect(extraCalls(aDestination(integration, { mappings }), delivery, person, now)).toBe(calls);
  });
});
