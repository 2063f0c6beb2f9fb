/** The senders whose signatures we can check. */
export const intakeFormats = ['standard', 'sendgrid', 'mailgun', 'postmark'] as const;
