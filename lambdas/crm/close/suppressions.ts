import * as z from 'zod/mini';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { api, call } from './api.ts';

/**
 * Close's list of unsubscribed addresses, which holds for the whole organization, contact or not. Taking an address off it
 * wants the address in the URL, so who comes back is taken off by hand.
 */
export function createCloseSuppressions(http: CrmHttp): SuppressionTarget {
  return {
    async write({ address, suppressed }) {
      if (!suppressed.includes('marketing'))
        return { kind: 'ok', value: { by: 'accepted', answer: 'nothing to tell: only adding' }, how: 'unchanged' };
      const body = { email: address };
      const added = await call(http, { method: 'POST', path: `${api}/unsubscribe/email/`, body }, z.unknown());
      if (added.kind !== 'ok') return asFailure(added);
      return { kind: 'ok', value: { by: 'accepted', answer: 'on the list of unsubscribed addresses' }, how: 'updated' };
    },
  };
}
