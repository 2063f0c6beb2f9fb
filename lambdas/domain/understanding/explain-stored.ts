import type { Classification, EmailReceived } from '../mail/event.ts';
import { type SenderProof, senderProofOf } from '../mail/sender-proof.ts';
import type { ThreadDecision } from '../threads/thread-entry.ts';
import { findingMeans, verdictsMean } from './finding-means.ts';
import { trustWeights } from './trust.ts';

/** One decision about a mail, with its rule and its evidence. */
export interface Explanation {
  readonly decision: string;
  readonly outcome: string;
  /** Rule id, as in the event's reasons. */
  readonly rule: string;
  /** Sentences for a support person; addresses and ids of the mail, never its words. */
  readonly evidence: readonly string[];
}

/** Facts about a mail that its event does not hold. */
interface FactsOfMail {
  readonly thread?: ThreadDecision | undefined;
  /** Why it is of its kind. */
  readonly because?: string;
  /** Where its words were read, and how many quotes were left out. */
  readonly words?: { readonly from: 'html' | 'text' | 'none'; readonly quotes: number };
}

/** Explains every decision in an event, as far as it and the facts say. */
export function explainStored(event: EmailReceived, { thread, because, words }: FactsOfMail = {}): Explanation[] {
  return [
    explainIdentity(event),
    explainMailKind(event, because),
    ...explainBounces(event),
    ...explainOtherFindings(event),
    explainReply(event, words),
    ...explainForwarded(event),
    ...explainIntent(event),
    ...(thread ? [explainThread(thread)] : []),
    explainSender(event),
    explainTrust(event),
    ...explainAttachments(event),
    ...explainSafety(event),
    explainRoute(event),
  ];
}

function explainIdentity({ eventId, message }: EmailReceived): Explanation {
  const hasId = message.messageId !== undefined;
  return {
    decision: 'identity',
    outcome: eventId,
    rule: hasId ? 'identity.message-id' : 'identity.content',
    evidence: [
      hasId
        ? `Message-ID ${message.messageId} and sender ${message.from?.address ?? '(none)'}, with the digest of what the mail says`
        : 'the mail has no Message-ID: sender, date and the digest of what it says stand in for it',
    ],
  };
}

const explainMailKind = ({ classification }: EmailReceived, because: string | undefined): Explanation => ({
  decision: 'kind',
  outcome: `${classification.kind} (confidence ${classification.confidence.toFixed(2)})`,
  rule: classification.reasons.join(', '),
  evidence: because === undefined ? classification.reasons.map(findingMeans) : [because],
});

function explainBounces({ classification: { bounce } }: EmailReceived): Explanation[] {
  if (bounce === undefined) return [];
  return bounce.recipients.map(({ address, type, reason, status, smtpCode, action, diagnostic }) => ({
    decision: 'bounce',
    outcome: `${address}: ${type}, ${reason ?? 'other'}`,
    rule: `bounce.${reason ?? 'other'}`,
    evidence: [
      `action ${action ?? 'failed'}, status ${status ?? '(none given)'}, SMTP code ${smtpCode ?? '(none given)'}`,
      ...(diagnostic === undefined ? [] : [`the host said: ${diagnostic.slice(0, 200)}`]),
      ...(bounce.originalMessageId === undefined
        ? []
        : [
            `it names the mail ${bounce.originalMessageId}; whether that is ours, and went there, the index of sent mail says`,
          ]),
    ],
  }));
}

const explainOtherFindings = ({ classification }: EmailReceived): Explanation[] => [
  ...explainComplaint(classification),
  ...explainUnsubscribe(classification),
  ...explainAbsence(classification),
  ...explainCalendar(classification),
];

const explainComplaint = ({ complaint }: Classification): Explanation[] =>
  complaint === undefined
    ? []
    : [
        {
          decision: 'complaint',
          outcome: `${complaint.feedbackType} by ${complaint.recipients.join(', ') || '(nobody is named)'}`,
          rule: `complaint.${complaint.feedbackType}`,
          evidence: [
            complaint.originalMessageId === undefined
              ? 'the report does not name our mail'
              : `it names the mail ${complaint.originalMessageId}; whether that is ours, and went there, the index of sent mail says`,
          ],
        },
      ];

