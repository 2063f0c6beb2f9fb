import type { Integration } from '../configuration/integration.ts';
import type { EmailReceived } from '../mail/event.ts';
import { readFields, signFields, type TokenKeys } from '../mail/signed-text.ts';

/** The content of a link in a CRM: one mail, as it went to one integration. It names nobody. */
export interface ViewToken {
  readonly integration: string;
  readonly eventId: string;
}

const use = 'view:';
const dayMs = 86_400_000;

/** Makes the token of a link. */
export const mintViewToken = ({ integration, eventId }: ViewToken, keys: TokenKeys): string =>
  signFields([integration, eventId], keys, use);

/** Reads a token; undefined when it is cut, altered, signed by no key of ours, or made for another use. */
export function readViewToken(text: string, keys: TokenKeys): ViewToken | undefined {
  const [integration, eventId] = readFields(text, keys, use) ?? [];
  return integration === undefined || eventId === undefined ? undefined : { integration, eventId };
}

/** The state of the mail at the time of the click. */
interface ViewQuestion {
  readonly integration: Pick<Integration, 'links' | 'mode'> | undefined;
  readonly delivery: { readonly fate?: string; readonly receivedAt: string } | undefined;
  readonly now: Date;
}

/** Whether a mail may be shown: its integration still shows mail, the mail is not too old, and it was not kept out. */
export function mayView({ integration, delivery, now }: ViewQuestion): boolean {
  if (integration?.links === undefined || integration.mode === 'off') return false;
  if (delivery === undefined || delivery.fate === 'quarantined' || delivery.fate === 'filtered') return false;
  return now.getTime() < Date.parse(delivery.receivedAt) + integration.links.days * dayMs;
}

/** The answer to a click on an attachment. */
type AttachmentAnswer = 'give' | 'show' | 'warn' | 'wait' | 'refuse' | 'absent';

/**
 * In ms from the receipt of a mail: a scan that has not ended by then is not waited for any more. It is far longer than a scan
 * takes, because parsing may be late.
 */
const scanPatienceMs = 600_000;

/** Whether a click on a file that waits for its scan should be repeated soon. */
export const isScanDue = ({ receivedAt }: Pick<EmailReceived, 'receivedAt'>, now: Date): boolean =>
  now.getTime() < Date.parse(receivedAt) + scanPatienceMs;

/** One click on an attachment. */
interface Click {
  readonly wants: 'file' | 'picture' | 'macro-free';
  readonly isWarned: boolean;
  /** Whether the scan of what is wanted has not ended, and still may. */
  readonly isScanning: boolean;
}

/** Pictures that a browser shows without running anything. */
const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Judges an attachment by its verdict, at the time of the click. */
export function attachmentAnswer(
  attachment: EmailReceived['attachments'][number] | undefined,
  { wants, isWarned, isScanning }: Click,
): AttachmentAnswer {
  if (attachment === undefined) return 'absent';
  const { verdict, macroFreeKey, detectedType = '' } = attachment;
  if (wants === 'macro-free' && macroFreeKey === undefined) return 'absent';
  if (wants !== 'macro-free' && verdict === 'blocked') return 'refuse';
  if (isScanning) return 'wait';
  if (wants === 'macro-free') return 'give';
  if (wants === 'picture') return verdict === 'clean' && pictures.includes(detectedType) ? 'show' : 'absent';
  return verdict === 'clean' || isWarned ? 'give' : 'warn';
}
