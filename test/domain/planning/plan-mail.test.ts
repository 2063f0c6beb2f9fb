import { createMemoryThreadIndex } from '../../../cli/memory-thread-index.ts';
import { returnPathId } from '../../../lambdas/domain/configuration/tagged-address.ts';
import { signTag } from '../../../lambdas/domain/mail/address-tag.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { senderProofOf } from '../../../lambdas/domain/mail/sender-proof.ts';
import type { TokenKeys } from '../../../lambdas/domain/mail/signed-text.ts';
import type { CountInWindow } from '../../../lambdas/domain/planning/brake.ts';
import { planMail } from '../../../lambdas/domain/planning/plan-mail.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../../lambdas/mime/read-mail.ts';
import { anIntegration, aReceipt } from '../../helpers/builders.ts';
import { subjectHash } from '../../helpers/consent.ts';
import { forgedMails, victim } from '../../helpers/forged-mails.ts';

const keys: TokenKeys = { current: 'k1', keys: { k1: 'a key of the tests, long enough' } };
const integration = anIntegration({ addresses: ['sales@inbound.localhost', 'bounce@inbound.localhost'] });

async function eventOf(raw: string, recipients: string[]): Promise<EmailReceived> {
  const reading = await readMail(
    (async function* () {
      yield Buffer.from(raw);
    })(),
  );
  if (reading.kind === 'unreadable') throw new Error(reading.code);
  await reading[Symbol.asyncDispose]();
  const { mailFrom: _none, ...receipt } = aReceipt({ authentication: {}, recipients });
  return buildEvent(reading.mail, receipt);
}

function dependencies(countInWindow: CountInWindow = async () => 1) {
  const asked: string[] = [];
  return {
    asked,
    threads: createMemoryThreadIndex(),
    subjectHash: async () => subjectHash,
    tokenKeys: async () => keys,
    countInWindow: async (...given: Parameters<CountInWindow>) => {
      asked.push(given[1]);
      return countInWindow(...given);
    },
    isCrowded: async (_connection: string) => false,
  };
}

const returnPath = (address: string, tenant = 'acme'): string =>
  `bounce+${signTag({ kind: 'bounce', tenant, id: returnPathId(subjectHash(tenant, address)) }, keys)}@inbound.localhost`;
const bounce = forgedMails['a delivery report']!;

describe('planMail, for a bounce that comes back by a return path', () => {
  it.each<[string, string, string | undefined]>([
    ['counts by the signed path of its recipient', returnPath(victim), undefined],
    ['counts in whatever case it comes back', returnPath(victim).toUpperCase(), undefined],
    ['is a hint by the path of somebody else', returnPath('other@bigcustomer.example'), 'hint'],
    ['is a hint by a path that another tenant signed', returnPath(victim, 'other'), 'hint'],
    ['is a hint by a path with another tag', returnPath(victim).replace(/\.[a-z2-7]{4}/, '.aaaa'), 'hint'],
    [
      'is a hint by a path without a tag',
      `bounce+${returnPathId(subjectHash('acme', victim))}@inbound.localhost`,
      'hint',
    ],
    ['is a hint without one', 'bounce@inbound.localhost', 'hint'],
  ])('%s', async (_case, recipient, standing) => {
    const plan = await planMail(dependencies(), await eventOf(bounce.raw(), [recipient]), [integration]);

    expect(
      plan.changes.map(({ address, signal, standing: standingOfChange }) => [address, signal, standingOfChange]),
    ).toEqual([[victim, 'hard-bounce', standing]]);
    expect(plan.deliveries[0]?.reportedOn).toEqual(standing === undefined ? [subjectHash('acme', victim)] : undefined);
  });
});

