import { mapEvent } from '../../lambdas/domain/map-event.ts';
import type { ParsedMail } from '../../lambdas/domain/parsed-mail.ts';
import { routeEvent } from '../../lambdas/domain/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';

const recordsOf = (changes: Partial<ParsedMail>, integration = anIntegration()) => {
  const event = anEvent(changes);
  return mapEvent(routeEvent(event, aDelivery(event)), integration);
};
const answer = { text: 'Yes, please.\n\nOn Monday, Bob wrote:\n> Shall we?\n' };

describe('what a mail means in any CRM', () => {
  it('is called the same whichever mail of a conversation comes first', () => {
    const names = ['Prices', 'Re: Prices', 'AW: Re: Prices', 'Fwd: Prices'].map((subject) => {
      const { deal } = recordsOf({ subject }, anIntegration({ deals: 'thread' }));
      return deal && 'name' in deal ? deal.name : undefined;
    });

    expect(new Set(names)).toEqual(new Set(['Prices']));
  });

  it('is the whole text, or what the author wrote now', () => {
    expect(recordsOf(answer).activity.text).toBe(answer.text);
    expect(recordsOf(answer, anIntegration({ body: 'newest' })).activity.text.trim()).toBe('Yes, please.');
    expect(recordsOf({ text: 'Hello.\n' }, anIntegration({ body: 'newest' })).activity.text.trim()).toBe('Hello.');
  });

  it('has the company of the registrable domain, and none for a public provider', () => {
    expect(recordsOf({ from: { address: 'ada@mail.acme.co.uk' } }).company).toEqual({
      domain: 'acme.co.uk',
      name: 'acme.co.uk',
    });
    expect(recordsOf({ from: { address: 'ada@gmail.com' } }).company).toBeUndefined();
  });

  it('makes no company of a mail that is hardly from whom it names, and still a contact', () => {
    const routed = routeEvent(anEvent(), aDelivery(anEvent()));
    const trusted = (score: number, below?: number) => {
      const trust =
        below === undefined ? {} : { trust: { ownDomains: [], allow: [], block: [], below, action: 'tag' as const } };
      return mapEvent({ ...routed, trust: { score, reasons: [] } }, anIntegration(trust));
    };

    expect(trusted(19).company).toBeUndefined();
    expect(trusted(19).contact).toMatchObject({ email: 'ada@customer.example' });
    expect(trusted(20).company).toMatchObject({ domain: 'customer.example' });
    expect(trusted(40, 50).company).toBeUndefined();
    const failed = { ...routed, authentication: { dmarc: 'fail' as const } };
    expect(mapEvent(failed, anIntegration()).company).toBeUndefined();
  });

  it('goes to the deal that the mail which it answers was sent about, unless its address names one', () => {
    const routed = routeEvent(anEvent(), aDelivery(anEvent()));
    const about = (recordId: string) => mapEvent({ ...routed, campaign: { recordId } }, anIntegration()).deal;

    expect(about('deal-77')).toEqual({ id: '77' });
    expect(about('77')).toBeUndefined();
    const named = {
      ...routed,
      campaign: { recordId: 'deal-77' },
      route: { ...routed.route, token: { type: 'deal', id: '5' } },
    };
    expect(mapEvent(named, anIntegration()).deal).toEqual({ id: '5' });
  });

  it('has its own time, except one from the future or the last century', () => {
    const at = (date: string): string => recordsOf({ date: new Date(date) }).activity.at;

    expect(at('2026-11-19T08:00:00Z')).toBe('2026-11-19T08:00:00.000Z');
    expect(at('2031-01-01T00:00:00Z')).toBe('2026-11-20T09:00:00.000Z');
    expect(at('1971-01-01T00:00:00Z')).toBe('2026-11-20T09:00:00.000Z');
  });
});
