import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';
import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { ConsentChange } from '../../../lambdas/domain/consent/change.ts';
import { defaultConsentPolicy, judgeEligibility } from '../../../lambdas/domain/consent/eligibility.ts';
import { mailChanges, maxIneffective } from '../../../lambdas/domain/consent/mail-changes.ts';
import { applyChange, emptyConsent, stateOfHistory } from '../../../lambdas/domain/consent/state.ts';
import { suppressionStateOf } from '../../../lambdas/domain/consent/suppression-target.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import type { Purpose } from '../../../lambdas/domain/mail/purposes.ts';
import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../../lambdas/mime/read-mail.ts';
import { aReceipt } from '../../helpers/builders.ts';
import { aChange, subjectHash } from '../../helpers/consent.ts';
import { forgedMails, ourMessageId, victim } from '../../helpers/forged-mails.ts';

type Authentication = EmailReceived['authentication'];

async function eventOf(raw: string, authentication: Authentication, mailFrom?: string): Promise<EmailReceived> {
  const reading = await readMail(chunks(raw));
  if (reading.kind === 'unreadable') throw new Error(reading.code);
  await reading[Symbol.asyncDispose]();
  const { mailFrom: _given, ...receipt } = aReceipt({ authentication });
  return buildEvent(reading.mail, { ...receipt, ...(mailFrom !== undefined && { mailFrom }) });
}
async function* chunks(raw: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(raw);
}

/** An integration as a file configures it, with the variations of the cases. */
function integrationOf(more: object): Integration {
  const checked = checkIntegrations({
    connections: { main: { vendor: 'hubspot', baseUrl: 'sandbox:', credentials: 'env:TOKEN' } },
    integrations: [
      { key: 'sales', tenant: 'acme', addresses: ['sales@inbound.localhost'], connection: 'main', ...more },
    ],
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.mistakes));
  return checked.value.integrations[0]!;
}

/** The effect of the changes on a person: the barred purposes, and the state at the sending account. */
function effectOn(address: string, changes: readonly ConsentChange[]) {
  const subject = subjectHash('acme', address);
  const state = changes.filter((change) => change.subject === subject).reduce(applyChange, emptyConsent);
  const { eligible } = judgeEligibility(address, state);
  const { suppressed, block } = suppressionStateOf(
    { tenant: 'acme', subject, address, version: 1 },
    state,
    defaultConsentPolicy,
  );
  const barred = (Object.keys(eligible) as Purpose[]).filter((purpose) => !eligible[purpose]);
  return { barred, suppressed: [...suppressed].toSorted(), block };
}
const nothing = { barred: [], suppressed: [], block: undefined };

const combine = <T extends Record<string, readonly object[]>>(choices: T): object[] =>
  Object.values(choices).reduce<object[]>(
    (all, options) => all.flatMap((base) => options.map((option) => merge(base, option))),
    [{}],
  );
const merge = (a: object, b: object): object => ({
  ...a,
  ...b,
  ...('trust' in a && 'trust' in b ? { trust: { ...(a.trust as object), ...(b.trust as object) } } : {}),
});

const policies = combine({
  block: [{}, { trust: { block: ['@bigcustomer.example', '@evil.example', '@mx.evil.example'] } }],
  quarantine: [{}, { trust: { action: 'quarantine', below: 100 } }],
  brake: [{}, { brake: { mails: 1, minutes: 60 } }],
  rules: [{}, { rules: [{ name: 'all', when: { known: false }, do: { quarantine: true } }] }],
  consent: [{}, { consent: { requireOptIn: ['sales'] } }],
});

describe('mailChanges, for mail that is proven false', () => {
  it.each(Object.entries(forgedMails))('bars nobody and reaches no target: %s', async (_kind, { raw, isReport }) => {
    for (const about of isReport ? [undefined, ourMessageId] : [undefined])
      for (const more of policies) {
        const event = await eventOf(raw(about), { dmarc: 'fail', spf: 'pass', dkim: 'pass' }, 'x@evil.example');
        const changes = mailChanges(event, integrationOf(more), { subjectFor: subjectHash, isReportedOn: () => true });

        expect(changes.length).toBeGreaterThan(0);
        expect(changes.map(({ standing }) => standing)).toEqual(changes.map(() => 'noted'));
        expect(effectOn(victim, changes)).toEqual(nothing);
      }
  });
});

