import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { DealPeople } from '../../../lambdas/domain/crm/deal-people.ts';
import { type NamedKind, namedKinds } from '../../../lambdas/domain/crm/named-record.ts';
import type { Outcome } from '../../../lambdas/domain/crm/outcome.ts';
import type { RoutedEvent } from '../../../lambdas/domain/mail/event.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { namedDealOf, namesUncheckedDeal } from '../../../lambdas/domain/planning/named-deal.ts';
import { anEvent } from '../../helpers/builders.ts';

const people: DealPeople = { emails: ['Ada@Customer.example'], domains: ['customer.example'] };

interface Case {
  readonly from?: string;
  readonly authentication?: RoutedEvent['authentication'];
  readonly token?: RoutedEvent['route']['token'];
  readonly integration?: Partial<Integration>;
  readonly steps?: object;
  readonly answer?: Outcome<DealPeople>;
  /** The records that an address can name at the CRM. */
  readonly kinds?: readonly NamedKind[];
}

const proven = { dmarc: 'pass' as const };
const peopleAnswer: Outcome<DealPeople> = { kind: 'ok', value: people, how: 'existing' };

async function judge({
  from = 'ada@customer.example',
  authentication = {},
  token = { type: 'deal', id: '12345' },
  integration = {},
  steps = {},
  answer = peopleAnswer,
  kinds = namedKinds,
}: Case) {
  const asked: string[] = [];
  const event: RoutedEvent = {
    ...anEvent({ from: { address: from } }),
    authentication,
    route: { integration: 'deals', ...(token && { token }) },
    thread: { key: 't', matchedBy: 'none', confidence: 1 },
  } as RoutedEvent;
  const outcome = await namedDealOf(
    mailContextOf(event, integration.trust),
    integration as Integration,
    { steps },
    {
      peopleOfDeal: async (id) => {
        asked.push(id);
        return answer;
      },
      namedRecords: {
        kinds,
        async peopleOf({ kind, id }) {
          asked.push(`${kind} ${id}`);
          return answer;
        },
      },
    },
  );
  const why = outcome.kind === 'ok' && outcome.value.kind === 'refused' ? outcome.value.reason : undefined;
  return {
    kind: outcome.kind === 'ok' ? outcome.value.kind : outcome.kind,
    asked,
    ...(kinds !== namedKinds && { why }),
  };
}

const trust = { ownDomains: ['acme.example'], allow: [], block: [], below: 20, action: 'tag' as const };

describe('namedDealOf', () => {
  it.each<[string, Case]>([
    ['somebody of the deal, whose From nothing proves', {}],
    ['somebody of the deal, proven', { authentication: proven }],
    ['a proven sender of its company', { from: 'bob@customer.example', authentication: proven }],
    ['a proven sender below its company’s domain', { from: 'bob@uk.customer.example', authentication: proven }],
  ])('allows the deal for %s', async (_who, given) => {
    expect(await judge(given)).toEqual({ kind: 'allowed', asked: ['12345'] });
  });

  it.each<[string, Case]>([
    ['a stranger', { from: 'mallory@evil.example', authentication: proven }],
    ['a From of its company that nothing proves', { from: 'bob@customer.example' }],
    ['a proven sender of a domain that ends alike', { from: 'x@evilcustomer.example', authentication: proven }],
    [
      'a colleague at a public mailbox provider',
      {
        from: 'x@gmail.com',
        authentication: proven,
        answer: { kind: 'ok', value: { emails: [], domains: ['gmail.com'] }, how: 'existing' },
      },
    ],
    [
      'anybody where there is no such deal',
      { answer: { kind: 'ok', value: { emails: [], domains: [] }, how: 'existing' } },
    ],
    ['an own address that nothing proves', { from: 'boss@acme.example', integration: { trust } }],
  ])('refuses the deal to %s', async (_who, given) => {
    expect(await judge(given)).toEqual({ kind: 'refused', asked: ['12345'] });
  });

  it.each<[string, Case, string]>([
    ['our own people', { from: 'boss@acme.example', authentication: proven, integration: { trust } }, 'allowed'],
    ['a sender who is proven false', { authentication: { dmarc: 'fail' } }, 'refused'],
    ['a deal that an earlier attempt wrote to', { steps: { deal: { state: 'intent', at: '' } } }, 'allowed'],
    ['a mail that an earlier attempt logged without it', { steps: { activity: { state: 'done', at: '' } } }, 'refused'],
    ['a signed address', { token: { type: 'deal', id: '12345', isSigned: true } }, 'allowed'],
    ['an integration whose tokens are open', { integration: { tokens: 'open' } }, 'allowed'],
    ['another token', { token: { type: 'tag', id: 'news' } }, 'none'],
    ['what no CRM calls a deal', { token: { type: 'deal', id: '1 OR 1=1' } }, 'none'],
  ])('asks the CRM nothing for %s', async (_who, given, kind) => {
    expect(await judge({ from: 'mallory@evil.example', ...given })).toEqual({ kind, asked: [] });
  });

  it.each(['ticket', 'contact', 'company'])('judges a %s that an address names as it judges a deal', async (type) => {
    const token = { type, id: '77' };
    const stranger = await judge({ token, from: 'mallory@evil.example' });

    expect(await judge({ token })).toEqual({ kind: 'allowed', asked: [`${type} 77`] });
    expect(stranger).toEqual({ kind: 'refused', asked: [`${type} 77`] });
    expect(await judge({ token: { ...token, isSigned: true }, from: 'mallory@evil.example' })).toEqual({
      kind: 'allowed',
      asked: [],
    });
    expect(await judge({ token, authentication: { dmarc: 'fail' } })).toEqual({ kind: 'refused', asked: [] });
    expect(await judge({ token, steps: { named: { state: 'done', at: '' } } })).toMatchObject({ kind: 'allowed' });
    expect(await judge({ token: { type, id: '1 OR 1=1' } })).toMatchObject({ kind: 'none' });
  });

  it.each([
    ['a ticket where the CRM keeps none', 'ticket', 'the CRM keeps no tickets'],
    ['a company where no address can name one', 'company', 'at this CRM no address can name a company'],
  ])('says so for %s, signed or not', async (_what, type, why) => {
    const token = { type, id: '77', isSigned: true } as const;

    expect(await judge({ token, kinds: ['contact'] })).toEqual({ kind: 'refused', asked: [], why: expect.anything() });
    expect((await judge({ token, kinds: ['contact'] })).why).toBe(`${type} 77: ${why}`);
  });

  it('fails where the CRM does not answer', async () => {
    expect(await judge({ answer: { kind: 'unknown' } })).toMatchObject({ kind: 'unknown' });
  });

  it.each<Outcome<DealPeople>>([
    { kind: 'misconfigured', code: 'INVALID_TYPE', message: 'no right' },
    { kind: 'rejected', code: 'NOT_A_DEAL', message: 'no' },
  ])('refuses the deal, and stops no connection, where the CRM answers $kind', async (answer) => {
    expect(await judge({ answer })).toMatchObject({ kind: 'refused' });
  });

  it('counts calls only where the CRM has to be asked', () => {
    const token = { type: 'deal', id: '1' };

    expect(namesUncheckedDeal({ token }, {})).toBe(true);
    expect(namesUncheckedDeal({ token: { ...token, isSigned: true } }, {})).toBe(false);
    expect(namesUncheckedDeal({ token }, { tokens: 'open' })).toBe(false);
    expect(namesUncheckedDeal({}, {})).toBe(false);
  });
});
