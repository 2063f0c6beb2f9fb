import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VendorRecord } from '../../local/sandbox-crm/record-store.ts';
import { conversationMails, sendMail, type TestMail } from '../helpers/mail-set.ts';
import { startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import { type Audit, crmFaults, differencesOf, settle } from './processes.ts';

// Sends the same mails through the local pipeline to each CRM's stand-in, without faults and with a tenth of all calls
// failing.

/** CRMs that store records; `--processes` covers HubSpot's sandbox, with kills as well. */
export const vendorNames = ['salesforce', 'pipedrive', 'zoho', 'close', 'freshsales', 'zendesk-sell'] as const;

interface VendorReport {
  readonly vendor: string;
  readonly mails: number;
  readonly audit: Audit;
  readonly faults: number;
  readonly records: number;
  readonly differences: readonly string[];
  readonly seconds: number;
}

/** Sends the mails twice, with and without faults, and compares the records at the CRM. */
export async function runVendor(
  vendor: string,
  count: number,
  onProgress: (sent: number) => void = () => {},
): Promise<VendorReport> {
  const started = performance.now();
  const mails = conversationMails(count);
  const without = await deliver(vendor, mails, [], onProgress);
  const faulty = await deliver(vendor, mails, crmFaults, onProgress);
  return {
    vendor,
    mails: count,
    audit: faulty.audit,
    faults: faulty.faults,
    records: faulty.names.length,
    differences: differencesOf(faulty.names, without.names),
    seconds: Math.round((performance.now() - started) / 1000),
  };
}

async function deliver(
  vendor: string,
  mails: readonly TestMail[],
  faults: readonly object[],
  onProgress: (sent: number) => void,
) {
  const dataDir = temporaryFolder();
  const file = join(dataDir, 'integrations.yaml');
  writeFileSync(file, integrationsFor(vendor));
  const pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
  try {
    await pipeline.faults(faults);
    let sent = 0;
    const senders = Array.from({ length: 4 }, async (_, lane) => {
      // One sender sends all mails of a conversation, in order.
      for (const [index, mail] of mails.entries()) {
        if (Math.floor(index / 4) % 4 !== lane) continue;
        await sendMail(pipeline.smtp, mail);
        sent += 1;
        onProgress(sent);
      }
    });
    await Promise.all(senders);
    const audit = await settle(pipeline, mails.length);
    const names = namesOf(await pipeline.sandboxRecords(vendor));
    return { audit, names, faults: (await pipeline.counts()).faults };
  } finally {
    await pipeline.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Integrations without a rate limit: with the vendor's limits the run would take days. */
const integrationsFor = (vendor: string): string => `
connections:
  crm: { vendor: ${vendor}, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN, rate: { perSecond: 500, burst: 1000 } }
integrations:
  - { key: deals, tenant: acme, addresses: [deals@inbound.localhost], connection: crm, deals: thread }
`;

const times = ['createdAt', 'updatedAt', 'add_time', 'update_time', 'start_date', 'end_date'];

/** Fields with the key of a conversation, which each deployment draws anew. */
const keysOfConversations: Readonly<Record<string, readonly string[]>> = {
  EmailMessage: ['Postern_Thread_Key__c'],
  Opportunity: ['Postern_Key__c'],
  Deals: ['Postern_Thread_Key'],
};

/** The same within a text, where a vendor has no field for it: at the end of a note, and below a mail. */
const keyInNote = /\npostern-[0-9a-f]{20}$/;
const keyBelowMail = /\bthread-[0-9a-f]{20}\b/g;

/** Describes records by their content, with the ids in them replaced by the records that they reference. */
function namesOf(records: Readonly<Record<string, readonly VendorRecord[]>>): string[] {
  const all = Object.values(records).flat();
  const labels = new Map(all.map(({ id, type, body }) => [id, `${type} ${naturalOf(body)}`]));
  return all
    .map(({ type, body }) => {
      const text = JSON.stringify(body, (name, value: unknown) => {
        if (times.includes(name) || keysOfConversations[type]?.includes(name)) return undefined;
        if (type === 'opportunity' && name === 'note') return String(value).replace(keyInNote, '');
        const label = typeof value === 'string' || typeof value === 'number' ? labels.get(String(value)) : undefined;
        return label ?? (typeof value === 'string' ? value.replace(keyBelowMail, '') : value);
      });
      return `${type} ${text}`;
    })
    .toSorted();
}

/** Returns the natural key of a contact, a company or a deal. */
function naturalOf(body: VendorRecord['body']): string {
  const { Email, email, emails, Website, website, url, Name, name, title, note, Deal_Name: deal } = body;
  return JSON.stringify([
    Email ?? email ?? emails ?? Website ?? website ?? url ?? Name ?? name ?? title ?? deal ?? note,
  ]);
}
