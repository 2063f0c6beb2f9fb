import fc from 'fast-check';
import type { ApiRequest } from '../../lambdas/api/request.ts';
import { createUnsubscribe } from '../../lambdas/api/unsubscribe.ts';
import type { ConsentChange, NewConsentChange } from '../../lambdas/domain/consent/change.ts';
import { judgeEligibility } from '../../lambdas/domain/consent/eligibility.ts';
import { applyChange, type ConsentState, emptyConsent } from '../../lambdas/domain/consent/state.ts';
import { type ConsentToken, mintToken } from '../../lambdas/domain/consent/token.ts';
import { purposes } from '../../lambdas/domain/mail/purposes.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { aChange, anyChange, subjectHash } from '../helpers/consent.ts';

const address = 'lea@example.org';
const subject = subjectHash('acme', address);
const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const form = 'application/x-www-form-urlencoded';
const policy = { requireOptIn: purposes, softBounces: { count: 5, days: 3, withinDays: 30 } };

/** The pages over a ledger in memory that holds earlier statements. */
function pagesOver(changes: readonly ConsentChange[], start = '2026-11-20T12:00:00.000Z') {
  let [state, at]: [ConsentState, number] = [changes.reduce(applyChange, emptyConsent), Date.parse(start)];
  const applied = new Map<string, ConsentChange>();
  const apply = async (change: ConsentChange) => {
    if (applied.has(change.changeId)) return;
    state = applyChange(state, change);
    applied.set(change.changeId, change);
  };
  const read = async () => ({ tenant: 'acme', subject, version: 1, state });
  const pages = createUnsubscribe({
    tokenKeys: async () => keys,
    consent: { read },
    apply,
    log: silent,
    now: () => new Date(at),
  });
  const request = (token: Partial<ConsentToken>, body = '', type = form): ApiRequest => ({
    route: '',
    path: {
      token: mintToken({ kind: 'unsubscribe', tenant: 'acme', subject, purposes: ['marketing'], ...token }, keys),
    },
    query: {},
    headers: { 'content-type': type },
    body,
  });
  return {
    pages,
    request,
    apply,
    applied,
    wait: (ms: number) => {
      at += ms;
    },
    leave: (body: string, type?: string) => pages.post(request({}, body, type)),
    confirm: (signUp?: ConsentToken['signUp'], body = 'confirm=1') =>
      pages.confirm(request({ kind: 'confirm', ...(signUp && { signUp }) }, body)),
    eligible: (wants: Partial<typeof policy> = {}) =>
      judgeEligibility(address, state, { ...policy, requireOptIn: [], ...wants }).eligible,
    strictlyEligible: () => judgeEligibility(address, state, policy).eligible,
  };
}

