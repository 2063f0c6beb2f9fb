/** Kinds of mail. The order of the rules that decide it is in `classify.ts`. */
export const mailKinds = [
  'human',
  'auto-reply',
  'bounce',
  'complaint',
  'unsubscribe',
  'list',
  'calendar',
  'challenge',
  'receipt',
  'automated',
] as const;

/** The meaning of a person's answer. */
export const intentLabels = ['positive', 'neutral', 'negative', 'opt-out'] as const;
