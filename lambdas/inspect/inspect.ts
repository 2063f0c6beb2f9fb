import { compact } from '../compact.ts';
import { anyOf } from '../domain/mail/any-of.ts';
import { isText, wordsOf } from '../domain/mail/plain-text.ts';
import { type Budget, newMailBudget, withinBudget } from './budget.ts';
import { contentReasons, isOpened, openingReasons } from './content.ts';
import { withoutMacros } from './macro-free.ts';
import { nameReasons } from './names.ts';
import { typeOf } from './type-of.ts';

/** An attachment as the inspection needs it. */
export interface InspectedFile {
  readonly filename?: string;
  /** The name as its sender wrote it, which may hide what our own form of it does not show. */
  readonly sentName?: string;
  /** As declared, lower case. */
  readonly contentType: string;
  readonly size: number;
  /** The first bytes: enough for the type. */
  readonly head: Buffer;
  /** Reads all bytes, only where the opening has a format with an inspection. */
  read(): Promise<Buffer>;
}

/** The result of an inspection. */
export interface Inspection {
  /** By magic bytes. */
  readonly detectedType?: string;
  readonly verdict: 'clean' | 'suspicious' | 'blocked' | 'unscanned';
  readonly reasons: readonly string[];
  /** The document without its macros, where it had some, could be rewritten, and is clean without them. */
  readonly macroFree?: Uint8Array;
  /** The words of a text file, for rules that read them. */
  readonly text?: string;
}

/** Larger files are not opened: their verdict is `unscanned`. */
const maxFileBytes = 25 * 1024 * 1024;

/** Bytes of a text file that rules for words read. */
const maxWordBytes = 2 * 1024 * 1024;

const blocking = new RegExp(
  `^${anyOf`
    name\.(?:executable|script|double-extension)
    type\.executable
    archive\.(?:executable|bomb)
    malware\..+
  `}$`,
);
/** Reasons of a file that could not be inspected, wholly or in part. */
const unread = new RegExp(
  `^${anyOf`
    size\.not-inspected
    type\.(?:not-inspected|encrypted)
    inspection\.failed
    archive\.(?:format|unread)
    pdf\.(?:encrypted|embedded-file|unread)
    message\.not-opened
    text\.encoded-file|xml\.entity
    office\.(?:attached-files|unread)
  `}$`,
);
/** Worth knowing, and nothing against the file. */
const harmless = /^pdf\.submit-form$/;
/** Types that say nothing, and containers for documents with types of their own. */
const vague = new RegExp(
  `^${anyOf`
    application\/${anyOf`
      octet-stream|x-.*|download|force-download|unknown|binary|zip|vnd\..*|ms-.*|msword|cdfv2
    `}
    binary\/.*
    text\/.*
  `}?$`,
);

/**
 * Inspects a file by its name, its declared and its real type, and its content.
 *
 * `blocked`: a click would run the file, or it is the EICAR test file. `suspicious`: it may run, or hides something.
 * `unscanned`: it could not be inspected. `clean`: an inspection found nothing. Nothing is deleted: the verdict stands in
 * the event and the bytes stay where they are.
 *
 * @param mail the budget of all attachments of the mail, from which this one takes
 */
export async function inspect(file: InspectedFile, mail: Budget = newMailBudget()): Promise<Inspection> {
  const detected = await typeOf(file.head);
  const outside = outsideReasons(file, detected);
  const { reasons: inside, macroFree, text } = await withinBudget(mail, (budget) => lookInside(file, detected, budget));
  const isBlocked = outside.some((reason) => blocking.test(reason));
  // A program is blocked already; that its content is unread adds nothing.
  const reasons = [...new Set([...outside, ...inside.filter((reason) => !(isBlocked && unread.test(reason)))])];
  return compact({
    detectedType: detected,
    verdict: verdictOf(reasons),
    reasons,
    macroFree,
    text,
  });
}

function verdictOf(reasons: readonly string[]): Inspection['verdict'] {
  if (reasons.some((reason) => blocking.test(reason))) return 'blocked';
  if (reasons.some((reason) => !unread.test(reason) && !harmless.test(reason))) return 'suspicious';
  return reasons.some((reason) => unread.test(reason)) ? 'unscanned' : 'clean';
}

/** Reasons by name, declared type and opening. */
function outsideReasons(
  { filename = '', sentName = '', contentType, head }: InspectedFile,
  detected: string | undefined,
): string[] {
  const reasons = [...nameReasons(filename), ...(sentName === filename ? [] : nameReasons(sentName))];
  reasons.push(...openingReasons(head, detected));
  if (isMismatch(contentType, detected)) reasons.push('type.mismatch');
  return reasons;
}

interface Inside {
  readonly reasons: readonly string[];
  readonly macroFree?: Uint8Array;
  readonly text?: string;
}

async function lookInside(
  { filename = '', contentType, size, head, read }: InspectedFile,
  detected: string | undefined,
  budget: Budget,
): Promise<Inside> {
  if (size > maxFileBytes) return { reasons: ['size.not-inspected'] };
  try {
    // The whole file may be large: it is read only where something inspects it.
    const isRead = size <= head.length || isOpened({ filename, contentType, detected, bytes: head });
    const bytes = isRead ? await read() : head;
    const reasons = await contentReasons({ filename, contentType, detected, bytes }, 0, budget);
    const macroFree = reasons.includes('office.macros') && isZip(bytes) ? await cleanCopy(bytes, budget) : undefined;
    return compact({ reasons, macroFree, text: isText(bytes) ? wordsOf(bytes.subarray(0, maxWordBytes)) : undefined });
  } catch {
    // An inspection that fails proves nothing.
    return { reasons: ['inspection.failed'] };
  }
}

/** The document without its macros, if an inspection of its own finds nothing in it. */
async function cleanCopy(bytes: Buffer, budget: Budget): Promise<Uint8Array | undefined> {
  const copy = withoutMacros(bytes);
  if (copy === undefined) return undefined;
  const content = { filename: '', contentType: '', detected: undefined, bytes: Buffer.from(copy) };
  return verdictOf(await contentReasons(content, 0, budget)) === 'clean' ? copy : undefined;
}

const isZip = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50;

/** Whether a mismatch deceives: a picture that is an archive, a PDF that is none. */
function isMismatch(declared: string, detected: string | undefined): boolean {
  if (detected === undefined || declared === detected || vague.test(declared)) return false;
  const [declaredKind] = declared.split('/');
  const [detectedKind] = detected.split('/');
  if (declaredKind === detectedKind && declaredKind !== 'application') return false;
  const isDocument =
    /^application\/(?:pdf|rtf)$/.test(declared) || ['image', 'audio', 'video'].includes(declaredKind ?? '');
  return (
    isDocument &&
    !(declaredKind === 'audio' && detectedKind === 'video') &&
    !(declared === 'image/svg+xml' && /xml/.test(detected))
  );
}