const oneClick = 'List-Unsubscribe=One-Click';
const parts = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--\r\n`;
const signedUp = aChange({ signal: 'unconfirmed', source: 'cli', purposes: ['marketing'] });
const signUp = { at: [signedUp.at], until: '2026-11-27T09:00:00.000Z' };

describe('the page behind an unsubscribe link', () => {
  it.each([
    ['one click, urlencoded', oneClick, form],
    ['one click in parts', parts('List-Unsubscribe', 'One-Click'), 'multipart/form-data; boundary=b'],
  ])('takes %s', async (_name, body, type) => {
    const { leave, eligible } = pagesOver([]);

    expect((await leave(body, type)).statusCode).toBe(200);
    expect(eligible().marketing).toBe(false);
  });

  it.each([
    ['nothing', '', form],
    ['text', oneClick, 'multipart/form-data; boundary=b'],
    ['another value', 'List-Unsubscribe=Two-Clicks', form],
    ['another field', 'unsubscribe=1', form],
    ['parts of another boundary', parts('List-Unsubscribe', 'One-Click'), 'multipart/form-data; boundary=c'],
    ['preferences of another form', 'preferences=2', form],
    ['the field of the other page', 'confirm=1', form],
  ])('changes nothing by a POST of %s, and shows its button', async (_name, body, type) => {
    const { leave, applied } = pagesOver([]);
    const answer = await leave(body, type);

    expect([answer.statusCode, applied.size]).toEqual([400, 0]);
    expect(answer.body).toContain('<button type="submit">Unsubscribe</button>');
  });

  it('takes back an unsubscribe of its own, by one click or by choice', async () => {
    for (const body of [oneClick, 'preferences=1&sales=on']) {
      const { leave, eligible, wait } = pagesOver([]);
      await leave(body);
      wait(1);
      await leave('preferences=1&sales=on&marketing=on');

      expect(eligible()).toEqual({ marketing: true, sales: true, legal: true });
    }
  });

  it('brings a confirmed yes back as it was', async () => {
    const { leave, strictlyEligible, wait } = pagesOver([aChange({ signal: 'opt-in', purposes: ['marketing'] })]);
    await leave(oneClick);
    wait(1);
    await leave('preferences=1&marketing=on');

    expect(strictlyEligible().marketing).toBe(true);
  });

  it.each<[string, Partial<NewConsentChange>]>([
    ['an address that was signed up and has not confirmed', { signal: 'unconfirmed' }],
    ['somebody who left by mail', { signal: 'unsubscribe' }],
    ['somebody who said no in words', { signal: 'opt-out' }],
    ['somebody who complained', { signal: 'complaint' }],
    ['somebody with a ticked box at the CRM', { signal: 'unsubscribe', source: 'crm' }],
    ['somebody that a person of ours took off', { signal: 'unsubscribe', source: 'cli' }],
    ['somebody that a webhook reported', { signal: 'unsubscribe', source: 'webhook' }],
    ['somebody with a mailbox that is gone', { signal: 'hard-bounce' }],
    ['somebody with a rule against any mail', { signal: 'address-rule', rule: 'never' }],
  ])('does not bring back %s', async (_name, change) => {
    for (const first of [[], [oneClick]]) {
      const { leave, eligible, wait } = pagesOver([aChange(change)]);
      for (const body of [...first, 'preferences=1&marketing=on&sales=on', 'preferences=1&marketing=on']) {
        wait(1);
        await leave(body);
      }
      expect(eligible().marketing).toBe(false);
    }
  });

  it('says that a choice cannot be brought back', async () => {
    const { leave } = pagesOver([aChange()]);

    expect((await leave('preferences=1&marketing=on&sales=on')).body).toContain('please sign up');
    expect((await leave('preferences=1')).body).not.toContain('please sign up');
  });

  it('answers a token that means nothing without reading the body', async () => {
    const { pages, request, applied } = pagesOver([]);
    const unread = { ...request({}), path: { token: 'k1.x.y' } };
    Object.defineProperty(unread, 'body', {
      get: () => {
        throw new Error('read');
      },
    });

    expect((await pages.post(unread)).statusCode).toBe(200);
    expect((await pages.confirm(unread)).statusCode).toBe(200);
    expect(applied.size).toBe(0);
  });
});

describe('the page that confirms a sign-up', () => {
  it('confirms the sign-up that it was sent for, once', async () => {
    const { confirm, strictlyEligible, applied, wait } = pagesOver([signedUp]);
    const first = await confirm(signUp);
    wait(60_000);
    const second = await confirm(signUp);

    expect(strictlyEligible().marketing).toBe(true);
    expect(applied.size).toBe(1);
    expect(second.body).toBe(first.body);
    expect([...applied.values()]).toMatchObject([
      { at: '2026-11-20T09:00:00.001Z', receivedAt: '2026-11-20T12:00:00.000Z' },
    ]);
  });

  it.each([
    ['sent before links had a time', undefined, 'confirm=1'],
    ['that is too old', { ...signUp, until: '2026-11-20T11:59:59.999Z' }, 'confirm=1'],
    ['with a button that nobody pressed', signUp, ''],
    ['that was posted as one click', signUp, oneClick],
  ])('confirms nothing by a link %s', async (_name, given, body) => {
    const { confirm, applied } = pagesOver([signedUp]);
    const answer = await confirm(given, body);

    expect(applied.size).toBe(0);
    expect(answer.body).not.toContain('<h1>Confirmed</h1>');
  });

  it.each<Partial<NewConsentChange>>([
    { signal: 'unsubscribe', source: 'mail' },
    { signal: 'unsubscribe', source: 'one-click' },
    { signal: 'unsubscribe', source: 'crm' },
    { signal: 'opt-out' },
    { signal: 'complaint' },
    { signal: 'unsubscribe', at: '2026-11-20T09:00:00.001Z' },
  ])('never wins over a later %j, whichever comes first', async (no) => {
    const later = aChange({ at: '2026-11-20T10:00:00.000Z', ...no });
    const before = pagesOver([signedUp, later]);
    const answer = await before.confirm(signUp);
    const after = pagesOver([signedUp]);
    await after.confirm(signUp);
    await after.apply(later);

    expect(before.eligible().marketing).toBe(false);
    expect(after.eligible().marketing).toBe(false);
    expect(answer.body).toContain('sign up again');
  });

  it('confirms each purpose at the time of its own sign-up', async () => {
    const no = aChange({ at: '2026-11-20T10:00:00.000Z', purposes: ['marketing'] });
    const { pages, request, eligible } = pagesOver([signedUp, no]);
    const both = { at: [signedUp.at, '2026-11-20T11:00:00.000Z'], until: signUp.until };
    await pages.confirm(request({ kind: 'confirm', purposes: ['marketing', 'sales'], signUp: both }, 'confirm=1'));

    expect(eligible({ requireOptIn: purposes })).toEqual({ marketing: false, sales: true, legal: false });
  });
});

describe('no sequence of requests with tokens', () => {
  const body = fc.constantFrom(
    ...[oneClick, '', 'preferences=1', 'preferences=1&marketing=on', 'preferences=1&sales=on', 'confirm=1'],
    'preferences=1&marketing=on&sales=on&legal=on',
    `${oneClick}&preferences=1&marketing=on&sales=on`,
  );
  const statements = fc.array(
    fc.tuple(anyChange, fc.constantFrom('mail' as const, 'crm' as const, 'cli' as const, 'import' as const)),
    { maxLength: 8 },
  );
  const request = fc.record({
    kind: fc.constantFrom('unsubscribe' as const, 'confirm' as const),
    page: fc.constantFrom('show' as const, 'post' as const, 'showConfirmation' as const, 'confirm' as const),
    about: fc.constantFrom(['marketing' as const], ['sales' as const], [...purposes]),
    body,
  });

  it.each(['with a sign-up to confirm', 'without one'])('makes anybody eligible who was not, %s', async (how) => {
    await fc.assert(
      fc.asyncProperty(statements, fc.array(request, { maxLength: 8 }), async (changes, requests) => {
        const start = changes.map(([change, source]) => aChange({ ...change, address, source }));
        const over = pagesOver(start);
        const before = [over.eligible(), over.strictlyEligible()] as const;
        const valid = how === 'with a sign-up to confirm';
        for (const { kind, page, about, body: posted } of requests) {
          over.wait(1000);
          const until = valid ? '2026-11-27T09:00:00.000Z' : '2026-11-19T09:00:00.000Z';
          const at = about.map(() => '2026-11-05T00:00:00.000Z');
          await over.pages[page](
            over.request({ kind, purposes: about, ...(kind === 'confirm' && { signUp: { at, until } }) }, posted),
          );
        }
        const mayConfirm =
          valid &&
          requests.some(
            ({ kind, page, body: posted }) => kind === 'confirm' && page === 'confirm' && posted === 'confirm=1',
          );
        const after = [over.eligible(), over.strictlyEligible()] as const;
        for (const purpose of purposes)
          for (const nth of [0, 1] as const)
            if (after[nth][purpose] && !before[nth][purpose]) expect(mayConfirm).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
