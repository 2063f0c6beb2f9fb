/** Purposes of mail, each consented to or refused on its own. `legal`: notices that a contract or a law demands. */
export const purposes = ['marketing', 'sales', 'legal'] as const;
export type Purpose = (typeof purposes)[number];
