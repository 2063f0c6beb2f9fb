import type { Mailbox } from './address.ts';
import type { Wrapper } from './wrappers.ts';

/** One header field: lower-case name, unfolded and decoded value. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** One leaf part that is not body text; its bytes lie wherever the reader spooled them. */
export interface ParsedAttachment {
  readonly filename?: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
  readonly contentId?: string;
  readonly disposition?: 'attachment' | 'inline';
  /** Whether the HTML names its Content-ID. */
  readonly isShown: boolean;
  /** By magic bytes; absent when they tell nothing. */
  readonly detectedType?: string;
  readonly verdict: 'clean' | 'suspicious' | 'blocked' | 'unscanned';
  /** Ids of what the inspection found. */
  readonly reasons: readonly string[];
  /** Whether the document can also be had without its macros. */
  readonly hasMacroFreeCopy?: boolean;
  /** Data in a text file that should not travel on: the rules that hold for everyone, and how often each matched. */
  readonly dataRules?: ReadonlyArray<{ readonly rule: string; readonly count: number }>;
  /** The index of the attachment that holds this one: a signed mail, or a file with files in it. */
  readonly within?: number;
  /** Whether it was found by opening a part, whose own bytes are among those that the mail is known by. */
  readonly isFound?: true;
  /** The mail that the file is. */
  readonly mail?: CarriedMail;
}

/** A mail that another one carries as a file, read one level deep. */
export interface CarriedMail {
  readonly subject?: string;
  readonly from?: Mailbox;
  readonly date?: Date;
  /** Its first words. */
  readonly snippet?: string;
  readonly files: ReadonlyArray<Pick<ParsedAttachment, 'filename' | 'contentType' | 'size' | 'verdict'>>;
}

/** Words that are in the raw mail only, because they are beyond a limit. */
export interface LeftOut {
  readonly part: 'text' | 'html';
  /** `too-large`: the text was cut, or the HTML left out. `too-deep`: the HTML was left out for its nesting. */
  readonly reason: 'too-large' | 'too-deep';
  /** An estimate, without the transfer encoding. */
  readonly bytes: number;
}

/** Counts of what a person who looks at the mail does not see; a count of nothing is absent. */
export interface TakenOut {
  /** Letters and digits of text that the HTML hides. */
  readonly hidden?: number;
  /** Characters that show nothing. */
  readonly invisible?: number;
  /** Comments of the HTML with words. */
  readonly comments?: number;
  /** Pictures with a description that is a text of its own. */
  readonly descriptions?: number;
  /** Links whose words name another target. */
  readonly links?: number;
  /** Lines of the text part that the HTML does not show. */
  readonly unseenLines?: number;
}

/** The text of a mail as a person sees it. */
export interface SafeText {
  /** Absent where the text is that already. */
  readonly safeText?: string;
  /** Absent where nothing was taken out. */
  readonly takenOut?: TakenOut;
}

/** A mail as the MIME reader reads it from raw bytes, before any rule. */
export interface ParsedMail extends SafeText {
  readonly headers: readonly Header[];
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly date?: Date;
  readonly subject?: string;
  /** The address may be a name of the sender's own host, without a domain. */
  readonly from?: Mailbox;
  /** The name in a From that holds no address. */
  readonly fromName?: string;
  /** `false`: From names no mailbox, or several, or other readers may find another mailbox in it than we. */
  readonly hasOneFrom?: boolean;
  readonly sender?: Mailbox;
  readonly replyTo: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  /** SHA-256, hex, over the body's text parts without their transfer encoding, in order. */
  readonly bodyDigest: string;
  readonly text?: string;
  /** Already safe to show. */
  readonly html?: string;
  /** Images that only reported the opening of the mail and were taken out of the HTML. */
  readonly trackingPixels?: number;
  /** Whether the mail had no text part, so that the text was made of its HTML. */
  readonly isTextFromHtml?: boolean;
  /** The HTML as text, with the marks of `reply/quote-header.ts` where its structure tells quotes and signatures. */
  readonly markedText?: string;
  /** Whether the structure of the HTML told any quote. */
  readonly hasMarkedQuotes?: boolean;
  /** Words beyond the limits; absent when all of them are here. */
  readonly leftOut?: readonly LeftOut[];
  /** Wrappers that were found; absent for a plain mail. */
  readonly wrappers?: readonly Wrapper[];
  readonly attachments: readonly ParsedAttachment[];
  /** Root content type with the parameters that rules look at, lower case. */
  readonly contentType: { readonly type: string; readonly reportType?: string; readonly method?: string };
  /** Content types of all parts, in order, lower case. */
  readonly partTypes: readonly string[];
  /** Text of the machine-readable report part (RFC 3464, RFC 5965), when there is one. */
  readonly report?: string;
  /** Header block of the mail that this one returns or carries (RFC 3462 §2, message/rfc822). */
  readonly returned?: string;
  /** The beginning of that mail's raw body, where it is a daemon's own report that somebody passed on. */
  readonly returnedText?: string;
  /** Text of an iCalendar part (RFC 5545). */
  readonly calendar?: string;
  /** `second`: read by the other reader, because ours failed or found nothing. */
  readonly reader?: 'second';
}

/** Why bytes could not become an event: the mail is quarantined under this code, its raw bytes kept. */
export type Unreadable = {
  readonly code:
    | 'empty'
    | 'not-mail'
    | 'too-large'
    | 'too-many-parts'
    | 'too-deep'
    | 'too-many-headers'
    /** Reading it took longer than a mail may take. */
    | 'too-slow'
    /** Reading it took more memory than a mail may take. */
    | 'too-much-memory'
    /** The reader ended without an answer, again and again. */
    | 'no-answer';
  readonly message: string;
};

/** The values of a header, in the order they stand in the mail. */
export const headerValues = (mail: Pick<ParsedMail, 'headers'>, name: string): string[] =>
  mail.headers.filter((header) => header.name === name).map(({ value }) => value);

/** The first value of a header, which is the one nearest to the receiver. */
export const headerValue = (mail: Pick<ParsedMail, 'headers'>, name: string): string | undefined =>
  mail.headers.find((header) => header.name === name)?.value;
