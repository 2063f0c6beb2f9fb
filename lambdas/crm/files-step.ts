import type { MailFile, ReadFile } from '../domain/crm/crm-records.ts';
import type { CrmStep } from '../domain/crm/crm-step.ts';
import { andThen, created, none } from '../domain/crm/outcome.ts';
import type { Mutex } from './mutex.ts';
import type { FileAccess, Refs, Written } from './vendor-records.ts';

/** Ports of uploads. */
interface UploadPorts {
  readonly readFile: ReadFile;
  /** Shared by all adapters: a function has room for one file at a time, three times over as JSON, and not for ten. */
  readonly uploadInTurn: Mutex;
}

/** Uploads the attachments of a mail, and names them to its activity. */
export function filesStep(access: FileAccess, files: readonly MailFile[], ports: UploadPorts): CrmStep {
  async function upload(file: MailFile, refs: Refs): Written {
    const bytes = await ports.readFile(file.key);
    // Retention was faster.
    return bytes === undefined ? none() : access.put(file, bytes, refs);
  }

  async function write(refs: Refs): Written {
    const ids: string[] = [];
    for (const file of files) {
      const uploaded = await ports.uploadInTurn(() => upload(file, refs));
      // A file that the CRM does not take must not hold the mail up.
      if (uploaded.kind === 'rejected') continue;
      if (uploaded.kind !== 'ok') return uploaded;
      if (uploaded.value !== undefined) ids.push(uploaded.value.id);
    }
    if (ids.length === 0) return none();
    const attached = (await access.attach?.(ids, refs)) ?? none();
    return andThen(attached, () => created(ids.join(';')));
  }

  return { name: 'files', key: { kind: 'unique' }, write };
}
