import * as z from 'zod/mini';
import { andThen } from '../../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { accepted, nothingToWrite } from '../suppression-proofs.ts';
import { asOutcome } from '../vendor-call.ts';
import { api, call } from './api.ts';

/**
 * Close's list of unsubscribed addresses, which holds for the whole organization, contact or not. Taking an address off it
 * wants the address in the URL, so a person takes it off by hand.
 */
export const createCloseSuppressions = (http: CrmHttp): SuppressionTarget => ({
  async write({ address, suppressed }) {
    if (!suppressed.includes('marketing')) return nothingToWrite('nothing to tell: only adding');
    const body = { email: address };
    const answer = await call(http, { method: 'POST', path: `${api}/unsubscribe/email/`, body }, z.unknown());
    return andThen(asOutcome(answer), () => accepted('on the list of unsubscribed addresses'));
  },
});
