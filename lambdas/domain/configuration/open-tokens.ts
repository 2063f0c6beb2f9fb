import type { Integration } from './integration.ts';

/** A warning for each integration that lets everybody write to any deal. */
export const openTokens = (integrations: readonly Pick<Integration, 'key' | 'tokens'>[]): string[] =>
  integrations
    .filter(({ tokens }) => tokens === 'open')
    .map(({ key }) => `WARNING ${key}: tokens: open lets everybody write to any deal by its number`);