const explainUnsubscribe = ({ unsubscribe, reasons }: Classification): Explanation[] =>
  unsubscribe === undefined
    ? []
    : [
        {
          decision: 'unsubscribe',
          outcome: unsubscribe.address,
          rule: reasons.join(', '),
          evidence: ['the sender of the request'],
        },
      ];

const explainAbsence = ({ autoReply }: Classification): Explanation[] =>
  autoReply === undefined
    ? []
    : [
        {
          decision: 'absence',
          outcome: `returns ${autoReply.returnsAt?.slice(0, 10) ?? '(no day is named)'}, ${autoReply.delegate ?? 'nobody'} stands in`,
          rule: 'auto-reply.words',
          evidence: ['read from the words of the note'],
        },
      ];

const explainCalendar = ({ calendar }: Classification): Explanation[] =>
  calendar === undefined
    ? []
    : [
        {
          decision: 'calendar',
          outcome: `${calendar.method ?? 'no method'}, starts ${calendar.start ?? calendar.startLocal ?? '(no time)'}`,
          rule: 'calendar.method',
          evidence: [`event ${calendar.uid ?? '(without an id)'}`],
        },
      ];

function explainReply({ body }: EmailReceived, words: FactsOfMail['words']): Explanation {
  const length = body.reply?.text?.length ?? 0;
  return {
    decision: 'newest reply',
    outcome:
      length === 0 ? 'the mail holds no words of its own' : `${length} characters of ${body.text?.length ?? length}`,
    rule: words === undefined ? 'reply' : `reply.${words.from}`,
    evidence: [
      ...(words === undefined ? [] : wordsEvidence(words)),
      body.reply?.signature === undefined ? 'no signature was found' : 'a signature was left out',
      ...Object.entries(body.reply?.contact ?? {}).map(([name, value]) => `the signature gives a ${name}: ${value}`),
    ],
  };
}

const wordsEvidence = ({ from, quotes }: NonNullable<FactsOfMail['words']>): string[] => [
  from === 'html'
    ? 'read from the HTML, whose structure tells the quote'
    : from === 'text'
      ? 'read from the text'
      : 'there is no text',
  quotes === 0 ? 'no quote was found' : `${quotes} quote(s) or quoted mail(s) were left out`,
];

const explainForwarded = ({ message }: EmailReceived): Explanation[] =>
  message.forwarded === undefined
    ? []
    : [
        {
          decision: 'forwarded',
          outcome: `a mail by ${message.forwarded.from?.address ?? '(unknown)'}`,
          rule: 'reply.forward',
          evidence: ['the client’s own line, the subject or an attached mail says that it is forwarded'],
        },
      ];

const explainIntent = ({ classification }: EmailReceived): Explanation[] =>
  classification.intent === undefined
    ? []
    : [
        {
          decision: 'intent',
          outcome: `${classification.intent.label} (confidence ${classification.intent.confidence.toFixed(2)})${classification.intent.stop ? ', stop outreach' : ''}`,
          rule: classification.intent.reasons?.join(', ') ?? 'intent',
          evidence: ['by the meanings of the words in each clause, over the newest words alone'],
        },
      ];

const evidenceOf: Readonly<Record<ThreadDecision['matchedBy'], string>> = {
  none: 'nothing it names is known: a new conversation',
  token: 'a token of ours in the address',
  'in-reply-to': 'In-Reply-To names a mail of the conversation',
  references: 'References name a mail of the conversation',
  outbound: 'it answers a mail that we sent',
  'message-id': 'an answer that came earlier named this mail',
  'thread-index': 'Outlook’s Thread-Index is that of the conversation',
  subject:
    'an answer without references: subject and participant are those of one recent conversation; have a person look',
};

