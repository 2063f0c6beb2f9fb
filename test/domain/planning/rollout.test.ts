import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import { isRolledOut, isSenderRolledOut } from '../../../lambdas/domain/planning/rollout.ts';
import { aMail, anIntegration } from '../../helpers/builders.ts';

describe('isRolledOut and isSenderRolledOut', () => {
  const shadow = (rollout: Integration['rollout']) => anIntegration({ mode: 'shadow', ...(rollout && { rollout }) });
  const thread = (nth: number) => ({ threadKey: `t${nth}`, recipients: ['sales@inbound.localhost'] });
  const live = (integration: Integration): number[] =>
    Array.from({ length: 2000 }, (_, nth) => nth).filter((nth) => isRolledOut(integration, thread(nth)));

  it('take a share of whole conversations, and keep those of a smaller share', () => {
    const [ten, thirty] = [live(shadow({ percent: 10 })), live(shadow({ percent: 30 }))];

    expect(ten.length / 2000).toBeGreaterThan(0.07);
    expect(ten.length / 2000).toBeLessThan(0.13);
    expect(ten.every((nth) => thirty.includes(nth))).toBe(true);
    expect([live(shadow({ percent: 0 })).length, live(shadow({ percent: 100 })).length]).toEqual([0, 2000]);
  });

  it('take nothing without a rollout, and everything in live mode', () => {
    expect(isRolledOut(shadow(undefined), thread(1))).toBe(false);
    expect(isRolledOut(anIntegration({ mode: 'off' }), thread(1))).toBe(false);
    expect(isRolledOut(anIntegration(), thread(1))).toBe(true);
  });

  it('take mail by mailbox and by sender', () => {
    const integration = shadow({ mailboxes: ['sales@inbound.localhost'], senders: ['@customer.example'] });

    expect(isRolledOut(integration, thread(1))).toBe(true);
    expect(isRolledOut(shadow({ mailboxes: ['other@inbound.localhost'] }), thread(1))).toBe(false);
    expect(isSenderRolledOut(integration, aMail().event)).toBe(true);
    expect(isSenderRolledOut(integration, aMail({ from: { address: 'x@elsewhere.example' } }).event)).toBe(false);
  });
});
