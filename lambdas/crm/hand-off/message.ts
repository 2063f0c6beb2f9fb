import type { RoutedEvent } from '../../domain/mail/event.ts';

/** What an EventBridge entry and an SQS message may hold; some kilobytes are left for what surrounds it. */
const maxBytes = 240 * 1024;

/** By what a rule or a subscription may choose, beside the event itself. */
export interface HandOffAttributes {
  readonly integration: string;
  /** The address of ours that the mail was sent to. */
  readonly inbox: string;
  readonly kind: string;
  readonly intent: string;
  readonly spam: string;
  readonly virus: string;
  /** 0 to 100. */
  readonly trust: number;
  readonly region: string;
}

/** One normalized event, as it is handed to a bus or a queue. */
export interface HandOffDetail extends HandOffAttributes {
  /** Equal for every repetition: by it a consumer drops what it has seen. */
  readonly id: string;
  /** Object key of the whole event in the mail bucket. */
  readonly eventKey: string;
  /** What had to be left out to fit; the whole is under `eventKey`. */
  readonly cut?: readonly string[];
  readonly event: RoutedEvent;
}

/** Builds the message of an event, and leaves out the longest parts of one that a bus would not take. */
export function handOffDetail(event: RoutedEvent, { id, region }: Pick<HandOffDetail, 'id' | 'region'>): HandOffDetail {
  const whole: HandOffDetail = {
    id,
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
  };
  const shorter: ReadonlyArray<readonly [string, (event: RoutedEvent) => RoutedEvent]> = [
    ['body.html', ({ body: { html: _, ...body }, ...rest }) => ({ ...rest, body })],
    ['message.headers', (event) => ({ ...event, message: { ...event.message, headers: [] } })],
    ['body.text', ({ body: { text: _, ...body }, ...rest }) => ({ ...rest, body })],
    ['body.reply', ({ body: { reply: _, ...body }, ...rest }) => ({ ...rest, body })],
    ['attachments', (event) => ({ ...event, attachments: [] })],
    ['message.to', (event) => ({ ...event, message: { ...event.message, to: [], cc: [], bcc: [] } })],
  ];
  let message = whole;
  for (const [name, without] of shorter) {
    if (Buffer.byteLength(JSON.stringify(message)) <= maxBytes) return message;
    message = { ...message, cut: [...(message.cut ?? []), name], event: without(message.event) };
  }
  return message;
}
