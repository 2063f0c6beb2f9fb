import { compact } from '../compact.ts';
import type { MailFile, ReadFile } from '../domain/crm/crm-records.ts';
import type { CrmStep } from '../domain/crm/crm-step.ts';
import { andThen, created, existing, none, ok } from '../domain/crm/outcome.ts';
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
  const { key = { kind: 'unique' } } = access;
  const named = access.list === undefined ? files : withNamesOfTheirOwn(files);

  async function upload(file: MailFile, refs: Refs): Written {
    const bytes = await ports.readFile(file.key);
    // Retention was faster.
    return bytes === undefined ? none() : access.put(file, bytes, refs);
  }

  async function write(refs: Refs): Written {
    const listed = (await access.list?.(refs)) ?? ok(noFiles);
    // Too many files to look through: without that, none is uploaded.
    if (listed.kind === 'rejected') return none();
    if (listed.kind !== 'ok') return listed;
    const ids: string[] = [];
    for (const file of named) {
      const id = listed.value.get(file.name);
      const uploaded = id === undefined ? await ports.uploadInTurn(() => upload(file, refs)) : existing(id);
      // A file that the CRM does not take must not hold the mail up.
      if (uploaded.kind === 'rejected') continue;
      if (uploaded.kind !== 'ok') return uploaded;
      if (uploaded.value !== undefined) ids.push(uploaded.value.id);
    }
    if (ids.length === 0) return none();
    const attached = (await access.attach?.(ids, refs)) ?? none();
    return andThen(attached, () => created(ids.join(';')));
  }

  // Under a key that wants a look-up, the write itself looks for the files that are there.
  const find = key.kind === 'unique' ? undefined : async () => none();
  return compact({ name: 'files', key, write, find });
}

const noFiles: ReadonlyMap<string, string> = new Map();

/** Two files of one mail may share a name: the second one gets a number, by which a list tells them apart. */
function withNamesOfTheirOwn(files: readonly MailFile[]): MailFile[] {
  const used = new Set<string>();
  return files.map((file) => {
    let { name } = file;
    for (let number = 2; used.has(name); number += 1) name = numbered(file.name, number);
    used.add(name);
    return { ...file, name };
  });
}

function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot < 1 ? `${name} (${number})` : `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
}
