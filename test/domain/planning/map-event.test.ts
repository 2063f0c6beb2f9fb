import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import type { ResolvedMapping } from '../../../lambdas/domain/mapping/mapping.ts';
import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { aDelivery, anEvent, anIntegration, aParsedMail, aReceipt } from '../../helpers/builders.ts';

const recordsOf = (changes: Partial<ParsedMail>, integration = anIntegration()) => {
  const event = anEvent(changes);
  return mapEvent(mailContextOf(routeEvent(event, aDelivery(event)), integration.trust), integration);
};
const activityTextOf = ({ text, ...changes }: Partial<ParsedMail>, integration: Partial<Integration>): string => {
  const { text: _, ...plain } = aParsedMail(changes);
  const event = buildEvent({ ...plain, ...(text === undefined ? {} : { text }) }, aReceipt());
  return mapEvent(mailContextOf(routeEvent(event, aDelivery(event)), undefined), anIntegration(integration)).activity
    .text;
};
const answer = { text: 'Yes, please.\n\nOn Monday, Bob wrote:\n> Shall we?\n' };

describe('mapEvent', () => {
  it('names a deal the same, whichever mail of a conversation comes first', () => {
    const names = ['Prices', 'Re: Prices', 'AW: Re: Prices', 'Fwd: Prices'].map((subject) => {
      const { deal } = recordsOf({ subject }, anIntegration({ deals: 'thread' }));
      return deal && 'name' in deal ? deal.name : undefined;
    });

    expect(new Set(names)).toEqual(new Set(['Prices']));
  });

  it.each<[string, number, number | undefined, boolean]>([
    ['opens a deal for a conversation that is named', 1, 1, true],
    ['opens a deal for a guessed one, unless the integration sets a bound', 0.5, undefined, true],
    ['opens and joins no deal below the bound', 0.5, 0.8, false],
    ['counts the bound itself as enough', 0.5, 0.5, true],
  ])('%s', (_case, confidence, dealConfidence, hasDeal) => {
    const event = anEvent();
    const routed = routeEvent(event, aDelivery(event, { matchedBy: 'subject', confidence }));
    const bounded = anIntegration({ deals: 'thread', ...(dealConfidence === undefined ? {} : { dealConfidence }) });
    const dealOf = (mail: typeof routed) => mapEvent(mailContextOf(mail), bounded).deal;

    expect(dealOf(routed) !== undefined).toBe(hasDeal);
    expect(dealOf({ ...routed, route: { ...routed.route, token: { type: 'deal', id: '7' } } })).toEqual({ id: '7' });
  });

  it.each<[string, Partial<ParsedMail>, Partial<Integration>, string | undefined]>([
    ['shows the HTML of a mail', { html: '<p>Hi</p>' }, {}, '<p>Hi</p>'],
    ['shows no HTML where only the newest part is wanted', { html: '<p>Hi</p>' }, { body: 'newest' }, undefined],
    ['has no HTML of a mail in plain text', {}, {}, undefined],
  ])('%s', (_what, changes, integration, html) => {
    expect(recordsOf(changes, anIntegration(integration)).activity.html).toBe(html);
  });

  it.each<[Partial<Integration>, object]>([
    [{}, { lead: undefined, mayBeLead: undefined, company: 'customer.example' }],
    [{ person: 'contact' }, { lead: undefined, mayBeLead: true, company: 'customer.example' }],
    [{ person: 'lead' }, { lead: { company: 'customer.example' }, mayBeLead: true, company: undefined }],
  ])('makes a new person what the integration says: %j', (integration, expected) => {
    const { contact, company } = recordsOf({}, anIntegration(integration));

    expect({ lead: contact?.lead, mayBeLead: contact?.mayBeLead, company: company?.domain }).toEqual(expected);
  });

  it('names the company of a lead by nothing that is not believed', () => {
    const from = { address: 'ada@gmail.com' };

    expect(recordsOf({ from }, anIntegration({ person: 'lead' })).contact?.lead).toEqual({});
  });

  it('names the mapping on each record whose fields it filled, and on no other', () => {
    const event = anEvent();
    const field = (target: string) => ({ target, value: 'EMEA', transform: [] });
    const mapping: ResolvedMapping = { name: 'sales@3', owner: 'RevOps', fields: [field('contact.Region')] };

    const { contact, company } = mapEvent(
      mailContextOf(routeEvent(event, aDelivery(event))),
      anIntegration({}),
      mapping,
    );

    expect([contact?.mapping, company?.mapping]).toEqual(['sales@3', undefined]);
  });

  it('takes the whole text, or only the newest part', () => {
    expect(recordsOf(answer).activity.text).toBe(answer.text);
    expect(recordsOf(answer, anIntegration({ body: 'newest' })).activity.text.trim()).toBe('Yes, please.');
    expect(recordsOf({ text: 'Hello.\n' }, anIntegration({ body: 'newest' })).activity.text.trim()).toBe('Hello.');
  });

  it('names the files that a setting refuses before the text', () => {
    const file = { contentType: 'a/b', sha256: 'a'.repeat(64), size: 1, isShown: false, verdict: 'clean' as const };
    const attachments = ['a.zip', 'b.pdf', 'c.zip'].map((filename) => ({ ...file, filename, reasons: [] }));
    const event = anEvent({ text: 'See the files.\n', attachments });
    const integration = anIntegration({ attachments: { maxFileMiB: 25, maxMailMiB: 40, refuse: ['.zip'] } });
    const routed = routeEvent(event, aDelivery(event), integration);

    expect(mapEvent(mailContextOf(routed, integration.trust), integration).activity.text).toBe(
      '[Attachments refused by setting: a.zip, c.zip]\n\nSee the files.\n',
    );
  });

  it('says that a mail has no words, and names its files', () => {
    const file = (filename?: string) => ({
      ...(filename === undefined ? {} : { filename }),
      contentType: 'application/pdf',
      size: 1,
      sha256: '0'.repeat(64),
      isShown: false,
      verdict: 'clean' as const,
      reasons: [],
    });
    const textWith = (changes: Partial<ParsedMail>) => recordsOf(changes).activity.text;

    expect(textWith({ text: '\u200b \n' })).toBe('(This mail has no text.)');
    expect(textWith({ text: '', attachments: [file('scan.pdf'), file()] })).toBe(
      '(This mail has no text. Attached: scan.pdf, a file without a name)',
    );
    expect(textWith({ text: '', attachments: Array.from({ length: 12 }, () => file('a.pdf')) })).toMatch(/, 2 more\)$/);
    expect(textWith({ text: '', leftOut: [{ part: 'html', reason: 'too-deep', bytes: 9 }] })).toMatch(/too large/);
    expect(textWith({ text: '🚀' })).toBe('🚀');
  });

  it('takes the whole text where the newest part has no words', () => {
    const quoted = { text: 'On Monday, Bob wrote:\n> Shall we?\n' };

    expect(recordsOf(quoted, anIntegration({ body: 'newest' })).activity.text).toBe(quoted.text);
  });

  it('says in the place of the words that they are encrypted', () => {
    const wrappers = [{ format: 'smime-encrypted', opened: false }] as const;
    const notice = "This mail is encrypted with S/MIME: only the recipient's own key can open it.";
    const footer = { text: 'Footer of the list\n', wrappers };

    expect(activityTextOf({ wrappers }, { body: 'newest' })).toBe(notice);
    expect(activityTextOf(footer, {})).toBe(`${notice}\n\n${footer.text}`);
  });

  it('takes the company from the registrable domain, and none from a public provider', () => {
    expect(recordsOf({ from: { address: 'ada@mail.acme.co.uk' } }).company).toEqual({
      domain: 'acme.co.uk',
      name: 'acme.co.uk',
    });
    expect(recordsOf({ from: { address: 'ada@gmail.com' } }).company).toBeUndefined();
  });

  it('makes a contact and no company for a mail with little trust', () => {
    const routed = routeEvent(anEvent(), aDelivery(anEvent()));
    const trusted = (score: number, below?: number) => {
      const trust =
        below === undefined ? {} : { trust: { ownDomains: [], allow: [], block: [], below, action: 'tag' as const } };
      return mapEvent(mailContextOf({ ...routed, trust: { score, reasons: [] } }), anIntegration(trust));
    };

    expect(trusted(19).company).toBeUndefined();
    expect(trusted(19).contact).toMatchObject({ email: 'ada@customer.example' });
    expect(trusted(20).company).toMatchObject({ domain: 'customer.example' });
    expect(trusted(40, 50).company).toBeUndefined();
    const failed = { ...routed, authentication: { dmarc: 'fail' as const } };
    expect(mapEvent(mailContextOf(failed), anIntegration()).company).toBeUndefined();
  });

  it('takes the deal of the mail that this one answers, unless the address names another', () => {
    const routed = routeEvent(anEvent(), aDelivery(anEvent()));
    const about = (recordId: string) =>
      mapEvent(mailContextOf({ ...routed, campaign: { recordId } }), anIntegration()).deal;

    expect(about('deal-77')).toEqual({ id: '77' });
    expect(about('77')).toBeUndefined();
    const namingEvent = {
      ...routed,
      campaign: { recordId: 'deal-77' },
      route: { ...routed.route, token: { type: 'deal', id: '5' } },
    };
    expect(mapEvent(mailContextOf(namingEvent), anIntegration()).deal).toEqual({ id: '5' });
  });

  it('takes the time of the mail, unless that is in the future or the last century', () => {
    const at = (date: string): string => recordsOf({ date: new Date(date) }).activity.at;

    expect(at('2026-11-19T08:00:00Z')).toBe('2026-11-19T08:00:00.000Z');
    expect(at('2031-01-01T00:00:00Z')).toBe('2026-11-20T09:00:00.000Z');
    expect(at('1971-01-01T00:00:00Z')).toBe('2026-11-20T09:00:00.000Z');
  });
});