describe('planMail, for a sender that one integration blocks', () => {
  it('makes nobody unmailable by way of another integration of the tenant', async () => {
    const policy = { ownDomains: [], allow: [], below: 20, action: 'tag' as const };
    const strict = anIntegration({
      key: 'strict',
      addresses: ['x@inbound.localhost'],
      trust: { ...policy, block: [victim] },
    });
    const event = await eventOf(forgedMails['an unsubscribe']!.raw(), ['sales@inbound.localhost']);
    const standings = async (other: typeof strict) =>
      (await planMail(dependencies(), event, [integration, other])).changes.map(({ standing }) => standing);

    expect(await standings(strict)).toEqual(['noted']);
    expect(await standings({ ...strict, tenant: 'other' })).toEqual(['unproven']);
  });
});

describe('planMail, with the cap on unproven mail of one host', () => {
  it('counts mail that asks to stop and proves nothing, and no other mail', async () => {
    const given = dependencies();
    const unsubscribe = forgedMails['an unsubscribe']!.raw();
    await planMail(given, await eventOf(bounce.raw(), ['sales@inbound.localhost']), [integration]);
    const proven = {
      ...(await eventOf(unsubscribe, ['sales@inbound.localhost'])),
      authentication: { dmarc: 'pass' as const },
    };
    await planMail(given, proven, [integration]);
    expect(given.asked).toEqual([]);

    const event = await eventOf(unsubscribe, ['sales@inbound.localhost']);
    const plan = await planMail(given, event, [integration]);

    expect(given.asked).toEqual([event.eventId]);
    expect(plan.changes.map(({ standing }) => standing)).toEqual(['unproven']);
  });

  it('puts mail beyond the cap up for review, and keeps that in the ledger for a repetition', async () => {
    const event = await eventOf(forgedMails['an unsubscribe']!.raw(), ['sales@inbound.localhost']);
    const plan = await planMail(
      dependencies(async () => 21),
      event,
      [integration],
    );

    expect(plan.changes.map(({ standing }) => standing)).toEqual(['hint']);
    expect(plan.deliveries).toEqual([expect.objectContaining({ lane: 'suppression', isOverCap: true })]);
  });
});

describe('planMail, for a copy of a mail with a proven first copy', () => {
  it('believes the mail at another address of ours only as far as the copy proves it', async () => {
    const raw = forgedMails['an unsubscribe']!.raw().replace(/unsubscribe/gi, 'Hello');
    const first = { ...(await eventOf(raw, ['sales@inbound.localhost'])), authentication: { dmarc: 'pass' as const } };
    const deals = anIntegration({ key: 'deals', addresses: ['deal+{token}@inbound.localhost'] });
    const copy: EmailReceived = {
      ...(await eventOf(raw, ['deal+51007@inbound.localhost'])),
      authentication: { dmarc: 'fail' },
    };

    const { deliveries } = await planMail(dependencies(), copy, [integration, deals]);

    expect(copy.eventId).toBe(first.eventId);
    expect(deliveries.map(({ integration: key }) => key)).toEqual(['deals']);
    expect(senderProofOf(routeEvent(first, deliveries[0]!))).toBe('false');
  });
});

