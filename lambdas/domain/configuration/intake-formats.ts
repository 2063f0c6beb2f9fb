/** The webhook formats with signatures that we can check. */
export const intakeFormats = ['standard', 'sendgrid', 'mailgun', 'postmark'] as const;
