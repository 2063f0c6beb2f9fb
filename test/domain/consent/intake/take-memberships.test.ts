import type { MembershipEvent } from '../../../../lambdas/domain/consent/intake/cdp-event.ts';
import { createTakeMemberships } from '../../../../lambdas/domain/consent/intake/take-memberships.ts';
import type { Membership } from '../../../../lambdas/domain/consent/membership.ts';
import { subjectFor } from '../../../helpers/builders.ts';

const anEvent = (address: string, id = 'aud_1'): MembershipEvent => ({
  address,
  id,
  segment: 'vip',
  state: 'in',
  at: '2026-11-20T11:00:00.000Z',
  evidence: 'm1',
});

function aBook(isNews: (statement: Membership) => boolean = () => true) {
  const kept: Array<readonly [string, string, Membership]> = [];
  let open = new Set<string>();
  const take = createTakeMemberships({
    memberships: {
      async keep(tenant, subject, statement) {
        expect(open.has(subject)).toBe(false);
        open = new Set([...open, subject]);
        await Promise.resolve();
        open.delete(subject);
        kept.push([tenant, subject, statement]);
        return isNews(statement);
      },
    },
    subjectHash: async () => subjectFor,
  });
  return { take, kept };
}

describe('createTakeMemberships', () => {
  it('keeps each statement under the hash of its normalized address, with the source, and without the address', async () => {
    const { take, kept } = aBook();

    expect(await take([anEvent('LEA@example.org')], { tenant: 'acme', name: 'engage' })).toBe(1);
    expect(kept).toEqual([
      ['acme', subjectFor('acme', 'lea@example.org'), expect.objectContaining({ source: 'engage', segment: 'vip' })],
    ]);
    expect(JSON.stringify(kept)).not.toContain('lea@');
  });

  it('writes the statements about one person one after the other, and counts the news', async () => {
    const { take, kept } = aBook(({ id }) => id === 'aud_1');
    const events = Array.from({ length: 50 }, (_, index) =>
      anEvent(`p${index % 25}@example.org`, `aud_${index < 25 ? 1 : 2}`),
    );

    expect(await take(events, { tenant: 'acme', name: 'engage' })).toBe(25);
    expect(kept).toHaveLength(50);
  });
});
