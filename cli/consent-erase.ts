import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { confirm } from './confirm.ts';
import { type ConsentBackend, checkAddress, connectConsent } from './consent-backend.ts';
import { print, printJson } from './output.ts';

interface EraseOptions {
  readonly tenant?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** The consent ledger's knowledge of a person. */
export interface KnownConsent {
  /** Entries of the history. */
  readonly entries: number;
  /** By purpose, whether the person may be mailed. */
  readonly eligible: Readonly<Record<string, boolean>>;
}

export async function runErase(text: string, options: EraseOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const address = checkAddress(text);
  const known = await lookUp(backend, tenant, address);
  const { dryRun = false, yes = false, json } = options;
  if (dryRun) {
    if (json) printJson({ erased: false, dryRun, ...known });
    else print(`${knownWords(known)} Nothing was erased (dry run).`);
    return;
  }
  if (!(await confirm(yes, `${knownWords(known)} Forget this person for good?`)))
    throw new ConfigError('nothing was erased');
  await backend.consent.erase(tenant, await backend.subjectOf(tenant, address));
  await backend.forget(tenant, address);
  const { eligible } = await backend.ask({ address, tenant });
  if (json) printJson(compact({ erased: true, eligible, entries: known.entries }));
  else print(erasedWords(known));
}

async function lookUp(backend: ConsentBackend, tenant: string, address: string): Promise<KnownConsent> {
  const history = await backend.consent.history(tenant, await backend.subjectOf(tenant, address));
  const { eligible } = await backend.ask({ address, tenant });
  return { entries: history.length, eligible };
}

/** The words for people before an erasure. */
export function knownWords({ entries, eligible }: KnownConsent): string {
  if (entries === 0) return 'The consent ledger knows nothing of this address.';
  const purposes = Object.keys(eligible).filter((purpose) => eligible[purpose] === true);
  const count = `${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  return `The consent ledger has ${count} of this address, which may be mailed for ${purposes.join(', ') || 'nothing'}.`;
}

/** The words for people after an erasure. */
export const erasedWords = ({ entries }: KnownConsent): string =>
  entries === 0
    ? 'The consent ledger knew nothing of this address; what deliveries remember of it is forgotten.'
    : 'The person is forgotten by the consent ledger and by what deliveries remember. What they refused stays refused, under a hash of the address.';
