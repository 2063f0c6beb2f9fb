import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { compact } from '../../lambdas/compact.ts';
import { connectionsOf } from '../../lambdas/domain/configuration/integrations.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { actorOf } from '../actor.ts';
import { checkAddress } from '../consent-backend.ts';
import { isMasked } from '../masking.ts';
import { printJson, printLines } from '../output.ts';
import { connectData, type DataBackend } from './data-backend.ts';
import { findSubject, type SubjectFindings, type SubjectQuestion } from './find-subject.ts';
import { exportEntries } from './subject-export.ts';
import { writeZip } from './zip-file.ts';

interface ExportOptions {
  readonly address: string;
  readonly tenant?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export async function runExport({ address: text, tenant: tenantName, out, json }: ExportOptions): Promise<void> {
  const address = checkAddress(text);
  const backend = connectData();
  const actor = await actorOf(backend.platform, backend.isLocal);
  const question = await questionOf(backend, address, tenantName);
  const findings = await findSubject(backend, question);
  if (isEmpty(findings)) throw new ConfigError(`nothing is stored about ${address}`);
  const madeAt = new Date();
  const { tenant, subjectFor } = question;
  const subject = subjectFor(tenant, address);
  const integrations = await backend.control.integrations();
  const connectionOf = new Map(integrations.map(({ key, connection }) => [key, connection]));
  const path = out ?? `export-${madeAt.toISOString().slice(0, 19).replaceAll(':', '')}.zip`;
  const request = { address, tenant, subject, connectionOf, madeAt, isMasked: isMasked() };
  const written = await writeZip(path, exportEntries(backend, request, findings));
  const { mails, unread, rows } = findings;
  const result = { mails: mails.length, unread: unread.length, rows: rows.length, ...written };
  await createAuditLog(backend.platform, backend.ledgerTable, 'data-export')(
    compact({ actor, tenant, subject, masked: isMasked() || undefined }),
    result,
    madeAt,
  );
  if (json) return printJson({ file: path, ...result });
  printLines([
    `${path}: ${mails.length} mail(s), ${unread.length} that could not be read, ${rows.length} row(s), in ${written.entries} files`,
    isMasked()
      ? 'It holds no words and no names: the answer to the person is the export without --masked.'
      : 'It holds words of other people, too: look at it before you hand it over.',
  ]);
}

/** Whether nothing is stored: no mail, no consent, no trace. */
export const isEmpty = ({ mails, unread, rows }: SubjectFindings): boolean =>
  mails.length + unread.length + rows.length === 0;

/** The question about a person: at which tenant, and at which connections the ledger may remember them. */
export async function questionOf(
  { control, tenantOf, subjectHash }: Pick<DataBackend, 'control' | 'tenantOf' | 'subjectHash'>,
  address: string,
  tenantName: string | undefined,
): Promise<SubjectQuestion> {
  const tenant = await tenantOf(tenantName);
  const integrations = (await control.integrations()).filter((integration) => integration.tenant === tenant);
  return { address, tenant, connections: connectionsOf(integrations), subjectFor: await subjectHash() };
}
