import type { MailFile, ReadFile } from '../domain/crm/crm-records.ts';
import type { CrmStep } from '../domain/crm/crm-step.ts';
import { done } from './call.ts';
import type { FileAccess } from './vendor-records.ts';

/** Runs pieces of work one after the other. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** A function has room for one file at a time, three times over as JSON, and not for those of ten mails. */
const inTurn = createTurns();

/** Uploads what a mail brings, and names it to the activity. */
export const filesStep = (access: FileAccess, files: readonly MailFile[], readFile: ReadFile): CrmStep => ({
  name: 'files',
  key: { kind: 'unique' },
  async write(refs) {
    const ids: string[] = [];
    for (const file of files) {
      const put = await inTurn(async () => {
        const bytes = await readFile(file.key);
        // Retention was faster.
        return bytes === undefined ? done(undefined, 'unchanged') : access.put(file, bytes, refs);
      });
      // What the CRM does not take as a file holds no mail up.
      if (put.kind === 'rejected') continue;
      if (put.kind !== 'ok') return put;
      if (put.value !== undefined) ids.push(put.value.id);
    }
    if (ids.length === 0) return done(undefined, 'unchanged');
    const attached = await access.attach?.(ids, refs);
    return attached === undefined || attached.kind === 'ok' ? done({ id: ids.join(';') }, 'created') : attached;
  },
});
