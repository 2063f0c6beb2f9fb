/** The webhook formats of sending services, with signatures that we can check. */
const senderFormats = ['standard', 'sendgrid', 'mailgun', 'postmark'] as const;
/** The webhook formats of CDPs, which report who entered or left a segment. */
const cdpFormats = ['segment', 'rudderstack', 'mparticle'] as const;
/** All webhook formats. */
export const intakeFormats = [...senderFormats, ...cdpFormats] as const;
/** A format of the list. */
export type IntakeFormat = (typeof intakeFormats)[number];
