import type { ApplyConsent } from '../domain/consent/apply-consent.ts';
import { changeOfSubject, type Purpose } from '../domain/consent/change.ts';
import type { ConsentLedger } from '../domain/consent/consent-ledger.ts';
import { judgeEligibility } from '../domain/consent/eligibility.ts';
import type { ConsentState } from '../domain/consent/state.ts';
import { type ConsentToken, readToken } from '../domain/consent/token.ts';
import type { Log } from '../domain/ports.ts';
import type { TokenKeys } from '../domain/signed-text.ts';
import { readForm } from './form.ts';
import {
  choosable,
  confirmedPage,
  confirmPage,
  preferencesSavedPage,
  unsubscribedPage,
  unsubscribePage,
} from './pages.ts';
import { type ApiAnswer, type ApiRequest, page } from './request.ts';

export interface UnsubscribeDependencies {
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly consent: Pick<ConsentLedger, 'read'>;
  readonly apply: ApplyConsent;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * One-click unsubscribe (RFC 8058), its page and the choices on it.
 *
 * A GET shows a page and changes nothing, because link scanners follow every link. A POST takes effect before it is
 * answered; what could not be stored is a 5xx, so that the mailbox provider tries again. A token that means nothing
 * gets the same 200 as one that does: it is nobody's business which is which.
 */
export function createUnsubscribe({ tokenKeys, consent, apply, log, now }: UnsubscribeDependencies) {
  const tokenOf = async ({ path }: ApiRequest, kind: ConsentToken['kind']): Promise<ConsentToken | undefined> => {
    const token = readToken(path.token ?? '', await tokenKeys());
    if (token?.kind === kind) return token;
    log.warn('api.unknown-token', { kind });
    return undefined;
  };

  const say = async (
    { tenant, subject, list, campaign }: ConsentToken,
    signal: 'unsubscribe' | 'opt-in',
    purposes: readonly Purpose[],
    source: 'one-click' | 'preferences',
  ): Promise<void> => {
    const at = now().toISOString();
    const evidence = [source, list, campaign].filter(Boolean).join(' ');
    const about = campaign === undefined ? {} : { campaign: { campaignId: campaign } };
    await apply(
      changeOfSubject({
        tenant,
        subject,
        signal,
        purposes: [...purposes],
        at,
        receivedAt: at,
        source,
        evidence,
        ...about,
      }),
    );
  };

  return {
    async show(request: ApiRequest): Promise<ApiAnswer> {
      const token = await tokenOf(request, 'unsubscribe');
      const { state } = token ? await consent.read(token.tenant, token.subject) : { state: undefined };
      return page(
        200,
        unsubscribePage(new Set(choosable.filter((purpose) => state === undefined || isWanted(state, purpose)))),
      );
    },

    async post(request: ApiRequest): Promise<ApiAnswer> {
      const token = await tokenOf(request, 'unsubscribe');
      const form = readForm(request.headers['content-type'], request.body);
      const isChoice = form.has('preferences');
      if (token === undefined) return page(200, isChoice ? preferencesSavedPage() : unsubscribedPage());
      if (!isChoice) {
        // Also of somebody who has left before: an older yes that comes late must not outrank this moment.
        await say(token, 'unsubscribe', token.purposes, 'one-click');
        return page(200, unsubscribedPage());
      }
      const { state } = await consent.read(token.tenant, token.subject);
      const wanted = choosable.filter((purpose) => form.get(purpose) === 'on' && !isWanted(state, purpose));
      const unwanted = choosable.filter((purpose) => form.get(purpose) !== 'on');
      if (unwanted.length > 0) await say(token, 'unsubscribe', unwanted, 'preferences');
      if (wanted.length > 0) await say(token, 'opt-in', wanted, 'preferences');
      return page(200, preferencesSavedPage());
    },

    async showConfirmation(): Promise<ApiAnswer> {
      return page(200, confirmPage());
    },

    async confirm(request: ApiRequest): Promise<ApiAnswer> {
      const token = await tokenOf(request, 'confirm');
      if (token !== undefined) await say(token, 'opt-in', token.purposes, 'preferences');
      return page(200, confirmedPage());
    },
  };
}

/** Whether the person's own word lets us write for a purpose: what the page shows as chosen. */
const isWanted = (state: ConsentState, purpose: Purpose): boolean =>
  !judgeEligibility('', state).reasons.some(
    ({ code, purposes }) => purposes.includes(purpose) && (code === 'unsubscribed' || code === 'unconfirmed'),
  );