describe('mailChanges, for mail that proves nothing', () => {
  const authentications: Authentication[] = [
    {},
    { dmarc: 'none', spf: 'pass', dkim: 'pass' },
    { dmarc: 'temperror' },
    { dmarc: 'none', arc: 'pass', arcSealer: 'evil.example' },
  ];
  const reports = Object.entries(forgedMails).filter(([, { isReport }]) => isReport);
  const statements = Object.entries(forgedMails).filter(([, { isReport }]) => !isReport);

  it.each(reports)('bars nobody else and reaches no target: %s', async (_kind, { raw }) => {
    for (const authentication of authentications)
      for (const more of policies) {
        const event = await eventOf(raw(), authentication);
        const changes = mailChanges(event, integrationOf(more), { subjectFor: subjectHash });

        expect(changes.length).toBeGreaterThan(0);
        expect(changes.length).toBeLessThanOrEqual(maxIneffective);
        expect(effectOn(victim, changes)).toEqual(nothing);
      }
  });

  it.each(reports)(
    'takes a report for a hint when its author proves a name of their own: %s',
    async (_kind, { raw }) => {
      const event = await eventOf(raw(), { dmarc: 'pass' });
      const changes = mailChanges(event, integrationOf({}), { subjectFor: subjectHash });

      expect(new Set(changes.map(({ standing }) => standing))).toEqual(new Set(['hint']));
    },
  );

  it.each(statements)(
    'stops marketing or sales of the sender, and nothing that cannot be taken back: %s',
    async (_kind, { raw }) => {
      for (const authentication of authentications) {
        const event = await eventOf(raw(), authentication);
        const changes = mailChanges(event, integrationOf({}), { subjectFor: subjectHash });
        const { barred, block } = effectOn(victim, changes);

        expect(changes.map(({ standing }) => standing)).toEqual(['unproven']);
        expect(barred).toContain('sales');
        expect(barred).not.toContain('legal');
        expect(block).toBeUndefined();
        const lift = aChange({
          address: victim,
          signal: 'lifted',
          lifts: changes.map(({ changeId }) => changeId),
          source: 'cli',
        });
        expect(judgeEligibility(victim, stateOfHistory([...changes, lift])).eligible).toEqual({
          marketing: true,
          sales: true,
          legal: true,
        });
      }
    },
  );

  it.each(statements)('gives no effect to a sender that is blocked or in quarantine: %s', async (_kind, { raw }) => {
    for (const trust of [
      { block: [victim] },
      { block: ['@bigcustomer.example'] },
      { action: 'quarantine', below: 100 },
    ])
      for (const authentication of authentications) {
        const event = await eventOf(raw(), authentication);
        const changes = mailChanges(event, integrationOf({ trust }), { subjectFor: subjectHash });

        expect(changes.map(({ standing }) => standing)).toEqual(['noted']);
        expect(effectOn(victim, changes)).toEqual(nothing);
      }
  });

  it.each(statements)(
    'takes a statement for a hint when the host has used up its changes: %s',
    async (_kind, { raw }) => {
      const changes = mailChanges(await eventOf(raw(), {}), integrationOf({}), {
        subjectFor: subjectHash,
        isOverCap: true,
      });

      expect(changes.map(({ standing }) => standing)).toEqual(['hint']);
      expect(effectOn(victim, changes)).toEqual(nothing);
    },
  );
});

describe('mailChanges, for mail that is proven', () => {
  const reportsWithId = Object.entries(forgedMails).filter(([name, { isReport }]) => isReport && !name.includes('SES'));

  it.each(reportsWithId)(
    'believes a report about the recipient of a mail of ours that it names: %s',
    async (_kind, { raw }) => {
      const event = await eventOf(raw(ourMessageId), {});
      const { bounce, complaint } = event.classification;
      const changes = mailChanges(event, integrationOf({}), {
        subjectFor: subjectHash,
        isReportedOn: (address) => address === victim,
      });
      const { barred, suppressed, block } = effectOn(victim, changes);

      expect(bounce?.originalMessageId ?? complaint?.originalMessageId).toBe(ourMessageId);
      expect(barred).toEqual(['marketing', 'sales']);
      expect(suppressed).toEqual(['marketing', 'sales']);
      expect(block).toBe(bounce ? 'BOUNCE' : 'COMPLAINT');
      expect(effectOn('person1@bigcustomer.example', changes)).toEqual(nothing);
    },
  );

  it('believes the reports of a host that the tenant trusts, and only where the mail proves the host', async () => {
    const integration = integrationOf({ consent: { evidence: ['evil.example'] } });
    const raw = forgedMails['a feedback report']!.raw();
    const standings = async (authentication: Authentication, mailFrom?: string) =>
      mailChanges(await eventOf(raw, authentication, mailFrom), integration, { subjectFor: subjectHash }).map(
        ({ standing }) => standing,
      );

    expect(await standings({ dmarc: 'pass' })).toEqual([undefined]);
    expect(await standings({ spf: 'pass' }, 'bounce@evil.example')).toEqual([undefined]);
    expect(await standings({ spf: 'pass' }, 'bounce@other.example')).toEqual(['hint']);
    expect(await standings({ dmarc: 'fail' })).toEqual(['noted']);
  });

  it.each([
    ['mailer-daemon@googlemail.com', undefined],
    ['mallory@googlemail.com', 'hint'],
    ['feedback@arf.mail.yahoo.com', undefined],
    ['mallory@yahoo.com', 'hint'],
  ])(
    'believes a provider of public mailboxes that the tenant trusts, and not its customers: %s',
    async (from, standing) => {
      const integration = integrationOf({ consent: { evidence: ['googlemail.com', 'yahoo.com'] } });
      const raw = forgedMails['a feedback report']!.raw().replace(/^From: .*$/m, `From: ${from}`);
      const changes = mailChanges(await eventOf(raw, { dmarc: 'pass' }), integration, { subjectFor: subjectHash });

      expect(changes.map((change) => change.standing)).toEqual([standing]);
    },
  );

  it.each([
    ['blocked', { trust: { block: [victim] } }],
    ['in quarantine', { trust: { action: 'quarantine', below: 100 } }],
  ])('gives effect to a sender who leaves, also where they are %s', async (_case, more) => {
    const event = await eventOf(forgedMails['an unsubscribe']!.raw(), { dmarc: 'pass' }, victim);
    const changes = mailChanges(event, integrationOf(more), { subjectFor: subjectHash });

    expect(effectOn(victim, changes).barred).toEqual(['marketing', 'sales']);
  });
});
