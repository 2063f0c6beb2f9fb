import type { StepName } from '../../lambdas/domain/crm/crm-step.ts';
import type { SubjectRole } from '../../lambdas/domain/mail/subject-mail.ts';

/** A record that was written at a CRM, or another system, for a mail. */
export interface WrittenRecord {
  readonly connection: string;
  readonly step: StepName;
  readonly id: string;
}

/** One mail in the index. */
export interface IndexedMail {
  readonly eventId?: string;
  readonly mailIds: readonly string[];
  readonly role?: SubjectRole;
  readonly receivedAt?: string;
  readonly subject?: string;
  readonly from?: string;
  /** Paths in the archive. */
  readonly files: readonly string[];
  readonly deliveries: ReadonlyArray<{
    readonly integration: string;
    readonly fate: string;
    readonly settledAt?: string;
    readonly records: readonly WrittenRecord[];
  }>;
}

/** The index of an export, as `index.json` has it. */
export interface ExportIndex {
  readonly schema: 'postern.subject-export/1';
  readonly address: string;
  readonly tenant: string;
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  /** Words, names and files are left out, and addresses are masked. */
  readonly masked?: true;
  readonly names: readonly string[];
  readonly mails: readonly IndexedMail[];
  readonly consent: { readonly file: string; readonly changes: number };
  readonly traces: { readonly file: string; readonly rows: number };
  readonly records: readonly WrittenRecord[];
}
