import type { CrmHttp } from '../../lambdas/crm/http.ts';
import { createMutex } from '../../lambdas/crm/mutex.ts';
import type { VendorContext } from '../../lambdas/crm/vendor-context.ts';

/**
 * A context with one client for all calls.
 *
 * @param changes fields that differ from those of a plain connection without files
 */
export const aVendorContext = (http: CrmHttp, changes: Partial<VendorContext> = {}): VendorContext => ({
  vendor: 'a-vendor',
  url: 'http://127.0.0.1:9',
  secret: 'hunter2-secret',
  credentials: 'env:SECRET',
  account: 'acme',
  version: undefined,
  compress: false,
  userId: 'crm',
  previousUserId: undefined,
  salesOptOut: 'tick',
  companyByColleagues: false,
  client: () => http,
  throttleWaiting: (client) => client,
  handOff: () => {
    throw new Error('no hand-off');
  },
  readFile: undefined,
  uploadInTurn: createMutex(),
  answeredAt: () => undefined,
  now: () => new Date('2026-11-20T10:00:00Z'),
  ...changes,
});