describe('mapEvent, for a mail with a From that is proven false', () => {
  const failed: EmailReceived['authentication'] = { dmarc: 'fail', spf: 'pass', dkim: 'pass' };
  const field = (target: string, changes: Partial<MappingField> = {}): MappingField => ({
    target,
    value: 'x',
    transform: [],
    ...changes,
  });
  const mapping: ResolvedMapping = {
    name: 'own@1',
    owner: 'RevOps',
    fields: [
      field('contact.region'),
      field('contact.phone', { onlyIfEmpty: true }),
      field('company.phone', { onlyIfEmpty: true }),
      field('company.region'),
      field('deal.stage'),
      field('deal.phone', { onlyIfEmpty: true }),
      field('activity.region'),
    ],
  };
  const trust = { ownDomains: ['acme.com'], allow: [], block: [], below: 20, action: 'tag' as const };
  const mapped = (
    changes: Partial<ParsedMail> = {},
    { authentication = failed, integration = {} as Partial<Integration> } = {},
  ) => {
    const event = { ...anEvent(changes), authentication };
    const mail = mailContextOf(routeEvent(event, aDelivery(event)), integration.trust);
    return mapEvent(mail, anIntegration({ deals: 'thread', ...integration }), mapping, {
      contact: { fields: { owner: '7' } },
    });
  };

  it('names the contact only to find it, with no name and no field', () => {
    expect(mapped().contact).toEqual({ email: 'ada@customer.example', onlyExisting: true });
  });

  it('fills nothing, makes no company, and takes the deal of the conversation only where there is one', () => {
    const { fill, company, deal } = mapped({}, { integration: { ownerField: 'owner' } });

    expect([fill, company]).toEqual([undefined, undefined]);
    expect(deal).toMatchObject({ name: 'Hello', onlyExisting: true });
    expect(deal).not.toHaveProperty('fields');
    expect(deal).not.toHaveProperty('owner');
  });

  it('logs the mail as it came', () => {
    const { activity } = mapped();

    expect(activity).toMatchObject({
      fields: { region: 'x' },
      from: { email: 'ada@customer.example', firstName: 'Ada' },
      text: 'Hi.\n',
    });
  });

  it.each<[string, Partial<ParsedMail>, string]>([
    [
      'Reply-To of a machine',
      { from: { address: 'noreply@bank.example' }, replyTo: [{ name: 'Eve', address: 'eve@other.example' }] },
      'eve@other.example',
    ],
    [
      'the original of what claims to be forwarded by us',
      {
        from: { address: 'bob@acme.com' },
        text: '---------- Forwarded message ---------\nFrom: Eve <eve@other.example>\n',
      },
      'bob@acme.com',
    ],
    [
      'one of us',
      { from: { name: 'Bob', address: 'bob@acme.com' }, to: [{ address: 'eve@other.example' }] },
      'bob@acme.com',
    ],
    ['a sender at a public provider', { from: { name: 'Ada', address: 'ada@gmail.com' } }, 'ada@gmail.com'],
  ])('makes no contact of %s', (_what, changes, email) => {
    expect(mapped(changes, { integration: { trust } }).contact).toEqual({ email, onlyExisting: true });
  });

  it.each<[string, EmailReceived['authentication'], string[], boolean]>([
    ['unproven', {}, [], false],
    ['proven by DMARC', { dmarc: 'pass' }, [], false],
    [
      'sealed by a forwarder that the tenant lists',
      { dmarc: 'fail', arc: 'pass', arcSealer: 'list.example' },
      ['list.example'],
      false,
    ],
    [
      'sealed by a forwarder that it does not list',
      { dmarc: 'fail', arc: 'pass', arcSealer: 'evil.example' },
      ['list.example'],
      true,
    ],
  ])('distinguishes it from a mail that is %s', (_what, authentication, arcSealers, isFalse) => {
    const { contact, company, fill } = mapped({}, { authentication, integration: { trust: { ...trust, arcSealers } } });

    expect(contact?.onlyExisting).toBe(isFalse ? true : undefined);
    expect([company !== undefined, fill !== undefined, contact?.firstName !== undefined]).toEqual([
      !isFalse,
      !isFalse,
      !isFalse,
    ]);
  });
});

