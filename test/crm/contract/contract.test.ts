import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isOfConnection } from '../../../lambdas/domain/delivery/circuit.ts';
import { knownFrom } from '../../../lambdas/domain/delivery/known-person.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { refusals } from './refusals.ts';
import { plainSecret, readFile, type Subject, subjects, takesNewest, users } from './subjects.ts';
import { type Walked, type WalkOptions, walk } from './walk.ts';

// One suite for every adapter: the promises of DESIGN about a CRM hold for each of them, against a stand-in that behaves as
// its vendor documents.

const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const mail = (nth: number, changes: Partial<ParsedMail> = {}) =>
  anEvent({ messageId: `m${nth}@customer.example`, subject: `Mail ${nth}`, text: `Text ${nth}\n`, ...changes });

describe.each(subjects)('%s', (_vendor, start) => {
  let subject: Subject;
  let records: ReturnType<typeof memoryRecords>;
  beforeEach(async () => {
    subject = await start();
    records = memoryRecords();
  });
  afterEach(() => subject.stop());

  const deliver = async (event: ReturnType<typeof mail>, options: Partial<WalkOptions> = {}): Promise<Walked> =>
    walk(event, {
      adapter: await subject.adapter(),
      records,
      now: subject.now,
      passes: subject.passes,
      ...options,
    });
  const onlyRecords = { contacts: ['ada@customer.example'], companies: ['customer.example'], deals: [] };

  it('makes the contact, the company and the activity of a first mail', async () => {
    const walked = await deliver(mail(1));

    expect(walked.kind).toBe('written');
    expect(subject.seen()).toEqual({ ...onlyRecords, activities: ['Mail 1'] });
  });

  it('finds records that exist, whoever made them, and after a cold start', async () => {
    await deliver(mail(1));
    subject.passes(60_000);

    await deliver(mail(2), { records: memoryRecords() });

    expect(subject.seen()).toEqual({ ...onlyRecords, activities: ['Mail 1', 'Mail 2'] });
  });

  it('makes nothing twice when several mails of a new sender come at once', async () => {
    const passes = async (): Promise<void> => void (await wait(20));
    await Promise.all([1, 2, 3].map((nth) => deliver(mail(nth), { passes, attempts: 100 })));

    expect(subject.seen()).toMatchObject(onlyRecords);
    expect(subject.seen().activities.toSorted()).toEqual(['Mail 1', 'Mail 2', 'Mail 3']);
  });

  it.each([100, 1_000_000])('shows the link to the whole mail under a text of %i characters', async (length) => {
    const url = 'https://api.example/m/k1.abc.def';
    await deliver(mail(1, { text: 'x'.repeat(length) }), { url });

    expect(subject.texts().at(-1)).toContain(`The whole mail: ${url}`);
  });

  it.each(['', 'drop-after-commit', 'drop-before', '500', '429'])(
    'makes every record of ten mails at once, and each only once (%s on every third call)',
    async (action) => {
      const adapter = await subject.adapter();
      await deliver(mail(0), { adapter });
      let seen = 0;
      const next = subject.faults.next;
      subject.faults.next = (method, path) => {
        seen += 1;
        if (action === '' || seen % 3 !== 0 || seen > 90) return next(method, path);
        return { match: '', action, probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<typeof next>;
      };
      // They share one clock, which must not run away from those who hold a lease.
      const passes = async (ms: number): Promise<void> => {
        await subject.passes(Math.min(ms, 500));
        await wait(5);
      };
      const nths = Array.from({ length: 10 }, (_, nth) => nth + 1);
      const from = (nth: number) => ({ address: `p${nth}@company${nth}.example` });

      const walked = await Promise.all(
        nths.map((nth) => deliver(mail(nth, { from: from(nth) }), { adapter, passes, attempts: 1000 })),
      );

      expect(walked.map(({ kind }) => kind)).toEqual(nths.map(() => 'written'));
      const { contacts, companies, activities } = subject.seen();
      expect(contacts.toSorted()).toEqual(
        [...onlyRecords.contacts, ...nths.map((nth) => from(nth).address)].toSorted(),
      );
      expect(companies.toSorted()).toEqual(
        [...onlyRecords.companies, ...nths.map((nth) => `company${nth}.example`)].toSorted(),
      );
      expect(activities.toSorted()).toEqual([0, ...nths].map((nth) => `Mail ${nth}`).toSorted());
    },
    60_000,
  );

  it.each(['drop-after-commit', 'drop-before', '500', '429'])(
    'makes nothing twice and loses nothing when any one of its calls ends in %s',
    async (action) => {
      await deliver(mail(0));
      const count = subject.calls.length;
      await subject.stop();
      for (let nth = 0; nth < count; nth += 1) {
        subject = await start();
        records = memoryRecords();
        let seen = 0;
        const next = subject.faults.next;
        // Every route has its own turn: the nth call, whichever it is.
        subject.faults.next = (method, path) => {
          seen += 1;
          if (seen - 1 !== nth) return next(method, path);
          return { match: '', action, probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<typeof next>;
        };

        const walked = await deliver(mail(1));

        expect([nth, walked.kind]).toEqual([nth, 'written']);
        expect([nth, subject.seen()]).toEqual([nth, { ...onlyRecords, activities: ['Mail 1'] }]);
        if (nth < count - 1) await subject.stop();
      }
    },
    30_000,
  );

  it('finds an unclear activity among hundreds, wherever a page of its list ends', async () => {
    if (subject.crowd === undefined) return;
    // Before it and behind it: some lists begin with the oldest.
    await deliver(mail(0));
    subject.crowd();
    const { next } = subject.faults;
    let writes = 0;
    subject.faults.next = (method, path) => {
      const isActivity = method === 'POST' && /(?:activities|\/activity\/email\/|notes)$/.test(path);
      if (!isActivity) return next(method, path);
      writes += 1;
      return { match: '', action: 'drop-after-commit', probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<
        typeof next
      >;
    };
    let isCrowded = false;
    const passes = (ms: number): void => {
      subject.passes(ms);
      if (isCrowded || writes === 0) return;
      isCrowded = true;
      subject.crowd?.();
    };

    const walked = await deliver(mail(1), { passes });

    expect(walked.kind).toBe('written');
    expect([isCrowded, writes]).toEqual([true, 1]);
  });

  it('calls as often as it declares, for a new sender and for a known one', async () => {
    const adapter = await subject.adapter();
    // Questions about the account are asked once.
    await deliver(mail(0, { from: { address: 'grace@gmail.com' } }), { adapter });
    const calls = [subject.calls.length];
    const first = await deliver(mail(1), { adapter });
    calls.push(subject.calls.length);
    const known = first.kind === 'written' ? knownFrom(first.steps, '2026-11-20T09:00:00.000Z') : undefined;

    await deliver(mail(2), { adapter, known: known! });

    expect(calls[1]! - calls[0]!).toBeLessThanOrEqual(adapter.calls.unknown);
    expect(subject.calls.length - calls[1]!).toBe(adapter.calls.known);
    expect(adapter.calls.known).toBe(1);
  });

  it('asks a person when several contacts have the address, or takes the newest where that is usual', async () => {
    if (subject.twin === undefined) return;
    for (let nth = 0; nth < 2; nth += 1) subject.twin('ada@customer.example');
    subject.passes(60_000);

    const walked = await deliver(mail(1));

    if (takesNewest.includes(_vendor)) {
      expect(walked).toMatchObject({ kind: 'written', steps: { contact: { alternatives: [expect.any(String)] } } });
      expect(subject.seen().activities).toEqual(['Mail 1']);
      return;
    }
    expect(walked).toMatchObject({ kind: 'failed', failure: { kind: 'ambiguous' } });
    expect(subject.seen().activities).toEqual([]);
  });

  it('finds a contact by any of its addresses', async () => {
    if (subject.several === undefined) return;
    subject.several(['ada@home.example', 'ada@customer.example', 'ada@third.example']);
    const before = subject.seen().contacts.length;
    await subject.passes(60_000);

    const walked = await deliver(mail(1));

    expect(walked.kind).toBe('written');
    expect(subject.seen().contacts).toHaveLength(before);
    expect(subject.seen().activities).toEqual(['Mail 1']);
  });

  it('makes records anew that a person deleted between two mails', async () => {
    if (subject.clean === undefined) return;
    await deliver(mail(1));
    subject.clean();
    subject.passes(60_000);

    const walked = await deliver(mail(2));

    expect(walked.kind).toBe('written');
    expect(subject.seen().contacts).toEqual(['ada@customer.example']);
    expect(subject.seen().activities).toContain('Mail 2');
  });

  it('links a mail to the deal that its address names, and to none when there is no such deal', async () => {
    if (subject.addDeal === undefined) return;
    const id = subject.addDeal();
    subject.passes(60_000);
    const delivery = await deliver(mail(1), { token: { type: 'deal', id } });
    const unknown = await deliver(mail(2), { token: { type: 'deal', id: '999999' } });
    const odd = await deliver(mail(3), { token: { type: 'deal', id: '../../../etc?x=1' } });

    expect(delivery.kind === 'written' && delivery.steps.deal?.id).toBe(id);
    expect(unknown.kind === 'written' && unknown.steps.deal?.id).toBeUndefined();
    expect(odd.kind === 'written' && odd.steps.deal?.id).toBeUndefined();
    expect(subject.requests.some(({ path }) => path.includes('etc'))).toBe(false);
  });

  it('opens one deal for a conversation', async () => {
    if (subject.addDeal === undefined) return;
    await deliver(mail(1), { integration: { deals: 'thread' } });
    await deliver(mail(2, { subject: 'Re: Mail 1' }), { integration: { deals: 'thread' } });

    expect(subject.seen().deals).toEqual(['Mail 1']);
  });

  it('adds one task for a rule, whatever the end of any one of its calls', async () => {
    const task = { title: 'Call back', inDays: 3 };
    await deliver(mail(0));
    const before = subject.calls.length;
    await deliver(mail(1), { task });
    const count = subject.calls.length - before;
    const wanted = 'Call back: Mail 1, 2026-11-23';
    expect(subject.tasks()).toEqual([wanted]);
    expect(subject.seen().activities).toEqual(['Mail 0', 'Mail 1']);
    for (const action of ['drop-after-commit', '500', '429']) {
      for (let nth = 0; nth < count; nth += 1) {
        await subject.stop();
        subject = await start();
        records = memoryRecords();
        await deliver(mail(0));
        let seen = 0;
        const next = subject.faults.next;
        subject.faults.next = (method, path) => {
          seen += 1;
          if (seen - 1 !== nth) return next(method, path);
          return { match: '', action, probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<typeof next>;
        };
        await deliver(mail(1), { task });
        expect([action, nth, subject.tasks()]).toEqual([action, nth, [wanted]]);
      }
    }
  }, 60_000);

  it('looks up the fields of a contact by address and by id, and none of a stranger', async () => {
    const { target, values } = subject.ownField;
    const mapping = { name: 'own@1', owner: 'RevOps', fields: [{ target, value: 'EMEA', transform: [] }] };
    const walked = await deliver(mail(1), { mapping });
    expect(values()).toEqual(['EMEA']);
    const [user] = users(_vendor);
    subject.owner.give(user);
    await subject.passes(60_000);
    const adapter = await subject.adapter();
    const id = walked.kind === 'written' ? walked.steps.contact?.id : undefined;
    const field = target.slice(target.indexOf('.') + 1);
    const names = [field, subject.owner.field, 'no_such_value'].slice(0, _vendor === 'salesforce' ? 2 : 3);

    const [byAddress, byId, stranger, gone] = [
      await adapter.lookUp?.({ email: 'ada@customer.example' }, names),
      await adapter.lookUp?.({ email: 'ada@customer.example', id }, names),
      await adapter.lookUp?.({ email: 'nobody@elsewhere.example' }, names),
      await adapter.lookUp?.({ email: 'ada@customer.example', id: '4040404' }, names),
    ];

    const all = { [field]: 'EMEA', [subject.owner.field]: user };
    const asText = (lookUpResult: typeof byAddress) =>
      lookUpResult?.kind === 'ok' &&
      Object.fromEntries(Object.entries(lookUpResult.value).map(([name, value]) => [name, `${value}`]));
    expect([asText(byAddress), asText(byId), asText(stranger), asText(gone)]).toEqual([all, all, {}, {}]);
    // An id at Close consists of the lead's and the contact's, and no field has both.
    const { contactIdField = subject.owner.field } = adapter;
    const [found, absent] = [
      await adapter.lookUp?.({ email: 'ada@customer.example' }, [field, contactIdField]),
      await adapter.lookUp?.({ email: 'nobody@elsewhere.example' }, [field, contactIdField]),
    ];
    const value = contactIdField === subject.owner.field ? user : id;
    expect([asText(found), asText(absent)]).toEqual([{ [field]: 'EMEA', [contactIdField]: value }, {}]);
    expect(subject.requests.filter(({ method, path }) => method !== 'POST' && path.includes('elsewhere'))).toEqual(
      _vendor === 'pipedrive' ? expect.anything() : [],
    );
  });

  it('looks up no fields of an ambiguous contact, though each of them has an owner, but those of the newest', async () => {
    if (subject.twin === undefined) return;
    const [user] = users(_vendor);
    const { field, give } = subject.owner;
    const { lookUp } = await subject.adapter();
    const asked = async () => {
      give(user);
      await subject.passes(60_000);
      const contactFields = await lookUp?.({ email: 'ada@customer.example' }, [field]);
      return contactFields?.kind === 'ok' && Object.keys(contactFields.value);
    };

    subject.twin('ada@customer.example');
    expect(await asked()).toEqual([field]);
    subject.twin('ada@customer.example');
    expect(await asked()).toEqual(takesNewest.includes(_vendor) ? [field] : []);
  });

  it('uploads clean attachments once, and no others, whatever the end of any one of its calls', async () => {
    if (subject.files === undefined) return;
    const attachment = (filename: string, changes: Partial<EmailReceived['attachments'][number]> = {}) => ({
      filename,
      contentType: 'application/pdf',
      size: 1000,
      sha256: 'a'.repeat(64),
      inline: false,
      key: `attachments/evt_1/${filename}`,
      verdict: 'clean' as const,
      reasons: [],
      ...changes,
    });
    const event = {
      ...mail(1),
      attachments: [
        attachment('offer.pdf'),
        attachment('logo.png', { inline: true }),
        attachment('macros.docm', { verdict: 'suspicious' }),
        attachment('locked.zip', { verdict: 'unscanned' }),
        attachment('big.pdf', { size: 2 * 1024 * 1024 }),
        attachment('empty.txt', { size: 0 }),
        attachment('expired.pdf', { key: 'attachments/evt_1/gone' }),
        attachment('Bedingungen für Ada.pdf', { contentType: 'text/plain' }),
      ],
    };
    const options = { integration: { files: { maxFileMiB: 1 } } };
    const wanted = ['offer.pdf', 'Bedingungen für Ada.pdf'];
    await deliver(mail(0));
    const before = subject.calls.length;
    await deliver(event, options);
    const count = subject.calls.length - before;
    const whole = subject.files();
    expect(whole.map(([name]) => name)).toEqual(wanted);
    const bytes = await readFile('attachments/evt_1/offer.pdf');
    expect([Buffer.from(bytes!).toString('latin1'), sha256Hex(bytes!)]).toContain(whole[0]![1]);

    for (const action of ['drop-after-commit', '500', '429']) {
      for (let nth = 0; nth < count; nth += 1) {
        await subject.stop();
        subject = await start();
        records = memoryRecords();
        await deliver(mail(0));
        let seen = 0;
        const next = subject.faults.next;
        subject.faults.next = (method, path) => {
          seen += 1;
          if (seen - 1 !== nth) return next(method, path);
          return { match: '', action, probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<typeof next>;
        };
        const walked = await deliver(event, options);
        expect([action, nth, walked.kind, subject.files?.()]).toEqual([action, nth, 'written', whole]);
      }
    }
  }, 60_000);

  it('delivers a mail with an attachment that the CRM refuses', async () => {
    if (subject.files === undefined) return;
    const file = { contentType: 'text/plain', size: 10, sha256: 'a'.repeat(64), inline: false, reasons: [] };
    const attachments = ['run.js', `${'x'.repeat(600)}.txt`].map((filename) => ({
      ...file,
      filename,
      key: `attachments/evt_1/${filename.length}`,
      verdict: 'clean' as const,
    }));

    const walked = await deliver({ ...mail(1), attachments }, { integration: { files: { maxFileMiB: 1 } } });

    expect(walked.kind).toBe('written');
    expect(subject.files()).toHaveLength(1);
    expect(subject.seen().activities).toEqual(['Mail 1']);
  });

  it('reports missing fields of ours, makes them on request, and then finds them', async () => {
    const adapter = await subject.adapter();
    if (adapter.setUp === undefined) return;
    subject.unprepare?.();
    const states = async (mayMake: boolean): Promise<Set<string>> => {
      const setUpResult = await adapter.setUp!(mayMake);
      return new Set(setUpResult.kind === 'ok' ? setUpResult.value.map(({ state }) => state) : [setUpResult.kind]);
    };

    const [missing, still] = [await states(false), await states(false)];
    const afterSetUp = await states(true);
    const after = [await states(true), await states(false)];

    expect(missing.has('missing')).toBe(true);
    expect(still).toEqual(missing);
    expect(afterSetUp.has('made')).toBe(true);
    expect([afterSetUp.has('missing'), afterSetUp.has('refused')]).toEqual([false, false]);
    expect(after).toEqual([new Set(['there']), new Set(['there'])]);
    expect((await deliver(mail(1))).kind).toBe('written');
  });

  it('reports why a field of ours could not be made', async () => {
    const adapter = await subject.adapter();
    if (adapter.setUp === undefined) return;
    subject.unprepare?.();
    subject.faults.set([{ action: '403', match: '^POST (?!.*token)' }]);

    const setUpResult = await adapter.setUp(true);

    const refused = setUpResult.kind === 'ok' ? setUpResult.value.filter(({ state }) => state === 'refused') : [];
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ reason }) => reason?.includes('403'))).toBe(true);
  });

  it("gives deals and tasks to the contact's owner, and to nobody when the CRM rejects that owner", async () => {
    const [user, gone] = users(_vendor);
    const integration = { deals: 'thread' as const, ownerField: subject.owner.field };
    const task = { title: 'Call back', inDays: 3 };

    await deliver(mail(1), { integration, task, contactFields: { [subject.owner.field]: user } });
    const contactFields = { [subject.owner.field]: gone };
    await deliver(mail(2), { integration, task, contactFields, threadKey: 'another' });

    const [ofDeals, ofTasks] = [subject.owner.ofDeals(), subject.owner.ofTasks()];
    const plain = (owner: unknown): string => String((owner as { id?: string } | undefined)?.id ?? owner ?? '');
    if (subject.addDeal !== undefined) expect(ofDeals.map(plain)).toEqual([user, '']);
    expect(ofTasks.map(plain)).toEqual([user, '']);
  });

  it("fills the account's own fields as the mapping says", async () => {
    const { target, values } = subject.ownField;
    const field = (name: string, from: string) => ({ target: name, from, transform: [] });
    const mapping = { name: 'leads@2', owner: 'RevOps', fields: [field(target, 'from.domain')] };

    const walked = await deliver(mail(1), { mapping });

    expect(walked.kind).toBe('written');
    expect(values()).toEqual(['customer.example']);
  });

  it("writes the vendor's own fields of new records and of existing ones", async () => {
    const { phone, stage, held } = subject.standard;
    const constant = (target: string, value: string | number, onlyIfEmpty = false) => ({
      target,
      value,
      transform: [],
      ...(onlyIfEmpty && { onlyIfEmpty }),
    });
    const mapping = { name: 'own@1', owner: 'RevOps', fields: [constant(phone, '+49 30 1234'), constant(...stage)] };
    const filled = { name: 'own@2', owner: 'RevOps', fields: [constant(phone, '+49 30 5678', true)] };

    const first = await deliver(mail(1), { mapping: mapping, integration: { deals: 'thread' } });
    expect(first.kind).toBe('written');
    expect(held()).toContain('+49 30 1234');
    if (subject.addDeal !== undefined) expect(held()).toContain(JSON.stringify(stage[1]));

    await deliver(mail(2, { from: { address: 'grace@customer.example' } }));
    await deliver(mail(3, { from: { address: 'grace@customer.example' } }), { mapping: filled });
    await deliver(mail(4), { mapping: filled });
    expect(
      held()
        .match(/\+49 30 \d+/g)
        ?.toSorted(),
    ).toEqual(['+49 30 1234', '+49 30 5678']);
  });

  it('fills a field of an existing record only where it is empty, whatever the end of a call', async () => {
    const { target, values } = subject.ownField;
    const fields = [{ target, from: 'subject', transform: [], onlyIfEmpty: true }];
    const mapping = { name: 'own@1', owner: 'RevOps', fields };
    const filled = () => values().filter(Boolean);
    await deliver(mail(1));
    expect(filled()).toEqual([]);

    subject.faults.set([{ action: 'drop-after-commit', match: '^(?:PATCH|PUT)', times: 1 }]);
    await deliver(mail(2), { mapping });
    expect(filled()).toEqual(['Mail 2']);

    await deliver(mail(3), { mapping });
    expect(filled()).toEqual(['Mail 2']);
    expect(subject.seen()).toEqual({ ...onlyRecords, activities: ['Mail 1', 'Mail 2', 'Mail 3'] });
  });

  it('fails a mail with a mapped field that the account does not have', async () => {
    if (subject.ownField.target === 'contact.a1b2c3' || subject.ownField.target.startsWith('contact.cf_')) return;
    const fields = [{ target: 'company.no_such_field', from: 'from.domain', transform: [] }];

    const walked = await deliver(mail(1), { mapping: { name: 'leads@2', owner: 'RevOps', fields } });

    // Sell keeps custom fields by name and cannot tell.
    if (_vendor === 'zendesk-sell') return;
    expect(walked).toMatchObject({ kind: 'failed' });
    expect(subject.seen().activities).toEqual([]);
  });

  it("logs a copy of a member's mail with its recipient, and sends nothing", async () => {
    const trust = { ownDomains: ['acme.example'], allow: [], block: [], below: 20, action: 'tag' as const };
    const changes = { from: { address: 'max@acme.example' }, to: [{ address: 'ada@customer.example' }] };

    const walked = await deliver(mail(1, changes), { integration: { trust } });

    expect(walked.kind).toBe('written');
    expect(subject.seen()).toEqual({ ...onlyRecords, activities: ['Mail 1'] });
    expect(subject.requests.some(({ body }) => body.includes('outbox'))).toBe(false);
  });

  it('makes no company for a public mailbox provider', async () => {
    await deliver(mail(1, { from: { name: 'Ada Lovelace', address: 'ada.lovelace@gmail.com' } }));

    expect(subject.seen()).toMatchObject({ contacts: ['ada.lovelace@gmail.com'], companies: [] });
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['a body of a megabyte', { text: 'Wörter 🙂 '.repeat(100_000) }],
    ['a subject of thousands of characters', { subject: 'ä🙂'.repeat(3000) }],
    ['a subject of emoji alone', { subject: '🙂🙂🙂' }],
    ['no subject and no text', { subject: undefined, text: undefined } as never],
    [
      'a name with every kind of quote',
      { from: { name: `O'Brien "Ed" <x> \\ ; --`, address: "o'brien@customer.example" } },
    ],
    ['a name of hundreds of characters', { from: { name: 'Ada '.repeat(200), address: 'ada@customer.example' } }],
    ['a sender without a name', { from: { address: 'ada@customer.example' } }],
  ])('takes %s', async (_what, changes) => {
    const walked = await deliver(mail(1, changes));

    expect(walked.kind).toBe('written');
    expect(subject.seen().activities).toHaveLength(1);
    expect(subject.texts().every((text) => text.isWellFormed())).toBe(true);
  });

  it('reports when it may be called again', async () => {
    // A look at the account and a search may wait such a limit out on the spot.
    subject.faults.set([{ action: '429', match: '^(?!.*(?:token|/properties/|/search$))', times: 1 }]);

    const walked = await deliver(mail(1));

    expect(walked.failures[0]).toMatchObject({ kind: 'throttled', retryAt: expect.any(Date) });
    expect(walked.kind).toBe('written');
  });

  it('takes refused rights for a matter of configuration, and names no secret', async () => {
    subject.faults.set([{ action: '403', match: '^(?!.*token)' }]);

    const walked = await deliver(mail(1)).catch(
      (error: Error) => ({ kind: 'failed', failure: error.message }) as never,
    );

    expect(walked).toMatchObject({ kind: 'failed', failure: { kind: 'misconfigured' } });
    expect(JSON.stringify(walked)).not.toContain(plainSecret);
  });

  const { write, ofTheRecord, ofTheAccount } = refusals[_vendor]!;
  const refused = async (answer: { status: number; body: unknown }): Promise<Walked> => {
    subject.faults.set([{ action: 'refuse', match: write, answer }]);
    const walked = await deliver(mail(1));
    expect(subject.faults.count()).toBeGreaterThan(0);
    return walked;
  };

  it.each(ofTheRecord)('rejects a mail with a record that the CRM refuses: %s', async (_what, status, body) => {
    const walked = await refused({ status, body });

    expect(walked).toMatchObject({ kind: 'failed', failure: { kind: 'rejected' } });
    expect(walked.kind === 'failed' && isOfConnection(walked.failure)).toBe(false);
  });

  it.each(ofTheAccount)(
    'takes a refusal of every record for a matter of configuration: %s',
    async (_what, status, body) => {
      const walked = await refused({ status, body });

      expect(walked).toMatchObject({ kind: 'failed', failure: { kind: 'misconfigured' } });
    },
  );

  it('takes a page for people for an unclear end', async () => {
    subject.faults.set([{ action: 'html', times: 2, match: '^(?!.*token)' }]);

    const walked = await deliver(mail(1));

    expect(walked.failures[0]).toEqual({ kind: 'unknown' });
    expect(subject.seen()).toEqual({ ...onlyRecords, activities: ['Mail 1'] });
  });

  it('puts no address into a URL', async () => {
    await deliver(mail(1));
    await deliver(mail(2), { integration: { deals: 'thread' } });

    // Pipedrive has no other look-up; its own page says so.
    const others = subject.requests.filter(({ path }) => !path.startsWith('/api/v2/persons/search'));
    expect(others.filter(({ path }) => /ada(?:@|%40)/.test(path))).toEqual([]);
  });

  it('writes a suppression twice as well as once, and reports somebody that it does not know', async () => {
    const { suppressions } = await subject.adapter();
    if (suppressions === undefined || subject.isSuppressed === undefined) return;
    await deliver(mail(1));
    subject.passes(60_000);
    const state = {
      tenant: 'acme',
      subject: 'a'.repeat(40),
      address: 'ada@customer.example',
      version: 1,
      suppressed: ['marketing', 'sales'] as const,
      reason: 'unsubscribed' as const,
      at: '2026-11-20T09:00:00.000Z',
      unconfirmed: [],
      isWish: true,
    };

    const ends = [await suppressions.write(state), await suppressions.write(state)];
    const stranger = await suppressions.write({ ...state, address: 'nobody@elsewhere.example' });

    expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'ok']);
    expect(subject.isSuppressed('ada@customer.example')).toBe(true);
    expect(stranger.kind).toBe('ok');
    expect(subject.seen().contacts).toEqual(['ada@customer.example']);
  });
});
