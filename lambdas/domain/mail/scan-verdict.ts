import type { ScanResult } from './antivirus.ts';
import type { ParsedAttachment } from './parsed-mail.ts';

/** A file as the inspections have judged it so far. */
export type JudgedFile = Pick<ParsedAttachment, 'verdict' | 'reasons'>;

/** The reason of a file whose scan has not ended. */
const pendingScan = 'antivirus.pending';

/** Reasons by which an engine says something else than the name of a threat. */
const otherReasons = new Set([pendingScan, 'antivirus.clean', 'antivirus.unavailable', 'antivirus.unsupported']);

/** Whether a file waits for the result of its scan. */
export const awaitsScan = ({ reasons }: Pick<JudgedFile, 'reasons'>): boolean => reasons.includes(pendingScan);

/** The threat that an engine found in a file, by the engine's name; undefined: none. */
export const threatIn = ({ reasons }: Pick<JudgedFile, 'reasons'>): string | undefined =>
  reasons.find((reason) => reason.startsWith(prefix) && !otherReasons.has(reason))?.slice(prefix.length);

const prefix = 'antivirus.';

/**
 * The verdict on a file after an engine's result. An infected file is blocked; a file of a format that our own inspection
 * does not know is clean when the engine says so; where the engine says nothing, or nothing yet, a file that our own
 * inspection calls clean becomes `unscanned`, so that nobody takes silence for health.
 */
export function verdictAfter(
  { verdict, reasons }: JudgedFile,
  result: ScanResult,
): { readonly verdict: JudgedFile['verdict']; readonly reasons: string[] } {
  const own = reasons.filter((reason) => reason !== pendingScan);
  switch (result.kind) {
    case 'clean':
      return verdict === 'unscanned' && !isEncryptedFile({ reasons: own })
        ? { verdict: 'clean', reasons: [...own, 'antivirus.clean'] }
        : { verdict, reasons: own };
    case 'infected':
      return { verdict: 'blocked', reasons: [...own, `${prefix}${nameOf(result.name)}`] };
    case 'pending':
    case 'unsupported':
    case 'unavailable':
      return { verdict: verdict === 'clean' ? 'unscanned' : verdict, reasons: [...own, `${prefix}${result.kind}`] };
  }
}

/** Whether a file, or one in it, is encrypted, so that neither we nor an engine can look into it. */
export const isEncryptedFile = ({ reasons }: Pick<JudgedFile, 'reasons'>): boolean =>
  reasons.some((reason) => reason.endsWith('.encrypted') && !reason.startsWith(prefix));

/** An engine's name of a threat, fit for a reason. */
const nameOf = (name: string): string => name.replace(/[^\w.:-]+/g, '-').slice(0, 100);