describe('mapEvent, with the standard mapping', () => {
  it('finds contact and company of the sender', () => {
    expect(recordsOf({})).toMatchObject({
      contact: { email: 'ada@customer.example', firstName: 'Ada', lastName: 'Lovelace' },
      company: { domain: 'customer.example' },
    });
  });

  it('makes no company of a public mailbox provider', () => {
    expect(recordsOf({ from: { address: 'eve@gmail.com' } }).company).toBeUndefined();
  });

  it('takes the registrable domain', () => {
    expect(recordsOf({ from: { address: 'ian@mail.acme.co.uk' } }).company?.domain).toBe('acme.co.uk');
  });

  it('dates an activity by the mail, unless its date is in the future or the last century', () => {
    expect(recordsOf({ date: new Date('2026-11-19T08:00:00Z') }).activity.at).toBe('2026-11-19T08:00:00.000Z');
    expect(recordsOf({ date: new Date('2099-01-01T00:00:00Z') }).activity.at).toBe('2026-11-20T09:00:00.000Z');
    expect(recordsOf({ date: new Date('1970-01-01T00:00:00Z') }).activity.at).toBe('2026-11-20T09:00:00.000Z');
  });

  it('opens a deal for a conversation only where the integration says so', () => {
    expect(recordsOf({}).deal).toBeUndefined();
    expect(recordsOf({}, anIntegration({ deals: 'thread' })).deal).toMatchObject({ name: 'Hello' });
  });
});

