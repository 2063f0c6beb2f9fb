import { compact } from '../../compact.ts';
import type { Log } from '../../domain/mail/log.ts';
import type { ApiCaller } from '../caller.ts';
import { isDangerous, type ReadContent } from '../event-content.ts';
import { problem } from '../problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../request.ts';
import { findEvent, scannedEvent, whole } from '../visible-event.ts';
import type { SeenMail } from './mail-card.ts';
import { partsOf, splitHeader } from './mail-parts.ts';
import { findMail, type ShowMailPorts, unknownMail } from './show-mail.ts';

/** A view of a mail that has no event. */
interface UnreadView {
  readonly actor: string;
  readonly mailId: string;
  readonly content: 'source';
  readonly ip?: string;
}

interface SourcePorts extends Pick<ShowMailPorts, 'events' | 'control' | 'mails' | 'deliveries' | 'mail'> {
  /** The bytes of a raw mail; undefined when it is gone. */
  readonly rawMail: (objectKey: string) => Promise<Uint8Array | undefined>;
  /** Keeps for the audit trail what was read, and with which key. */
  readonly recordView: (view: ReadContent | UnreadView, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

/** In bytes: more of a source is not shown. */
const longestSource = 524_288;

/** Shows a mail as its sender wrote it: refused where the raw mail is, and noted like it. */
export const createShowSource =
  (ports: SourcePorts) =>
  async (request: ApiRequest, tenant: string | undefined, caller: ApiCaller): Promise<ApiAnswer> => {
    const seen = await findMail(ports, request.path.id ?? '', tenant);
    if (seen === undefined) return unknownMail();
    const judged = await judge(ports, seen, request, tenant);
    if ('refusal' in judged) return judged.refusal;
    const bytes = await ports.rawMail(seen.mail.objectKey);
    if (bytes === undefined) return problem('not-found', 'the raw mail is no longer kept');
    const { mailId, eventId } = seen.mail;
    const view = compact({ actor: `key ${caller.name}`, content: 'source' as const, ip: request.ip });
    await ports.recordView({ ...view, ...judged.about }, ports.now());
    ports.log.info('api.content', compact({ mailId, eventId, content: 'source' }));
    return whole(json(200, sourceOf(bytes)), eventId ?? mailId);
  };

type Judgement =
  | { readonly refusal: ApiAnswer }
  | { readonly about: Pick<ReadContent, 'eventId' | 'integration'> | Pick<UnreadView, 'mailId'> };

async function judge(
  { events }: SourcePorts,
  { mail }: SeenMail,
  { query }: ApiRequest,
  tenant: string | undefined,
): Promise<Judgement> {
  const { eventId, mailId, state } = mail;
  const found =
    eventId === undefined ? undefined : await findEvent(events, { eventId, tenant, integration: query.integration });
  // Mail that reached no integration is for callers of all tenants.
  if (found === undefined && tenant !== undefined) return { refusal: unknownMail() };
  if (found?.integration.dataLoss?.redact)
    return { refusal: problem('redacted', 'the integration redacts data, which the raw mail would show') };
  const isSafe = found === undefined ? state === 'parsed' : !isDangerous(await scannedEvent(events, found.event));
  if (!isSafe && query.anyway !== '1')
    return { refusal: problem('confirm-danger', 'the mail holds content that was blocked; ask with anyway=1') };
  return {
    about: found === undefined ? { mailId } : { eventId: found.event.eventId, integration: found.integration.key },
  };
}

function sourceOf(bytes: Uint8Array) {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = raw.toString('latin1');
  const { headers } = splitHeader(raw.subarray(0, longestSource).toString('utf8'));
  return {
    headers,
    parts: partsOf(text),
    source: raw.subarray(0, longestSource).toString('utf8'),
    bytes: raw.length,
    isCut: raw.length > longestSource,
  };
}
