import { compact } from '../../compact.ts';
import type { RoutedEvent } from '../../domain/mail/event.ts';

/** The size limit of an EventBridge entry and an SQS message, less some kilobytes for the envelope. */
const maxBytes = 240 * 1024;

/** Attributes by which a rule or a subscription may choose, beside the event itself. */
interface HandOffAttributes {
  readonly integration: string;
  /** Our address to which the mail was sent. */
  readonly inbox: string;
  readonly kind: string;
  readonly intent: string;
  readonly spam: string;
  readonly virus: string;
  /** 0 to 100. */
  readonly trust: number;
  readonly region: string;
}

/** One normalized event as a message for a bus or a queue. */
interface HandOffDetail extends HandOffAttributes {
  /** Equal for every repetition, so that a consumer can drop repetitions. */
  readonly id: string;
  /** Set where the event was handed on before, and somebody asked for it once more. */
  readonly replay?: { readonly id: string };
  /** Object key of the whole event in the mail bucket. */
  readonly eventKey: string;
  /** The parts that are left out so that the message fits; the whole event is under `eventKey`. */
  readonly cut?: readonly string[];
  readonly event: RoutedEvent;
}

/** Builds the message of an event, and leaves out the longest parts where a bus would not take it. */
export function handOffDetail(
  event: RoutedEvent,
  { id, region, replay }: Pick<HandOffDetail, 'id' | 'region' | 'replay'>,
): HandOffDetail {
  const whole: HandOffDetail = compact({
    id,
    replay,
    integration: event.route.integration,
    inbox: event.envelope.rcptTo[0] ?? '',
    kind: event.classification.kind,
    intent: event.classification.intent?.label ?? 'none',
    spam: event.spam ?? 'none',
    virus: event.virus ?? 'none',
    trust: event.trust?.score ?? 0,
    region,
    eventKey: `events/${event.eventId}.json`,
    event,
  });
  const reductions: ReadonlyArray<readonly [string, (event: RoutedEvent) => RoutedEvent]> = [
    ['body.html', ({ body: { html: _, ...body }, ...rest }) => ({ ...rest, body })],
    ['message.headers', (event) => ({ ...event, message: { ...event.message, headers: [] } })],
    ['body.text', ({ body: { text: _, ...body }, ...rest }) => ({ ...rest, body })],
    ['body.reply', ({ body: { reply: _, ...body }, ...rest }) => ({ ...rest, body })],
    ['attachments', (event) => ({ ...event, attachments: [] })],
    ['message.to', (event) => ({ ...event, message: { ...event.message, to: [], cc: [], bcc: [] } })],
  ];
  let message = whole;
  for (const [name, without] of reductions) {
    if (Buffer.byteLength(JSON.stringify(message)) <= maxBytes) return message;
    message = { ...message, cut: [...(message.cut ?? []), name], event: without(message.event) };
  }
  return message;
}