describe('planMail, with the look-ups of a mail', () => {
  const mailTo = (...recipients: string[]) =>
    eventOf('From: ada@customer.example\r\nMessage-ID: <a@x>\r\n\r\nHi.\r\n', recipients);
  const [first, second, other] = [
    anIntegration({ key: 'first', addresses: ['first@inbound.localhost'] }),
    anIntegration({ key: 'second', addresses: ['second@inbound.localhost'], connection: 'slow' }),
    anIntegration({ key: 'other', tenant: 'other', addresses: ['other@inbound.localhost'], connection: 'slow' }),
  ];
  const all = [first, second, other];
  const everybody = ['first@inbound.localhost', 'second@inbound.localhost', 'other@inbound.localhost'];

  it('proposes one conversation for each tenant, which its deliveries share', async () => {
    const { proposals, deliveries } = await planMail(dependencies(), await mailTo(...everybody), all);

    expect(proposals.map(({ clues }) => clues.tenant)).toEqual(['acme', 'other']);
    const [acme, others] = proposals.map(({ decision }) => decision.key);
    expect(deliveries.map(({ threadKey }) => threadKey)).toEqual([acme, acme, others]);
    expect(acme).not.toBe(others);
  });

  it('keeps the confidence of a guess and the merged conversations with the delivery, and nothing of a certain one', async () => {
    const given = dependencies();
    const integration = anIntegration({ addresses: ['first@inbound.localhost'], threadHeader: 'X-Ticket-Id' });
    const planned = async (id: string, ...headers: string[]) => {
      const raw = ['From: ada@customer.example', `Message-ID: <${id}@x>`, ...headers, '', 'Hi.', ''].join('\r\n');
      const plan = await planMail(given, await eventOf(raw, ['first@inbound.localhost']), [integration]);
      for (const proposal of plan.proposals) given.threads.claim(proposal);
      return plan.deliveries[0]!;
    };
    const first = await planned('a', 'Subject: Prices for 40 seats');
    const guess = await planned('b', 'Subject: Re: Prices for 40 seats');
    const other = await planned('c', 'X-Ticket-Id: 7');
    const ticket = await planned('d', 'X-Ticket-Id: 7');
    const merge = await planned('e', 'References: <a@x> <c@x>');

    expect(guess).toMatchObject({ threadKey: first.threadKey, matchedBy: 'subject', confidence: 0.5 });
    expect(ticket).toMatchObject({ threadKey: other.threadKey, matchedBy: 'token', confidence: 0.9 });
    const merged = [first.threadKey, other.threadKey].filter((key) => key !== merge.threadKey);
    expect(merge.aliases).toEqual(merged);
    expect(merged).toHaveLength(1);
    for (const certain of [first, merge]) expect(certain).not.toHaveProperty('confidence');
    expect(first).not.toHaveProperty('aliases');
  });

  it('begins all of them before it waits for any, and asks once for each tenant at a connection', async () => {
    const begun: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const given = dependencies();
    const waiting = {
      ...given,
      threads: {
        async propose(...[clues, round]: Parameters<typeof given.threads.propose>) {
          begun.push(`${clues.tenant} ${round}`);
          await promise;
          return given.threads.propose(clues, round);
        },
      },
      async isCrowded(connection: string, tenant: string) {
        begun.push(`${connection} of ${tenant}`);
        await promise;
        return connection === 'slow';
      },
    };

    const planned = planMail(waiting, await mailTo(...everybody), all, 2);
    await new Promise(setImmediate);
    const together = [...begun];
    resolve();

    expect(together).toEqual(['acme 2', 'other 2', 'main of acme', 'slow of acme', 'slow of other']);
    expect((await planned).crowded).toEqual(new Set(['second', 'other']));
  });

  it('asks about no connection for a mail of the suppression lane', async () => {
    const asked: string[] = [];
    const isCrowded = async (connection: string) => asked.push(connection) > 0;

    const plan = await planMail(
      { ...dependencies(), isCrowded },
      await eventOf(bounce.raw(), ['sales@inbound.localhost']),
      [integration],
    );

    expect([asked, plan.crowded]).toEqual([[], new Set()]);
  });

  it('proposes nothing for a mail to nobody whom an integration knows', async () => {
    const plan = await planMail(dependencies(), await mailTo('nobody@inbound.localhost'), all);

    expect(plan).toMatchObject({
      proposals: [],
      deliveries: [],
      recipients: [{ address: 'nobody@inbound.localhost' }],
    });
  });

  it('makes the same changes in every round, because the cap counts an event once', async () => {
    const seen = new Set<string>();
    const countOnce: CountInWindow = async (_window, eventId) => seen.add(eventId).size;
    const event = await eventOf(forgedMails['an unsubscribe']!.raw(), ['sales@inbound.localhost']);
    const given = dependencies(countOnce);

    const plans = [];
    for (let round = 0; round < 3; round += 1) plans.push(await planMail(given, event, [integration], round));

    expect(seen.size).toBe(1);
    expect(new Set(plans.map(({ changes, deliveries }) => JSON.stringify([changes, deliveries]))).size).toBe(1);
  });
});
