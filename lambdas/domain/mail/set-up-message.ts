/** The name and mail id of the object that SES writes when a receipt rule is made; it is no mail. */
const setUpName = 'AMAZON_SES_SETUP_NOTIFICATION';

/** Whether this is the object that SES writes when a receipt rule is made. */
export const isSetupObject = (key: string): boolean => key.endsWith(setUpName);

/**
 * Whether SES only tests that it can publish to a topic: when an event destination, a receipt rule or the
 * notifications of an identity are set up. The message is about no mail.
 *
 * @param text a message of the topic
 */
export function isSetUpMessage(text: string): boolean {
  if (/^\s*"?Successfully validated SNS topic for Amazon SES\b/.test(text)) return true;
  // Cheaper than reading every message twice.
  if (!text.includes(setUpName) && !text.includes('AmazonSnsSubscriptionSucceeded')) return false;
  const { notificationType, mail, receipt } = objectOf(parsed(text));
  if (notificationType === 'AmazonSnsSubscriptionSucceeded') return true;
  const { objectKey } = objectOf(objectOf(receipt).action);
  return objectOf(mail).messageId === setUpName || (typeof objectKey === 'string' && isSetupObject(objectKey));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
