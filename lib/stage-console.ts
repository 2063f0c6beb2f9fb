import * as z from 'zod';
import { strict } from './stage-mistakes.ts';

/** The console: the function behind its boards and actions. */
export const consoleSettings = strict({
  enabled: z.boolean('wants true or false: whether the stage has the console'),
});
