import * as z from 'zod/mini';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import { ok } from '../../domain/crm/outcome.ts';
import { lookUpBy } from '../look-up.ts';
import { recordSteps } from '../record-steps.ts';
import { bearer, type VendorContext } from '../vendor-context.ts';
import { checkBy } from '../vendor-kit.ts';
import { api, call, documentedLimits, readRefusal } from './api.ts';
import { templateRecords } from './records.ts';

// The adapter to begin a new one from: a whole one, for a CRM that does not exist. Copy the folder; docs/adapters.md
// explains it step by step. It is compiled and passes the contract suite, and no connection can name it.

/** The template: contacts, companies and notes of an imaginary CRM. */
export function createTemplateAdapter(context: VendorContext): CrmAdapter {
  const http = context.client({ headersFrom: bearer, readRefusal });
  const vendor = templateRecords(http);
  return {
    limits: documentedLimits,
    // The calls for a sender and a company that are new, and for a sender in the ledger.
    calls: { unknown: 5, known: 1 },
    check: checkBy(() => call(http, { method: 'GET', path: `${api}/me` }, z.unknown())),
    contactIdField: 'id',
    lookUp: lookUpBy(vendor),
    async steps(records) {
      return ok(recordSteps(vendor, records, context));
    },
  };
}
