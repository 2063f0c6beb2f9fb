import type { Usage } from './usage.ts';

/** Hours of a month, on average: standing charges are spread over them. */
export const monthHours = 730;

/** The usage of a stage in a month because it is there, by profile; a test counts it in the templates. */
export const standingUsage = {
  full: { alarm: 61, compositeAlarm: 10, dashboard: 1, kmsKey: 1, secret: 6, schedule: 96_360 },
  idle: { alarm: 19, kmsKey: 1, secret: 6, schedule: 26_280 },
} as const satisfies Readonly<Record<string, Usage>>;

export type CostProfile = keyof typeof standingUsage;
