/** Kinds of mail, as the API names them. */
export const kinds: readonly string[] = [
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
];

/** Meanings of a person's answer, as the API names them. */
export const intents: readonly string[] = ['positive', 'neutral', 'negative', 'opt-out'];