const explainThread = ({ key, matchedBy, confidence, aliases, isRefused }: ThreadDecision): Explanation => ({
  decision: 'thread',
  outcome: `${key} (confidence ${confidence.toFixed(2)})`,
  rule: `thread.${matchedBy}`,
  evidence: [
    evidenceOf[matchedBy],
    ...(isRefused
      ? ['it named mails of a conversation, but its sender fails authentication and took no part in it']
      : []),
    ...aliases.map((alias) => `${alias} turned out to be the same conversation`),
  ],
});

const proofMeans: Readonly<Record<SenderProof, string>> = {
  proven: 'DMARC passes, or DKIM or SPF passes for the domain of From: what it says of its sender counts',
  unproven:
    'no verdict is about the domain of From: it may be somebody else’s mail, and stops what can be taken up again',
  false: 'DMARC fails: it is not from whom it names, and what it says of anybody counts for nothing',
};

/** Explains the proof of the sender by the receiver's verdicts alone; the forwarders that a tenant trusts come later. */
function explainSender(event: EmailReceived): Explanation {
  const proof = senderProofOf(event);
  const { alignedDomain } = event.authentication;
  return {
    decision: 'sender',
    outcome: alignedDomain === undefined || proof !== 'proven' ? proof : `${proof}: ${alignedDomain}`,
    rule: `sender.${proof}`,
    evidence: [proofMeans[proof]],
  };
}

/** Weights by finding, which may be one of an event that another version built. */
const weights: Readonly<Record<string, number>> = trustWeights;

function explainTrust({ trust, authentication }: EmailReceived): Explanation {
  const { spf, dkim, dmarc, arc } = authentication;
  const verdicts = Object.entries({ spf, dkim, dmarc, arc }).filter(([, verdict]) => verdict !== undefined);
  return {
    decision: 'trust',
    outcome: `${trust?.score ?? 0} of 100`,
    rule: trust?.reasons.join(', ') || 'trust.start',
    evidence: [
      ...verdictsMean(verdicts),
      ...(trust?.reasons.map((reason) => {
        const weight = weights[reason];
        return `${findingMeans(reason)}${weight === undefined ? '' : ` (${weight > 0 ? '+' : ''}${weight})`}`;
      }) ?? []),
    ],
  };
}

const explainAttachments = (event: EmailReceived): Explanation[] =>
  event.attachments.map(({ filename, verdict, reasons, contentType, detectedType, size }, index) => ({
    decision: 'attachment',
    outcome: `${filename ?? `(${index}, no name)`}: ${verdict}`,
    rule: reasons.join(', ') || 'attachment.clean',
    evidence: [
      `${size} bytes, declared ${contentType}${detectedType === undefined ? '' : `, really ${detectedType}`}`,
      ...reasons.map(findingMeans),
    ],
  }));

function explainSafety({ body, dataRules }: EmailReceived): Explanation[] {
  const explanations: Explanation[] = [];
  if (body.trackingPixels !== undefined)
    explanations.push({
      decision: 'safe HTML',
      outcome: `${body.trackingPixels} tracking pixel(s) taken out`,
      rule: 'html.tracking-pixel',
      evidence: ['images from the web too small or too hidden to be seen'],
    });
  for (const { rule, count } of dataRules ?? [])
    explanations.push({
      decision: 'data',
      outcome: `${rule}: ${count}`,
      rule: `data.${rule}`,
      evidence: ['found in the subject or the text'],
    });
  return explanations;
}

const explainRoute = ({ envelope, route }: EmailReceived): Explanation => ({
  decision: 'route',
  outcome:
    route === undefined
      ? 'no integration'
      : `integration ${route.integration}${route.token ? `, ${route.token.type} ${route.token.id}` : ''}`,
  rule: route === undefined ? 'route.none' : 'route.address',
  evidence: [
    `recipients ${envelope.rcptTo.join(', ') || '(none)'}, known from ${envelope.source === 'receipt' ? 'the envelope' : 'the headers, because there is no receipt'}`,
  ],
});
