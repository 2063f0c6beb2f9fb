import { compact } from '../compact.ts';
import type { ApplyConsent } from '../domain/consent/apply-consent.ts';
import { changeOfSubject } from '../domain/consent/change.ts';
import type { ConsentLedger } from '../domain/consent/consent-ledger.ts';
import { judgeEligibility } from '../domain/consent/eligibility.ts';
import type { ConsentState } from '../domain/consent/state.ts';
import { type ConsentToken, readToken, type SignUp } from '../domain/consent/token.ts';
import type { Log } from '../domain/mail/log.ts';
import type { Purpose } from '../domain/mail/purposes.ts';
import type { TokenKeys } from '../domain/mail/signed-text.ts';
import { readForm } from './form.ts';
import {
  choosable,
  confirmedPage,
  confirmPage,
  notConfirmedPage,
  preferencesSavedPage,
  unsubscribedPage,
  unsubscribePage,
} from './pages.ts';
import { type ApiAnswer, type ApiRequest, page } from './request.ts';

interface UnsubscribeDependencies {
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly consent: Pick<ConsentLedger, 'read'>;
  readonly apply: ApplyConsent;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * One-click unsubscribe (RFC 8058), its page and the choices on it, and the page that confirms a sign-up.
 *
 * A GET shows a page and changes nothing, because link scanners follow every link; nor does a POST without the field of
 * RFC 8058 or of our own forms. A POST takes effect before it is answered; a change that could not be stored is a 5xx, so
 * that the mailbox provider tries again. A token that means nothing gets the same 200 as a real one: nobody learns which
 * tokens are real.
 *
 * A link to leave makes nobody eligible who was not eligible before: the page takes back only refusals by such links. A link
 * to confirm stands for one sign-up: its yes has the time of the sign-up, so that any later no outranks it, and it is the
 * same change however often the button is pressed.
 */
export function createUnsubscribe(dependencies: UnsubscribeDependencies) {
  return {
    show: (request: ApiRequest) => showPreferences(dependencies, request),
    post: (request: ApiRequest) => postPreferences(dependencies, request),
    showConfirmation: async (): Promise<ApiAnswer> => page(200, confirmPage()),
    confirm: (request: ApiRequest) => confirm(dependencies, request),
  };
}

async function showPreferences(dependencies: UnsubscribeDependencies, request: ApiRequest): Promise<ApiAnswer> {
  const token = await readRequestToken(dependencies, request, 'unsubscribe');
  if (token === undefined) return page(200, unsubscribePage(new Set(choosable)));
  const { state } = await dependencies.consent.read(token.tenant, token.subject);
  return page(200, unsubscribePage(new Set(choosable.filter((purpose) => isWanted(state, purpose)))));
}

async function postPreferences(dependencies: UnsubscribeDependencies, request: ApiRequest): Promise<ApiAnswer> {
  const token = await readRequestToken(dependencies, request, 'unsubscribe');
  if (token === undefined) return page(200, unsubscribedPage());
  const form = readForm(request.headers['content-type'], request.body);
  if (form.get('preferences') === '1') {
    const isDone = await savePreferences(dependencies, token, form);
    return page(200, preferencesSavedPage(!isDone));
  }
  if (form.get('List-Unsubscribe')?.trim().toLowerCase() !== 'one-click') return page(400, unsubscribePage(new Set()));
  // A person who has left before leaves again: an older yes that comes late must not outrank this moment.
  await applySignal(dependencies, token, 'unsubscribe', token.purposes, 'one-click');
  return page(200, unsubscribedPage());
}

async function confirm(dependencies: UnsubscribeDependencies, request: ApiRequest): Promise<ApiAnswer> {
  const { consent, now } = dependencies;
  const token = await readRequestToken(dependencies, request, 'confirm');
  if (token?.signUp === undefined || now() > new Date(token.signUp.until)) return page(200, notConfirmedPage());
  if (readForm(request.headers['content-type'], request.body).get('confirm') !== '1') return page(400, confirmPage());
  await confirmSignUp(dependencies, token, token.signUp);
  const { state } = await consent.read(token.tenant, token.subject);
  const isConfirmed = token.purposes.every((purpose) => isWanted(state, purpose));
  return page(200, isConfirmed ? confirmedPage() : notConfirmedPage());
}

async function readRequestToken(
  { tokenKeys, log }: UnsubscribeDependencies,
  { path }: ApiRequest,
  kind: ConsentToken['kind'],
): Promise<ConsentToken | undefined> {
  const token = readToken(path.token ?? '', await tokenKeys());
  if (token?.kind === kind) return token;
  log.warn('api.unknown-token', { kind });
  return undefined;
}

async function applySignal(
  { apply, now }: UnsubscribeDependencies,
  { tenant, subject, list, campaign }: ConsentToken,
  signal: 'unsubscribe' | 'taken-back',
  purposes: readonly Purpose[],
  source: 'one-click' | 'preferences',
): Promise<void> {
  const at = now().toISOString();
  const evidence = [source, list, campaign].filter(Boolean).join(' ');
  const change = { tenant, subject, signal, at, receivedAt: at, source, evidence, purposes: [...purposes] };
  await apply(
    changeOfSubject({
      ...change,
      ...compact({ campaign: campaign === undefined ? undefined : { campaignId: campaign } }),
    }),
  );
}

/** @returns whether the ledger has all the choices of the form now */
async function savePreferences(
  dependencies: UnsubscribeDependencies,
  token: ConsentToken,
  form: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { consent } = dependencies;
  const { state } = await consent.read(token.tenant, token.subject);
  const unwanted = choosable.filter((purpose) => form.get(purpose) !== 'on');
  const takenBack = choosable.filter(
    (purpose) => form.get(purpose) === 'on' && state.registers[`page:email:${purpose}`]?.state === 'out',
  );
  if (unwanted.length > 0) await applySignal(dependencies, token, 'unsubscribe', unwanted, 'preferences');
  if (takenBack.length > 0) await applySignal(dependencies, token, 'taken-back', takenBack, 'preferences');
  const { state: after } = takenBack.length > 0 ? await consent.read(token.tenant, token.subject) : { state };
  return choosable.every((purpose) => unwanted.includes(purpose) || isWanted(after, purpose));
}

/**
 * One change for each purpose: each may have been signed up at a time of its own. The change is a millisecond later than
 * the sign-up, so that a target which orders changes by time takes the yes for the newer word.
 */
async function confirmSignUp(
  { apply, now }: UnsubscribeDependencies,
  { tenant, subject, purposes }: ConsentToken,
  { at }: SignUp,
): Promise<void> {
  const receivedAt = now().toISOString();
  for (const [nth, purpose] of purposes.entries()) {
    const confirmedAt = new Date(Date.parse(at[nth]!) + 1).toISOString();
    const common = { tenant, subject, signal: 'opt-in', source: 'preferences', evidence: 'confirmation' } as const;
    await apply(changeOfSubject({ ...common, purposes: [purpose], at: confirmedAt, receivedAt }));
  }
}

/** Whether the person's own word lets us write for a purpose, which the page shows as chosen. */
const isWanted = (state: ConsentState, purpose: Purpose): boolean =>
  !judgeEligibility('', state).reasons.some(
    ({ code, purposes }) => purposes.includes(purpose) && (code === 'unsubscribed' || code === 'unconfirmed'),
  );