describe('mapEvent, for mail that a machine has written', () => {
  const list = { headers: [{ name: 'list-id', value: '<news.lists.example>' }] };
  const inThread = (matchedBy: string, kinds?: Integration['kinds']) => {
    const integration = anIntegration({ deals: 'thread', ...(kinds && { kinds }) });
    const event = anEvent(list);
    const mail = mailContextOf(routeEvent(event, aDelivery(event, { matchedBy })), integration.trust);
    return mapEvent(mail, integration);
  };

  it('is logged on what is there, and makes nothing', () => {
    const { contact, company, deal, onlyOnKnown } = inThread('in-reply-to');

    expect({ contact, company, onlyOnKnown }).toEqual({
      contact: { email: 'ada@customer.example', onlyExisting: true },
      company: undefined,
      onlyOnKnown: true,
    });
    expect(deal).toMatchObject({ onlyExisting: true });
  });

  it('has no deal of a conversation that it begins', () => {
    expect(inThread('none').deal).toBeUndefined();
  });

  it('makes records where the integration logs its kind', () => {
    const { contact, company, deal, onlyOnKnown } = inThread('none', { list: 'log' });

    expect(contact).toMatchObject({ email: 'ada@customer.example', firstName: 'Ada' });
    expect(company).toMatchObject({ domain: 'customer.example' });
    expect(deal).not.toHaveProperty('onlyExisting');
    expect(onlyOnKnown).toBeUndefined();
  });

  it('makes no record of a person either, where the integration logs people on known contacts alone', () => {
    const integration = anIntegration({ kinds: { human: 'log-on-known-contacts' } });

    expect(recordsOf({}, integration)).toMatchObject({ contact: { onlyExisting: true }, onlyOnKnown: true });
  });
});

