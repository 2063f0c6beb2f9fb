import { createHash } from 'node:crypto';
import { anonymousIdOf, previousIdOf, userIdBy } from '../../../lambdas/crm/cdp/identity.ts';

const email = 'ada@customer.example';
const hash = createHash('sha256').update(email).digest('hex');

describe('userIdBy', () => {
  it.each([
    ['crm', { email, contactId: 'c1' }, 'c1'],
    ['crm', { email }, undefined],
    ['hash', { email, contactId: 'c1' }, hash],
    ['address', { email }, email],
  ] as const)('gives by %s for %j the id %s', (choice, person, id) => {
    expect(userIdBy(choice, person)).toBe(id);
  });
});

describe('anonymousIdOf', () => {
  it('is one id for one address, and shows nothing of it', () => {
    expect(anonymousIdOf(email)).toBe(anonymousIdOf(email));
    expect(anonymousIdOf(email)).not.toContain('ada');
    expect(anonymousIdOf(email)).not.toBe(hash);
  });
});

describe('previousIdOf', () => {
  it.each([
    ['crm', 'hash', 'c1', { userId: 'c1', previousId: hash }],
    ['address', 'crm', 'c1', { userId: email, previousId: 'c1' }],
    // Neither id may be missing in an alias.
    ['crm', 'hash', undefined, undefined],
    ['address', 'crm', undefined, undefined],
    ['hash', undefined, 'c1', undefined],
    ['crm', 'address', email, undefined],
  ] as const)('names for %s after %s and the contact %s: %j', (userId, previousUserId, contactId, expected) => {
    expect(previousIdOf({ userId, previousUserId }, { email, contactId })).toEqual(expected);
  });
});
