import { existsSync, writeFileSync } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { readIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import { createLegalHolds } from '../../lambdas/aws/dynamo-legal-holds.ts';
import { eventKey } from '../../lambdas/aws/event-reader.ts';
import { ledgerSecondsOf } from '../../lambdas/aws/ledger-rows.ts';
import { rowActionOf } from '../../lambdas/aws/row-actions.ts';
import { storedForm } from '../../lambdas/aws/s3-mail-store.ts';
import { keysFor } from '../../lambdas/aws/tenant-keys.ts';
import { compact } from '../../lambdas/compact.ts';
import { sealingTenants } from '../../lambdas/domain/configuration/sealing-tenants.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { env } from '../../lambdas/env.ts';
import { actorOf } from '../actor.ts';
import { confirm } from '../confirm.ts';
import { checkAddress } from '../consent-backend.ts';
import { createProgress, printJson, printLines } from '../output.ts';
import { certificateLines, certify, type ErasureCertificate } from './certificate.ts';
import { connectData, type DataBackend } from './data-backend.ts';
import { type ErasePorts, eraseSubject } from './erase-subject.ts';
import { questionOf } from './export.ts';
import { findSubject, type SubjectFindings } from './find-subject.ts';
import { type ErasurePlan, planErasure, type SharedMailRule, sharedMailRules, subjectMailsOf } from './plan-erasure.ts';

interface EraseOptions {
  readonly address: string;
  readonly tenant?: string;
  readonly sharedMail?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

export async function runErase(options: EraseOptions): Promise<void> {
  const address = checkAddress(options.address);
  const sharedMail = sharedMailRule(options.sharedMail ?? process.env[env.sharedMail]);
  if (options.out !== undefined && existsSync(options.out))
    throw new ConfigError(`${options.out} exists already; name another file with --out`);
  const backend = connectData();
  const actor = await actorOf(backend.platform, backend.isLocal);
  const question = await questionOf(backend, address, options.tenant);
  const { tenant, subjectFor } = question;
  const subject = subjectFor(tenant, address);
  const findings = await findSubject(backend, question);
  const integrations = await backend.control.integrations();
  const holds = createLegalHolds({ dynamo: backend.dynamo, table: backend.controlTable });
  const plan = planErasure(findings, { address, tenant, sharedMail, holds: await holds.list(), integrations });
  const alias = `erased-${subject.slice(0, 12)}@erased.invalid`;
  if (!hasWork(plan, findings, alias))
    throw new ConfigError([`nothing is stored about ${address} that can be erased`, ...keptLines(plan)].join('\n'));
  if (options.dryRun) {
    showPlan(plan, findings, options);
    return;
  }
  if (!options.json) printLines(planLines(plan, findings));
  if (!(await confirm(options.yes ?? false, 'Erase this for good?'))) throw new ConfigError('nothing was erased');
  const startedAt = new Date();
  const keptSeconds = ledgerSecondsOf(process.env);
  const progress = createProgress('erased');
  const result = await eraseSubject(portsOf(backend, holds.list, { address, tenant, subject }), findings, plan, {
    address,
    alias,
    at: startedAt,
    keptSeconds,
    onProgress: progress.update,
  });
  progress.end();
  const connectionOf = new Map(integrations.map(({ key, connection }) => [key, connection]));
  const facts = compact({
    subject,
    tenant,
    actor,
    startedAt,
    endedAt: new Date(),
    sharedMail,
    connectionOf,
    keptSeconds,
    keepsConsent: plan.keepsConsent,
    isLocal: backend.isLocal,
  });
  await report(backend, certify(result, facts), options);
}

/** The rule of the command, else of the stage, else the stricter one. */
function sharedMailRule(text: string | undefined): SharedMailRule {
  const rule = sharedMailRules.find((known) => known === (text || sharedMailRules[0]));
  if (rule !== undefined) return rule;
  throw new ConfigError(`--shared-mail: found "${text}", wants one of ${sharedMailRules.join(', ')}`);
}

/** Whether an erasure has something to do: not where all mail is kept, and the rest is what an earlier one left. */
export const hasWork = (plan: ErasurePlan, { keys, rows }: SubjectFindings, alias: string): boolean =>
  [...plan.mails, ...plan.unread].some(({ fate }) => fate.kind !== 'keep') ||
  rows.some(
    ({ store, row }) =>
      !(store === 'consent' && plan.keepsConsent !== undefined) &&
      rowActionOf(keys, subjectMailsOf(plan, alias), store, row).kind !== 'keep',
  );

function portsOf(
  backend: DataBackend,
  holds: ErasePorts['holds'],
  { address, tenant, subject }: { readonly address: string; readonly tenant: string; readonly subject: string },
): ErasePorts {
  return {
    ...backend,
    holds,
    async putEvent(event: EmailReceived) {
      const Key = eventKey(event.eventId);
      const { integrations } = await readIntegrations(backend.dynamo, backend.controlTable);
      const keys = await keysFor(backend.tenantKeys, sealingTenants(event, integrations));
      const object = { Bucket: backend.buckets.mail, Key, ...storedForm(event, keys) };
      await backend.platform.s3.send(new PutObjectCommand(object));
    },
    async forget() {
      await backend.consent.erase(tenant, subject);
      await backend.forget(tenant, address);
    },
  };
}

function showPlan(plan: ErasurePlan, findings: SubjectFindings, { json }: EraseOptions): void {
  if (!json) {
    printLines([...planLines(plan, findings), 'Nothing was done: this was a dry run.']);
    return;
  }
  const mails = plan.mails.map(({ mail, fate }) => ({ eventId: mail.event.eventId, role: mail.role, ...fate }));
  const unread = plan.unread.map(({ mail, fate }) => ({ mailId: mail.mailId, ...fate }));
  printJson({ dryRun: true, mails, unread, rows: findings.rows.length });
}

/** The plan for people. */
export function planLines(plan: ErasurePlan, { rows }: SubjectFindings): string[] {
  const fates = [...plan.mails, ...plan.unread].map(({ fate }) => fate.kind);
  const count = (kind: (typeof fates)[number]): number => fates.filter((fate) => fate === kind).length;
  return [
    `${count('erase')} mail(s) to erase, ${count('pseudonymize')} that others are in and that lose the person, ${count('keep')} to keep; ${rows.length} row(s)`,
    ...keptLines(plan),
  ];
}

const keptLines = ({ mails, unread, keepsConsent }: ErasurePlan): string[] => [
  ...mails.flatMap(({ mail, fate }) => (fate.kind === 'keep' ? [`KEPT ${mail.event.eventId}: ${fate.why}`] : [])),
  ...unread.flatMap(({ mail, fate }) => (fate.kind === 'keep' ? [`KEPT ${mail.mailId}: ${fate.why}`] : [])),
  ...(keepsConsent === undefined ? [] : [`KEPT the consent of the person: ${keepsConsent}`]),
];

/** Records the erasure by the keyed hash, and hands the certificate over. */
async function report(
  { platform, ledgerTable }: DataBackend,
  certificate: ErasureCertificate,
  { out, json }: EraseOptions,
): Promise<void> {
  const { actor, tenant, subject, counts, endedAt } = certificate;
  await createAuditLog(platform, ledgerTable, 'data-erase')({ actor, tenant, subject }, counts, new Date(endedAt));
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(certificate, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  if (json) printJson(certificate);
  else printLines(certificateLines(certificate));
}