describe('mapEvent, for a CRM that shows HTML and relates people', () => {
  const html = { html: '<p>Hi &amp; bye</p>', text: 'Hi & bye\n' };

  it('gives the HTML of a mail whose text is shown as a whole', () => {
    expect(recordsOf(html).activity.html).toBe(html.html);
    expect(recordsOf(html, anIntegration({ body: 'newest' })).activity).not.toHaveProperty('html');
    expect(recordsOf({}).activity).not.toHaveProperty('html');
  });

  it('names the files that a setting refuses before the HTML, escaped', () => {
    const file = { contentType: 'a/b', sha256: 'a'.repeat(64), size: 1, isShown: false, verdict: 'clean' as const };
    const event = anEvent({ ...html, attachments: [{ ...file, filename: '<a>.zip', reasons: [] }] });
    const integration = anIntegration({ attachments: { maxFileMiB: 25, maxMailMiB: 40, refuse: ['.zip'] } });
    const routed = routeEvent(event, aDelivery(event), integration);

    const { activity } = mapEvent(mailContextOf(routed, undefined), integration);

    expect(activity.html).toBe(`<p>[Attachments refused by setting: &lt;a&gt;.zip]</p>${html.html}`);
  });

  it.each([
    ['all', { relations: 'all' }],
    ['contact', {}],
    [undefined, {}],
  ] as const)('relates a mail to %s', (relations, expected) => {
    const { activity } = recordsOf({}, anIntegration(relations === undefined ? {} : { relations }));

    expect({ ...('relations' in activity && { relations: activity.relations }) }).toEqual(expected);
  });

  it('makes people leads with the name of their company, and no company', () => {
    const integration = anIntegration({ person: 'lead' });

    expect(recordsOf({}, integration)).toMatchObject({ contact: { lead: { company: 'customer.example' } } });
    expect(recordsOf({}, integration)).not.toHaveProperty('company');
    expect(recordsOf({ from: { address: 'ada.lovelace@gmail.com' } }, integration).contact?.lead).toEqual({});
    expect(recordsOf({}, anIntegration({ person: 'contact' })).contact).not.toHaveProperty('lead');
  });

  it('names no company of a lead where the sender may be somebody else', () => {
    const trust = { ownDomains: [], allow: [], block: [], below: 100, action: 'tag' as const };

    expect(recordsOf({}, anIntegration({ person: 'lead', trust })).contact?.lead).toEqual({});
  });
});
