import type { StageConfig } from './stage-config.ts';

/** Whether the stage has the list of mails with search: the console needs it. */
export const listsMails = ({ search, console }: Pick<StageConfig, 'search' | 'console'>): boolean =>
  search ?? console?.enabled ?? false;
